"""What a report says after its findings: what could not be verified, what was assumed, and the sum of it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.reporters.summary import count, parts
from replint.reporters.text.block import header, trailers
from replint.reporters.text.cells import wrap
from replint.reporters.text.names import some
from replint.reporters.text.snippet import arrow
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Report, Unverified
    from replint.reporters.text.block import Trailer
    from replint.reporters.text.paint import Line, Stretch


def unverified(gap: Unverified, cells: int) -> Iterator[Line]:
    """Something no document told: what, why, and which requirements hang on it."""
    margin = 1
    yield from header("could not verify", "warning", gap.missing, cells)
    for place in dict.fromkeys(gap.places):
        yield arrow(place.text.file, place.text.file.position(place.span.start), margin)
    told: list[Trailer] = [("why", (gap.why,))]
    if gap.requirements:
        told.append(("then", (f"{count(len(gap.requirements), 'requirement')} unknown:", *some(gap.requirements))))
    yield from trailers(told, margin, cells)


def assumption(text: str, cells: int) -> Iterator[Line]:
    """Something that was taken for granted."""
    first, *more = wrap(visible(text), cells - 2, first=cells - len("assumption: "))
    yield ((f"assumption: {first}", "dim"),)
    for line in more:
        yield (("  " + line, "dim"),)


def summary(report: Report, cells: int) -> Iterator[Line]:
    """The sum of the report, broken between its parts where it is too long."""
    line: list[Stretch] = []
    for text, tone in parts(report):
        if sum(len(told) for told, _ in line) + len(text) > cells:
            yield tuple(line)
            line = [("  ", "plain"), (text.lstrip(", "), tone)]
        else:
            line.append((text, tone))
    yield tuple(line)
