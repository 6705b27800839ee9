"""Findings that one change mends, told as one: nothing is lost, and what differs stays apart."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.finding import Certainty, Edit, Finding, FlowReport, Label, Patch, Report, RuleInfo, Severity, Verdict
from replint.reporters import text as reporter
from replint.reporters.groups import groups
from replint.reporters.screen import Screen
from replint.span import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reporters.conftest import Documents

CAUSE = "the policy does not allow the role"


@pytest.fixture
def refused(documents: Documents) -> Callable[..., Finding]:
    """Return a maker of findings of one cause at one place."""
    place = Place(documents("a.json", '{\n  "Action": ["s3:Get"],\n  "Sid": "x"\n}'), ("Action",))

    def make(action: str, **changes: Any) -> Finding:  # noqa: ANN401 - whatever the class takes
        told: dict[str, Any] = {
            "rule": f"no-{action}",
            "severity": Severity.ERROR,
            "certainty": Certainty.CERTAIN,
            "message": f"{CAUSE} `{action}` on `arn:aws:s3:::b/*`",
            "primary": Label(place, f"lacks `{action}`"),
            "help": f"add `{action}`",
            "layer": "bucket-policy",
            "principal": "role",
            "action": action,
            "resource": "arn:aws:s3:::b/*",
            "cause": CAUSE,
            "patch": Patch((Edit(place, action),)),
        }
        return Finding(**{**told, **changes})

    return make


def _messages(*findings: Finding) -> list[str]:
    return [group.message for group in groups(findings)]


@given(data=st.data())
def test_no_finding_is_lost(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """Each finding is in one group, and its rule can be read in the report, to be selected or ignored."""
    findings = data.draw(reports).findings
    told = [finding for group in groups(findings) for finding in (*group.findings, *group.also)]
    assert sorted(map(id, told)) == sorted(map(id, findings))


def test_every_rule_of_a_group_can_be_read(refused: Callable[..., Finding]) -> None:
    """A group names each rule with its severity, each call and each failure reason."""
    findings = [refused(name, symptoms=(f"Not{name}",)) for name in ("s3:A", "s3:B")]
    findings.append(
        refused("s3:C", severity=Severity.WARNING, resource="arn:aws:s3:::b/x*", witness="arn:aws:s3:::b/x")
    )
    rules = (RuleInfo("no-s3:C", "title of C", "why of C", "https://example.org/c", ""),)
    told = reporter.render(Report(findings=tuple(findings), rules=rules), Screen(120))
    assert told.startswith(f"error: {CAUSE} 3 actions that replication needs on `arn:aws:s3:::b` and its objects\n")
    assert re.findall(r"\w+\[no-s3:\w\].*", told) == [
        "error[no-s3:A]",
        "error[no-s3:B]",
        "warning[no-s3:C]: title of C",
    ]
    for fact in (
        "s3:A on arn:aws:s3:::b/*",
        "for instance s3:C on arn:aws:s3:::b/x",
        "S3 reports failure reason `Nots3:A`",
        "S3 reports failure reason `Nots3:B`",
        "why of C",
        "^ lacks `s3:A`, `s3:B` and `s3:C`",
        "= help: add `s3:A`, `s3:B` and `s3:C` (unsafe fix: it widens access)",
        '2 +   "Action": ["s3:Get", "s3:A", "s3:B", "s3:C"],',
        "= docs: https://example.org/c",
    ):
        assert fact in told
    assert told.count('"Sid": "x"') == 2
    assert told.endswith("2 errors, 1 warning in 0 flows\n")


def test_a_person_may_ask_for_every_reason(refused: Callable[..., Finding], documents: Documents) -> None:
    """A group tells a reason where no failure reason says what happens, so that it is new later; verbose tells all."""
    there = Label(Place(documents("b.json", "[]")), "")
    group = tuple(refused(name, symptoms=("Failed",)) for name in ("s3:A", "s3:B"))
    alone = refused("s3:C", rule="no-s3:A", primary=there, cause=None)
    again = replace(alone, primary=Label(Place(there.place.text, (0,)), "once more"))
    report = Report(findings=(*group, alone, again), rules=(RuleInfo("no-s3:A", "", "the reason", "", ""),))
    assert reporter.render(report, Screen(120)).count("the reason") == 1
    assert reporter.render(replace(report, findings=group), Screen(120)).count("the reason") == 0
    assert reporter.render(report, Screen(120, verbose=True)).count("the reason") == 3


def test_findings_of_one_rule_keep_its_name_in_front(refused: Callable[..., Finding]) -> None:
    """Where all are of one rule it stands in the first line, and why it matters is told once."""
    findings = tuple(refused(name, rule="r") for name in ("s3:A", "s3:B"))
    told = reporter.render(Report(findings=findings, rules=(RuleInfo("r", "t", "why r", "", ""),)), Screen(120))
    assert told.startswith(f"error[r]: {CAUSE} 2 actions that replication needs on `arn:aws:s3:::b/*`\n")
    assert told.count("why r") == 1
    assert re.findall(r"= case: (.*?/\*)", told) == ["s3:A on arn:aws:s3:::b/*", "s3:B on arn:aws:s3:::b/*"]


@pytest.mark.parametrize(
    "changes",
    [
        {"cause": None},
        {"cause": "somebody else"},
        {"layer": "identity-policy"},
        {"principal": "another"},
        {"denied": True},
        {"certainty": Certainty.POSSIBLE, "severity": Severity.WARNING},
        {"severity": Severity.NOTE},
    ],
)
def test_what_differs_stays_apart(refused: Callable[..., Finding], changes: dict[str, Any]) -> None:
    """Another cause, layer or caller, and what is less certain or mere advice, is told by itself."""
    assert len(_messages(refused("s3:A"), refused("s3:B"))) == 1
    assert len(_messages(refused("s3:A"), refused("s3:B", **changes))) == 2


def test_advice_stands_by_where_one_change_does_both(refused: Callable[..., Finding]) -> None:
    """A note that the same change follows is named with its rule and call, and is not counted with what is needed."""
    needed = refused("s3:A", help="name the role")
    advice = refused("s3:B", help="name the role", severity=Severity.NOTE)
    (group,) = groups([needed, advice])
    assert (group.findings, group.also, group.message) == ((needed,), (advice,), needed.message)
    told = reporter.render(Report(findings=(needed, advice)), Screen(120))
    assert "  = note[no-s3:B]\n          s3:B on arn:aws:s3:::b/*\n  = help: name the role" in told
    assert told.count("name the role") == 1
    assert len(groups([needed, replace(advice, help="something else")])) == 2


def test_another_place_is_another_change(refused: Callable[..., Finding], documents: Documents) -> None:
    """Findings that are mended in two places are two things to do."""
    there = Label(Place(documents("b.json", "[]")), "")
    assert len(_messages(refused("s3:A"), refused("s3:B", primary=there))) == 2


def test_the_message_says_on_what(refused: Callable[..., Finding]) -> None:
    """One resource is named, of a bucket and its objects the bucket; what no finding names, no group does."""
    first = refused("s3:A")
    needed = f"{CAUSE} 2 actions that replication needs"
    assert _messages(first, refused("s3:B")) == [f"{needed} on `arn:aws:s3:::b/*`"]
    assert _messages(first, refused("s3:B", resource="arn:aws:s3:::b")) == [
        f"{needed} on `arn:aws:s3:::b` and its objects"
    ]
    assert _messages(first, refused("s3:B", resource="arn:aws:s3:::c")) == [needed]
    assert _messages(*(replace(refused(name), message=f"{CAUSE} `{name}`") for name in ("s3:A", "s3:B"))) == [needed]
    assert _messages(first, replace(first, rule="s")) == [f"{CAUSE} `s3:A` on `arn:aws:s3:::b/*`"]
    advice = [refused(name, severity=Severity.NOTE) for name in ("s3:A", "s3:B")]
    assert _messages(*advice) == [f"{CAUSE} 2 actions on `arn:aws:s3:::b/*`"]


def test_help_is_one_sentence_where_it_can_be(refused: Callable[..., Finding]) -> None:
    """Sentences that differ in more than the action stand each by itself."""
    others = [refused(name, help=f"put `{name}` elsewhere") for name in ("s3:C", "s3:D")]
    (group,) = groups([refused("s3:A"), refused("s3:B"), *others])
    assert group.help == ("add `s3:A` and `s3:B`", "put `s3:C` and `s3:D` elsewhere")
    assert group.primary.message == "lacks `s3:A`, `s3:B`, `s3:C` and 1 more"


def test_what_comes_of_it_is_told_of_each(refused: Callable[..., Finding]) -> None:
    """Behind the failure reason stands what the rule's reason says of it, unless the whole reason is told anyway."""
    findings = tuple(refused(name, symptoms=("Failed",)) for name in ("s3:A", "s3:B"))
    why = "Tags are read\nfirst. Without them\nreplicas are bare. AWS says so."
    report = Report(findings=findings, rules=(RuleInfo("no-s3:A", "", why, "", ""),))
    told = reporter.render(report, Screen(120))
    assert re.findall(r"S3 reports.*", told) == [
        "S3 reports failure reason `Failed`; without them replicas are bare",
        "S3 reports failure reason `Failed`",
    ]
    assert "without them" not in reporter.render(report, Screen(120, verbose=True))


@pytest.mark.parametrize(
    ("why", "clause"),
    [
        ("Without it nothing comes.", "without it nothing comes"),
        ("It is so. Without it\n  nothing comes", "without it nothing comes"),
        ("It does without. Nothing comes without it.", ""),
        ("", ""),
    ],
)
def test_what_comes_of_it_is_a_sentence_of_the_reason(why: str, clause: str) -> None:
    """The sentence that begins with "Without" is what comes of a fault; a reason may have none."""
    assert RuleInfo("r", "", why, "", "").consequence == clause


def test_what_is_no_call_names_its_flows(refused: Callable[..., Finding]) -> None:
    """A call names what it is made on; of anything else the flow does, also where there is one alone."""
    flows = tuple(
        FlowReport(f"f{each}", "arn:aws:s3:::src", f"arn:aws:s3:::d{each}", "r", "role", Verdict.FAILS, ())
        for each in range(5)
    )

    def told(finding: Finding, *flows: FlowReport, verbose: bool = False) -> str:
        found = replace(finding, flows=tuple(flow.id for flow in flows))
        report = Report(findings=(found,), flows=flows)
        lines = reporter.render(report, Screen(200, verbose=verbose)).splitlines()
        return next((line.partition("= flow: ")[2] for line in lines if "= flow:" in line), "")

    call, fact = refused("s3:A"), replace(refused("s3:A"), action=None, cause=None)
    assert [told(call, *flows[:number]) for number in (1, 2, 5)] == ["", "both flows", "all 5 flows"]
    assert [told(fact, *flows[:number]) for number in (1, 2)] == ["src -> d0 (`r`)", "src -> d0 (`r`), src -> d1 (`r`)"]
    assert told(fact, *flows) == "src -> d0 (`r`), src -> d1 (`r`), src -> d2 (`r`), and 2 more"
    for finding in (call, fact):
        assert told(finding, *flows, verbose=True).endswith("src -> d3 (`r`), src -> d4 (`r`)")


def test_a_rule_of_a_group_goes_on_where_its_call_begins(refused: Callable[..., Finding]) -> None:
    """The title of a rule that takes two lines goes on below what is told of it."""
    rules = (RuleInfo("no-s3:A", "title " * 20, "", "", ""),)
    report = Report(findings=(refused("s3:A"), refused("s3:B")), rules=rules)
    lines = reporter.render(report, Screen(80)).splitlines()
    first = next(number for number, line in enumerate(lines) if " = error[no-s3:A]: title" in line)
    assert {len(line) - len(line.lstrip()) for line in lines[first + 1 : first + 3]} == {len("  = help: ")}
