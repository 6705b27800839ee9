"""The formula over all levels for one call: which of them have to let it through, and which do not.

The levels are one formula, not one answer each: in one account the identity policy may grant what the boundary leaves
out if the bucket policy names the session. AWS's order:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.iam.decision import Ground, Layer
from replint.iam.kleene import Truth, every, negate, some
from replint.iam.layers import Level, Said, say
from replint.iam.request import PrincipalType, Request
from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replint.iam.matching import Call


@record
class Block:
    """A level that does not let a call through: by a Deny, or because nothing in it allows."""

    level: Level
    explicit: bool
    denies: tuple[Ground, ...] = field(default=(), compare=False)

    @property
    def key(self) -> tuple[int, bool]:
        """What two blocks of different calls have in common: the level, and whether a Deny of it blocks."""
        return id(self.level), self.explicit


class Ruling(NamedTuple):
    """What all levels together say of one call; `failing` levels block it, `open` ones may."""

    allowed: Truth
    failing: tuple[Block, ...]
    open: tuple[Block, ...]
    grants: tuple[Ground, ...] = ()
    account_matters: bool = False


def ruling(request: Request, levels: Sequence[Level], call: Call) -> Ruling:
    """What all levels together say of one call of a request."""
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
        return Ruling(allowed=False, failing=both or there.failing, open=())
    either = tuple(dict.fromkeys((*here.failing, *there.failing, *here.open, *there.open)))
    return Ruling(allowed=None, failing=(), open=either, account_matters=True)


def _combine(request: Request, said: Sequence[Said], *, same: bool) -> Ruling:
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


def _ruling(said: Sequence[Said], needs: Sequence[tuple[Said, Truth]]) -> Ruling:
    blocks = [
        *(
            (Block(each.level, explicit=True, denies=each.denies), negate(each.denied))
            for each in said
            if each.denied is not False
        ),
        *((Block(each.level, explicit=False), truth) for each, truth in needs if truth is not True),
    ]
    return Ruling(
        every((*(truth for _, truth in needs), *(negate(each.denied) for each in said))),
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
