"""Report -> JUnit's XML: a suite for each flow, a case for each of its requirements, so that what holds is seen.

The dialect that servers agree on: https://github.com/testmoapp/junitxml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.finding import FlowReport, Severity, Verdict
from replint.reporters.checkout import Checkout
from replint.reporters.checks import Reasons, pending
from replint.reporters.excuses import excuse
from replint.reporters.lines import headline, lines, where
from replint.reporters.names import flow_name, origins
from replint.reporters.order import worst_first
from replint.reporters.visible import harmless, visible
from replint.reporters.xml import DECLARATION, element, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from replint.finding import Check, Finding, InputProblem, Report, SubjectReport
    from replint.reporters.screen import Screen

BESIDE = "documents and policies"
"""The suite of what is wrong with no requirement of a flow or another subject, but beside them."""
UNREAD = "unreadable input"
"""The suite of what could not be read."""


class Case(NamedTuple):
    """A test case: what was asked, and how it came out (`failure`, `error`, `skipped`, or nothing of these)."""

    name: str
    outcome: str = ""
    attributes: Mapping[str, str] = {}
    told: str = ""


def render(report: Report, _screen: Screen, /) -> str:
    """What fails is a failure, with the findings that say why; what is unknown or hidden is skipped; what holds passes.

    A finding that no requirement has, such as a broken document, is a case of its own: an error or a warning is a
    failure, and a note is told in passing. What could not be read is an error.
    """
    why = _Cases(report)
    suites = [(name, [why.case(check, subject) for check in subject.checks]) for name, subject in _named(report)]
    suites.append((BESIDE, [why.alone(finding) for finding in why.left]))
    suites.append((UNREAD, [_unread(problem) for problem in report.problems]))
    told = [(name, cases) for name, cases in suites if cases]
    every = [case for _, cases in told for case in cases]
    body = (line for name, cases in told for line in _suite(name, cases))
    whole = element("testsuites", {"name": "replint", **_counts(every)}, body)
    return "".join(f"{line}\n" for line in (DECLARATION, *whole))


def _named(report: Report) -> Iterator[tuple[str, FlowReport | SubjectReport]]:
    """What was looked at, by a name; of several that have one name, with the file that each is from."""
    subjects: tuple[FlowReport | SubjectReport, ...] = (*report.flows, *report.subjects)
    names = [flow_name(each) if isinstance(each, FlowReport) else f"{each.kind} {each.id}" for each in subjects]
    places = (each.place for each in subjects)
    for name, origin, each in zip(names, origins([*zip(names, places, strict=True)]), subjects, strict=True):
        yield visible(f"{name} in {origin}" if origin else name), each


class _Cases:
    """The findings of a report by what they are about, and which of them no case has told yet."""

    def __init__(self, report: Report) -> None:
        """Look at all of them."""
        self._gaps = {asked.text: gap.missing for gap in report.unverified for asked in gap.requirements}
        self._hidden = {id(each.finding): each for each in report.hidden}
        self._findings = worst_first((*report.findings, *(each.finding for each in report.hidden)))
        self._reasons = Reasons(report)
        self._told: set[int] = set()

    @property
    def left(self) -> list[Finding]:
        """The findings that no case has told."""
        return [finding for finding in self._findings if id(finding) not in self._told]

    def case(self, check: Check, subject: FlowReport | SubjectReport) -> Case:
        """The requirement of a flow, or of another subject, as a case."""
        name = _asked(check)
        if check.verdict is Verdict.HOLDS:
            return Case(name)
        reasons = self._reasons.of(check, subject)
        self._told.update(map(id, reasons))
        told = "\n\n".join(map(_told, reasons))
        if reasons and (skipped := self._skipped(reasons)):
            return Case(name, "skipped", {"message": skipped}, told)
        if check.verdict is Verdict.FAILS:
            message = headline(reasons[0]) if reasons else "does not hold"
            return Case(name, "failure", {"message": message, "type": visible(check.rule)}, told)
        gap = self._gaps.get(pending(check, subject.id))
        message = "could not be verified" if gap is None else f"could not verify {visible(gap)}"
        return Case(name, "skipped", {"message": message}, told)

    def alone(self, finding: Finding) -> Case:
        """A finding that is a case of its own."""
        case = _alone(finding)
        skipped = self._skipped([finding])
        return case._replace(outcome="skipped", attributes={"message": skipped}) if skipped else case

    def _skipped(self, reasons: Sequence[Finding]) -> str:
        """Why none of some findings is told; empty where one is."""
        excuses = [self._hidden.get(id(each)) for each in reasons]
        told = [visible(excuse(each)) for each in excuses if each]
        return "; ".join(dict.fromkeys(told)) if len(told) == len(excuses) else ""


def _asked(check: Check) -> str:
    call = "" if check.action is None else f": {check.action}"
    target = "" if check.resource is None else f" on {check.resource}"
    return visible(f"{check.rule}{call}{target}")


def _told(finding: Finding) -> str:
    """The finding line by line, of which none begins with what a document holds: a log may show them."""
    checkout = Checkout()
    first, *rest = lines(finding, checkout)
    return "\n".join((harmless(f"{where(finding.primary, checkout)}: {finding.severity}: {first}"), *rest))


def _alone(finding: Finding) -> Case:
    name = f"{visible(finding.rule)}: {where(finding.primary, Checkout())}"
    if finding.severity is Severity.NOTE:
        return Case(name, told=_told(finding))
    return Case(name, "failure", {"message": headline(finding), "type": visible(finding.rule)}, _told(finding))


def _unread(problem: InputProblem) -> Case:
    place = "" if problem.line is None else f":{problem.line}:{problem.column}"
    return Case(f"{visible(problem.path)}{place}", "error", {"message": visible(problem.message), "type": "unreadable"})


def _suite(name: str, cases: Sequence[Case]) -> Iterator[str]:
    body = (line for case in cases for line in _case(case, name))
    yield from element("testsuite", {"name": name, **_counts(cases)}, body)


def _case(case: Case, suite: str) -> Iterator[str]:
    """The lines of a case; readers of a skipped one look at its message alone, so its findings are output."""
    body = []
    if case.outcome in ("failure", "error"):
        body.append(text(case.outcome, case.attributes, case.told))
    else:
        body += element(case.outcome, case.attributes) if case.outcome else ()
        body += [text("system-out", {}, case.told)] if case.told else []
    yield from element("testcase", {"classname": suite, "name": case.name}, body)


def _counts(cases: Iterable[Case]) -> dict[str, int]:
    outcomes = [case.outcome for case in cases]
    return {
        "tests": len(outcomes),
        "failures": outcomes.count("failure"),
        "errors": outcomes.count("error"),
        "skipped": outcomes.count("skipped"),
    }
