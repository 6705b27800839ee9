"""The evidence: each requirement with its rule, its call, its verdict and the statements that grant it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from replint.finding import Check, FlowReport, Label, Report, SubjectReport, Verdict
from replint.reporters import text as reporter
from replint.reporters.screen import Screen
from replint.reporters.text.paint import paint
from replint.reporters.text.proof import proof
from replint.span import Place

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents

HOLDS, FAILS, UNKNOWN = Verdict.HOLDS, Verdict.FAILS, Verdict.UNKNOWN
POLICY = {"Statement": [{"Sid": "Read", "Effect": "Allow"}, {"Effect": "Allow"}]}


def _flow(*checks: Check) -> FlowReport:
    return FlowReport("f", "arn:aws:s3:::src", "arn:aws:s3:::dst", "logs", "role", HOLDS, checks)


def _told(*checks: Check) -> list[str]:
    return paint(proof(Report(flows=(_flow(*checks),)), 100), color=False).splitlines()


def _check(rule: str, verdict: Verdict, *evidence: Label, hop: str | None = "read") -> Check:
    return Check(rule, "role", "s3:Get", "arn:b", verdict, evidence, hop)


def test_requirements_stand_by_hop(documents: Documents) -> None:
    """Hop by hop, setup last; what the same statements grant stands above them, and only what holds has any."""
    statements = Place(documents("role.json", json.dumps(POLICY, indent=2)), ("Statement",))
    read = Label(statements.at(0), "statement `Read` in the role's policies")
    other = Label(statements.at(1), "statement 2 in the role's permissions boundary")
    assert _told(
        Check("versioned", None, None, None, HOLDS),
        _check("write", FAILS, other, hop="write"),
        _check("a", HOLDS, read),
        _check("b", HOLDS, read),
        _check("c", HOLDS, read, other),
        _check("d", UNKNOWN, read),
    ) == [
        "evidence for src -> dst (`logs`), as role",
        "  read     holds    [a] s3:Get on arn:b",
        "                    [b] s3:Get on arn:b",
        "                    by statement `Read` in the role's policies --> role.json:3:5",
        "           holds    [c] s3:Get on arn:b",
        "                    by statement `Read` in the role's policies --> role.json:3:5",
        "                    by statement 2 in the role's permissions boundary --> role.json:7:5",
        "           unknown  [d] s3:Get on arn:b",
        "  write    fails    [write] s3:Get on arn:b",
        "  setup    holds    [versioned]",
    ]


def test_a_statement_in_a_string_is_found(documents: Documents) -> None:
    """Of a policy that stands as a string the statement has its pointer in that string."""
    outer = documents("role.json", json.dumps({"Policy": json.dumps(POLICY)}))
    inner = Place(documents.inside(Place(outer, ("Policy",))), ("Statement", 0))
    assert _told(_check("a", HOLDS, Label(inner, "statement `Read`")))[2:] == [
        "                    by statement `Read`, in that string `/Statement/0` --> role.json:1:30"
    ]


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (HOLDS, "holds    [open] not so: the door is open"),
        (FAILS, "fails    [open] the door is open"),
        (UNKNOWN, "unknown  [open] perhaps the door is open"),
    ],
)
def test_a_rule_is_named_after_its_fault(verdict: Verdict, said: str) -> None:
    """Of what is no call it is told whether the fault is there that the rule has its name and title from."""
    assert _told(Check("open", None, None, None, verdict, title="the door is open"))[1] == f"  setup    {said}"


def test_whatever_was_looked_at_has_evidence(documents: Documents) -> None:
    """Batch jobs and deployments have theirs, each by its name, and by its file where others have that name."""
    places = [Place(documents(path, "[]")) for path in ("x/a.json", "x/b.json")]
    checks = (_check("a", HOLDS),)
    subjects = tuple(SubjectReport("batch job", "backfill", "batch-role", HOLDS, checks, place) for place in places)
    told = paint(proof(Report(flows=(_flow(*checks),), subjects=subjects), 100), color=False).splitlines()
    assert told[::2] == [
        "evidence for src -> dst (`logs`), as role",
        "evidence for batch job `backfill` in a.json, as batch-role",
        "evidence for batch job `backfill` in b.json, as batch-role",
    ]
    assert told[1::2] == ["  read     holds    [a] s3:Get on arn:b"] * 3


def test_only_who_asks_is_told() -> None:
    """The evidence is part of the report when a person asks for it, and then every rule has its reason told."""
    report = Report(flows=(_flow(_check("a", HOLDS)),))
    assert "evidence for" not in reporter.render(report, Screen())
    assert "evidence for" in reporter.render(report, Screen(verbose=True))
