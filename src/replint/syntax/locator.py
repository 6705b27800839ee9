"""From a route to characters, in a JSON document of a file or of a string inside one; scans when first asked."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Self

from replint.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from replint.span import Route
    from replint.syntax.scan import Table


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


class Locator:
    """The `locate` of a JSON text: gives spans of the outermost file, whatever strings the text stands in.

    `outward` of an embedded text makes the offset in the file of every character of `content` and of its end. Both it
    and the scan of `content` are slow beside reading values, so neither happens before somebody asks.
    """

    def __init__(self, content: str, *, repeats: bool, outward: Callable[[], Sequence[int]] | None = None) -> None:
        """Look for places in `content`; `repeats` tells whether a name stands twice in some object."""
        self.content = content
        self.repeats = repeats
        self.outward = outward

    def __call__(self, route: Route, key: bool) -> Span:  # noqa: FBT001 - the signature that Text asks for
        """The span in the file of a value, or with `key` of its name; of what is absent, its nearest parent's."""
        row, exists = self.find(route)
        is_member = self.table.names[row] >= 0
        start, end = self.table.name(row)[1] if key and exists and is_member else self.table.span(row)
        return Span(self.offsets[start], self.offsets[end])

    @property
    def table(self) -> Table:
        """Where the values stand in `content`."""
        return _scanned(self.content)[0]

    @cached_property
    def offsets(self) -> Sequence[int]:
        """The offset in the file of every character of `content`, and of its end."""
        return self.outward() if self.outward else range(len(self.content) + 1)

    def find(self, route: Route) -> tuple[int, bool]:
        """The table's row of the value, and True; of what is absent, its nearest parent's row and False."""
        row = 0
        for step in route:
            below = self.steps(row).get(step)
            if below is None:
                return row, False
            row = below
        return row, True

    def steps(self, row: int) -> dict[str | int, int]:
        """The steps that lead from a list or an object to the rows directly below it."""
        table, known = _scanned(self.content)
        if row not in known:
            below = table.below(row)
            known[row] = self._members(below) if self.content[table.starts[row]] == "{" else dict(enumerate(below))
        return known[row]

    def _members(self, rows: list[int]) -> dict[str | int, int]:
        steps: dict[str | int, int] = {}
        replaced: dict[str, int] = {}
        for row in rows:
            name, _ = self.table.name(row)
            if name in steps:
                occurrence = replaced.get(name, 0)
                steps[Earlier(name, occurrence)] = steps.pop(name)
                replaced[name] = occurrence + 1
            steps[name] = row
        return steps


@lru_cache(maxsize=64)
def _scanned(content: str) -> tuple[Table, dict[int, dict[str | int, int]]]:
    """Where the values of a text stand, and the steps from a row as far as they were asked for.

    A report shows the places of one text together, so that those of the last few texts are enough to hold.
    """
    from replint.syntax.scan import scan  # a run that shows no place is spared the grammar

    return scan(content), {}
