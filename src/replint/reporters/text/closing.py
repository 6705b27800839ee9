"""What a report says after its findings: what could not be verified, what was assumed, and the sum of it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Severity, Verdict
from replint.reporters.text.block import INKS, header, trailers
from replint.reporters.text.cells import visible, wrap
from replint.reporters.text.names import count, some
from replint.reporters.text.snippet import arrow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Report, Unverified
    from replint.reporters.text.paint import Line, Stretch


def unverified(gap: Unverified, cells: int) -> Iterator[Line]:
    """Something no document told: what, why, and which requirements hang on it."""
    margin = 1
    yield from header("could not verify", "warning", visible(gap.missing), cells)
    for place in dict.fromkeys(gap.places):
        yield arrow(place.text.file, place.text.file.position(place.span.start), margin)
    hanging = ""
    if gap.requirements:
        hanging = f"{count(len(gap.requirements), 'requirement')} unknown: {some(gap.requirements)}"
    yield from trailers([("why", gap.why), ("then", hanging)], margin, cells)


def assumption(text: str, cells: int) -> Iterator[Line]:
    """Something that was taken for granted."""
    first, *more = wrap(visible(text), cells - 2, first=cells - len("assumed: "))
    yield ((f"assumed: {first}", "dim"),)
    for line in more:
        yield (("  " + line, "dim"),)


def summary(report: Report, cells: int) -> Iterator[Line]:
    """How many findings of each severity, what is unknown, of how many flows, and how much was hidden or not read."""
    parts = [*_counts(report), *_beside(report)]
    line: list[Stretch] = []
    for index, (text, ink) in enumerate(parts):
        end = ", " if index + 1 < len(parts) else ""
        if line and sum(len(told) for told, _ in line) + len(text) + len(end) > cells:
            yield tuple(line)
            line = [("  ", "plain")]
        line += [(text, ink), (end, "plain")]
    yield tuple(line)


def _counts(report: Report) -> Iterator[Stretch]:
    found = [severity for severity in Severity if report.count(severity)]
    unknown, flows = report.verdicts(Verdict.UNKNOWN), len(report.flows)
    for severity in found:
        yield count(report.count(severity), severity), INKS[severity]
    if not found:
        yield "no findings", "strong" if unknown or report.problems or not flows else "note"
    if unknown:
        yield f"{unknown} unknown", "warning"
    if not flows:
        yield "no replication to check", "strong"
    elif found or unknown:
        yield f"in {count(flows, 'flow')}", "plain"
    else:
        yield f"{count(report.verdicts(Verdict.HOLDS), 'requirement')} of {count(flows, 'flow')} hold", "plain"


def _beside(report: Report) -> Iterator[Stretch]:
    if report.suppressed:
        yield f"{report.suppressed} suppressed", "dim"
    if report.problems:
        yield f"{count(len(report.problems), 'input')} could not be read", "error"
