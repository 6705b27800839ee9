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
from replint.selecting import Objects, Shelf

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
        counts = self.rule.filtered or self.rule.replication_time is not None
        return self.rule.priority if counts and isinstance(self.rule.priority, int) else None


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

    __slots__ = ("_between", "_by_rule", "_into")

    def __init__(self, estate: Estate) -> None:
        """The routes of an estate."""
        self._by_rule: dict[int, tuple[Route, Shelf[Route]]] = {}
        self._between: dict[tuple[str | None, str], Shelf[Route]] = {}
        into: dict[str, dict[Objects, dict[str, Route]]] = {}
        for source, configuration in named.configurations(estate):
            name = source.name if isinstance(source, Bucket) else None
            found = [route for rule in configuration.rules if (route := _route(name, rule))]
            for destination, routes in _by_destination(found).items():
                shelf = Shelf((route.objects, route) for route in routes)
                self._by_rule.update((id(route.rule), (route, shelf)) for route in routes)
                self._between[name, destination] = shelf
                for route in routes if name is not None else ():
                    into.setdefault(destination, {}).setdefault(route.objects, {}).setdefault(str(name), route)
        self._into = {destination: Shelf(sources.items()) for destination, sources in into.items()}

    def of(self, rule: ReplicationRule) -> Route | None:
        """The route of a replication rule; None where it is disabled, or not told well enough."""
        found = self._by_rule.get(id(rule))
        return found[0] if found else None

    def before(self, route: Route) -> Route | None:
        """The route of the highest priority that selects all of another's objects for its destination, and wins."""
        shelf = self._by_rule[id(route.rule)][1]
        return max(_higher(route, shelf.covering(route.objects)), key=_rank, default=None)

    def across(self, route: Route, wanted: Callable[[ReplicationRule], bool]) -> Iterator[Meeting]:
        """The wanted routes that win over some of another's objects for its destination, and not over all of them."""
        shelf = self._by_rule[id(route.rule)][1]
        for both, other in shelf.meeting(route.objects):
            if not wanted(other.rule) or other.objects.cover(route.objects) or not any(_higher(route, (other,))):
                continue
            if not any(_higher(other, shelf.covering(both))):
                first = _higher(other, (each for _, each in shelf.meeting(both)))
                yield Meeting(other, both, tuple(each.objects for each in first))

    def feeding(self, route: Route) -> Iterator[Meeting]:
        """Routes into another's source whose replicas are selected there and go no further, each with these objects.

        A source that has these objects replicated to the destination itself needs no replicas to go on.
        """
        there: Shelf[dict[str, Route]] = self._into.get(route.destination, Shelf(()))
        for both, routes in self._into.get(route.source or "", Shelf(())).meeting(route.objects):
            left = routes.keys() - {route.source, route.destination}
            for reaching in there.covering(both) if left else ():
                left -= reaching.keys()
            for source in sorted(left)[:1]:
                direct: Shelf[Route] = self._between.get((source, route.destination), Shelf(()))
                yield Meeting(routes[source], both, tuple(each.objects for _, each in direct.meeting(both)))


def _route(source: str | None, rule: ReplicationRule) -> Route | None:
    told = not any(isinstance(each, Unresolved) for each in (rule.destination, rule.prefix, rule.tags))
    if not told or rule.enabled is not True:
        return None
    assert isinstance(rule.prefix, str)  # noqa: S101 - for the type checker, as is what follows
    assert not isinstance(rule.tags, Unresolved)  # noqa: S101
    return Route(source, named.bucket_name(str(rule.destination)), Objects(rule.prefix, frozenset(rule.tags)), rule)


def _by_destination(routes: Iterable[Route]) -> dict[str, list[Route]]:
    groups: dict[str, list[Route]] = {}
    for route in routes:
        groups.setdefault(route.destination, []).append(route)
    return groups


def _higher(route: Route, others: Iterable[Route]) -> Iterator[Route]:
    lower = route.priority
    return (each for each in others if lower is not None and each.priority is not None and each.priority > lower)


def _rank(route: Route) -> int:
    return route.priority or 0
