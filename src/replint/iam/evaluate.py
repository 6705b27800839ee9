"""Requests against policies: which calls they allow, and which layer does not let which call through.

AWS's order: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html. The layers are
one formula over a call, not one answer each: in one account the identity policy may grant half of the objects and
the bucket policy the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from replint.iam.calls import Case, cases, uncertain
from replint.iam.decision import (
    AccountUnknown,
    Allowed,
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
from replint.iam.kleene import Truth, every, negate, some
from replint.iam.layers import Given, Level, Said, say
from replint.iam.matching import Call, principal
from replint.iam.nearest import near_misses
from replint.iam.policy import Policy
from replint.iam.request import PrincipalType, Request
from replint.iam.reserved import reserved
from replint.iam.strings import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


ALWAYS_ALLOWED = "sts:getcalleridentity"
"""No policy can grant or deny it (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html)."""


@dataclass(frozen=True, slots=True)
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
                Policy(tuple(each for each in policy.statements if id(each) not in gone), policy.name, policy.place)
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


def decide(request: Request, policies: Policies) -> Decision:
    """What the policies say of a request's calls, all of them together."""
    if request.action.lower() == ALWAYS_ALLOWED:
        return Allowed(())
    policies = _that_apply(request, policies)
    levels = [Level.of(layer, tuple(given), request.action) for layer, given in policies.layers()]
    relevant = [(level.layer, ground.statement) for level in levels for ground in level.relevant(request)]
    found = cases(request, relevant, bounded=policies.boundary is not None)
    if found is None:
        return Undecided((), (NameUnknown(),))
    outcomes = [_Outcome(case, tuple(_rule(request, levels, call) for call in case.worlds)) for case in found]
    if all(outcome.allowed is True for outcome in outcomes):
        if closed := [case for case in found if reserved(request.action, written(case.resource))]:
            return Ungranted(
                (Failure(Layer.RESOURCE, explicit=False, certain=True, witness=Witness(closed[0].resource)),)
            )
        grants = (ground for outcome in outcomes for ruling in outcome.rulings for ground in ruling.grants)
        # A ground is compared by its objects: to compare it by all of its policy takes the square of the statements.
        return Allowed(tuple({(id(each.policy), id(each.statement)): each for each in grants}.values()))
    failures = _failures(outcomes)
    if any(outcome.allowed is False for outcome in outcomes):
        explicit = any(failure.explicit and failure.certain for failure in failures)
        return Denied(failures) if explicit else Ungranted(failures)
    keys = uncertain(request, [statement for _, statement in relevant])
    return Undecided(failures, _doubts(outcomes, keys) or (_name_unknown(request, levels),))


def _that_apply(request: Request, policies: Policies) -> Policies:
    """Without the organisation's policies where they do not govern the caller."""
    caller = request.caller
    linked = ":role/aws-service-role/" in (caller.role or caller.name)
    service = caller.type is PrincipalType.SERVICE
    return Policies(
        () if service else policies.identity,
        None if service else policies.boundary,
        None if service else policies.session,
        policies.resource,
        () if service or linked else policies.scps,
        () if linked else policies.rcps,
    )


@dataclass(frozen=True, slots=True)
class _Block:
    """A level that does not let a call through: by a Deny, or because nothing in it allows."""

    level: Level
    explicit: bool
    denies: tuple[Ground, ...] = field(default=(), compare=False)

    @property
    def key(self) -> tuple[int, bool]:
        return id(self.level), self.explicit


@dataclass(frozen=True, slots=True)
class _Ruling:
    """What all levels together say of one call; `failing` levels block it, `open` ones may."""

    allowed: Truth
    failing: tuple[_Block, ...]
    open: tuple[_Block, ...]
    grants: tuple[Ground, ...] = ()
    account_matters: bool = False


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of one case, world by world."""

    case: Case
    rulings: tuple[_Ruling, ...]

    @property
    def allowed(self) -> Truth:
        answers = {ruling.allowed for ruling in self.rulings}
        return answers.pop() if len(answers) == 1 else None


def _rule(request: Request, levels: Sequence[Level], call: Call) -> _Ruling:
    said = [say(level, call) for level in levels]
    caller, owner = request.caller.account, request.account
    if request.caller.type is PrincipalType.SERVICE or (caller is not None and owner is not None):
        return _combine(request, said, same=caller == owner)
    # Whose the resource is, nobody told: decide both ways.
    here, there = _combine(request, said, same=True), _combine(request, said, same=False)
    if here.allowed is True and there.allowed is True:
        return here
    both = tuple(block for block in there.failing if block in here.failing)
    if here.allowed is False and there.allowed is False:
        return _Ruling(allowed=False, failing=both or there.failing, open=())
    either = tuple(dict.fromkeys((*here.failing, *there.failing, *here.open, *there.open)))
    return _Ruling(allowed=None, failing=(), open=either, account_matters=True)


def _combine(request: Request, said: Sequence[Said], *, same: bool) -> _Ruling:
    """The formula: which levels have to let the call through, and whether each does given what others grant."""
    identity, resource, *rest = said
    own: Truth = True if request.caller.type is PrincipalType.ROOT else identity.direct
    named = some((resource.direct, resource.by_role))
    # In one account, a grant to the session, to a user or to everyone is not capped by what boundary and session
    # policy leave out; a grant to the role is.
    uncapped: Truth = resource.direct if same else False
    if request.caller.type is PrincipalType.SERVICE:
        needs = [(resource, resource.direct)]
    elif not same:
        needs = [(identity, own), (resource, some((named, resource.by_account)))]
    elif _guards_itself(request, has_policy=bool(resource.level.given)):
        needs = [(resource, some((named, resource.by_account))), (identity, some((named, own)))]
    else:
        needs = [(identity, some((named, own)))]
    for each in rest:
        if each.level.layer in (Layer.BOUNDARY, Layer.SESSION):
            needs.append((each, some((each.direct, uncapped))))
        elif each.level.layer is Layer.SCP:
            needs.append((each, each.direct))
    return _ruling(said, needs)


def _ruling(said: Sequence[Said], needs: Sequence[tuple[Said, Truth]]) -> _Ruling:
    denied = some(each.denied for each in said)
    granted = every(truth for _, truth in needs)
    blocks = [
        *((_Block(each.level, explicit=True, denies=each.denies), negate(each.denied)) for each in said),
        *((_Block(each.level, explicit=False), truth) for each, truth in needs),
    ]
    return _Ruling(
        every((granted, negate(denied))),
        tuple(block for block, passes in blocks if passes is False),
        tuple(block for block, passes in blocks if passes is None),
        tuple(ground for each in said for ground in each.allows),
    )


def _guards_itself(request: Request, *, has_policy: bool) -> bool:
    """Whether the resource's own policy has to allow even its own account's principals: KMS keys and roles.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html; a role's trust policy likewise.
    """
    service = request.action.partition(":")[0].lower()
    if service == "kms":
        resource = str(request.resources)
        return resource != "*" and ":alias/" not in resource
    return service == "sts" and has_policy


def _failures(outcomes: Sequence[_Outcome]) -> tuple[Failure, ...]:
    """Every level that blocks a case, once, with the shortest witness; certain ones before possible ones."""
    found: dict[tuple[int, bool, bool], Failure] = {}
    for outcome in outcomes:
        for block, call, certain in _blocks(outcome):
            key = (*block.key, certain)
            if key in found and len(found[key].witness.resource) <= len(call.resource):
                continue
            found[key] = Failure(
                block.level.layer,
                block.explicit,
                certain,
                Witness(call.resource, outcome.case.varied),
                block.denies,
                () if block.explicit else near_misses(block.level.layer, block.level.given, call),
            )
    kept = [failure for key, failure in found.items() if failure.certain or (key[0], key[1], True) not in found]
    return tuple(sorted(kept, key=lambda failure: not failure.certain))


def _blocks(outcome: _Outcome) -> list[tuple[_Block, Call, bool]]:
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
    return [
        (block, call, True) for ruling, call in blocked for block in ruling.failing if block.key in common or not common
    ]


def _misnamed(block: _Block, call: Call) -> bool:
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
    probe = Call(request.caller, request.action, "", request.context)
    grounds = (ground for level in levels for ground in level.grounds)
    if all(principal(ground.statement, ground.layer, probe).direct is not None for ground in grounds):
        return NameUnknown()
    return ServiceUnknown() if request.caller.type is PrincipalType.SERVICE else SessionUnknown()
