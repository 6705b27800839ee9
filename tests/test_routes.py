"""Which replication rule wins and where replicas stay, held against replicating each object of a small world."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.facts.estate import Estate
from replint.facts.replication import ReplicationConfiguration, ReplicationRule
from replint.facts.unresolved import Unresolved
from replint.routes import Route, Routes
from tests.scene import ROLE_ARN, RULE, SOURCE_ACCOUNT, a_bucket
from tests.test_selecting import FILTERS, WORLD, selected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.selecting import Objects

NAMES = ("one", "two", "three")
Stored = tuple[str, frozenset[tuple[str, str]]]


def a_rule(number: int, enabled: bool, objects: Objects, destination: str) -> ReplicationRule:
    """Return a rule whose priority is its number."""
    return ReplicationRule(
        id=f"r{number}",
        enabled=enabled,
        destination=f"arn:aws:s3:::{destination}",
        prefix=objects.prefix,
        tags=tuple(objects.tags),
        priority=number,
    )


def an_estate(configurations: dict[str, list[ReplicationRule]]) -> Estate:
    """Return buckets with these rules."""
    buckets = (
        a_bucket(
            name,
            SOURCE_ACCOUNT,
            "eu-west-1",
            replication=ReplicationConfiguration(ROLE_ARN, tuple(rules)) if rules else None,
        )
        for name, rules in configurations.items()
    )
    return Estate(buckets={bucket.name: bucket for bucket in buckets}, roles={}, keys={})


@st.composite
def estates(draw: st.DrawFn) -> Estate:
    """Draw an estate of three buckets, each with a few rules to the others."""
    configurations = {}
    for name in NAMES:
        others = st.sampled_from([other for other in NAMES if other != name])
        drawn = draw(st.lists(st.tuples(st.integers(0, 3).map(bool), FILTERS, others), max_size=4))
        rules = [a_rule(number, *each) for number, each in enumerate(drawn)]
        configurations[name] = draw(st.permutations(rules))
    return an_estate(configurations)


def enabled(estate: Estate, source: str) -> list[ReplicationRule]:
    """Return the enabled rules of a bucket."""
    configuration = estate.buckets[source].replication
    assert not isinstance(configuration, Unresolved)
    return [rule for rule in configuration.rules if rule.enabled] if configuration else []


def winner(rules: Iterable[ReplicationRule], destination: str, each: Stored) -> ReplicationRule | None:
    """Return the rule that replicates an object to a destination, by trying all."""
    key, tags = each
    found = [
        rule
        for rule in rules
        if rule.destination == f"arn:aws:s3:::{destination}"
        and key.startswith(str(rule.prefix))
        and set(rule.tags if isinstance(rule.tags, tuple) else ()) <= tags
    ]
    return max(found, key=lambda rule: int(str(rule.priority)), default=None)


def routes_of(estate: Estate) -> list[tuple[Routes, Route]]:
    """Return every route that can have objects."""
    routes = Routes(estate)
    rules = [rule for name in NAMES if name in estate.buckets for rule in enabled(estate, name)]
    found = [route for rule in rules if (route := routes.of(rule))]
    return [(routes, route) for route in found if route.objects.can_be]


@given(estates())
def test_law_of_the_shadow(estate: Estate) -> None:
    """Law of the shadow: a rule is before another when the other wins for no object; the one before takes them all."""
    for routes, route in routes_of(estate):
        rules = enabled(estate, str(route.source))
        won = [winner(rules, route.destination, each) is route.rule for each in selected(route.objects)]
        before = routes.before(route)
        assert (before is None) is any(won)
        if before:
            assert before.objects.cover(route.objects)
        else:
            across = list(routes.across(route, lambda _: True))
            assert bool(across) is not all(won)
            for meeting in across:
                assert selected(meeting.objects) <= selected(route.objects) & selected(meeting.route.objects)
                assert all(
                    winner(rules, route.destination, each) is not route.rule for each in selected(meeting.objects)
                )


@given(estates())
def test_law_of_the_chain(estate: Estate) -> None:
    """Law of the chain: a route is fed when a replica is selected whose object does not reach the end by itself."""
    for routes, route in routes_of(estate):
        (first,) = set(NAMES) - {route.source, route.destination}
        rules = enabled(estate, first)
        stay = {
            each
            for each in WORLD & selected(route.objects)
            if winner(rules, str(route.source), each) and not winner(rules, route.destination, each)
        }
        fed = list(routes.feeding(route))
        assert bool(fed) is bool(stay)
        assert stay <= set().union(*(selected(found.objects) for found in fed))
        for found in fed:
            assert found.route.source == first
            assert selected(found.objects) & stay
            assert found.example


@pytest.mark.parametrize(
    "changes",
    [
        {"enabled": False},
        {"enabled": Unresolved("it")},
        {"destination": Unresolved("it")},
        {"prefix": Unresolved("it")},
        {"tags": Unresolved("it")},
    ],
)
def test_what_is_disabled_or_not_told_is_no_route(changes: dict[str, object]) -> None:
    """Such a rule shadows nothing and feeds nothing."""
    rule = replace(RULE, priority=9, **changes)  # type: ignore[arg-type] # the names are the rule's own
    routes = Routes(an_estate({"one": [RULE, rule], "two": []}))
    below = routes.of(RULE)
    assert routes.of(rule) is None
    assert below is not None
    assert routes.before(below) is None


@pytest.mark.parametrize("priority", [None, Unresolved("it"), 1])
def test_without_a_higher_priority_none_wins(priority: int | Unresolved | None) -> None:
    """Rules without a priority, or with the same, are not told apart here."""
    routes = Routes(an_estate({"one": [RULE, replace(RULE, id="more", priority=priority)], "two": []}))
    below = routes.of(RULE)
    assert below is not None
    assert routes.before(below) is None
    assert list(routes.across(below, lambda _: True)) == []


@pytest.mark.parametrize(("direct", "fed"), [("logs/", False), ("logs/a", True), ("", False), ("other/", True)])
def test_what_reaches_the_end_by_itself_is_no_chain(direct: str, fed: bool) -> None:
    """A source that replicates the same objects to the end needs no replicas to go on; fewer are not enough."""
    there, on, past = (
        ReplicationRule(id=f"{source}-{name}", enabled=True, destination=f"arn:aws:s3:::{name}", prefix=prefix)
        for source, name, prefix in (("one", "two", "logs/"), ("two", "three", ""), ("one", "three", direct))
    )
    routes = Routes(an_estate({"one": [there, past], "two": [on], "three": []}))
    route = routes.of(on)
    assert route is not None
    assert any(routes.feeding(route)) is fed
