"""The sum of a report in one line, part by part: what was found, what was not verified, what was hidden; no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from replint.finding import Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Report

Tone: TypeAlias = Literal["error", "warning", "note", "strong", "plain", "dim"]
"""How a part is meant, for a reporter that has colours."""


def parts(report: Report) -> Iterator[tuple[str, Tone]]:
    """The parts, to be written one after the other; each but the first begins with what parts it from those before."""
    flows = _looked_at(report)
    unknown = report.verdicts(Verdict.UNKNOWN)
    comma = ""
    for severity, tone in _TONES.items():
        if number := report.count(severity):
            yield comma + count(number, severity), tone
            comma = ", "
    if report.findings:
        yield f" in {flows or count(0, 'flow')}", "plain"
    else:
        yield "no findings", "strong" if unknown or report.problems or not flows else "note"
        yield _of_nothing(report, flows), "plain"
    if unknown:
        yield f", {count(unknown, 'requirement')} could not be verified", "warning"
    if report.suppressed:
        yield f", {report.suppressed} suppressed", "dim"
    if report.accepted:
        yield f", {report.accepted} in the baseline", "dim"
    if report.problems:
        yield f", {count(len(report.problems), 'input')} could not be read", "error"


_TONES: dict[Severity, Tone] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def _of_nothing(report: Report, flows: str) -> str:
    """What no findings mean: that all was proved, that some was, or that there was nothing to prove."""
    if not flows:
        return ": no replication to check"
    held = report.verdicts(Verdict.HOLDS)
    if report.verdicts(Verdict.UNKNOWN) or report.verdicts(Verdict.FAILS):
        return f": {count(held, 'requirement')} of {flows} {'holds' if held == 1 else 'hold'}"
    return f": all {held} requirements of {flows} hold" if held > 1 else f": the only requirement of {flows} holds"


def _looked_at(report: Report) -> str:
    """How many there are of what was looked at; empty where nothing was."""
    kinds = ["flow" for _ in report.flows] + sorted(subject.kind for subject in report.subjects)
    told = [count(kinds.count(kind), kind) for kind in dict.fromkeys(kinds)]
    return " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))


def count(number: int, noun: str) -> str:
    """A number of things: `1 error`, `2 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
