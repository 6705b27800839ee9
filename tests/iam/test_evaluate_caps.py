"""Permissions boundaries and session policies: they grant nothing, and cap most of what others grant.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from replint.iam.evaluate import Policies
from replint.iam.policy import Policy, Untold
from tests.iam.estate import (
    HOME,
    ROLE,
    ROLE_ARN,
    SERVICE,
    SESSION,
    SESSION_ARN,
    USER,
    USER_ARN,
    allow,
    ask,
    deny,
    policy,
    told,
)

if TYPE_CHECKING:
    from replint.iam.request import Caller

EMPTY, FULL = policy(), policy(allow())
READ = policy(allow(Action="s3:Get*"))
GRANTED = Policies(identity=(FULL,))


def capped(policies: Policies, cap: str, *given: Policy | Untold) -> Policies:
    """Return the policies under a boundary or a session policy."""
    return replace(policies, boundary=given) if cap == "boundary" else replace(policies, session=given)


CAPS = pytest.mark.parametrize("cap", ["boundary", "session"])

WITH_IDENTITY = {
    "one that allows": (READ, "allowed"),
    "one that is empty": (EMPTY, "ungranted by {}"),
    "one of another action": (policy(allow(Action="s3:Put*")), "ungranted by {}"),
    "one that denies": (policy(allow(), deny()), "denied by {}!"),
    "one that nobody told": (Untold("it"), "undecided"),
}


@CAPS
@pytest.mark.parametrize(("given", "expected"), WITH_IDENTITY.values(), ids=WITH_IDENTITY)
def test_what_a_cap_leaves_of_an_identity_policy(cap: str, given: Policy | Untold, expected: str) -> None:
    """A boundary or session policy has to allow what the identity policy allows."""
    assert told(ask(), capped(GRANTED, cap, given)) == expected.format(cap)


@CAPS
def test_a_cap_grants_nothing(cap: str) -> None:
    """A boundary or session policy that allows everything gives nothing of its own."""
    assert told(ask(), capped(Policies(), cap, FULL)) == "ungranted by identity"


@CAPS
def test_several_policies_are_one_cap(cap: str) -> None:
    """Of several session policies, or a boundary in parts, one that allows is enough and one that denies too."""
    assert told(ask(), capped(GRANTED, cap, EMPTY, READ)) == "allowed"
    assert told(ask(), capped(GRANTED, cap, READ, policy(deny()))) == f"denied by {cap}!"


# Who is named in the bucket policy, who calls, and whether a boundary that is silent stops it.
NUANCES: dict[str, tuple[Caller, dict[str, str] | str, bool]] = {
    "the role": (SESSION, {"AWS": ROLE_ARN}, True),
    "the role's unique id": (SESSION, {"AWS": "AROAEXAMPLE"}, True),
    "the role of a role": (ROLE, {"AWS": ROLE_ARN}, True),
    "the account": (SESSION, {"AWS": HOME}, True),
    "the session": (SESSION, {"AWS": SESSION_ARN}, False),
    "everyone": (SESSION, "*", False),
    "everyone in AWS": (SESSION, {"AWS": "*"}, False),
    "everyone, of a role": (ROLE, "*", False),
    "the user": (USER, {"AWS": USER_ARN}, False),
}


@CAPS
@pytest.mark.parametrize(("caller", "principal", "stopped"), NUANCES.values(), ids=NUANCES)
def test_how_far_a_grant_carries(cap: str, caller: Caller, principal: dict[str, str] | str, stopped: bool) -> None:
    """In one account, a bucket policy's grant to a role is capped; one to the session, a user or everyone is not.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
    """
    policies = replace(GRANTED, resource=policy(allow(Principal=principal)))
    assert told(ask(caller=caller), capped(policies, cap, EMPTY)) == (f"ungranted by {cap}" if stopped else "allowed")
    assert told(ask(caller=caller), capped(policies, cap, policy(deny()))).startswith(f"denied by {cap}!")


@CAPS
def test_a_session_of_a_role_may_be_the_one_that_is_named(cap: str) -> None:
    """Where a silent cap would stop the role but not one of its sessions, it is open which of them calls."""
    policies = replace(GRANTED, resource=policy(allow(Principal={"AWS": SESSION_ARN})))
    assert told(ask(caller=ROLE), capped(policies, cap, EMPTY)) == "undecided"


def test_a_boundary_and_everyone_but_somebody() -> None:
    """A Deny with `NotPrincipal` hits every caller that has a boundary, whomever it spares by name.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    """
    policies = replace(GRANTED, resource=policy(deny(NotPrincipal={"AWS": [ROLE_ARN, SESSION_ARN, HOME]})))
    assert told(ask(), policies) == "allowed"
    assert told(ask(), replace(policies, session=(FULL,))) == "allowed"
    assert told(ask(), replace(policies, boundary=(FULL,))) == "denied by resource!"


def test_an_allow_to_everyone_but_somebody() -> None:
    """An Allow with `NotPrincipal` names everyone else, and a boundary changes nothing about that."""
    spared = replace(Policies(), resource=policy(allow(NotPrincipal={"AWS": USER_ARN})))
    named = replace(Policies(), resource=policy(allow(NotPrincipal={"AWS": ROLE_ARN})))
    for boundary in (None, (FULL,)):
        assert told(ask(), replace(spared, boundary=boundary)) == "allowed"
        assert told(ask(), replace(named, boundary=boundary)) == "ungranted by identity"


def test_a_service_has_neither() -> None:
    """A service that calls for itself has no boundary, no session policy and no identity policy."""
    policies = Policies(
        identity=(policy(deny()),),
        boundary=(EMPTY,),
        session=(EMPTY,),
        resource=policy(
            allow(Principal={"Service": "s3.amazonaws.com"}), deny(NotPrincipal={"Service": "s3.amazonaws.com"})
        ),
    )
    assert told(ask(caller=SERVICE), replace(policies, resource=None)) == "ungranted by resource"
    assert told(ask(caller=SERVICE), policies) == "allowed"
