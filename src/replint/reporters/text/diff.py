"""Suggested edits -> lines marked `-` and `+`, with the numbers of the file; knows no finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.reporters.text.edits import joinings, shown, splices
from replint.reporters.text.snippet import arrow
from replint.reporters.text.window import window
from replint.span import Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from replint.finding import Edit
    from replint.reporters.text.edits import Splice
    from replint.reporters.text.paint import Ink, Line
    from replint.span import Text

MINIFIED = 200
"""A line of source longer than this was not laid out by a person, and its number tells little.

Up to this, a line that goes or comes is shown whole, also where the screen is narrower: a person will copy it.
"""


class Hunk(NamedTuple):
    """Lines of a file that change: from `first` on (from 1) the lines `old` make way for the lines `new`.

    The first `head` characters of the first lines and the last `tail` of the last ones stay as they are.
    """

    text: Text
    first: int
    old: list[str]
    new: list[str]
    head: int
    tail: int


class Change(NamedTuple):
    """What a diff shows: the hunks file by file, and the values that can be shown in no file, line by line."""

    hunks: tuple[Hunk, ...]
    values: tuple[str, ...]

    @property
    def digits(self) -> int:
        """How wide the widest line number is."""
        return max((len(str(hunk.first + max(len(hunk.old), len(hunk.new)) + 1)) for hunk in self.hunks), default=0)


def change(edits: Sequence[Edit], room: int) -> Change:
    """What the edits change, for lines of `room` cells.

    A value that joins a line that nobody laid out, and is longer than what is shown of the line, is shown by itself.
    """
    parts: dict[Text, list[Splice]] = {}
    values: list[str] = []
    for joining in joinings(edits):
        found = splices(joining, room)
        known = parts.setdefault(joining.place.text, [])
        if found and all(_shows(joining.place.text, each, room) and _is_apart(each, known) for each in found):
            known.extend(found)
        else:
            values += shown(joining, room)
    hunks = (hunk for text, all_of_it in parts.items() for hunk in _hunks(text, sorted(all_of_it)))
    return Change(tuple(hunks), tuple(values))


def _shows(text: Text, splice: Splice, room: int) -> bool:
    minified = len(text.line(text.position(splice.start).line)) > MINIFIED
    return not minified or len(splice.text) <= room // 2


def _is_apart(splice: Splice, others: Iterable[Splice]) -> bool:
    """Whether a splice changes nothing that one of the others does away with, and the other way round."""
    return not any(splice.start < other.end and other.start < splice.end for other in others)


def _hunks(text: Text, parts: Sequence[Splice]) -> Iterator[Hunk]:
    """The hunks of a file's splices, which are in order; those of one line are one hunk."""
    together: list[list[Splice]] = []
    for part in parts:
        if together and text.position(part.start).line <= text.position(together[-1][-1].end).line:
            together[-1].append(part)
        else:
            together.append([part])
    for group in together:
        line, column = text.position(group[0].start)
        last, column_of_last = text.position(group[-1].end)
        begin = group[0].start - (column - 1)
        end = group[-1].end - (column_of_last - 1) + len(text.line(last))
        new, at = "", begin
        for part in group:
            new += text.content[at : part.start] + part.text
            at = part.end
        old = [text.line(number) for number in range(line, last + 1)]
        yield Hunk(text, line, old, _lines(new + text.content[at:end]), column - 1, end - at)


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


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
