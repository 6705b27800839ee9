"""Statements that almost grant a call: where a person would look first, and most likely change something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.iam.decision import Ground, NearMiss
from replint.iam.kleene import every
from replint.iam.matching import Call, Match, match
from replint.iam.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.iam.decision import Layer
    from replint.iam.policy import Statement, Untold

ORDER = ("Condition", "Resource", "Action", "Principal")
"""Which single mismatch is nearest: a statement made for this call with a condition that fails tells most."""


def near_misses(layer: Layer, given: Iterable[Policy | Untold], call: Call) -> tuple[NearMiss, ...]:
    """The Allow statements that would grant the call but for one element, nearest first."""
    found: list[tuple[tuple[int, int], NearMiss]] = []
    for policy in given:
        if not isinstance(policy, Policy):
            continue
        for statement in policy.statements:
            miss = _miss(Ground(layer, policy, statement), match(statement, layer, call))
            if miss is not None:
                found.append(((ORDER.index(_kind(miss)), -_likeness(statement, call.action)), miss))
    return tuple(miss for _, miss in sorted(found, key=lambda each: each[0]))


def _kind(miss: NearMiss) -> str:
    return miss.element.removeprefix("Not")


def _miss(ground: Ground, found: Match) -> NearMiss | None:
    statement = ground.statement
    if statement.effect != "Allow":
        return None
    truths = {
        "Principal": found.naming.any,
        "Action": found.action,
        "Resource": found.resource,
        "Condition": every(found.conditions),
    }
    wrong = [name for name, truth in truths.items() if truth is not True]
    match wrong:
        case ["Condition"]:
            failing = next(
                each for each, truth in zip(statement.conditions, found.conditions, strict=True) if truth is not True
            )
            return NearMiss(ground, "Condition", ("Condition", failing.operator, failing.key))
        case ["Principal"]:
            name = statement.principals.element if statement.principals else "Principal"
            return NearMiss(ground, name, (name,))
        case ["Action"]:
            name = statement.actions.name if statement.actions else "Action"
            return NearMiss(ground, name, (name,))
        case ["Resource"]:
            name = statement.resources.name if statement.resources else "Resource"
            return NearMiss(ground, name, (name,))
        case _:
            return None


def _likeness(statement: Statement, action: str) -> int:
    """How much of the action's name some action of the statement begins with."""
    names = statement.actions.values if statement.actions else ()
    return max((_shared(name.lower(), action.lower()) for name in names if isinstance(name, str)), default=0)


def _shared(one: str, other: str) -> int:
    """How many characters two names begin with alike."""
    return next((index for index, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
