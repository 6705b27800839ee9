"""What policies are left when some of their statements are set aside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from replint.iam.decision import Allowed, Denied, Ground, Layer, Undecided
from replint.iam.evaluate import EVERYTHING, Policies, decide
from replint.iam.policy import Condition, Element, Policy, PrincipalName, Principals, Statement, Untold
from replint.iam.request import Gap
from tests.iam.estate import ABROAD, HOME, KEY, ROLE, SERVICE, ask

if TYPE_CHECKING:
    from replint.iam.request import Domain, Request

ANY = Element("Resource", ("*",))
READ, WRITE = (Statement("Allow", Element("Action", (f"s3:{name}*",)), ANY) for name in ("Get", "Put"))
BOTH = Policy((READ, WRITE), "both")
UNTOLD = Untold("a policy")

EVERYWHERE = Policies(
    identity=(BOTH, UNTOLD),
    boundary=(BOTH,),
    session=(BOTH,),
    resource=BOTH,
    scps=((BOTH,), (BOTH, UNTOLD)),
    rcps=((BOTH,),),
)


def test_a_statement_is_set_aside_wherever_it_stands() -> None:
    """What is left are the other statements, under the same names, and what nobody told."""
    rest = EVERYWHERE.without([Ground(Layer.IDENTITY, BOTH, READ)])
    left = Policy((WRITE,), "both")
    assert rest == Policies(
        identity=(left, UNTOLD),
        boundary=(left,),
        session=(left,),
        resource=left,
        scps=((left,), (left, UNTOLD)),
        rcps=((left,),),
    )
    assert isinstance(rest.resource, Policy)
    assert (rest.resource.name, rest.resource.place) == ("both", BOTH.place)


@pytest.mark.parametrize("policies", [Policies(), Policies(identity=(BOTH,)), EVERYWHERE])
def test_nothing_set_aside_changes_nothing(policies: Policies) -> None:
    """Where there is no boundary, session or resource policy there is none afterwards either."""
    assert policies.without([]) == policies


def test_statements_that_read_the_same_are_told_apart() -> None:
    """Only the statement meant is set aside, not another that says the same."""
    twin = Statement("Allow", READ.actions, ANY)
    rest = Policies(identity=(Policy((READ, twin)),)).without([Ground(Layer.IDENTITY, BOTH, READ)])
    assert rest.identity == (Policy((twin,)),)


DENY = Statement("Deny", Element("Action", ("s3:Get*",)), ANY, Principals((PrincipalName("*", "*"),)))


def test_denials() -> None:
    """Every Deny stays where it stands, and an Allow of everything stands where one stood, and once more a level."""
    mixed = Policy((READ, DENY, WRITE), "mixed")
    left, more = Policy((EVERYTHING, DENY, EVERYTHING)), Policy((EVERYTHING,))
    denials = Policies(
        identity=(mixed, UNTOLD),
        boundary=(mixed,),
        session=(),
        resource=mixed,
        scps=((mixed,), (UNTOLD,)),
        rcps=((mixed,),),
    ).denials
    assert denials == Policies(
        identity=(left, UNTOLD, more),
        boundary=(left, more),
        session=(more,),
        resource=Policy((*left.statements, EVERYTHING)),
        scps=((left, more), (UNTOLD, more)),
        rcps=((left, more),),
    )
    assert isinstance(denials.resource, Policy)
    assert denials.resource.name == "mixed"
    assert EVERYTHING.place is None


def test_denials_of_nothing() -> None:
    """Where no document denies there is nothing that could, and no boundary and no session policy comes to be."""
    assert Policies().denials == Policies(identity=(Policy((EVERYTHING,)),), resource=Policy((EVERYTHING,)))
    assert Policies(resource=UNTOLD).denials.resource is UNTOLD


@pytest.mark.parametrize(
    "request_", [ask(), ask(owner=ABROAD), ask(owner=None), ask(KEY, action="kms:Decrypt"), ask(caller=SERVICE)]
)
def test_denials_let_through_what_nothing_allows(request_: Request) -> None:
    """No policy need be there: in another account, of a key, for a service."""
    assert isinstance(decide(request_, Policies().denials), Allowed)
    assert isinstance(decide(request_, Policies(resource=Policy((READ,))).denials), Allowed)


@pytest.mark.parametrize("where", ["identity", "boundary", "session", "resource", "scps", "rcps"])
def test_a_policy_that_is_not_told_may_deny(where: str) -> None:
    """What nobody told leaves open whether anything denies, unless another Deny fires; that alone is in doubt."""
    given: Any = {"resource": UNTOLD, "scps": ((UNTOLD,),), "rcps": ((UNTOLD,),)}.get(where, (UNTOLD,))
    untold: Policies = replace(Policies(rcps=((BOTH,),)), **{where: given})
    request = ask(caller=ROLE)
    assert decide(request, untold.denials) == Undecided((), (UNTOLD,))
    denied = replace(untold, rcps=(*untold.rcps, (Policy((DENY,)),)))
    assert isinstance(decide(request, denied.denials), Denied)


@pytest.mark.parametrize("owner", [HOME, ABROAD, None])
def test_whose_a_resource_is_matters_to_no_deny(owner: str | None) -> None:
    """With every policy told, only what a condition looks at leaves a Deny open."""
    perhaps = Policies(identity=(Policy((replace(DENY, conditions=(Condition("StringEquals", "k", ("v",)),)),)),))
    keys: list[tuple[Domain, type]] = [(("v",), Denied), (("w",), Allowed), (Gap.UNKNOWN, Undecided)]
    for held, kind in keys:
        assert isinstance(decide(ask(owner=owner, context={"k": held}), perhaps.denials), kind)
