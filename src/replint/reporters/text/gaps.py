"""What could not be verified, as blocks of text: told once for each document that would settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.reporters.gaps import gaps as told
from replint.reporters.names import some
from replint.reporters.text.block import header, trailers
from replint.reporters.text.snippet import arrow
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Report
    from replint.reporters.gaps import Gap
    from replint.reporters.screen import Screen
    from replint.reporters.text.paint import Line

_MARGIN = 1


def gaps(report: Report, screen: Screen) -> Iterator[list[Line]]:
    """A block for each document that is missing or lacks something, and for whatever else nobody tells."""
    for gap in told(report):
        yield [*_block(gap, screen)]


def _block(gap: Gap, screen: Screen) -> Iterator[Line]:
    cells = screen.width
    yield from header("could not verify", "warning", gap.missing, cells)
    for place in gap.places:
        yield arrow(place.text.file, place.text.file.position(place.span.start), _MARGIN)
    yield from trailers(gap.told, _MARGIN, cells)
    for command in gap.commands:
        # Whole, however long it is: it will be copied.
        yield (" " * (_MARGIN + len(" = help:   ")), "plain"), (visible(command), "plain")
    if gap.counted:
        named = some(gap.pending, all_of_them=screen.verbose)
        yield from trailers([("then", (gap.counted, *named))], _MARGIN, cells)
