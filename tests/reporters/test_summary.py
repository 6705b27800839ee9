"""The sum of a report: what was found, what could not be verified, what was hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from replint.finding import (
    Certainty,
    Check,
    Finding,
    FlowReport,
    Hidden,
    InputProblem,
    Label,
    Report,
    Severity,
    SubjectReport,
    Verdict,
)
from replint.known import Hider
from replint.reporters.summary import parts
from replint.span import Place, Span, Text

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents

PLACE = Place(Text("replint.toml", "", lambda *_: Span(0, 0)))
FOUND = Finding("r", Severity.ERROR, Certainty.CERTAIN, "m", Label(PLACE, ""))
SUPPRESSED, ACCEPTED = (Hidden(FOUND, by, PLACE) for by in Hider)
HOLDS, FAILS, UNKNOWN = Verdict.HOLDS, Verdict.FAILS, Verdict.UNKNOWN


def _flow(*verdicts: Verdict) -> FlowReport:
    checks = tuple(Check("r", None, None, None, verdict) for verdict in verdicts)
    return FlowReport("f", "s", "d", "r", "role", verdicts[0], checks)


def _job(*verdicts: Verdict) -> SubjectReport:
    checks = tuple(Check("r", None, None, None, verdict) for verdict in verdicts)
    return SubjectReport("batch job", "backfill", "role", verdicts[0], checks)


def _sum(report: Report) -> str:
    return "".join(text for text, _ in parts(report))


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (Report(), "no findings: no replication to check"),
        (Report(hidden=(SUPPRESSED, SUPPRESSED)), "no findings: no replication to check, 2 suppressed"),
        (Report(hidden=(ACCEPTED,)), "no findings: no replication to check, 1 in the baseline"),
        (
            Report(hidden=(SUPPRESSED, ACCEPTED, ACCEPTED)),
            "no findings: no replication to check, 1 suppressed, 2 in the baseline",
        ),
        (Report(problems=(InputProblem("a", "b"),)), "no findings: no replication to check, 1 input could not be read"),
        (Report(flows=(_flow(HOLDS),)), "no findings: the only requirement of 1 flow holds"),
        (Report(flows=(_flow(HOLDS, HOLDS), _flow(HOLDS))), "no findings: all 3 requirements of 2 flows hold"),
        (
            Report(flows=(_flow(HOLDS, UNKNOWN),)),
            "no findings: 1 requirement of 1 flow holds, 1 requirement could not be verified",
        ),
        (Report(flows=(_flow(FAILS, FAILS),)), "no findings: 0 requirements of 1 flow hold"),
        (Report(subjects=(_job(HOLDS, HOLDS), _job(HOLDS))), "no findings: all 3 requirements of 2 batch jobs hold"),
        (
            Report(flows=(_flow(HOLDS),), subjects=(_job(UNKNOWN),)),
            "no findings: 1 requirement of 1 flow and 1 batch job holds, 1 requirement could not be verified",
        ),
    ],
)
def test_without_findings(report: Report, expected: str) -> None:
    """No findings is never all there is to say: what was proved, what was not, what was hidden or not read."""
    assert _sum(report) == expected


def test_with_findings(documents: Documents) -> None:
    """Findings are counted by severity, the worst first, and what was not verified apart from them."""
    label = Label(Place(documents("a.json", "{}")), "")
    levels = (Severity.NOTE, Severity.ERROR, Severity.WARNING, Severity.ERROR)
    findings = tuple(Finding("r", level, Certainty.CERTAIN, "m", label) for level in levels)
    report = Report(flows=(_flow(UNKNOWN, UNKNOWN),), findings=findings, hidden=(SUPPRESSED,))
    told = "2 errors, 1 warning, 1 note in 1 flow, 2 requirements could not be verified, 1 suppressed"
    assert _sum(report) == told
    assert [tone for _, tone in parts(report)] == ["error", "warning", "note", "plain", "warning", "dim"]
