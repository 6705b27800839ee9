"""Suggested edits -> the lines of files that go and come, in hunks; draws nothing and knows no finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.reporters.edits import joinings, shown, splices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from replint.finding import Edit
    from replint.reporters.edits import Splice
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
