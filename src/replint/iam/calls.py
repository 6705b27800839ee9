"""A request as finitely many concrete calls: one for each class that the statements at hand can tell apart.

The calls of a request differ in their resource and in the keys that vary with it (`EachOf`): *every* such call is made.
Of other keys nobody knows which value they hold (`OneOf`, unknown): *some* world of them is the real one. Sets are
split by the patterns that occur in the statements; a representative of each class then stands for the whole class.
"""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from replint.iam import condition, variables
from replint.iam.matching import Call, anything_for_unknown, resource_patterns
from replint.iam.operators import operator
from replint.iam.pattern import ANYTHING, Pattern
from replint.iam.request import EachOf, Gap, OneOf
from replint.iam.strings import classes
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from replint.iam.decision import Layer
    from replint.iam.policy import Condition, PolicyText, Statement
    from replint.iam.request import Member, Request, Value

MOST_CALLS = 20_000
MOST_MATCHES = 200_000
"""How many times a statement may be held against a call, all statements and calls of a request together."""


class Case(NamedTuple):
    """Calls that every statement treats alike, as one call in each admissible world."""

    worlds: tuple[Call, ...]
    varied: tuple[tuple[str, Value], ...]
    """The values of the keys in which the request's calls differ."""

    @property
    def resource(self) -> Member:
        """The resource that stands for the case."""
        return self.worlds[0].resource


@record
class Uses:
    """Where the statements at hand use a context key."""

    conditions: tuple[tuple[Statement, Condition], ...] = ()
    as_variable: bool = False


def cases(request: Request, statements: Sequence[tuple[Layer, Statement]], *, bounded: bool) -> list[Case] | None:
    """All cases of a request that the statements can tell apart, or None when they have too many calls."""
    uses = _uses(statement for _, statement in statements)
    each: dict[str, tuple[Value, ...]] = {}
    some: dict[str, tuple[Value, ...]] = {}
    instead: dict[str, tuple[Value, ...]] = {}
    for key, use in uses.items():
        domain = request.context.of(key)
        match domain:
            case OneOf(values):
                some[key] = values
            case EachOf():
                each[key] = _members(domain, use, request)
                instead[key] = domain.instead
            case Gap.UNKNOWN:
                some[key] = _anything(use, request)
            case _:
                pass
    found: list[Case] = []
    calls = 0
    resources: list[Member] | None = None
    depends = any(use.as_variable for use in uses.values())
    for varied in _choices(each):
        admissible = {**some, **{key: (value, *instead[key]) for key, value in varied.items()}}
        worlds = [
            Call(request.caller, request.action, "", request.context, world, bounded)
            for world in islice(_choices(admissible), MOST_CALLS + 1)
        ]
        if depends or resources is None:
            resources = _resources(request.resources, statements, worlds)
        if resources is None:
            return None
        calls += len(resources) * len(worlds)
        if calls * (1 + len(statements)) > MOST_MATCHES or calls > MOST_CALLS:
            return None
        found += [
            Case(tuple(_at(world, resource) for world in worlds), tuple(sorted(varied.items())))
            for resource in resources
        ]
    return found


def uncertain(request: Request, statements: Sequence[Statement]) -> tuple[str, ...]:
    """The keys, as the policies write them, that the statements use and that hold nobody knows what."""
    written = {each.key.lower(): each.key for statement in statements for each in statement.conditions}
    return tuple(
        written.get(key, key)
        for key in _uses(statements)
        if isinstance(domain := request.context.of(key), OneOf)
        or domain is Gap.UNKNOWN
        or (isinstance(domain, EachOf) and domain.instead)
    )


def used(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The keys, lower case, that the statements look at in conditions and variables."""
    return tuple(_uses(statements))


def _at(call: Call, resource: Member) -> Call:
    return call._replace(resource=resource)


def _choices(values: Mapping[str, tuple[Value, ...]]) -> Iterator[dict[str, Value]]:
    for row in product(*values.values()):
        yield dict(zip(values, row, strict=True))


def _uses(statements: Iterable[Statement]) -> dict[str, Uses]:
    tested: dict[str, list[tuple[Statement, Condition]]] = {}
    inserted: set[str] = set()
    for statement in statements:
        for each in statement.conditions:
            tested.setdefault(each.key.lower(), []).append((statement, each))
            inserted.update(_variables(statement, each.values))
        if statement.resources:
            inserted.update(_variables(statement, statement.resources.values))
    keys = [*tested, *sorted(inserted - tested.keys())]
    return {key: Uses(tuple(tested.get(key, ())), key in inserted) for key in keys}


def _variables(statement: Statement, texts: Iterable[PolicyText]) -> Iterator[str]:
    if statement.variables:
        for text in texts:
            yield from variables.mentioned(text)


def _separators(use: Uses, request: Request) -> tuple[Pattern, ...] | None:
    """The patterns that decide what a key's value means to the statements; None where patterns do not."""
    if use.as_variable:
        return None
    lookup = Call(request.caller, request.action, "", request.context).value
    found: list[Pattern] = []
    for statement, each in use.conditions:
        patterns = condition.separators(each, lookup, variables=statement.variables)
        if patterns is None:
            return None
        found += patterns
    return tuple(dict.fromkeys(found))


def _members(domain: EachOf, use: Uses, request: Request) -> tuple[Value, ...]:
    absent: tuple[Value, ...] = (Gap.ABSENT,) if domain.absent else ()
    return (*absent, *_representatives(domain.members, use, request))


def _anything(use: Uses, request: Request) -> tuple[Value, ...]:
    if any(_takes_sets(each) for _, each in use.conditions):
        # The key may hold several values, and no single one stands for those.
        return (Gap.UNKNOWN,)
    found = _representatives(ANYTHING, use, request)
    return found if Gap.UNKNOWN in found else (Gap.ABSENT, *found)


def _takes_sets(tested: Condition) -> bool:
    applied = operator(tested.operator)
    return applied is not None and applied.quantifier is not None


def _representatives(space: Pattern, use: Uses, request: Request) -> tuple[Value, ...]:
    patterns = _separators(use, request)
    split = None if patterns is None else classes(space, patterns)
    if split is None:
        return (Gap.UNKNOWN,)
    return tuple((_member(word),) for word in split.values())


def _resources(
    space: Pattern, statements: Sequence[tuple[Layer, Statement]], worlds: Sequence[Call]
) -> list[Member] | None:
    patterns: dict[Pattern, None] = {}
    for layer, statement in statements:
        if statement.resources is None:
            continue
        fixed = not any(True for _ in _variables(statement, statement.resources.values))
        for call in worlds[:1] if fixed else worlds:
            # Whatever an unknown variable holds, it means one text: what no value of it reaches is a class of its own.
            value = call.value if fixed else anything_for_unknown(call.value)
            found = resource_patterns(statement.resources, layer, value, variables=statement.variables)
            patterns.update((pattern, None) for pattern in found if isinstance(pattern, Pattern))
    split = classes(space, tuple(patterns))
    return None if split is None else [_member(word) for word in split.values()]


def _member(word: tuple[object, ...]) -> Member:
    try:
        return "".join(word)  # type: ignore[arg-type] # the very question
    except TypeError:  # it has an atom
        return word  # type: ignore[return-value]
