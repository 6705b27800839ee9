"""From a route to characters, in a JSON document of a file or of a string inside one; looks when first asked.

Only what stands beside the way to a place is looked at, and the standard library's reader passes over each such value
in one go: it tells where a value ends, and is many times as fast as any scanner of ours.
"""

from __future__ import annotations

import json
import re
from array import array
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from replint.span import Span
from replint.syntax.places import Locator, Spot, by_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from replint.span import Route
    from replint.syntax.node import Value

WHITE = r"[ \t\n\r]*+"
_white = re.compile(WHITE).match
_colon = re.compile(rf"{WHITE}:{WHITE}").match
_comma = re.compile(rf"{WHITE},?{WHITE}").match
# What makes one character of a JSON string: an escaped surrogate pair, another escape, or a stretch of itself.
_CHARACTERS = r"(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.)|[^\\]+"
# The values are thrown away: a number is not worth converting, however many digits it has.
_read = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode


class JsonLocator(Locator):
    """The places of a JSON text, which may stand in a string of another.

    `outward` of an embedded text makes the offset in the file of every character of `content` and of its end. Both it
    and the way through `content` are slow beside reading values, so neither is taken before somebody asks.
    """

    def __init__(self, content: str, *, repeats: bool, outward: Callable[[], Sequence[int]] | None = None) -> None:
        """Look for places in `content`, a JSON document; `repeats` tells whether a name stands twice in an object."""
        self.content = content
        self.repeats = repeats
        self.outward = outward

    @cached_property
    def offsets(self) -> Sequence[int]:
        """The offset in the file of every character of `content`, and of its end."""
        return self.outward() if self.outward else range(len(self.content) + 1)

    @property
    def root(self) -> Spot:
        """Where the whole document stands."""
        return _begun(self.content)[0]

    def steps(self, spot: Spot) -> Mapping[str | int, Spot]:
        """The steps that lead from a value to the ones directly in it, in the order of the text."""
        opening = self.content[spot.start]
        if opening not in "{[":
            return {}
        known = _begun(self.content)[1]
        if spot.start not in known:
            below = _below(self.content, spot.start)
            known[spot.start] = by_name(below) if opening == "{" else {at: each for at, (_, each) in enumerate(below)}
        return known[spot.start]

    def value(self, spot: Spot) -> Value:
        """What stands at a spot; its numbers are texts."""
        value: Value = _read(self.content, spot.start)[0]
        return value

    def characters(self, route: Route) -> Sequence[int]:
        """The offset in the file of every character that a string means, and of its closing quote."""
        start, end = self.find(route)[0][:2]
        offsets = array("q")
        for match in re.compile(_CHARACTERS).finditer(self.content, start + 1, end - 1):
            if match[1]:
                offsets.append(match.start())
            else:
                offsets.extend(range(*match.span()))
        offsets.append(end - 1)
        return array("q", map(self.offsets.__getitem__, offsets))


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


def _end(match: re.Match[str] | None) -> int:
    if match is None:
        message = "a text that was read is JSON"
        raise ValueError(message)
    return match.end()
