"""One line of source as a screen can show it: whole, or a window around what matters; knows no mark and no report."""

from __future__ import annotations

from typing import NamedTuple

from replint.reporters.text.cells import width
from replint.reporters.visible import shown

TAB = " " * 4
CUT = "..."


class Window(NamedTuple):
    """What is shown of a line, and the cells from `start` to before `end` where the characters asked for stand."""

    text: str
    start: int
    end: int
    whole: bool


def window(line: str, start: int, end: int, room: int) -> Window:
    """The line within `room` cells, with its characters from `start` to before `end`, or as many of them as fit.

    At least one cell is marked, also where no character is: at the end of the line. `...` stands where the line goes
    on. `room` is at least 20.
    """
    start = min(start, len(line))
    end = max(start, min(end, len(line)))
    if len(line) <= 2 * room:
        text, before = "".join(_glyphs(line)), _cells(line[:start])
        after = before + max(1, _cells(line[start:end]))
        if max(width(text), after) <= room:
            return Window(text, before, after, whole=True)
    return _cut(line, start, end, room)


def _cut(line: str, start: int, end: int, room: int) -> Window:
    """A window for a line that is too long: its beginning, which names what follows, where that shows the mark.

    Else what is marked stands in its middle, or fills it from the left.
    """
    shown = _fitting(line[:room], room - len(CUT))
    before = _cells(line[: min(start, shown)])
    if end <= shown or (start < shown and before <= room // 2):
        marked = _cells(line[start : min(end, shown)])
        return Window("".join(_glyphs(line[:shown])) + CUT, before, before + max(1, marked), whole=False)
    free = room - 2 * len(CUT)
    marked = _fitting(line[start : min(end, start + free)], free)
    rest = free - _cells(line[start : start + marked])
    after = _fitting(line[start + marked : start + marked + rest], rest - rest // 2)
    left = line[max(0, start - rest) : start]
    spare = rest - _cells(line[start + marked : start + marked + after])
    before = _fitting(left[::-1], spare)
    spare = rest - _cells(line[start - before : start])
    after = _fitting(line[start + marked : start + marked + spare], spare)
    first, last = start - before, start + marked + after
    head = CUT if first else ""
    text = head + "".join(_glyphs(line[first:last])) + (CUT if last < len(line) else "")
    at = len(head) + _cells(line[first:start])
    return Window(text, at, at + max(1, _cells(line[start : start + marked])), whole=False)


def _glyphs(line: str) -> list[str]:
    return [TAB if char == "\t" else glyph for char, glyph in zip(line, shown(line), strict=True)]


def _cells(line: str) -> int:
    return width("".join(_glyphs(line)))


def _fitting(line: str, room: int) -> int:
    """How many characters of the line, from its start, fit in `room` cells."""
    used = 0
    for count, glyph in enumerate(_glyphs(line)):
        used += width(glyph)
        if used > room:
            return count
    return len(line)
