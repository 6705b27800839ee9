"""One thing to tell -> a block of lines in the manner of cargo: header, snippet, trailers; knows no other one."""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING, NamedTuple

from replint.finding import Severity
from replint.reporters.cases import SAFETIES, call, outcome, pointer, reference, then, why
from replint.reporters.groups import concerned
from replint.reporters.hunks import change
from replint.reporters.sequel import doubt
from replint.reporters.text.cells import width, wrap
from replint.reporters.text.diff import diff
from replint.reporters.text.paint import Linked
from replint.reporters.text.snippet import arrow, margin_of, mark, snippet
from replint.reporters.visible import harmless, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from replint.finding import Finding, FlowReport, Label, RuleInfo
    from replint.reporters.groups import Group
    from replint.reporters.screen import Screen
    from replint.reporters.text.paint import Ink, Line, Stretch

INKS: dict[Severity, Ink] = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}

BODY = len("help: ")
"""How far what a trailer says stands behind its name."""

Trailer = tuple[str, tuple[str, ...]]
"""What a line below the snippet tells of, in one word, and what it says, broken first between its parts."""


class Guide(NamedTuple):
    """What every block of a report looks up: the rules by name, the flows by id, the screen."""

    rules: Mapping[str, RuleInfo]
    flows: Mapping[str, FlowReport]
    screen: Screen

    def reference(self, finding: Finding) -> str:
        """The page that says so: the finding's own, else its rule's."""
        return reference(finding, self.rules)

    def why(self, finding: Finding) -> str:
        """The reason of the finding's rule, in one line."""
        return why(finding, self.rules)


class Seen(NamedTuple):
    """What the blocks before have told: the one right before, the rules, and the labels of source."""

    before: Group | None
    rules: AbstractSet[str]
    labels: AbstractSet[Label]


def block(group: Group, guide: Guide, seen: Seen) -> Iterator[Line]:
    """The group for a person; a note is brief, without a snippet.

    What has been seen is not told again: the reason of a rule, the source of a place, the same advice twice in a row.
    """
    ink, cells = INKS[group.severity], guide.screen.width
    before = seen.before if _stands_with(seen.before, group) else None
    known = [label for label in group.related if label in seen.labels and _apart(label, group)]
    marks = [mark(group.primary, ink, "^", context=True)]
    marks += dict.fromkeys(mark(label, "frame", "-", context=False) for label in group.related if label not in known)
    changed = change(() if group.severity is Severity.NOTE else group.edits, cells - len("1234 + "))
    margin = max(margin_of(marks), changed.digits)
    yield from header(_title(group, guide), ink, group.message, cells)
    if group.severity is Severity.NOTE:
        yield arrow(marks[0].text, marks[0].first, margin)
        yield from _cases(group, guide, margin)
        yield from trailers((("help", _clauses(text)) for text in group.help), margin, cells)
        return
    if before:
        yield *arrow(marks[0].text, marks[0].first, margin), (" (shown above)", "dim")
        known = []
    else:
        yield from snippet(marks, margin, cells)
    yield from trailers((("see", _known(label)) for label in dict.fromkeys(known)), margin, cells)
    yield from _told(group, guide, seen, before, margin)
    yield from diff(changed, margin, cells, group.place.text.file)
    yield from trailers((("docs", (page,)) for page in _pages(group, guide, seen, before)), margin, cells)


def _pages(group: Group, guide: Guide, seen: Seen, before: Group | None) -> Iterator[str]:
    """The addresses of the pages that say so, of rules that are new, unless the rule's name leads there."""
    told = () if before is None else tuple(guide.reference(finding) for finding in before.findings)
    for page in dict.fromkeys(guide.reference(finding) for finding in group.findings if finding.rule not in seen.rules):
        if page not in told and not (guide.screen.links and Linked("", page).address):
            yield page


def _title(group: Group, guide: Guide) -> str:
    """The severity, with the rule where there is one only; of several each is named below."""
    return _named(group.worst, guide) if len(group.rules) == 1 else str(group.severity)


def _named(finding: Finding, guide: Guide) -> Linked:
    """The severity and the rule, which lead to the page."""
    return Linked(f"{finding.severity}[{visible(finding.rule)}]", guide.reference(finding))


def _stands_with(before: Group | None, group: Group) -> bool:
    """Whether both point at the same places, and the source has been shown."""
    return (
        before is not None
        and before.severity is not Severity.NOTE
        and before.place == group.place
        and before.related == group.related
    )


def _apart(label: Label, group: Group) -> bool:
    return label.place.text.file is not group.place.text.file


def _known(label: Label) -> tuple[str, ...]:
    spot = mark(label, "frame", "-", context=False)
    return f"{spot.message}", f"({spot.text.path}:{spot.first.line}:{spot.first.column}, shown above)"


def _told(group: Group, guide: Guide, seen: Seen, before: Group | None, margin: int) -> Iterator[Line]:
    """Everything there is to tell, but for what stood in the block before where that is of the same place."""
    cells = guide.screen.width
    worst = group.worst
    told: list[Trailer] = []
    if before is None:
        told.append(("at", (pointer(worst),)))
    elif before.primary.message != group.primary.message:
        told.append(("here", (group.primary.message,)))
    if len(group.rules) == 1 and (worst.rule not in seen.rules or guide.screen.verbose):
        told.append(("why", (guide.why(worst),)))
    yield from trailers(told, margin, cells)
    yield from _cases(group, guide, margin)
    yield from _members(group.also, guide, margin)
    rest: list[Trailer] = []
    if doubted := doubt(worst):
        rest.append(("note", (f"possible, not certain: {doubted}",)))
    if before is None or before.flows != group.flows:
        rest.append(("flow", concerned(group, guide.flows, every=guide.screen.verbose)))
    rest += (("help", parts) for parts in _help(group, before))
    yield from trailers(rest, margin, cells)


def _help(group: Group, before: Group | None) -> Iterator[tuple[str, ...]]:
    """What to change, sentence by sentence; behind the last one, how safe the change is that is shown below."""
    texts = ("as above",) if before and before.help == group.help and any(group.help) else group.help
    safeties = dict.fromkeys(patch.safety for patch in group.patches)
    yield from (_clauses(text) for text in texts[:-1])
    last = _clauses(texts[-1]) if texts else ()
    yield *last, *(f"({SAFETIES[safety]})" for safety in safeties)


def _clauses(text: str) -> tuple[str, ...]:
    """A sentence in the parts that stand below each other where they do not fit beside each other."""
    *parts, last = text.split("; ")
    return *(f"{part};" for part in parts), last


def _cases(group: Group, guide: Guide, margin: int) -> Iterator[Line]:
    """The calls that are not let through, what stops them, and what S3 reports of each; of advice only the calls."""
    cells = guide.screen.width
    advice = group.severity is Severity.NOTE
    if len(group.rules) > 1:
        yield from _members(group.findings, guide, margin)
        if not advice:
            yield from trailers([("case", ("all of them", *outcome(group.worst)))], margin, cells)
        return
    if advice and len(group.findings) == 1:
        return
    *calls, last = (call(finding) for finding in group.findings)
    stopped = outcome(group.worst) if group.worst.action and not advice else ()
    told: list[Trailer] = [*(("case", each) for each in calls), ("case", (*last, *stopped))]
    if not advice:
        told += dict.fromkeys(("then", then(finding)) for finding in group.findings)
    yield from trailers(told, margin, cells)


def explained(group: Group) -> Iterator[str]:
    """The rules whose reason a reader has been told once the group is."""
    alone = len(group.rules) == 1 and group.severity is not Severity.NOTE
    return (finding.rule for finding in group.findings if alone or not finding.symptoms)


def _members(findings: Iterable[Finding], guide: Guide, margin: int) -> Iterator[Line]:
    """Each finding of several: its rule, what that finds, the call, and what S3 reports; or why that matters."""
    cells = guide.screen.width
    findings = tuple(findings)
    apart = len({finding.trap for finding in findings}) > 1
    for finding in findings:
        rule = guide.rules.get(finding.rule)
        leads: Iterator[Stretch] = chain([(" " * margin + " = ", "frame")], repeat((" " * (margin + 3), "frame")))
        title, room = rule.title if rule else "", cells - margin - len(" = ")
        lines = header(_named(finding, guide), INKS[finding.severity], title, room, BODY)
        yield from ((lead, *line) for line, lead in zip(lines, leads, strict=False))
        told: list[Trailer] = [("", call(finding)), *([("", (finding.trap,))] if apart and finding.trap else [])]
        if finding.severity is not Severity.NOTE:
            told.append(("", then(finding, None if guide.screen.verbose else rule)))
            if guide.screen.verbose or not finding.symptoms:
                told.append(("", (guide.why(finding),)))
        yield from trailers(told, margin, cells)


def header(title: str, ink: Ink, text: str, cells: int, indent: int = 2) -> Iterator[Line]:
    """What it is about, then the message, if there is one, wrapped; its further lines begin behind `indent` cells."""
    message = visible(text)
    if not message and width(title) <= cells:
        yield ((title, ink),)
        return
    if width(title) >= cells:
        title, *rest = wrap(title, cells)
        more = wrap(f"{''.join(rest)}: {message}", cells - indent, whole=True)
        yield ((title, ink),)
    else:
        first, *more = wrap(message, cells - indent, first=cells - width(title) - 2, whole=True)
        yield (title, ink), (f": {first}" if first else ":", "strong")
    for line in more:
        yield ((" " * indent + line, "strong"),)


def trailers(told: Iterable[Trailer], margin: int, cells: int) -> Iterator[Line]:
    """The trailers that say something, one below the other, each wrapped; one without a name goes on with the last."""
    for name, parts in told:
        lead = f"{' ' * margin} = {name + ':':5} "
        if not name:
            lead = " " * len(lead)
        room = cells - len(lead)
        text = visible(" ".join(parts))
        lines = (
            [text if name else harmless(text)]
            if width(text) <= room
            else [line for part in parts for line in wrap(visible(part), room, whole=True)]
        )
        for index, line in enumerate(lines if text else ()):
            yield (" " * len(lead) if index else lead, "advice" if name == "help" else "frame"), (line, "plain")
