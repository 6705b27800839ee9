"""The ways that objects take over a whole estate: which replication rule wins, and where replicas do not go on.

For one destination the replication rule with the highest priority counts, and the others that select an object do
not; replicas are not replicated again:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html and
https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts import named
from replint.facts.bucket import Bucket
from replint.facts.unresolved import Unresolved
from replint.record import field, record
from replint.selecting import EVERYTHING, Objects, Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from replint.facts.estate import Estate
    from replint.facts.replication import ReplicationRule


@record
class Route:
    """An enabled replication rule: from which bucket (None where nobody says), to which, and the objects it selects.

    What is disabled or not told well enough is no route.
    """

    source: str | None
    destination: str
    objects: Objects
    rule: ReplicationRule = field(compare=False)

    @property
    def priority(self) -> int | None:
        """The priority; None where there is none that can be compared, as in V1 rules."""
        return self.rule.priority if isinstance(self.rule.priority, int) else None


@record
class Meeting:
    """A route that meets another one, the objects that both select, and those of them that go another way."""

    route: Route
    objects: Objects
    but: tuple[Objects, ...] = ()

    @property
    def example(self) -> str:
        """One of the objects that go this way."""
        return self.objects.example(self.but)


class Routes:
    """The routes of an estate, to be asked; made once, in time that is linear in their number."""

    __slots__ = ("_by_rule", "_from", "_into", "_rivals", "_whole")

    def __init__(self, estate: Estate) -> None:
        """The routes of an estate."""
        self._by_rule: dict[int, tuple[Route, Shelf[Route]]] = {}
        self._into: dict[str, dict[Objects, dict[str, Route]]] = {}
        self._from: dict[tuple[str, str], Shelf[Route]] = {}
        self._whole: dict[str, set[str]] = {}
        for source, configuration in named.configurations(estate):
            name = source.name if isinstance(source, Bucket) else None
            found = [route for rule in configuration.rules if (route := _route(name, rule))]
            for destination, routes in _grouped(found, lambda route: route.destination).items():
                shelf = Shelf((route.objects, route) for route in routes)
                self._by_rule.update((id(route.rule), (route, shelf)) for route in routes)
                if name is not None:
                    self._keep(name, destination, routes, shelf)

    def _keep(self, source: str, destination: str, routes: Iterable[Route], shelf: Shelf[Route]) -> None:
        self._from[source, destination] = shelf
        for route in routes:
            self._into.setdefault(destination, {}).setdefault(route.objects, {}).setdefault(source, route)
            if route.objects == EVERYTHING:
                self._whole.setdefault(destination, set()).add(source)

    def of(self, rule: ReplicationRule) -> Route | None:
        """The route of a replication rule; None where it is disabled, or not told well enough."""
        found = self._by_rule.get(id(rule))
        return found[0] if found else None

    def before(self, route: Route) -> Route | None:
        """The route of the highest priority that selects all of another's objects for its destination, and wins."""
        shelf = self._by_rule[id(route.rule)][1]
        return max(_higher(route, shelf.covering(route.objects)), key=_rank, default=None)

    def across(self, route: Route) -> Iterator[Meeting]:
        """The routes that win over some of another's objects for its destination, and not over all of them."""
        shelf = self._by_rule[id(route.rule)][1]
        for both, other in shelf.meeting(route.objects):
            if other.objects.cover(route.objects) or not any(_higher(route, (other,))):
                continue
            if not any(_higher(other, shelf.covering(both))):
                first = _higher(other, (each for _, each in shelf.meeting(both)))
                yield Meeting(other, both, tuple(each.objects for each in first))

    def feeding(self, route: Route) -> Meeting | None:
        """A route into another's source whose replicas are selected there and go no further, and its objects.

        A source that has these objects replicated to the destination itself needs no replicas to go on.
        """
        reaching = {route.source, route.destination, *self._whole.get(route.destination, ())}
        for objects, routes in self._into.get(route.source or "", {}).items():
            both = objects.meet(route.objects)
            for source in sorted(routes.keys() - reaching) if both else ():
                shelf = self._from.get((source, route.destination), Shelf[Route](()))
                if both and not any(shelf.covering(both)):
                    return Meeting(routes[source], both, tuple(each.objects for _, each in shelf.meeting(both)))
        return None


def _route(source: str | None, rule: ReplicationRule) -> Route | None:
    told = not any(isinstance(each, Unresolved) for each in (rule.destination, rule.prefix, rule.tags))
    if not told or rule.enabled is not True:
        return None
    assert isinstance(rule.prefix, str)  # noqa: S101 - for the type checker, as is what follows
    assert not isinstance(rule.tags, Unresolved)  # noqa: S101
    return Route(source, named.bucket_name(str(rule.destination)), Objects(rule.prefix, frozenset(rule.tags)), rule)


def _grouped(routes: Iterable[Route], key: Callable[[Route], str]) -> dict[str, list[Route]]:
    groups: dict[str, list[Route]] = {}
    for route in routes:
        groups.setdefault(key(route), []).append(route)
    return groups


def _higher(route: Route, others: Iterable[Route]) -> Iterator[Route]:
    lower = route.priority
    return (each for each in others if lower is not None and each.priority is not None and each.priority > lower)


def _rank(route: Route) -> int:
    return route.priority or 0
