"""Every rule by its cases: folders `fixtures/RULE/CASE` of documents, with what is found there in `expected.txt`.

A line of `expected.txt` is a finding or something unverified; lines that begin with `#` say what is special about the
case. A case may have a `replint.toml` of its own. It tells the notes of its own rule only, so that a new piece of
advice changes no other. In a case `bad...` the rule fires, in `good...` it is silent, and `near-miss...` is what a
comparison of strings would get wrong. `pytest --accept` rewrites the findings; read them as if they were code.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from replint import config, lint
from replint.dialects.faults import FAULTS
from replint.finding import Certainty, Severity
from replint.linter import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Finding, InputProblem, Report
    from replint.span import Place
    from tests.conftest import Golden

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
CASES = sorted(case for group in FIXTURES.iterdir() if group.is_dir() for case in group.iterdir() if case.is_dir())
NAMED = {str(case.relative_to(FIXTURES)): case for case in CASES if (case / "expected.txt").is_file()}
RULES = tuple(info.name for info in catalogue()[0])
TOPICS = {info.name: info.topic for info in catalogue()[0]}
ADVICE = "least-privilege"
"""A topic of which most is advice: its rules are asked for by name, in their own cases alone."""
KINDS = ("bad", "good", "near-miss")
"""What the name of a case begins with."""


@pytest.fixture
def report(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Return what is found in a case, as if replint were started in its folder; of notes, those of the case's rule.

    A config file that the case has counts.
    """
    monkeypatch.chdir(NAMED[request.param])
    rule = request.param.partition("/")[0]
    settings = config.read(config.OWN[0]) if Path(config.OWN[0]).is_file() else config.NONE
    if TOPICS.get(rule) == ADVICE:
        return lint(select=(rule,), config=settings)
    report = lint(ignore=(ADVICE,), advice=True, config=settings)
    told = (each for each in report.findings if each.severity is not Severity.NOTE or each.rule == rule)
    return replace(report, findings=tuple(told))


def cases(kind: str = "") -> pytest.MarkDecorator:
    """Run a test in every case of this kind, or in all."""
    names = [name for name in NAMED if not kind or name.partition("/")[2].startswith(kind)]
    return pytest.mark.parametrize(("name", "report"), [(name, name) for name in names], indirect=["report"], ids=names)


@cases()
def test_case(name: str, report: Report, golden: Golden) -> None:
    """What is found in a case is what was accepted; nothing but comments means silence."""
    expected = Path("fixtures", name, "expected.txt")
    comments = [line for line in (FIXTURES.parent / expected).read_text().splitlines() if line.startswith("#")]
    golden(expected, "".join(f"{line}\n" for line in (*comments, *told(report))))


@cases()
def test_findings_point_and_tell(name: str, report: Report) -> None:
    """A finding about a call names who, what and for instance where; every place it shows is inside its file."""
    assert report.documents, f"{name} holds no document of ours"
    for finding in report.findings:
        if finding.action is not None:
            assert finding.principal
            assert finding.witness
            assert finding.layer
            assert finding.resource
            assert finding.help
        assert finding.message
        assert finding.fingerprint
        for label in (finding.primary, *finding.related):
            assert label.message
            assert_inside(label.place)
    assert len({finding.fingerprint for finding in report.findings}) == len(report.findings)


@cases("bad")
def test_bad_case_fires(name: str, report: Report) -> None:
    """In a bad case the rule fires."""
    assert name.partition("/")[0] in {finding.rule for finding in report.findings}


@cases("good")
def test_good_case_rests(report: Report, name: str) -> None:
    """In a good case nothing is found and nothing is left open."""
    assert list(told(report)) == [], name


@pytest.mark.parametrize("rule", RULES)
def test_rule_has_cases(rule: str) -> None:
    """A rule has a bad case, a good one and a near miss; a fault of documents may do without a near miss."""
    wanted = KINDS[:2] if rule in FAULTS else KINDS
    missing = [kind for kind in wanted if not any(name.startswith(f"{rule}/{kind}") for name in NAMED)]
    assert missing == [], f"add fixtures/{rule}/{missing[0]}"


def test_fixtures_are_of_rules() -> None:
    """Every folder of fixtures names a rule or begins with `_`; every case is of a kind and has its expectation."""
    folders = {folder.parent.name for folder in CASES if not folder.parent.name.startswith("_")}
    assert folders <= set(RULES)
    cases = [folder for folder in CASES if folder.parent.name in folders]
    assert [str(folder) for folder in cases if not folder.name.startswith(KINDS)] == []
    assert [str(folder) for folder in cases if not (folder / "expected.txt").is_file()] == []


def told(report: Report) -> Iterator[str]:
    """Yield a line for each thing that a report tells, in its order."""
    for finding in report.findings:
        yield line_of(finding)
    for gap in report.unverified:
        yield f"unverified: {gap.missing}: {', '.join(each.text for each in gap.requirements)}"
    for problem in report.problems:
        yield problem_of(problem)
    for remark in report.remarks:
        yield f"remark: {remark}"


def line_of(finding: Finding) -> str:
    """Return where, how bad, which rule; then of a call the layer, the action and the witness, else the message."""
    place = finding.primary.place
    line, column = place.text.file.position(place.span.start)
    possible = " possible" if finding.certainty is Certainty.POSSIBLE else ""
    what = f"{finding.layer}: {finding.action} on {finding.witness}" if finding.action else finding.message
    where = place.pointer + (f", in that string {place.inner}" if place.inner is not None else "")
    return f"{place.text.file.path}:{line}:{column}: {finding.severity}[{finding.rule}]{possible} {what} at {where}"


def problem_of(problem: InputProblem) -> str:
    """Return where a text could not be read, and why."""
    where = f":{problem.line}:{problem.column}" if problem.line else ""
    return f"problem: {problem.path}{where}: {problem.message}"


def assert_inside(place: Place) -> None:
    """Fail unless a place is a stretch of a file that is there and is as it was read."""
    file = place.text.file
    assert Path(file.path).is_file()
    assert Path(file.path).read_text(encoding="utf-8-sig") == file.content
    start, end = place.span
    assert 0 <= start <= end <= len(file.content)
    line, column = file.position(start)
    assert 1 <= line <= file.lines
    assert 1 <= column <= len(file.line(line)) + 1
