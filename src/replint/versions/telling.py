"""A comparison -> text for a person: what became of each flow and by which changes, findings that came and went."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from replint.finding import FlowReport, Severity, Verdict
from replint.reporters.names import flow_name, origins
from replint.reporters.order import worst_first
from replint.reporters.summary import count
from replint.reporters.text.cells import wrap
from replint.reporters.text.paint import BLANK, paint
from replint.reporters.visible import visible
from replint.versions.comparison import Status
from replint.versions.merging import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from replint.finding import Finding
    from replint.reporters.screen import Screen
    from replint.reporters.text.paint import Ink, Line
    from replint.versions.causes import Cause
    from replint.versions.comparison import Comparison, Fate, Turned
    from replint.versions.matching import Subject
    from replint.versions.merging import Difference

_INKS: dict[Status, Ink] = {
    Status.BROKE: "error",
    Status.UNPROVED: "warning",
    Status.CHANGED: "strong",
    Status.NEW: "strong",
    Status.GONE: "strong",
    Status.WORKS: "good",
}
_LEVELS: dict[Severity, Ink] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_WAS = {None: "was not asked", Verdict.HOLDS: "held", Verdict.FAILS: "failed", Verdict.UNKNOWN: "was unknown"}
_NOW = {
    None: "is not asked now",
    Verdict.HOLDS: "holds now",
    Verdict.FAILS: "fails now",
    Verdict.UNKNOWN: "is unknown now",
}

LISTED = 5
"""So many differences of one cause are shown before they are only counted."""


def render(comparison: Comparison, screen: Screen) -> str:
    """The comparison within the width of the screen; a line that names a place or shows a value may be wider."""
    return paint(_lines(comparison, screen.width), color=screen.color)


def _lines(comparison: Comparison, cells: int) -> Iterator[Line]:
    order = list(_INKS)
    fates = sorted(comparison.fates, key=lambda fate: order.index(fate.status))
    called = [(_name(fate.subject), fate.subject.place) for fate in fates]
    for fate, (name, _), origin in zip(fates, called, origins(called), strict=True):
        where = f" ({origin})" if origin else ""
        yield from _wrapped(f"{fate.status}: {name}{where}{_turn(fate)}", cells, _INKS[fate.status])
        yield from _why(fate, comparison.differences, cells)
        for note in fate.notes:
            yield from _wrapped(f"note: {note}", cells, "warning", "  ")
        yield BLANK
    for word, findings in (("came", comparison.came), ("went", comparison.went)):
        for finding in worst_first(findings):
            yield from _finding(word, finding, cells)
        if findings:
            yield BLANK
    yield from _wrapped(", ".join(_sum(comparison)), cells, "strong")


def _name(subject: Subject) -> str:
    return flow_name(subject) if isinstance(subject, FlowReport) else f"{subject.kind} `{subject.id}`"


def _turn(fate: Fate) -> str:
    if fate.old is None or fate.new is None:
        verdict = fate.subject.verdict
        return f": {_NOW[verdict]}" if fate.new else f": {_WAS[verdict]}"
    if fate.old.verdict is fate.new.verdict:
        return f": {_NOW[fate.new.verdict].removesuffix(' now')} as before, but differently"
    return f": {_WAS[fate.old.verdict]}, {_NOW[fate.new.verdict]}"


def _why(fate: Fate, differences: Sequence[Difference], cells: int) -> Iterator[Line]:
    """The requirements that turned, those of one cause together, each with the differences that did it."""
    together: dict[Cause, list[Turned]] = {}
    for turned in fate.turned:
        together.setdefault(turned.cause, []).append(turned)
    for cause, several in together.items():
        for each in several:
            call = f" {each.check.action} on {each.check.resource}" if each.check.action else f" {each.check.title}"
            text = f"[{each.check.rule}]{call}: {_WAS[each.was]}, {_NOW[each.now]}"
            yield from _wrapped(text, cells, "plain", "  ")
        yield from _cause(cause, differences, cells)
    if fate.cause:
        yield from _cause(fate.cause, differences, cells)


def _cause(cause: Cause, differences: Sequence[Difference], cells: int) -> Iterator[Line]:
    yield from _wrapped(_by(cause), cells, "dim", "  ")
    shown = [number for each in cause.sets for number in sorted(each)]
    for number in shown[:LISTED]:
        yield from _difference(differences[number])
    if len(shown) > LISTED:
        yield ((f"  and {count(len(shown) - LISTED, 'more change')}", "dim"),)


def _by(cause: Cause) -> str:
    first, *others = cause.sets
    if not cause.narrowed:
        return f"by some of {count(len(first), 'change')}, too many to try each:"
    if others:
        return "by any of these changes, each alone:"
    changes = "this change" if len(first) == 1 else "these changes together"
    return f"by {changes}:" if cause.only else f"by {changes}, and by others too:"


def _difference(each: Difference) -> Iterator[Line]:
    place = each.new_place or each.old_place
    where = f"{each.path}"
    if place:
        where += f" `{place.pointer}`" + (f", in that string `{place.inner}`" if place.inner is not None else "")
    yield ("  --> ", "frame"), (visible(where), "plain")
    if place is None:
        gone, came = each.new is NOTHING, each.old is NOTHING
        yield (
            ("      the file is gone" if gone else "      the file is new" if came else "      the whole file", "dim"),
        )
        return
    for at, value, sign, ink in ((each.old_place, each.old, "-", "error"), (each.new_place, each.new, "+", "good")):
        if at and value is not NOTHING:
            line = at.text.file.position(at.span.start).line
            text = visible(json.dumps(value, ensure_ascii=False))
            yield (f"{line:>4} {sign} ", "frame"), (text, "good" if ink == "good" else "error")


def _finding(word: str, finding: Finding, cells: int) -> Iterator[Line]:
    place = finding.primary.place
    line, column = place.text.file.position(place.span.start)
    title = f"{word}: {finding.severity}[{finding.rule}]: {finding.message}"
    yield from _wrapped(title, cells, _LEVELS[finding.severity] if word == "came" else "plain")
    yield ("  --> ", "frame"), (visible(f"{place.text.file.path}:{line}:{column}"), "plain")


def _wrapped(text: str, cells: int, ink: Ink, lead: str = "") -> Iterator[Line]:
    first, *more = wrap(visible(text), cells - len(lead) - 2, first=cells - len(lead), whole=True)
    yield ((lead + first, ink),)
    for line in more:
        yield ((lead + "  " + line, ink),)


def _sum(comparison: Comparison) -> Iterator[str]:
    """The parts of the summary, at least one."""
    by_status = {status: sum(fate.status is status for fate in comparison.fates) for status in _INKS}
    yield from (f"{number} {_SUMS[status]}" for status, number in by_status.items() if number)
    if comparison.unchanged or not comparison.fates:
        yield f"{comparison.unchanged} unchanged"
    yield from _counted((("came", comparison.came), ("went", comparison.went)))


def _counted(findings: Iterable[tuple[str, Sequence[Finding]]]) -> Iterator[str]:
    return (f"{count(len(each), 'finding')} {word}" for word, each in findings if each)


_SUMS = {
    Status.BROKE: "broke",
    Status.UNPROVED: "cannot be verified any more",
    Status.CHANGED: "changed",
    Status.NEW: "new",
    Status.GONE: "gone",
    Status.WORKS: "now works",
}
