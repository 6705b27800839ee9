"""Two editions -> the values that differ, and any mixture of both: the old one with some of the differences."""

from __future__ import annotations

import json as text_of
from typing import TYPE_CHECKING

from replint.record import record
from replint.syntax import Unreadable, json
from replint.versions.merging import NOTHING, Difference, merged, mixture

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from replint.span import Place
    from replint.syntax import Node
    from replint.versions.editions import Edition, Link
    from replint.versions.merging import Part


@record(eq=False)
class Changed:
    """A file that is not the same in both editions, and what differs in it."""

    path: str
    old: bytes | Link | None
    new: bytes | Link | None
    differences: tuple[Difference, ...]
    whole: Part | None = None
    """Both versions as one document; None where the file differs as a whole."""

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of its differences."""
        return frozenset(each.number for each in self.differences)

    def mixed(self, chosen: AbstractSet[int]) -> bytes | Link | None:
        """What the file holds with the chosen differences alone; None where it does not exist then."""
        mine = self.numbers & chosen
        if not mine or mine == self.numbers or self.whole is None:
            return self.new if mine else self.old
        return text_of.dumps(mixture(self.whole, chosen)).encode()


def changes(old: Edition, new: Edition) -> tuple[Changed, ...]:
    """The files that differ in what they say, in the order of their names; differences are numbered from 0 on."""
    found: list[Changed] = []
    start = 0
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) != new.get(path) and (each := _changed(path, old.get(path), new.get(path), start)):
            found.append(each)
            start += len(each.differences)
    return tuple(found)


def value_at(edition: Edition, place: Place) -> object:
    """What stands at a place of a text in an edition; None where it is not JSON, or nothing stands there."""
    held = edition.get(place.text.file.path)
    node = _root(place.text.file.path, held)
    value: object = node.value if node else None
    for step in place.outer.route:
        match value, step:
            case dict(), str():
                value = value.get(step)
            case list(), int() if step < len(value):
                value = value[step]
            case _:
                return None
    return value


def _changed(path: str, old: bytes | Link | None, new: bytes | Link | None, start: int) -> Changed | None:
    before, after = _root(path, old), _root(path, new)
    found: list[Difference] = []

    def tell(was: Node | None, now: Node | None) -> Difference:
        values = (was.value if was else NOTHING), (now.value if now else NOTHING)
        places = (was.place if was else None), (now.place if now else None)
        found.append(Difference(start + len(found), path, *values, *places))
        return found[-1]

    if before is None or after is None:
        whole = Difference(start, path, NOTHING if old is None else None, NOTHING if new is None else None)
        return Changed(path, old, new, (whole,))
    both = merged(before, after, tell)
    return Changed(path, old, new, tuple(found), both) if found else None


def _root(path: str, held: bytes | Link | None) -> Node | None:
    """The root of a JSON document; None of anything else."""
    if not isinstance(held, bytes):
        return None
    try:
        return json.read(path, held)
    except Unreadable:
        return None
