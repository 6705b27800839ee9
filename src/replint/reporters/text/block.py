"""One finding -> a block of lines in the manner of cargo: header, snippet, trailers; knows no other finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.finding import Certainty, Severity
from replint.reporters.text.cells import width, wrap
from replint.reporters.text.names import flow_name, some
from replint.reporters.text.snippet import arrow, margin_of, mark, snippet
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from replint.finding import Finding, FlowReport, Label, RuleInfo
    from replint.reporters.text.paint import Ink, Line

INKS: dict[Severity, Ink] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}

MINIFIED = 200
"""A line of source longer than this was not laid out by a person, and its number tells little."""

Trailer = tuple[str, tuple[str, ...]]
"""What a line below the snippet tells of, in one word, and what it says, broken first between its parts."""


class Guide(NamedTuple):
    """What every block of a report looks up: the rules by name, the flows by id, the width of the screen."""

    rules: Mapping[str, RuleInfo]
    flows: Mapping[str, FlowReport]
    cells: int


class Seen(NamedTuple):
    """What the blocks before have told: the one right before, the rules, and the labels of source."""

    before: Finding | None
    rules: AbstractSet[str]
    labels: AbstractSet[Label]


def block(finding: Finding, guide: Guide, seen: Seen) -> Iterator[Line]:
    """The finding for a person; a note is brief, without a snippet.

    What has been seen is not told again: the reason of a rule, the source of a place, the same advice twice in a row.
    """
    ink = INKS[finding.severity]
    before = seen.before if _stands_with(seen.before, finding) else None
    known = [label for label in finding.related if label in seen.labels and _apart(label, finding)]
    marks = [mark(finding.primary, ink, "^", context=True)]
    marks += dict.fromkeys(mark(label, "frame", "-", context=False) for label in finding.related if label not in known)
    margin = margin_of(marks)
    yield from header(f"{finding.severity}[{visible(finding.rule)}]", ink, visible(finding.message), guide.cells)
    if finding.severity is Severity.NOTE:
        yield arrow(marks[0].text, marks[0].first, margin)
        yield from trailers([("help", (finding.help or "",))], margin, guide.cells)
        return
    if before:
        yield *arrow(marks[0].text, marks[0].first, margin), (" (shown above)", "dim")
        known = []
    else:
        yield from snippet(marks, margin, guide.cells)
    told = _told(finding, guide, before, why=finding.rule not in seen.rules)
    yield from trailers([*(("see", _known(label)) for label in dict.fromkeys(known)), *told], margin, guide.cells)


def _stands_with(before: Finding | None, finding: Finding) -> bool:
    """Whether both point at the same places, and the source has been shown."""
    return (
        before is not None
        and before.severity is not Severity.NOTE
        and before.primary.place == finding.primary.place
        and before.related == finding.related
    )


def _apart(label: Label, finding: Finding) -> bool:
    return label.place.text.file is not finding.primary.place.text.file


def _known(label: Label) -> tuple[str, ...]:
    spot = mark(label, "frame", "-", context=False)
    return f"{spot.message}", f"({spot.text.path}:{spot.first.line}:{spot.first.column}, shown above)"


def _told(finding: Finding, guide: Guide, before: Finding | None, *, why: bool) -> Iterator[Trailer]:
    """Everything there is to tell, but for what stood in the block before where that is of the same place."""
    possible = finding.certainty is Certainty.POSSIBLE
    rule = guide.rules.get(finding.rule)
    if before is None:
        yield "at", (_pointer(finding),)
    elif before.primary.message != finding.primary.message:
        yield "here", (finding.primary.message,)
    if why and rule:
        yield "why", (" ".join(rule.why.split()),)
    yield "case", _case(finding)
    if finding.symptoms:
        reports = "S3 would report" if possible else "S3 reports"
        yield "then", (f"{reports} {_any(finding.symptoms)}",)
    if possible:
        yield "note", ("possible, not certain: the documents allow it and do not prove it",)
    if before is None or before.flows != finding.flows:
        yield "flow", _concerned(finding, guide.flows)
    yield "help", ("as above" if before and before.help == finding.help and finding.help else finding.help or "",)
    if why and (before is None or _reference(before, guide) != _reference(finding, guide)):
        yield "docs", (_reference(finding, guide),)


def _reference(finding: Finding, guide: Guide) -> str:
    """The page that says so: the finding's own, else its rule's."""
    rule = guide.rules.get(finding.rule)
    return finding.reference or (rule.reference if rule else "")


def _any(reasons: Sequence[str]) -> str:
    *most, last = (f"`{reason}`" for reason in reasons)
    return f"{', '.join(most)} or {last}" if most else last


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
    if finding.witness is not None and finding.witness != finding.resource:
        call = f"for instance {call}{finding.carrying and ' '}{finding.carrying}"
    caller = () if finding.principal is None else (f"as {finding.principal}",)
    refused = "denied" if finding.denied else "not allowed"
    outcome = f"-> perhaps {refused}" if finding.certainty is Certainty.POSSIBLE else f"-> {refused}"
    return call, *caller, outcome + (f" by the {finding.layer.replace('-', ' ')}" if finding.layer else "")


def _concerned(finding: Finding, flows: Mapping[str, FlowReport]) -> tuple[str, ...]:
    """Which flows the finding concerns, where the report has several."""
    if len(flows) == 1:
        return ()
    if len(finding.flows) == len(flows) and flows:
        return (f"all {len(flows)} flows" if len(flows) > 2 else "both flows",)  # noqa: PLR2004
    return some([flow_name(flows[each]) for each in finding.flows if each in flows])
