"""JUnit's XML: a case for each requirement, and for whatever else a run has to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from replint.finding import (
    Certainty,
    Check,
    Finding,
    FlowReport,
    InputProblem,
    Label,
    Pending,
    Report,
    Severity,
    SubjectReport,
    Unverified,
    Verdict,
)
from replint.record import replace
from replint.reporters import junit
from replint.reporters.screen import Screen
from replint.span import Place
from tests.reporters.runner import commands

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents

OUTCOMES = {"failure": "failures", "error": "errors", "skipped": "skipped"}


def _read(report: Report) -> ET.Element:
    return ET.fromstring(junit.render(report, Screen()).encode())  # noqa: S314 - it is ours


@given(data=st.data())
def test_every_report_is_xml(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """Whatever the report, each requirement is a case with its outcome, and every finding is in some case."""
    report = data.draw(reports)
    root = _read(report)
    cases = list(root.iter("testcase"))
    unknown = report.verdicts(Verdict.UNKNOWN)
    skipped = int(root.get("skipped", ""))
    assert skipped == unknown if not report.hidden else skipped >= unknown
    assert root.get("errors") == str(len(report.problems))
    requirements = sum(map(report.verdicts, Verdict))
    assert requirements + len(report.problems) <= len(cases)
    assert len(cases) <= requirements + len(report.problems) + len(report.findings) + len(report.hidden)
    for suite in (root, *root):
        within = list(suite.iter("testcase"))
        assert suite.get("tests") == str(len(within))
        for outcome, count in OUTCOMES.items():
            assert suite.get(count) == str(sum(case.find(outcome) is not None for case in within))
    for finding in (*report.findings, *(each.finding for each in report.hidden)):
        where = f": {finding.severity}: "
        assert any(where in "".join(case.itertext()) for case in cases)


def test_a_clean_run_is_an_empty_element() -> None:
    """A run that had nothing to check is a document without suites."""
    root = _read(Report())
    assert root.attrib == {"name": "replint", "tests": "0", "failures": "0", "errors": "0", "skipped": "0"}
    assert len(root) == 0


def _finding(documents: Documents, **told: Any) -> Finding:  # noqa: ANN401 - whatever the class takes
    place = Place(documents("a.json", "[]"))
    made: dict[str, Any] = {"rule": "r", "severity": Severity.ERROR, "certainty": Certainty.CERTAIN, "message": "m"}
    return Finding(**{**made, "primary": Label(place, "here"), **told})


def _outcomes(report: Report) -> list[tuple[str | None, str | None, str | None, str | None]]:
    """Tell suite, case, outcome and message of every case."""
    return [
        (suite.get("name"), case.get("name"), *next(((each.tag, each.get("message")) for each in case), (None, None)))
        for suite in _read(report)
        for case in suite
    ]


def test_no_line_of_a_case_is_a_command(documents: Documents) -> None:
    """A message or a path that begins as a command to GitHub's runner begins no line."""
    place = Place(documents("::error::a", "[]"))
    finding = _finding(documents, message="::error::b", primary=Label(place, "::error::c"), help="::error::d")
    flow = FlowReport("f", "a", "b", "c", "d", Verdict.FAILS, (Check("r", None, None, None, Verdict.FAILS),))
    report = Report(flows=(flow,), findings=(replace(finding, flows=("f",)),) * 2)
    assert list(commands(junit.render(report, Screen()))) == []


def test_requirements_are_cases(documents: Documents) -> None:
    """What holds passes, what fails fails with its own findings, and what is unknown is skipped with the reason."""
    holds, fails, unknown = Verdict.HOLDS, Verdict.FAILS, Verdict.UNKNOWN
    checks = (
        Check("r", "p", "s3:a", "x/*", holds),
        Check("r", "p", "s3:b", "x/*", fails),
        Check("r", "p", "s3:c", "x/*", unknown),
        Check("q", None, None, None, unknown),
        Check("silent", None, None, None, fails),
    )
    flows = tuple(
        FlowReport(name, "arn:aws:s3:::src", "arn:aws:s3:::dst", name, "role", fails, checks) for name in ("f1", "f2")
    )
    findings = (
        _finding(documents, message="b of x", flows=("f1",), action="s3:b", resource="x/*"),
        _finding(documents, message="b of both", flows=("f1", "f2"), action="s3:b", resource="z/*"),
    )
    gaps = (
        Unverified("the policy of x", "no document tells it", (Pending("s3:c on x/*"),)),
        Unverified("the account of x", "no document tells it", (Pending("q: f2", "it is elsewhere", "flow", "f2"),)),
    )
    told = _outcomes(Report(flows=flows, findings=findings, unverified=gaps))
    first, second = "src -> dst (`f1`)", "src -> dst (`f2`)"
    assert told == [
        (suite, name, outcome, message)
        for suite, ofx, gap in (
            (first, "b of x", "could not be verified"),
            (second, "b of both", "could not verify the account of x"),
        )
        for name, outcome, message in (
            ("r: s3:a on x/*", None, None),
            ("r: s3:b on x/*", "failure", ofx),
            ("r: s3:c on x/*", "skipped", "could not verify the policy of x"),
            ("q", "skipped", gap),
            ("silent", "failure", "does not hold"),
        )
    ]


def test_suites_of_one_name_are_told_apart(documents: Documents) -> None:
    """Flows and jobs that have one name in two estates are two suites, named after their files."""
    holds, places = Verdict.HOLDS, [Place(documents(f"all/{name}.json", "[]")) for name in ("one", "two")]
    checks = (Check("r", "p", "s3:a", "x", holds),)
    flows = tuple(FlowReport("f", "a", "b", "rule", "role", holds, checks, place) for place in places)
    jobs = tuple(SubjectReport("batch job", "j", "role", holds, checks, place) for place in places)
    alone = SubjectReport("batch job", "k", "role", holds, checks, places[0])
    told = _outcomes(Report(flows=flows, subjects=(*jobs, alone)))
    assert [suite for suite, *_ in told] == [
        "a -> b (`rule`) in one.json",
        "a -> b (`rule`) in two.json",
        "batch job j in one.json",
        "batch job j in two.json",
        "batch job k",
    ]


def test_subjects_and_what_belongs_to_none(documents: Documents) -> None:
    """A batch job is a suite; what is wrong beside is a case: a failure, or for a note something said in passing."""
    check = Check("r", "p", "s3:PutObject", "x", Verdict.FAILS)
    report = Report(
        subjects=(SubjectReport("batch job", "backfill", "role", Verdict.FAILS, (check,)),),
        findings=(
            _finding(documents, message="no put", action="s3:PutObject", resource="x"),
            _finding(documents, rule="broken", message="broken", severity=Severity.WARNING),
            _finding(documents, rule="wide", message="wide", severity=Severity.NOTE),
        ),
        problems=(InputProblem("b.json", "expected a value", 1, 2),),
    )
    assert _outcomes(report) == [
        ("batch job backfill", "r: s3:PutObject on x", "failure", "no put"),
        (junit.BESIDE, "broken: a.json:1:1", "failure", "broken"),
        (junit.BESIDE, "wide: a.json:1:1", "system-out", None),
        (junit.UNREAD, "b.json:1:2", "error", "expected a value"),
    ]
    failure = _read(report).find("testsuite/testcase/failure")
    assert failure is not None
    assert (failure.get("type"), failure.text) == ("r", "a.json:1:1: error: no put\nhere: here")
