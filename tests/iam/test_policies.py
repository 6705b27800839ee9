"""What policies are left when some of their statements are set aside."""

from __future__ import annotations

import pytest

from replint.iam.decision import Ground, Layer
from replint.iam.evaluate import Policies
from replint.iam.policy import Element, Policy, Statement, Untold

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
