"""Requests against policies: which calls they allow, and which layer does not let which call through.

AWS's order: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html. The layers are
one formula (see `formula`) over a call, not one answer each: in one account the identity policy may grant half of the
objects and the bucket policy the rest.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple

from replint.iam.calls import Case, cases, uncertain, used
from replint.iam.decision import (
    AccountUnknown,
    Allowed,
    CanonicalUnknown,
    Decision,
    Denied,
    Doubt,
    Failure,
    Ground,
    KeyUnknown,
    Layer,
    NameUnknown,
    ServiceUnknown,
    SessionUnknown,
    Undecided,
    Ungranted,
    Witness,
)
from replint.iam.formula import Block, Ruling, ruling
from replint.iam.layers import Given, Level
from replint.iam.nearest import near_misses
from replint.iam.policy import Element, Policy, PrincipalName, Principals, Statement, Untold
from replint.iam.request import PrincipalType, Request
from replint.iam.reserved import RESERVED, reserved
from replint.iam.strings import written
from replint.record import record, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from replint.iam.kleene import Truth
    from replint.iam.matching import Call


CANONICAL = "CanonicalUser"

ALWAYS_ALLOWED = "sts:getcalleridentity"
"""No policy can grant or deny it (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html)."""

EVERYTHING = Statement(
    "Allow", Element("Action", ("*",)), Element("Resource", ("*",)), Principals((PrincipalName("*", "*"),))
)
"""Allows whatever is called, wherever it stands; it stands in no document."""


@record
class Policies:
    """The policies that govern a request.

    `boundary`, `session` and `resource` are None where there is none. `scps` and `rcps` have one tuple a level of the
    organisation, root first; of SCPs every level has to allow, RCPs can only deny. What nobody told is `Untold`.
    """

    identity: tuple[Given, ...] = ()
    boundary: tuple[Given, ...] | None = None
    session: tuple[Given, ...] | None = None
    resource: Given | None = None
    scps: tuple[tuple[Given, ...], ...] = ()
    rcps: tuple[tuple[Given, ...], ...] = ()

    def without(self, grounds: Iterable[Ground]) -> Policies:
        """The same policies without some of their statements."""
        gone = {id(ground.statement) for ground in grounds}

        def rest(given: Iterable[Given]) -> tuple[Given, ...]:
            return tuple(
                Policy(
                    tuple(each for each in policy.statements if id(each) not in gone),
                    policy.name,
                    policy.place,
                    policy.unread,
                )
                if isinstance(policy, Policy)
                else policy
                for policy in given
            )

        return Policies(
            rest(self.identity),
            None if self.boundary is None else rest(self.boundary),
            None if self.session is None else rest(self.session),
            None if self.resource is None else rest((self.resource,))[0],
            tuple(rest(level) for level in self.scps),
            tuple(rest(level) for level in self.rcps),
        )

    @property
    def denials(self) -> Policies:
        """The same Denies where all else is allowed, so that only a Deny refuses a call; what nobody told stays so.

        What AWS keeps for itself (see `reserved`) is not opened: no policy can.
        """
        own = self.resource
        return Policies(
            _opened(self.identity),
            None if self.boundary is None else _opened(self.boundary),
            None if self.session is None else _opened(self.session),
            own if isinstance(own, Untold) else _denying(own or Policy(()), EVERYTHING),
            tuple(map(_opened, self.scps)),
            tuple(map(_opened, self.rcps)),
        )

    def layers(self) -> tuple[tuple[Layer, tuple[Given, ...]], ...]:
        """Every level of every layer, the identity and the resource's own policies first, even where there are none."""
        return (
            (Layer.IDENTITY, self.identity),
            (Layer.RESOURCE, () if self.resource is None else (self.resource,)),
            *(((Layer.BOUNDARY, self.boundary),) if self.boundary is not None else ()),
            *(((Layer.SESSION, self.session),) if self.session is not None else ()),
            *((Layer.SCP, level) for level in self.scps),
            *((Layer.RCP, level) for level in self.rcps),
        )


def _opened(level: Iterable[Given]) -> tuple[Given, ...]:
    """A level that lets through what none of its Denies stops."""
    kept = (policy if isinstance(policy, Untold) else _denying(policy) for policy in level)
    return (*kept, Policy((EVERYTHING,)))


def _denying(policy: Policy, *more: Statement) -> Policy:
    """A policy's Denies; an Allow gives its place to one that says more, so that each Deny keeps its number."""
    kept = (each if each.effect == "Deny" else EVERYTHING for each in policy.statements)
    return Policy((*kept, *more), policy.name, policy.place)


Known = dict[Hashable, tuple[Allowed, list[Level]]]
"""Requests that were allowed, by what decided them; with the levels, whose policies are told apart as objects."""


def decide(request: Request, policies: Policies, known: Known | None = None) -> Decision:
    """What the policies say of a request's calls, all of them together.

    Requests often differ in nothing that any statement looks at: three actions of one list, say. With `known`, which
    is added to, such a one is allowed when one like it was; what is refused is always looked into.
    """
    if request.action.lower() == ALWAYS_ALLOWED:
        return Allowed(())
    policies = _that_apply(request, policies)
    bounded = policies.boundary is not None
    levels = [Level.of(layer, given, request, bounded=bounded) for layer, given in policies.layers()]
    statements = [(level.layer, voice.ground.statement) for level in levels for voice in level.voices]
    if known is None:
        return _decided(request, levels, statements, bounded=bounded)
    likeness = _likeness(request, levels, statements)
    if likeness not in known:
        decision = _decided(request, levels, statements, bounded=bounded)
        if not isinstance(decision, Allowed):
            return decision
        known[likeness] = decision, levels
    return known[likeness][0]


def _decided(
    request: Request, levels: Sequence[Level], statements: Sequence[tuple[Layer, Statement]], *, bounded: bool
) -> Decision:
    """What comes of all calls of a request, with the statements that speak of any."""
    found = cases(request, statements, bounded=bounded)
    if found is None:
        return Undecided((), (NameUnknown(),))
    outcomes = [_Outcome(case, tuple(ruling(request, levels, call) for call in case.worlds)) for case in found]
    if all(outcome.allowed is True for outcome in outcomes):
        if closed := [case for case in found if reserved(request.action, written(case.resource))]:
            witness = Witness(closed[0].resource)
            return Ungranted((Failure(Layer.RESOURCE, explicit=False, certain=True, witness=witness),))
        grants = (ground for outcome in outcomes for ruling in outcome.rulings for ground in ruling.grants)
        # A ground is compared by its objects: to compare it by all of its policy takes the square of the statements.
        return Allowed(tuple({(id(each.policy), id(each.statement)): each for each in grants}.values()))
    failures = _failures(outcomes)
    if any(outcome.allowed is False for outcome in outcomes):
        explicit = any(failure.explicit and failure.certain for failure in failures)
        return Denied(failures) if explicit else Ungranted(failures)
    keys = uncertain(request, [statement for _, statement in statements])
    return Undecided(failures, _doubts(outcomes, keys) or (_name_unknown(request, levels),))


def _likeness(request: Request, levels: Sequence[Level], statements: Sequence[tuple[Layer, Statement]]) -> Hashable:
    """All that an allowed request is decided by, whatever its action is called."""
    service = request.action.partition(":")[0].lower()
    of_aws = RESERVED.get(request.action.lower())
    said = tuple(
        (level.layer, *map(id, level.given), *((id(each.ground.statement), each.spoken) for each in level.voices))
        for level in levels
    )
    keys = tuple((key, request.context.of(key)) for key in used(statement for _, statement in statements))
    return request.caller, request.resources, request.account, service, of_aws, said, keys


def _that_apply(request: Request, policies: Policies) -> Policies:
    """Without the organisation's policies where they do not govern the caller."""
    caller = request.caller
    linked = ":role/aws-service-role/" in (caller.role or caller.name)
    service = caller.type is PrincipalType.SERVICE
    if not linked and not service:
        return policies
    return Policies(
        () if service else policies.identity,
        None if service else policies.boundary,
        None if service else policies.session,
        policies.resource,
        () if service or linked else policies.scps,
        () if linked else policies.rcps,
    )


class _Outcome(NamedTuple):
    """What becomes of one case, world by world."""

    case: Case
    rulings: tuple[Ruling, ...]

    @property
    def allowed(self) -> Truth:
        answers = {ruling.allowed for ruling in self.rulings}
        return answers.pop() if len(answers) == 1 else None


def _failures(outcomes: Sequence[_Outcome]) -> tuple[Failure, ...]:
    """Every level that blocks a case, once, with the shortest witness; certain ones before possible ones."""
    found: dict[tuple[int, bool, bool], Failure] = {}
    for outcome in outcomes:
        for block, call, certain in _blocks(outcome):
            key = (*block.key, certain)
            known = found.get(key)
            if known is None or len(call.resource) < len(known.witness.resource):
                shown = Failure(
                    block.level.layer,
                    block.explicit,
                    certain,
                    Witness(call.resource, outcome.case.varied),
                    block.denies,
                    ()
                    if block.explicit
                    else near_misses(block.level.layer, block.level.given, call, outcome.case.worlds),
                    block.level.given,
                )
                found[key] = shown.beside(known.grounds) if known else shown
            else:
                found[key] = known.beside(block.denies)
    kept = [failure for key, failure in found.items() if failure.certain or (key[0], key[1], True) not in found]
    return tuple(sorted(kept, key=lambda failure: not failure.certain))


def _blocks(outcome: _Outcome) -> list[tuple[Block, Call, bool]]:
    """The blocks of a case with a call that shows each; certain when the case fails in every world."""
    rulings = list(zip(outcome.rulings, outcome.case.worlds, strict=True))
    if outcome.allowed is not False:
        # Of what is open, a Deny whose condition may hold is worth telling, and a service by a name that may not be its
        # own; a policy that nobody told is a doubt.
        return [
            (block, call, False)
            for ruling, call in rulings
            for block in (*ruling.failing, *(block for block in ruling.open if block.denies or _misnamed(block, call)))
        ]
    blocked = [(ruling, call) for ruling, call in rulings if ruling.failing]
    common = set.intersection(*({block.key for block in ruling.failing} for ruling, _ in blocked))
    shown = [(block, call) for ruling, call in blocked for block in ruling.failing if block.key in common or not common]
    always = _in_every_world([block for block, _ in shown])
    return [(replace(block, denies=always.get(block.key, block.denies)), call, True) for block, call in shown]


def _in_every_world(blocks: Sequence[Block]) -> dict[tuple[int, bool], tuple[Ground, ...]]:
    """Of each level the Denies that fire in every world, where there are any: others only fire beside them."""
    found: dict[tuple[int, bool], tuple[Ground, ...]] = {}
    for block in blocks:
        known = found.get(block.key, block.denies)
        here = {id(ground.statement) for ground in block.denies}
        found[block.key] = tuple(ground for ground in known if id(ground.statement) in here)
    return {key: grounds for key, grounds in found.items() if grounds}


def _misnamed(block: Block, call: Call) -> bool:
    return call.caller.type is PrincipalType.SERVICE and not block.explicit and not block.level.untold


def _doubts(outcomes: Sequence[_Outcome], keys: Iterable[str]) -> tuple[Doubt, ...]:
    rulings = [ruling for outcome in outcomes for ruling in outcome.rulings if outcome.allowed is None]
    untold = (policy for ruling in rulings for block in ruling.open for policy in block.level.untold)
    doubts: list[Doubt] = [*dict.fromkeys(untold), *map(KeyUnknown, keys)]
    if any(ruling.account_matters for ruling in rulings):
        doubts.append(AccountUnknown())
    return tuple(doubts)


def _name_unknown(request: Request, levels: Iterable[Level]) -> Doubt:
    """What is open when every policy, key and account is told: what the caller is called, or a name in a policy."""
    voices = [voice for level in levels for voice in level.voices]
    if all(voice.naming.direct is not None for voice in voices):
        open_ = (voice.ground.statement.principals for voice in voices if voice.naming.account is None)
        named = (
            name.value for principals in open_ if principals for name in principals.names if name.kind == CANONICAL
        )
        return next((CanonicalUnknown(str(value)) for value in named), NameUnknown())
    return ServiceUnknown() if request.caller.type is PrincipalType.SERVICE else SessionUnknown()
