"""One case: its documents are checked, and what is reported there is held against what is expected."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from replint import config, linter
from replint.finding import InputProblem, Verdict
from replint.record import record
from replint.trial.expectation import NAME as EXPECTED
from replint.trial.expectation import Expected, Wanted, read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from replint.finding import Finding, Report
    from replint.packs import Pack
    from replint.trial.expectation import Expectation


@record
class Case:
    """A folder with documents, perhaps with a config file of its own, and the rule of which it is a case."""

    rule: str
    name: str
    folder: str


class Failure(NamedTuple):
    """Why a case is not as expected, and the place to look at, in the form that editors open."""

    message: str
    where: str = ""


@record
class Outcome:
    """What came of a case: why it fails, if it does, and the rules that were reported there.

    `problems` are lines of its expectation that cannot be read; then nothing was tried.
    """

    case: Case
    failures: tuple[Failure, ...] = ()
    fired: frozenset[str] = frozenset()
    problems: tuple[InputProblem, ...] = ()


def tried(case: Case, pack: Pack, rules: Collection[str]) -> Outcome:
    """What comes of a case by the rules of a pack; `rules` are the names that an expectation may use."""
    expected = _expected(case, rules)
    if expected is None:
        message = f"there is no `{EXPECTED}`; write into it what must be reported, or leave it empty"
        return Outcome(case, (Failure(message, case.folder),))
    if expected.problems:
        return Outcome(case, problems=expected.problems)
    try:
        settings = _settings(case)
    except config.ConfigError as wrong:
        return Outcome(case, problems=(_unusable(case, wrong),))
    report = linter.run([case.folder], pack, linter.Terms(advice=True, config=settings))
    found = _Found(case, report)
    failures = [*_unreadable(case, report)] or [*_wanted(expected, found), *_unwanted(expected, found)]
    return Outcome(case, tuple(failures), frozenset(each.rule for each in report.findings))


def _settings(case: Case) -> config.Config:
    """What the config file of a case says, if it has one; the project's own is not asked. Raises ConfigError."""
    own = (os.path.join(case.folder, name) for name in config.OWN)
    path = next((path for path in own if os.path.isfile(path)), None)
    return config.read(path) if path else config.NONE


def _unusable(case: Case, wrong: config.ConfigError) -> InputProblem:
    """A config file that cannot be used, as what cannot be read."""
    if wrong.place is None:
        return InputProblem(case.folder, str(wrong))
    text = wrong.place.text
    at = text.position(wrong.place.span.start)
    return InputProblem(text.path, str(wrong), at.line, at.column, wrong.place)


def _expected(case: Case, rules: Collection[str]) -> Expected | None:
    path = os.path.join(case.folder, EXPECTED)
    if not os.path.isfile(path):
        return None
    with open(path, encoding="utf-8", errors="replace") as file:
        content = file.read()
    return read(path, content, rules, [each for each in os.listdir(case.folder) if each != EXPECTED])


def _unreadable(case: Case, report: Report) -> Iterator[Failure]:
    """Why nothing can be said of the rules here."""
    for problem in report.problems:
        where = f"{problem.path}:{problem.line}:{problem.column}" if problem.line else problem.path
        yield Failure(problem.message, where)
    if not report.documents:
        yield Failure("there is no document that replint knows", case.folder)


@record
class _Found:
    """What a case's report has of each rule."""

    case: Case
    report: Report

    def findings(self, rule: str) -> tuple[Finding, ...]:
        return tuple(each for each in self.report.findings if each.rule == rule)

    def unknown(self, rule: str) -> bool:
        """Whether the rule was left open somewhere. What only advises and is left open is in no report."""
        of_statements = (each for gap in self.report.unverified for each in gap.requirements)
        return self._came_to(rule, Verdict.UNKNOWN) or any(each.text.startswith(f"{rule}: ") for each in of_statements)

    def holds(self, rule: str) -> bool:
        """Whether the rule asked something, and it is so."""
        return self._came_to(rule, Verdict.HOLDS)

    def _came_to(self, rule: str, verdict: Verdict) -> bool:
        checks = (*(each.checks for each in self.report.flows), *(each.checks for each in self.report.subjects))
        return any(check.rule == rule and check.verdict is verdict for each in checks for check in each)

    def at(self, finding: Finding) -> tuple[str, int]:
        """The document, as the case calls it, and the line of a finding."""
        place = finding.primary.place
        file = place.text.file
        return os.path.relpath(file.path, self.case.folder), file.position(place.span.start).line

    def where(self, finding: Finding) -> str:
        """The place of a finding."""
        file, line = self.at(finding)
        return f"{os.path.join(self.case.folder, file)}:{line}"

    def as_line(self, finding: Finding) -> str:
        """A finding as a line that would expect it."""
        file, line = self.at(finding)
        return f"{finding.severity} {finding.rule} at {file}:{line}"

    def missing(self) -> str:
        """What no document tells, for the end of a sentence."""
        told = ", ".join(dict.fromkeys(gap.missing for gap in self.report.unverified))
        return f"no document tells {told}" if told else "the documents do not tell enough"


def _wanted(expected: Expected, found: _Found) -> Iterator[Failure]:
    """What is expected and is not so."""
    for each in expected.lines:
        findings = found.findings(each.rule)
        match each.wanted:
            case Wanted.REPORTED:
                if not any(_meets(finding, each, found) for finding in findings):
                    yield Failure(f"expected {_said(each)}: {_instead(each.rule, found)}", each.where)
            case Wanted.SILENT:
                for finding in findings:
                    yield Failure(
                        f"`{each.rule}` must not be reported, and is: {finding.message}", found.where(finding)
                    )
            case Wanted.UNKNOWN:
                if not found.unknown(each.rule):
                    yield Failure(f"expected `{each.rule}` to be unknown: {_instead(each.rule, found)}", each.where)


def _unwanted(expected: Expected, found: _Found) -> Iterator[Failure]:
    """What the case's own rule says and nobody expects: of it every word counts, of other rules what the lines say."""
    rule = found.case.rule
    lines = [each for each in expected.lines if each.rule == rule]
    if not any(each.wanted is Wanted.SILENT for each in lines):
        reported = [each for each in lines if each.wanted is Wanted.REPORTED]
        for finding in found.findings(rule):
            if not any(_meets(finding, each, found) for each in reported):
                message = f"`{found.as_line(finding)}` is reported and not expected: {finding.message}"
                yield Failure(message, found.where(finding))
    if found.unknown(rule) and not any(each.wanted is Wanted.UNKNOWN for each in lines):
        message = f"`{rule}` is left open: {found.missing()}; tell it, or expect `unknown {rule}`"
        yield Failure(message, found.case.folder)


def _meets(finding: Finding, expectation: Expectation, found: _Found) -> bool:
    file, line = found.at(finding)
    return (
        expectation.severity in (None, finding.severity)
        and expectation.file in (None, file)
        and expectation.line in (None, line)
    )


def _said(expectation: Expectation) -> str:
    at = f" at {expectation.file}" + (f":{expectation.line}" if expectation.line else "") if expectation.file else ""
    return f"`{f'{expectation.severity} ' if expectation.severity else ''}{expectation.rule}{at}`"


def _instead(rule: str, found: _Found) -> str:
    """What became of a rule that is not as expected."""
    reported: Iterable[Finding] = found.findings(rule)
    if reported:
        return "reported is " + ", ".join(f"`{found.as_line(each)}`" for each in reported)
    if found.unknown(rule):
        return f"it is left open, since {found.missing()}"
    if found.holds(rule):
        return "what the rule requires is so in these documents; change one so that it is not"
    # Of configurations and of statements no report says what holds.
    return "nothing is found: nothing there is of the kind that it looks at, `when` is false, or what it requires is so"
