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

Trailer = tuple[str, str]
"""What a line below the snippet tells of, in one word, and what it says."""


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
        yield from trailers([("help", finding.help or "")], margin, cells)
        return
    yield from snippet(marks, margin, cells)
    told = [("at", _pointer(finding, marks[0], cells)), *_consequences(finding, rule if whole else None)]
    told.append(("flow", _concerned(finding, flows)))
    told.append(("help", finding.help or ""))
    if whole:
        told.append(("docs", finding.reference or (rule.reference if rule else "")))
    yield from trailers(told, margin, cells)


def header(title: str, ink: Ink, message: str, cells: int) -> Iterator[Line]:
    """What it is about, then the message, wrapped."""
    first, *more = wrap(message, cells - 2, first=cells - width(title) - 2)
    yield (title, ink), (": " if first else ":", "strong"), (first, "strong")
    for line in more:
        yield (("  " + line, "strong"),)


def trailers(told: Iterable[Trailer], margin: int, cells: int) -> Iterator[Line]:
    """The trailers that say something, one below the other, each wrapped."""
    for name, text in told:
        lead = f"{' ' * margin} = {name + ':':5} "
        if text:
            first, *more = wrap(visible(text), cells - len(lead))
            yield (lead, "advice" if name == "help" else "frame"), (first, "plain")
            for line in more:
                yield ((" " * len(lead) + line, "plain"),)


def _marks(finding: Finding, ink: Ink) -> list[Mark]:
    primary = mark(finding.primary, ink, "^", context=True)
    related = dict.fromkeys(mark(label, "frame", "-", context=False) for label in finding.related)
    return [primary, *related]


def _pointer(finding: Finding, primary: Mark, cells: int) -> str:
    """The JSON pointer of the place, where lines alone do not find it: one long line, or a string that is a policy."""
    place = finding.primary.place
    if place.inner is not None:
        return f"`{place.pointer}`, in that string `{place.inner}`"
    if len(primary.text.line(primary.first.line)) > cells:
        return f"`{place.pointer}`"
    return ""


def _consequences(finding: Finding, rule: RuleInfo | None) -> Iterator[Trailer]:
    yield "why", " ".join(rule.why.split()) if rule else ""
    yield "case", _case(finding)
    if finding.symptoms:
        yield "then", "S3 reports " + " or ".join(f"`{symptom}`" for symptom in finding.symptoms)
    if finding.certainty is Certainty.POSSIBLE:
        yield "note", "possible, not certain: the documents allow it and do not prove it"


def _case(finding: Finding) -> str:
    """The call that is not let through, on one object for instance."""
    if not finding.action:
        return ""
    target = finding.witness if finding.witness is not None else finding.resource
    call = finding.action
    call += f" on {target}" if target is not None else ""
    call += f" as {finding.principal}" if finding.principal is not None else ""
    outcome = "may not be allowed" if finding.certainty is Certainty.POSSIBLE else "not allowed"
    return f"{call} -> {outcome}" + (f" by the {finding.layer.replace('-', ' ')}" if finding.layer else "")


def _concerned(finding: Finding, flows: Mapping[str, FlowReport]) -> str:
    """Which flows the finding concerns, where the report has several."""
    if len(flows) > 1 and len(finding.flows) == len(flows):
        return f"all {len(flows)} flows"
    return some([flow_name(flows[each]) for each in finding.flows if each in flows]) if len(flows) > 1 else ""
