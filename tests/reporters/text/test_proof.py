"""The evidence: each requirement with its rule, its call, its verdict and the statements that grant it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from replint.finding import Check, FlowReport, Report, Verdict
from replint.reporters import text as reporter
from replint.reporters.screen import Screen
from replint.reporters.text.paint import paint
from replint.reporters.text.proof import proof
from replint.span import Place, Span, Text

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents

HOLDS, FAILS, UNKNOWN = Verdict.HOLDS, Verdict.FAILS, Verdict.UNKNOWN
POLICY = {"Statement": [{"Sid": "Read", "Effect": "Allow"}, {"Effect": "Allow"}]}


def _flow(*checks: Check) -> FlowReport:
    return FlowReport("f", "arn:aws:s3:::src", "arn:aws:s3:::dst", "logs", "role", HOLDS, checks)


def _told(*checks: Check) -> list[str]:
    return paint(proof([_flow(*checks)], 100), color=False).splitlines()


def _check(rule: str, verdict: Verdict, *evidence: Place, hop: str | None = "read") -> Check:
    return Check(rule, "role", "s3:Get", "arn:b", verdict, evidence, hop)


def test_requirements_stand_by_hop(documents: Documents) -> None:
    """Hop by hop, setup last; what the same statements grant stands above them, and only what holds has any."""
    statements = Place(documents("role.json", json.dumps(POLICY, indent=2)), ("Statement",))
    read, other = statements.at(0), statements.at(1)
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
        "                    by statement `Read` --> role.json:3:5",
        "           holds    [c] s3:Get on arn:b",
        "                    by statement `Read` --> role.json:3:5",
        "                    by statement 2 --> role.json:7:5",
        "           unknown  [d] s3:Get on arn:b",
        "  write    fails    [write] s3:Get on arn:b",
        "  setup    holds    [versioned]",
    ]


def test_a_statement_in_a_string_is_found(documents: Documents) -> None:
    """Of a policy that stands as a string the statement has its Sid, and its pointer in that string."""
    outer = documents("role.json", json.dumps({"Policy": json.dumps(POLICY)}))
    inner = Place(documents.inside(Place(outer, ("Policy",))), ("Statement", 0))
    assert _told(_check("a", HOLDS, inner))[2:] == [
        "                    by statement `Read`, in that string `/Statement/0` --> role.json:1:30"
    ]


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"Statement": 1}', '{"Statement": [{"Sid": 1}]}'])
def test_a_statement_without_a_readable_sid_has_its_number(content: str) -> None:
    """Where no Sid can be read, for whatever reason, a statement is told by its number."""
    place = Place(Text("a.json", content, lambda _route, _key: Span(0, 0)), ("Statement", 0))
    assert _told(_check("a", HOLDS, place))[2:] == ["                    by statement 1 --> a.json:1:1"]


def test_only_who_asks_is_told() -> None:
    """The evidence is part of the report when a person asks for it, and then every rule has its reason told."""
    report = Report(flows=(_flow(_check("a", HOLDS)),))
    assert "evidence for" not in reporter.render(report, Screen())
    assert "evidence for" in reporter.render(report, Screen(verbose=True))
