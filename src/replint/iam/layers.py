"""One level of policies, and what it says of one call: whether it denies, and whom it allows by what name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from replint.iam.decision import Ground, Layer
from replint.iam.kleene import Truth, every, some
from replint.iam.matching import Call, action, match, principal
from replint.iam.policy import Policy, Untold

if TYPE_CHECKING:
    from replint.iam.request import Request

Given = Policy | Untold
"""A policy, or one that nobody told."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of one layer, with the statements that speak of the action."""

    layer: Layer
    given: tuple[Given, ...]
    grounds: tuple[Ground, ...]

    @staticmethod
    def of(layer: Layer, given: tuple[Given, ...], name: str) -> Level:
        """The level, with the statements that speak of the action of this name."""
        grounds = tuple(
            Ground(layer, policy, statement)
            for policy in given
            if isinstance(policy, Policy)
            for statement in policy.statements
            if action(statement, name) is not False
        )
        return Level(layer, given, grounds)

    @property
    def untold(self) -> tuple[Untold, ...]:
        """The policies of the level that nobody told."""
        return tuple(policy for policy in self.given if isinstance(policy, Untold))

    def relevant(self, request: Request) -> list[Ground]:
        """The statements that speak of the action and name the caller."""
        probe = Call(request.caller, request.action, "", request.context)
        return [
            ground
            for ground in self.grounds
            if ground.statement.effect == "Deny" or principal(ground.statement, self.layer, probe).any is not False
        ]


@dataclass(frozen=True, slots=True)
class Said:
    """What one level says of one call: whether it denies, and whom it allows by what name."""

    level: Level
    denied: Truth
    direct: Truth
    by_role: Truth
    by_account: Truth
    denies: tuple[Ground, ...]
    allows: tuple[Ground, ...]


def say(level: Level, call: Call) -> Said:
    """What a level says of a call; a level with a policy that nobody told may say anything."""
    untold: Truth = None if level.untold else False
    denied = direct = by_role = by_account = untold
    denies: list[Ground] = []
    allows: list[Ground] = []
    for ground in level.grounds:
        found = match(ground.statement, level.layer, call)
        rest = found.rest
        whole = every((found.naming.any, rest))
        if whole is False:
            continue
        if ground.statement.effect == "Deny":
            denied = some((denied, whole))
            denies.append(ground)
            continue
        if whole:
            allows.append(ground)
        direct = some((direct, every((found.naming.direct, rest))))
        by_role = some((by_role, every((found.naming.role, rest))))
        by_account = some((by_account, every((found.naming.account, rest))))
    return Said(level, denied, direct, by_role, by_account, tuple(denies), tuple(allows))
