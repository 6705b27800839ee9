"""One finding -> a block of lines in the manner of cargo: header, snippet, trailers; knows no other finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Certainty, Severity
from replint.reporters.text.cells import visible, width, wrap
from replint.reporters.text.names import flow_name, some
from replint.reporters.text.snippet import arrow, margin_of, mark, snippet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from replint.finding import Finding, FlowReport, RuleInfo
    from replint.reporters.text.paint import Ink, Line
    from replint.reporters.text.snippet import Mark

INKS: dict[Severity, Ink] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}

MINIFIED = 200
"""A line of source longer than this was not laid out by a person, and its number tells little."""

Trailer = tuple[str, tuple[str, ...]]
"""What a line below the snippet tells of, in one word, and what it says, broken first between its parts."""


def block(
    finding: Finding, rule: RuleInfo | None, flows: Mapping[str, FlowReport], cells: int, *, whole: bool
) -> Iterator[Line]:
    """The finding for a person; a note is brief, without a snippet.

    Unless `whole`, its why and its reference are left out: the finding before it was of the same rule.
    """
    ink = INKS[finding.severity]
    marks = _marks(finding, ink)
    margin = margin_of(marks)
    yield from header(f"{finding.severity}[{visible(finding.rule)}]", ink, visible(finding.message), cells)
    if finding.severity is Severity.NOTE:
        yield arrow(marks[0].text, marks[0].first, margin)
        yield from trailers([("help", (finding.help or "",))], margin, cells)
        return
    yield from snippet(marks, margin, cells)
    yield from trailers(_told(finding, rule, flows, whole=whole), margin, cells)


def _told(
    finding: Finding, rule: RuleInfo | None, flows: Mapping[str, FlowReport], *, whole: bool
) -> Iterator[Trailer]:
    possible = finding.certainty is Certainty.POSSIBLE
    yield "at", (_pointer(finding),)
    if whole and rule:
        yield "why", (" ".join(rule.why.split()),)
    yield "case", _case(finding)
    if finding.symptoms:
        reports = "S3 would report " if possible else "S3 reports "
        yield "then", (reports + " or ".join(f"`{symptom}`" for symptom in finding.symptoms),)
    if possible:
        yield "note", ("possible, not certain: the documents allow it and do not prove it",)
    yield "flow", _concerned(finding, flows)
    yield "help", (finding.help or "",)
    if whole:
        yield "docs", (finding.reference or (rule.reference if rule else ""),)


def header(title: str, ink: Ink, message: str, cells: int) -> Iterator[Line]:
    """What it is about, then the message, wrapped."""
    if width(title) >= cells:
        title, *rest = wrap(title, cells)
        more = wrap(f"{''.join(rest)}: {message}", cells - 2)
        yield ((title, ink),)
    else:
        first, *more = wrap(message, cells - 2, first=cells - width(title) - 2)
        yield (title, ink), (f": {first}" if first else ":", "strong")
    for line in more:
        yield (("  " + line, "strong"),)


def trailers(told: Iterable[Trailer], margin: int, cells: int) -> Iterator[Line]:
    """The trailers that say something, one below the other, each wrapped."""
    for name, parts in told:
        lead = f"{' ' * margin} = {name + ':':5} "
        room = cells - len(lead)
        text = visible(" ".join(parts))
        lines = (
            [text]
            if width(text) <= room
            else [line for part in parts for line in wrap(visible(part), room, links=True)]
        )
        for index, line in enumerate(lines if text else ()):
            yield (" " * len(lead) if index else lead, "advice" if name == "help" else "frame"), (line, "plain")


def _marks(finding: Finding, ink: Ink) -> list[Mark]:
    primary = mark(finding.primary, ink, "^", context=True)
    related = dict.fromkeys(mark(label, "frame", "-", context=False) for label in finding.related)
    return [primary, *related]


def _pointer(finding: Finding) -> str:
    """The JSON pointer of the place, where lines alone do not find it: one long line, or a string that is a policy."""
    place = finding.primary.place
    if place.inner is not None:
        return f"`{place.pointer}`, in that string `{place.inner}`"
    file = place.text.file
    long = len(file.line(file.position(place.span.start).line)) > MINIFIED
    return f"`{place.pointer}`" if long else ""


def _case(finding: Finding) -> tuple[str, ...]:
    """The call that is not let through, on one object for instance, and what stops it."""
    if not finding.action:
        return ()
    target = finding.witness if finding.witness is not None else finding.resource
    call = finding.action if target is None else f"{finding.action} on {target}"
    caller = () if finding.principal is None else (f"as {finding.principal}",)
    outcome = "-> may not be allowed" if finding.certainty is Certainty.POSSIBLE else "-> not allowed"
    return call, *caller, outcome + (f" by the {finding.layer.replace('-', ' ')}" if finding.layer else "")


def _concerned(finding: Finding, flows: Mapping[str, FlowReport]) -> tuple[str, ...]:
    """Which flows the finding concerns, where the report has several."""
    if len(flows) == 1:
        return ()
    if len(finding.flows) == len(flows) and flows:
        return (f"all {len(flows)} flows" if len(flows) > 2 else "both flows",)  # noqa: PLR2004
    return some([flow_name(flows[each]) for each in finding.flows if each in flows])
