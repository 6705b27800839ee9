"""Report -> text for a person: findings in the manner of cargo, then what the run as a whole has to say.

The one door of rich, for the width of characters and for colour; either is loaded only where it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.reporters.text.closing import assumption, beside, hidden, overridden, summary, worsened
from replint.reporters.text.flows import table
from replint.reporters.text.paint import BLANK, paint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.finding import Report
    from replint.reporters.screen import Screen
    from replint.reporters.text.paint import Line


def render(report: Report, screen: Screen, /) -> str:
    """The report within the width of the screen.

    Only lines that cannot be used when they are broken or cut may be wider: those that name a place or a URL, and those
    that go from a document or come into it.
    """
    return paint(_lines(report, screen), color=screen.color, links=screen.links)


def _lines(report: Report, screen: Screen) -> Iterator[Line]:
    cells = screen.width
    if report.findings:
        from replint.reporters.text.findings import findings  # what is told of one is most of this format

        for finding in findings(report, screen):
            yield from _spaced(finding)
    yield from _spaced(table(report.flows, cells, every=screen.verbose))
    yield from _spaced(beside(report.subjects, cells))
    yield from _spaced(worsened(report, cells))
    if screen.verbose:
        from replint.reporters.text.proof import proof

        yield from _spaced(proof(report, cells))
    if report.unverified:
        from replint.reporters.text.gaps import gaps  # where all is told there are none

        for gap in gaps(report, screen):
            yield from _spaced(gap)
    yield from _spaced(line for text in dict.fromkeys(report.assumptions) for line in assumption(text, cells))
    yield from _spaced(line for each in report.overrides for line in overridden(each, cells))
    if screen.verbose:
        yield from _spaced(hidden(report, cells))
    yield from summary(report, cells)


def _spaced(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with a blank one after them, if there are any."""
    empty = True
    for line in lines:
        empty = False
        yield line
    if not empty:
        yield BLANK
