"""Blocks of a report within a room: the first whole, then one line each, then how many more; knows what none says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Entry(NamedTuple):
    """One thing to tell, whole, which is made when there is room for it, and in one line.

    What has no line is told whole or only counted.
    """

    whole: Callable[[], str]
    line: str = ""


def size(text: str) -> int:
    """How long a text is in bytes of UTF-8, the largest of what servers count, with the line end behind it."""
    return len(text.encode()) + 1


def fitted(entries: Sequence[Entry], room: int) -> tuple[list[str], list[str], int]:
    """The first of the entries whole, the next as lines, and how many are left out, all of it in a room.

    An entry is told whole as long as there is room for the lines of all others too, or for as many as half of the room
    holds. Whatever comes after one that is not told whole is not told whole either, so that none is passed over.
    """
    whole = [*_whole(entries, room)]
    room -= sum(size(text) for text in whole)
    lines = [*_lines(entries[len(whole) :], room)]
    return whole, lines, len(entries) - len(whole) - len(lines)


def _whole(entries: Sequence[Entry], room: int) -> Iterator[str]:
    lines = sum(size(entry.line) for entry in entries if entry.line)
    used = 0
    for entry in entries:
        lines -= size(entry.line) if entry.line else 0
        whole = entry.whole()
        used += size(whole)
        if used + min(lines, room // 2) > room:
            return
        yield whole


def _lines(entries: Sequence[Entry], room: int) -> Iterator[str]:
    for entry in entries:
        room -= size(entry.line)
        if not entry.line or room < 0:
            return
        yield entry.line
