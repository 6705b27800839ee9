"""The sum of a report in one line, part by part: what was found, what was not verified, what was hidden; no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from replint.finding import Severity, Verdict
from replint.reporters.names import flow_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Report
    from replint.since import Since

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
        if report.since:
            yield f", new since {report.since.short}", "plain"
    elif report.since:
        yield f"no new findings since {report.since.short} in {count(report.since.flows, 'flow')}", "strong"
    else:
        yield "no findings", "strong" if unknown or report.problems or not flows else "note"
        yield _of_nothing(report, flows), "plain"
    if unknown:
        yield f", {count(unknown, 'requirement')} could not be verified", "warning"
    if report.since:
        yield from _there_before(report.since)
    yield from _hidden(report)
    if report.problems:
        yield f", {count(len(report.problems), 'input')} could not be read", "error"


_TONES: dict[Severity, Tone] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def _hidden(report: Report) -> Iterator[tuple[str, Tone]]:
    """How much is not told because somebody accepts it, and by which means."""
    for number, how in ((report.suppressed, "suppressed"), (len(report.hidden) - report.suppressed, "in the baseline")):
        if number:
            yield f", {number} {how}", "dim"


def _there_before(since: Since) -> Iterator[tuple[str, Tone]]:
    """How much is not told because it was there before."""
    if since.findings:
        yield f", {count(since.findings, 'finding')} {_were(since.findings)} there before", "dim"
    if since.unknown:
        yield f", {count(since.unknown, 'requirement')} could not be verified before either", "dim"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def worse(report: Report) -> Iterator[str]:
    """Each flow, and whatever else was looked at, that is worse than before: what it was and what it is."""
    if report.since is None:
        return
    names = {flow.id: flow_name(flow) for flow in report.flows}
    for each in report.since.worse:
        name = names.get(each.id, f"`{each.id}`") if each.kind == "flow" else f"{each.kind} `{each.id}`"
        was, now = _WAS[Verdict(each.was) if each.was else None], _NOW[Verdict(each.now)]
        yield f"worse since {report.since.short}: {name} {was} and now {now}"


_WAS = {
    None: "is new",
    Verdict.HOLDS: "held",
    Verdict.UNKNOWN: "could not be verified",
    Verdict.FAILS: "failed",
}
_NOW = {Verdict.HOLDS: "holds", Verdict.UNKNOWN: "cannot be verified", Verdict.FAILS: "fails"}


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
