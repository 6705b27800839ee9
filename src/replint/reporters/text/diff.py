"""Hunks of suggested edits -> lines marked `-` and `+`, with the numbers of the file; knows no finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.reporters.hunks import MINIFIED
from replint.reporters.text.snippet import arrow
from replint.reporters.text.window import window
from replint.span import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.reporters.hunks import Change, Hunk
    from replint.reporters.text.paint import Ink, Line
    from replint.span import Text


def diff(changed: Change, margin: int, cells: int, home: Text) -> Iterator[Line]:
    """The lines that go and those that come, with a line around them; `margin` is the width of the line numbers.

    A file other than `home`, which has been named, is named here.
    """
    bar: Line = ((" " * margin + " |", "frame"),)
    room = cells - margin - len(" + ")
    more, upto = 0, 0
    for hunk, before in zip(changed.hunks, [None, *changed.hunks], strict=False):
        if before is None or before.text is not hunk.text:
            more, upto = 0, 0
            if hunk.text is not home:
                yield arrow(hunk.text, Position(hunk.first, hunk.head + 1), margin)
            yield bar
        text, first, after = hunk.text, hunk.first, hunk.first + len(hunk.old)
        if upto and first - 1 > upto + 1:
            yield (("...", "frame"),)
        if upto < first - 1:
            yield _around(text, first - 1, first - 1 + more, margin, room)
        yield from _changed(hunk, more, margin, room)
        more += len(hunk.new) - len(hunk.old)
        upto = after - 1
        if after <= text.lines and text.line(after).strip():
            yield _around(text, after, after + more, margin, room)
            upto = after
    if changed.values:
        yield bar
    for line in changed.values:
        yield (" " * margin + " ", "frame"), ("+ ", "good"), (_written(line, 0, 0, room), "good")
    if changed.hunks or changed.values:
        yield bar


def _around(text: Text, number: int, told: int, margin: int, room: int) -> Line:
    line = text.line(number)
    return (f"{told:>{margin}} | ", "frame"), (window(line, 0, 0, room).text, "dim")


def _changed(hunk: Hunk, more: int, margin: int, room: int) -> Iterator[Line]:
    """The lines of a hunk; of a long one a window where it changes."""
    ends: list[tuple[str, Ink, list[str], int]] = [
        ("-", "error", hunk.old, hunk.first),
        ("+", "good", hunk.new, hunk.first + more),
    ]
    for sign, ink, lines, first in ends:
        for number, line in enumerate(lines):
            start = 0 if number else hunk.head
            end = len(line) - (hunk.tail if number == len(lines) - 1 else 0)
            start, end = (start, end) if number == 0 else (0, 0)
            yield (f"{first + number:>{margin}} ", "frame"), (f"{sign} ", ink), (_written(line, start, end, room), ink)


def _written(line: str, start: int, end: int, room: int) -> str:
    """A line that is to be written, or that goes: whole, unless it is one that nobody laid out."""
    whole = window(line, start, end, MINIFIED)
    return whole.text if whole.whole else window(line, start, end, room).text
