"""From a route to characters, in a JSON document of a file or of a string inside one; looks when first asked.

Only what stands beside the way to a place is looked at, and the standard library's reader passes over each such value
in one go: it tells where a value ends, and is many times as fast as any scanner of ours.
"""

from __future__ import annotations

import json
import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, Self

from replint.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from replint.span import Route

WHITE = r"[ \t\n\r]*+"
_white = re.compile(WHITE).match
_colon = re.compile(rf"{WHITE}:{WHITE}").match
_comma = re.compile(rf"{WHITE},?{WHITE}").match
# The values are thrown away: a number is not worth converting, however many digits it has.
_read = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode


class Earlier(str):
    """The step to a member that a later member of the same name replaces, so that it can be pointed at too.

    It reads as the name, and equals only the same occurrence: in a route it is another place than the last one's.
    """

    __slots__ = ("occurrence",)
    occurrence: int

    def __new__(cls, name: str, occurrence: int) -> Self:
        """The step to a member by its name and by how many of its name stand before it."""
        step = super().__new__(cls, name)
        step.occurrence = occurrence
        return step

    @property
    def first(self) -> Earlier:
        """The step to the first member of this name."""
        return Earlier(self, 0)

    @property
    def following(self) -> Earlier:
        """The step to the next member of this name, unless that is the last one, to which the name alone leads."""
        return Earlier(self, self.occurrence + 1)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Earlier) and str(self) == str(other) and self.occurrence == other.occurrence

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((str(self), self.occurrence))


class Spot(NamedTuple):
    """Where a value stands; of a member, its name too."""

    start: int
    end: int
    name: Span | None = None


class Locator:
    """The `locate` of a JSON text: gives spans of the outermost file, whatever strings the text stands in.

    `outward` of an embedded text makes the offset in the file of every character of `content` and of its end. Both it
    and the way through `content` are slow beside reading values, so neither is taken before somebody asks.
    """

    def __init__(self, content: str, *, repeats: bool, outward: Callable[[], Sequence[int]] | None = None) -> None:
        """Look for places in `content`, a JSON document; `repeats` tells whether a name stands twice in an object."""
        self.content = content
        self.repeats = repeats
        self.outward = outward

    def __call__(self, route: Route, key: bool) -> Span:  # noqa: FBT001 - the signature that Text asks for
        """The span in the file of a value, or with `key` of its name; of what is absent, its nearest parent's."""
        spot, exists = self.find(route)
        start, end = spot.name if key and exists and spot.name else spot[:2]
        return Span(self.offsets[start], self.offsets[end])

    @cached_property
    def offsets(self) -> Sequence[int]:
        """The offset in the file of every character of `content`, and of its end."""
        return self.outward() if self.outward else range(len(self.content) + 1)

    def find(self, route: Route) -> tuple[Spot, bool]:
        """Where the value stands, and True; of what is absent, its nearest parent's spot and False."""
        spot, known = _begun(self.content)
        for step in route:
            below = self._steps(spot, known).get(step)
            if below is None:
                return spot, False
            spot = below
        return spot, True

    def steps(self, spot: Spot) -> dict[str | int, Spot]:
        """The steps that lead from a value to the ones directly in it, in the order of the text."""
        return self._steps(spot, _begun(self.content)[1])

    def _steps(self, spot: Spot, known: dict[int, dict[str | int, Spot]]) -> dict[str | int, Spot]:
        if spot.start not in known:
            opening = self.content[spot.start]
            below = _below(self.content, spot.start) if opening in "{[" else ()
            known[spot.start] = _by_name(below) if opening == "{" else {at: each for at, (_, each) in enumerate(below)}
        return known[spot.start]


@lru_cache(maxsize=64)
def _begun(content: str) -> tuple[Spot, dict[int, dict[str | int, Spot]]]:
    """Where the root of a text stands, and the steps from a value, by its start, as far as they were asked for.

    A report shows the places of one text together, so that those of the last few texts are enough to hold.
    """
    start = _end(_white(content))
    return Spot(start, len(content.rstrip(" \t\n\r"))), {}


def _below(content: str, start: int) -> Iterator[tuple[str, Spot]]:
    """The values directly in the list or object that begins at `start`, with their names; elements have none."""
    named = content[start] == "{"
    at = _end(_white(content, start + 1))
    while content[at] not in "}]":
        name, of_name = "", None
        if named:
            name, end = _read(content, at)
            of_name = Span(at, end)
            at = _end(_colon(content, end))
        _, end = _read(content, at)
        yield name, Spot(at, end, of_name)
        at = _end(_comma(content, end))


def _by_name(below: Iterable[tuple[str, Spot]]) -> dict[str | int, Spot]:
    steps: dict[str | int, Spot] = {}
    replaced: dict[str, int] = {}
    for name, spot in below:
        if name in steps:
            occurrence = replaced.get(name, 0)
            steps[Earlier(name, occurrence)] = steps.pop(name)
            replaced[name] = occurrence + 1
        steps[name] = spot
    return steps


def _end(match: re.Match[str] | None) -> int:
    if match is None:
        message = "a text that was read is JSON"
        raise ValueError(message)
    return match.end()
