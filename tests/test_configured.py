"""What is wrong with a configuration as it is put: which flows bear it, and what would mend it."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from replint import lint, vocabulary
from replint.finding import Certainty, Safety, Severity, Verdict
from replint.reporters import load
from replint.reporters.screen import Screen
from tests import scene

if TYPE_CHECKING:
    from replint.finding import Finding, Report

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
RULE: dict[str, Any] = {
    "ID": "everything",
    "Priority": 1,
    "Status": "Enabled",
    "Filter": {"Prefix": ""},
    "DeleteMarkerReplication": {"Status": "Disabled"},
    "Destination": {"Bucket": "arn:aws:s3:::atlas-orders-copy"},
}
OTHER = {**RULE, "ID": "eu", "Priority": 2, "Filter": {"Prefix": "eu/"}}
TIMED = {"Status": "Enabled", "Time": {"Minutes": 15}}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start in an empty folder."""
    monkeypatch.chdir(tmp_path)


def put(*rules: dict[str, Any]) -> Report:
    """Return what is found where everything is right but these replication rules."""
    bundle = json.loads((FIXTURES / "missing-priority/good/bundle.json").read_text())
    bundle["Buckets"][0]["ReplicationConfiguration"]["Rules"] = rules
    Path("bundle.json").write_text(json.dumps(bundle, indent=2))
    return lint(ignore=("least-privilege", "selection"))


def found(*rules: dict[str, Any]) -> Finding:
    """Return the only thing that is found."""
    (finding,) = put(*rules).findings
    return finding


def without(rule: dict[str, Any], *names: str, **more: object) -> dict[str, Any]:
    """Return a rule without some members, and with others."""
    return {name: value for name, value in rule.items() if name not in names} | more


def verdicts(report: Report) -> list[Verdict]:
    """Return the verdict of each flow."""
    return [flow.verdict for flow in report.flows]


def checks(report: Report, rule: str) -> list[int]:
    """Return how often each flow was asked for something."""
    return [sum(check.rule == rule for check in flow.checks) for flow in report.flows]


def test_what_is_right_is_found_right() -> None:
    """The rules that the other tests change are right."""
    report = put(RULE, OTHER)
    assert (report.findings, verdicts(report)) == ((), [Verdict.HOLDS, Verdict.HOLDS])


def test_a_rule_that_s3_refuses_fails_all_flows_of_its_configuration() -> None:
    """S3 takes a configuration as a whole or not at all."""
    report = put(RULE, without(OTHER, "DeleteMarkerReplication"))
    (finding,) = report.findings
    assert finding.flows == (report.flows[1].id,), "the finding names the flow of its rule"
    assert verdicts(report) == [Verdict.FAILS, Verdict.FAILS]
    assert (finding.severity, finding.refused and finding.refused.code) == (Severity.ERROR, "InvalidRequest")


def test_a_disabled_rule_fails_the_flows_of_the_others() -> None:
    """A rule that copies nothing keeps S3 from taking those that do."""
    report = put(RULE, without(OTHER, "Priority", Status="Disabled"))
    (finding,) = report.findings
    assert finding.flows == tuple(flow.id for flow in report.flows)
    assert verdicts(report) == [Verdict.FAILS]
    assert finding.primary.place.pointer == "/Buckets/0/ReplicationConfiguration/Rules/1"


def test_what_names_no_error_of_s3_fails_the_rules_own_flow() -> None:
    """Without an answer of S3's a fault is one of its rule."""
    report = put(RULE, {**OTHER, "Filter": {"Prefix": "e" * 1025}})
    (finding,) = report.findings
    assert (finding.rule, finding.refused) == ("overlong-prefix", None)
    assert finding.flows == (report.flows[1].id,)
    assert verdicts(report) == [Verdict.HOLDS, Verdict.FAILS]


def test_what_several_rules_lack_is_one_check_of_each_flow() -> None:
    """Each rule has its finding; a flow is told once that its configuration is refused for it."""
    report = put(*(without(rule, "DeleteMarkerReplication") for rule in (RULE, OTHER)))
    assert len(report.findings) == 2
    assert checks(report, "missing-delete-marker-replication") == [1, 1]


def test_what_nobody_is_certain_of_refutes_no_flow() -> None:
    """What is only possible is told, and leaves the flows unknown."""
    report = put(without(RULE, "Filter", "Priority", "DeleteMarkerReplication"))
    (finding,) = report.findings
    assert (finding.rule, finding.severity, finding.certainty) == (
        "missing-filter",
        Severity.WARNING,
        Certainty.POSSIBLE,
    )
    assert verdicts(report) == [Verdict.UNKNOWN]


def timed(time: object, metrics: object = None) -> dict[str, Any]:
    """Return the rule with S3 Replication Time Control and metrics at its destination."""
    options = {"ReplicationTime": time, "Metrics": metrics}
    named = {name: value for name, value in options.items() if value is not None}
    return {**RULE, "Destination": {**RULE["Destination"], **named}}


@pytest.mark.parametrize(
    ("rule", "pointer", "value"),
    [
        (without(RULE, "Priority"), "/Priority", 1),
        (without(RULE, "DeleteMarkerReplication"), "/DeleteMarkerReplication", {"Status": "Disabled"}),
        (
            timed(TIMED),
            "/Destination/Metrics",
            {"Status": "Enabled", "EventThreshold": {"Minutes": 15}},
        ),
        (timed({**TIMED, "Status": "Disabled"}), "/Destination/Metrics", {"Status": "Disabled"}),
        (timed(TIMED, {"Status": "Enabled"}), "/Destination/Metrics/EventThreshold", {"Minutes": 15}),
    ],
)
def test_what_is_absent_is_shown_as_a_change(rule: dict[str, Any], pointer: str, value: object) -> None:
    """Where adding an element mends a configuration, the change is shown, and is safe: with it nothing is found."""
    finding = found(rule)
    assert finding.patch is not None
    (edit,) = finding.patch.edits
    assert (edit.place.pointer, edit.value) == (f"/Buckets/0/ReplicationConfiguration/Rules/0{pointer}", value)
    assert finding.patch.safety is Safety.SAFE
    assert finding.primary.absent
    mended = json.loads(json.dumps(rule))
    *steps, last = pointer.strip("/").split("/")
    holder = mended
    for step in steps:
        holder = holder[step]
    holder[last] = value
    assert put(mended).findings == ()


def test_which_rule_is_to_win_nobody_has_said() -> None:
    """Beside another rule for the destination a free priority is named, and no change is shown."""
    report = put({**OTHER, "Priority": 7}, {**OTHER, "ID": "us", "Priority": 3}, without(RULE, "Priority"))
    (finding,) = (each for each in report.findings if each.rule == "missing-priority")
    assert finding.patch is None
    assert finding.help == "set `Priority` to a number that no other rule has, such as 8"


def test_a_destination_that_is_not_told_may_be_a_second_one() -> None:
    """Whether rules without a filter name one destination is open where one of them cannot be read."""
    old = without(RULE, "Priority", "Filter", "DeleteMarkerReplication", Prefix="")
    (rule,) = {finding.rule for finding in put(old, {**old, "ID": "eu", "Destination": {}}).findings}
    assert rule == "malformed-document"
    open_ = {check.rule for flow in lint().flows for check in flow.checks if check.verdict is Verdict.UNKNOWN}
    assert "several-destinations-without-filter" in open_


def test_each_place_says_what_it_has_to_do_with_the_fault() -> None:
    """Of a place that a rule asks about and that a finding tells of, the finding has more to say."""
    finding = found(without(RULE, "Priority"))
    assert [(label.place.route[-1], label.message) for label in finding.related] == [
        ("ID", "replication rule `everything`"),
        ("Filter", "`Filter` makes this a rule of the second version"),
    ]


def test_of_what_lacks_something_only_the_beginning_is_shown() -> None:
    """The report for people marks the brace that opens the rule; for programs its place is all of it."""
    report = put(without(RULE, "Priority"))
    (finding,) = report.findings
    text = load("text").render(report, Screen())
    assert "| ^ no `Priority` here\n" in re.sub(" +", " ", text)
    assert finding.primary.place.text.content[slice(*finding.primary.place.span)].endswith("}")


def test_a_word_that_stands_nowhere_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a rule has no element to change, its place is the rule's, in which it is absent."""
    for case, absent in (("bad", True), ("near-miss-selected-disabled", False)):
        monkeypatch.chdir(FIXTURES / "unselected-kms-objects" / case)
        (finding,) = lint(select=("unselected-kms-objects",)).findings
        assert finding.primary.absent is absent


@pytest.mark.parametrize(
    ("key", "malformed"),
    [
        ("arn:aws:kms:eu-west-1:111122223333:key/0", False),
        ("arn:aws-cn:kms:cn-north-1:111122223333:alias/a/b", False),
        ("", False),
        ("0", True),
        ("alias/a", True),
        ("arn:aws:s3:eu-west-1:111122223333:key/0", True),
        ("arn:aws:kms::111122223333:key/0", True),
        ("arn:aws:kms:eu-west-1::key/0", True),
        ("arn:aws:kms:eu-west-1:111122223333:key", True),
        ("arn:aws:kms:eu-west-1:111122223333:key/", True),
        ("arn:aws:kms:eu-west-1:111122223333:grant/0", True),
    ],
)
def test_keys_are_named_by_arns(key: str, *, malformed: bool) -> None:
    """The ARN of a key or of an alias has a Region, an account and a name; none at all is another fault."""
    _, rule = scene.a_put(dataclasses.replace(scene.RULE, replica_key=key))
    assert vocabulary.answer(rule, "replica key malformed") is malformed
