"""Statements that almost grant a call: where a person would look first, and most likely change something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.iam.arn import Arn
from replint.iam.calls import cases
from replint.iam.decision import Ground, NearMiss
from replint.iam.kleene import every
from replint.iam.matching import Call, holds_in, match
from replint.iam.pattern import Pattern
from replint.iam.policy import Policy
from replint.iam.request import EachOf, OneOf, Request
from replint.iam.strings import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from replint.iam.decision import Layer
    from replint.iam.kleene import Truth
    from replint.iam.policy import Condition, Element, Statement, Untold


def near_misses(
    layer: Layer, given: Iterable[Policy | Untold], call: Call, worlds: Sequence[Call] = ()
) -> tuple[NearMiss, ...]:
    """The Allow statements that would grant the call but for one element, nearest first.

    `worlds` are the same call in every admissible case: of the conditions that fail in the call, those come first that
    hold in no case, since the others may be right as they are.
    """
    found: list[tuple[float, NearMiss]] = []
    for policy in given:
        if not isinstance(policy, Policy):
            continue
        for statement in policy.statements:
            miss = _miss(Ground(layer, policy, statement), call, _varied(layer, statement, worlds or (call,)))
            likeness = _likeness(miss, call) if miss else 0.0
            if miss and likeness:
                found.append((likeness, miss))
    return tuple(miss for _, miss in sorted(found, key=lambda each: -each[0]))


MOST_WORLDS = 1000
"""Of more cases than this a statement is looked at without those of its own keys."""


def _varied(layer: Layer, statement: Statement, worlds: Sequence[Call]) -> Sequence[Call]:
    """The same cases, each also with every value of the keys that vary and that this statement alone looks at.

    The request was decided without them, as the statement does not speak of it.
    """
    first = worlds[0]
    own = {condition.key.lower() for condition in statement.conditions} - first.chosen.keys()
    if statement.effect != "Allow" or not any(isinstance(first.context.of(key), EachOf | OneOf) for key in own):
        return worlds
    request = Request(first.caller, first.action, Pattern((*first.resource,)), None, first.context)
    found = cases(request, ((layer, statement),), bounded=first.bounded) or ()
    chosen = [world.chosen for case in found for world in case.worlds]
    if not 0 < len(chosen) * len(worlds) <= MOST_WORLDS:
        return worlds
    return [world._replace(chosen={**each, **world.chosen}) for world in worlds for each in chosen]


def _miss(ground: Ground, call: Call, worlds: Sequence[Call]) -> NearMiss | None:
    statement = ground.statement
    if statement.effect != "Allow":
        return None
    found = match(statement, ground.layer, call)
    truths = {
        "Principal": found.naming.any,
        "Action": found.action,
        "Resource": found.resource,
        "Condition": every(found.conditions),
    }
    wrong = [name for name, truth in truths.items() if truth is not True]
    held = [_all_hold(statement.conditions, statement, world) for world in worlds] if wrong else []
    if len(wrong) > 1 and any(held):
        # The conditions are as they should be in some admissible case: what is wrong is something else.
        wrong = [name for name in wrong if name != "Condition"]
    match wrong:
        case ["Condition"]:
            return _failing(ground, found.conditions, worlds)
        case ["Principal"] | ["Principal", "Condition"] if len(wrong) == 1 or _names_services(statement):
            # What is meant for services asks for what only services carry: one mistake, and the principal is it.
            name = statement.principals.element if statement.principals else "Principal"
            return NearMiss(ground, name, (name,), alone=all(held))
        case ["Action"]:
            name = statement.actions.name if statement.actions else "Action"
            return NearMiss(ground, name, (name,), alone=all(held))
        case ["Resource"]:
            name = statement.resources.name if statement.resources else "Resource"
            return NearMiss(ground, name, (name,), alone=all(held))
        case _:
            return None


def _failing(ground: Ground, truths: Iterable[Truth], worlds: Sequence[Call]) -> NearMiss:
    """The conditions that have to change: those that never hold; where each holds at times, those that fail here."""
    statement = ground.statement
    here = [each for each, truth in zip(statement.conditions, truths, strict=True) if truth is not True]
    never = [each for each in here if not any(holds_in(each, statement, world) is not False for world in worlds)]
    others = [each for each in statement.conditions if each not in never]
    alone = bool(never) and all(_all_hold(others, statement, world) for world in worlds)
    first, *rest = (("Condition", each.operator, each.key) for each in never or here)
    return NearMiss(ground, "Condition", first, tuple(rest) if never else (), surely=bool(never), alone=alone)


def _all_hold(conditions: Iterable[Condition], statement: Statement, call: Call) -> bool:
    return all(holds_in(each, statement, call) is True for each in conditions)


def _names_services(statement: Statement) -> bool:
    principals = statement.principals
    return principals is not None and all(name.kind == "Service" for name in principals.names)


def _likeness(miss: NearMiss, call: Call) -> float:
    """How near a miss is, from 0 (not at all) to 2: how much of the name asked for the element's values begin with.

    A statement that was made for this very call, with a condition that does not hold, is nearest. One that names
    somebody else is near only if nothing else is, and not at all if it grants a whole service: nobody should be let in
    there for one action.
    """
    statement = miss.ground.statement
    match miss.element.removeprefix("Not"):
        case "Condition":
            return 2.0
        case "Principal":
            return 0.0 if _grants_all(statement.actions) else 0.01
        case "Action":
            service, _, name = call.action.partition(":")
            return _shared(statement.actions, name, behind=f"{service}:") or 0.0
        case _:
            arn = Arn.parse(written(call.resource))
            name = arn.resource if arn else written(call.resource)
            return _shared(statement.resources, name, behind=str(arn).removesuffix(name)) or 0.01


def _grants_all(element: Element | None) -> bool:
    return (
        element is None
        or element.complement
        or any(value == "*" or str(value).endswith(":*") for value in element.values)
    )


def _shared(element: Element | None, name: str, *, behind: str) -> float:
    """The largest part of a name that a value begins with, as a fraction; 0 if none has what stands before the name."""
    values = [value for value in element.values if isinstance(value, str)] if element else []
    rests = [value[len(behind) :] for value in values if value.lower().startswith(behind.lower())]
    # A value that only has what stands before is still nearer than none.
    return max((0.05 + _common(rest, name) / max(len(name), 1) for rest in rests), default=0.0)


def _common(one: str, other: str) -> int:
    """How many characters two names begin with alike."""
    pairs = zip(one.lower(), other.lower(), strict=False)
    return next((index for index, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))
