"""One level of policies, and what it says of one call: whether it denies, and whom it allows by what name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.iam.decision import Ground, Layer
from replint.iam.kleene import Truth, every, some
from replint.iam.matching import Call, action, conditions, principal, resource
from replint.iam.policy import Policy, Untold
from replint.record import field, record

if TYPE_CHECKING:
    from replint.iam.principals import Naming
    from replint.iam.request import Request

Given = Policy | Untold
"""A policy, or one that nobody told."""


class Voice(NamedTuple):
    """A statement that speaks of a request's action and names its caller, or may; of which calls, each call tells."""

    ground: Ground
    naming: Naming
    spoken: Truth
    """Whether the statement speaks of the action."""

    def holds(self, call: Call) -> Truth:
        """Whether the statement speaks of one call of the request, once the caller is named."""
        statement, layer = self.ground.statement, self.ground.layer
        where = resource(statement, layer, call)
        if where is False or not statement.conditions:
            return every((self.spoken, where))
        return every((self.spoken, where, *conditions(statement, call)))


@record(eq=False)
class Level:
    """One level of one layer, with the statements that have a say in a request."""

    layer: Layer
    given: tuple[Given, ...]
    voices: tuple[Voice, ...]
    untold: tuple[Untold, ...] = field(default=())
    """The policies of the level that nobody told."""

    @staticmethod
    def of(layer: Layer, given: tuple[Given, ...], request: Request, *, bounded: bool) -> Level:
        """The level; `bounded` tells that the caller has a permissions boundary."""
        probe = Call(request.caller, request.action, "", request.context, bounded=bounded)
        voices = []
        for policy in given:
            if not isinstance(policy, Policy):
                continue
            for statement in policy.statements:
                spoken = action(statement, request.action)
                if spoken is False:
                    continue
                naming = principal(statement, layer, probe)
                if naming.any is not False:
                    voices.append(Voice(Ground(layer, policy, statement), naming, spoken))
        return Level(layer, given, tuple(voices), tuple(policy for policy in given if isinstance(policy, Untold)))


class Said(NamedTuple):
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
    denies: list[tuple[Ground, Truth]] = []
    allows: list[Ground] = []
    for voice in level.voices:
        ground, naming, _ = voice
        holds = voice.holds(call)
        if holds is False:
            continue
        whole = every((naming.any, holds))
        if ground.statement.effect == "Deny":
            denied = some((denied, whole))
            denies.append((ground, whole))
            continue
        if whole:
            allows.append(ground)
        direct = some((direct, every((naming.direct, holds))))
        by_role = some((by_role, every((naming.role, holds))))
        by_account = some((by_account, every((naming.account, holds))))
    # Where one surely denies, those that may are not what denies.
    denying = tuple(ground for ground, whole in denies if whole is denied)
    return Said(level, denied, direct, by_role, by_account, denying, tuple(allows))
