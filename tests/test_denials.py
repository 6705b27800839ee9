"""Rules of one's own that tell a Deny from a missing permission, or ask of nothing but Denies."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from replint import lint
from replint.finding import Certainty, Severity, Verdict

if TYPE_CHECKING:
    from replint.finding import Report

CASE: dict[str, Any] = json.loads(
    (Path(__file__).resolve().parent.parent / "fixtures/missing-object-tag-read/bad/bundle.json").read_text()
)
RULE = """rule {name}
  title      a Deny stops it
  severity   {severity}
  reference  https://example.org/
  why        so that there is a rule
  for each flow
  require role {demand} s3:ReplicateTags on destination objects
"""
MAY, UNDENIED = "may", "is not denied"
DENY = {"Effect": "Deny", "Action": "s3:ReplicateTags", "Resource": "*"}
ALLOW = {**DENY, "Effect": "Allow"}
PERHAPS = {**DENY, "Condition": {"StringEquals": {"aws:UserAgent": "nobody knows"}}}
EVERYBODY = {"Principal": "*"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def estate(*more: dict[str, Any]) -> dict[str, Any]:
    """An estate whose role has no permission for tags, with these statements behind those that it has."""
    case = deepcopy(CASE)
    statements = case["Roles"][0]["Policies"][0]["PolicyDocument"]["Statement"]
    statements[2]["Action"].remove("s3:ReplicateTags")
    statements += more
    return case


def checked(case: dict[str, Any], demand: str, severity: str = "note", *more: str) -> Report:
    """The report of a case by one rule, or by more in the same file."""
    rule = RULE.format(name="tags", severity=severity, demand=demand)
    Path("pack/own").mkdir(parents=True)
    Path("pack/own/tags.rule").write_text("\n".join((rule, *more)))
    Path("estate.json").write_text(json.dumps(case))
    report = lint(["estate.json"], rules=["pack"], select=["own"])
    assert not report.problems
    return report


def told(report: Report) -> tuple[list[tuple[Severity, Certainty, bool]], Verdict]:
    """The findings of a report about one flow, and its verdict."""
    (flow,) = report.flows
    return [(found.severity, found.certainty, found.denied) for found in report.findings], flow.verdict


def certain(severity: Severity, *, denied: bool) -> tuple[Severity, Certainty, bool]:
    """A certain finding, as `told` tells it."""
    return severity, Certainty.CERTAIN, denied


@pytest.mark.parametrize(
    ("statements", "severity", "expected", "verdict"),
    [
        ([], "note\n denied warning", [certain(Severity.NOTE, denied=False)], Verdict.HOLDS),
        ([ALLOW, DENY], "note", [certain(Severity.NOTE, denied=True)], Verdict.HOLDS),
        ([ALLOW, DENY], "note\n denied warning", [certain(Severity.WARNING, denied=True)], Verdict.FAILS),
        ([ALLOW, DENY], "error\n denied note", [certain(Severity.NOTE, denied=True)], Verdict.HOLDS),
        (
            [DENY],
            "note\n denied error",
            [certain(Severity.ERROR, denied=True), certain(Severity.NOTE, denied=False)],
            Verdict.FAILS,
        ),
        (
            [DENY],
            "error\n denied note",
            [certain(Severity.ERROR, denied=False), certain(Severity.NOTE, denied=True)],
            Verdict.FAILS,
        ),
        ([ALLOW, PERHAPS], "note\n denied error", [(Severity.NOTE, Certainty.POSSIBLE, True)], Verdict.HOLDS),
        ([ALLOW, PERHAPS], "error\n denied note", [(Severity.WARNING, Certainty.POSSIBLE, True)], Verdict.UNKNOWN),
    ],
)
def test_how_bad_a_deny_is(
    statements: list[dict[str, Any]],
    severity: str,
    expected: list[tuple[Severity, Certainty, bool]],
    verdict: Verdict,
) -> None:
    """`denied` is the severity of a Deny that surely fires, `severity` that of all else; advice fails no flow."""
    assert told(checked(estate(*statements), MAY, severity)) == (expected, verdict)


def test_nothing_need_allow_what_is_not_denied() -> None:
    """That no policy grants the action is nothing to a rule that asks of Denies; beside it, another still asks."""
    more = RULE.format(name="grants", severity="error", demand=MAY)
    report = checked(estate(), UNDENIED, "error", more)
    assert [(found.rule, found.denied) for found in report.findings] == [("grants", False)]
    assert {check.rule: check.verdict for check in report.flows[0].checks} == {
        "tags": Verdict.HOLDS,
        "grants": Verdict.FAILS,
    }


def test_what_is_denied() -> None:
    """A Deny that surely fires is a certain finding of the rule's severity, and is counted as the policy has it."""
    report = checked(estate(DENY), UNDENIED, "error")
    assert told(report) == ([(Severity.ERROR, Certainty.CERTAIN, True)], Verdict.FAILS)
    (found,) = report.findings
    assert found.layer == "identity-policy"
    assert found.message.startswith("statement 4 of `replication` of the role's policies denies the replication role")
    place = found.primary.place
    assert json.loads(place.text.content[slice(*place.span)]) == DENY


def test_what_may_be_denied() -> None:
    """A Deny that may fire leaves it unknown, and is told as possible: once, since no document could settle it."""
    report = checked(estate(PERHAPS), UNDENIED, "error")
    assert told(report) == ([(Severity.WARNING, Certainty.POSSIBLE, True)], Verdict.UNKNOWN)
    assert "`aws:UserAgent` is not known" in report.findings[0].primary.message
    assert report.unverified == ()


def test_what_a_document_could_settle() -> None:
    """A Deny that may fire is told, and so is what would settle whether it does: here, the role's tags."""
    case = estate({**DENY, "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}}})
    case["Roles"][0].pop("Tags", None)
    report = checked(case, UNDENIED, "error")
    assert told(report) == ([(Severity.WARNING, Certainty.POSSIBLE, True)], Verdict.UNKNOWN)
    (gap,) = report.unverified
    assert gap.missing == "what the call carries as `aws:PrincipalTag/team`"
    assert "`Tags` in the role's document" in gap.why


def test_a_doubt_beside_the_one_that_is_told() -> None:
    """What leaves the call open beside a Deny that is told, and is in no finding, stays told as not verified."""
    grant = {**ALLOW, "Condition": {"StringEquals": {"s3:signatureversion": "AWS4-HMAC-SHA256"}}}
    report = checked(estate(grant, PERHAPS), MAY, "error")
    assert [found.denied for found in report.findings] == [True]
    assert [gap.missing for gap in report.unverified] == ["what the call carries as `s3:signatureversion`"]


@pytest.mark.parametrize("deny", [None, DENY, {**DENY, "Action": "s3:ReplicateObject"}])
def test_another_account_denies(deny: dict[str, Any] | None) -> None:
    """The bucket policy of another account need not allow either, and is heard where it denies."""
    case = estate()
    bucket = case["Buckets"][1]
    bucket["Account"] = "444455556666"
    if deny:
        bucket["Policy"] = {"Version": "2012-10-17", "Statement": [{**deny, **EVERYBODY}]}
    found, verdict = told(checked(case, UNDENIED, "error"))
    denied = deny is DENY
    assert found == [(Severity.ERROR, Certainty.CERTAIN, True)] * denied
    assert verdict is (Verdict.FAILS if denied else Verdict.HOLDS)


def test_a_bucket_that_is_not_told() -> None:
    """A policy that no document tells may deny, and that alone is asked for: whose the bucket is does not matter."""
    case = estate()
    del case["Buckets"][1]
    report = checked(case, UNDENIED, "error")
    assert told(report) == ([], Verdict.UNKNOWN)
    assert [gap.missing for gap in report.unverified] == ["the policy of bucket `atlas-orders-copy`"]
