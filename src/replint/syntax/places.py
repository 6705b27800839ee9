"""From a route to characters in whatever format: what a format has to tell of its texts, and what follows from it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple, Self

from replint.record import record
from replint.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from replint.span import Place, Route
    from replint.syntax.node import Node, Value


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
    """Where a value stands; of a member, its name too. `inside` is what the format goes on from."""

    start: int
    end: int
    name: Span | None = None
    inside: object = None


class Locator(ABC):
    """The `locate` of a text: gives spans of the outermost file, whatever strings the text stands in.

    `repeats` tells whether a name stands twice in an object of the text, which reading notices. Nothing else is worked
    out before somebody asks.
    """

    repeats: bool

    def __call__(self, route: Route, key: bool) -> Span:  # noqa: FBT001 - the signature that Text asks for
        """The span in the file of a value, or with `key` of its name; of what is absent, its nearest parent's."""
        spot, exists = self.find(route)
        start, end = spot.name if key and exists and spot.name else spot[:2]
        return Span(self.offsets[start], self.offsets[end])

    def find(self, route: Route) -> tuple[Spot, bool]:
        """Where the value stands, and True; of what is absent, its nearest parent's spot and False."""
        spot = self.root
        for step in route:
            below = self.steps(spot).get(step)
            if below is None:
                return spot, False
            spot = below
        return spot, True

    def walk(self, place: Place) -> Iterator[tuple[Place, Mapping[str | int, Spot]]]:
        """Each value at or below a place that holds others, with the steps from it; in no order."""
        pending = [(place, self.find(place.route)[0])]
        while pending:
            at, spot = pending.pop()
            if steps := self.steps(spot):
                yield at, steps
                pending.extend((at.at(step), below) for step, below in steps.items())

    @property
    @abstractmethod
    def root(self) -> Spot:
        """Where the whole document stands."""

    @property
    @abstractmethod
    def offsets(self) -> Sequence[int]:
        """The offset in the file of every character of the text, and of its end."""

    @abstractmethod
    def steps(self, spot: Spot) -> Mapping[str | int, Spot]:
        """The steps that lead from a value to the ones directly in it, in the order of the text."""

    @abstractmethod
    def value(self, spot: Spot) -> Value:
        """What stands at a spot, whether or not it counts; a number may be the characters that write it."""

    @abstractmethod
    def characters(self, route: Route) -> Sequence[int]:
        """The offset in the file of every character that a string means, and of the end of what it is written in."""


def by_name(below: Iterable[tuple[str, Spot]]) -> dict[str | int, Spot]:
    """Members by name; of a name that stands more than once each but the last by a step that is `Earlier`."""
    steps: dict[str | int, Spot] = {}
    replaced: dict[str, int] = {}
    for name, spot in below:
        if name in steps:
            occurrence = replaced.get(name, 0)
            steps[Earlier(name, occurrence)] = steps.pop(name)
            replaced[name] = occurrence + 1
        steps[name] = spot
    return steps


@record
class Duplicate:
    """A name that stands more than once in one object, where only its last member counts."""

    name: str
    first: Place
    """The name of the first such member."""
    again: Place
    """The name of this one."""
    alike: bool
    """Whether both say the same."""


def duplicates(node: Node) -> tuple[Duplicate, ...]:
    """Every repetition of a name in an object at or below this node, in the order of the text.

    A document without any is known at once: reading noticed it.
    """
    locator = node.text.locate
    if not isinstance(locator, Locator) or not locator.repeats:
        return ()
    found: dict[int, Duplicate] = {}
    for place, steps in locator.walk(node.place):
        for step in steps:
            if isinstance(step, Earlier):
                again = step.following if step.following in steps else str(step)
                one, other = steps[step.first], steps[again]
                alike = locator.value(one) == locator.value(other)
                found[other.start] = Duplicate(
                    str(step), place.at(step.first, key=True), place.at(again, key=True), alike
                )
    return tuple(found[start] for start in sorted(found))
