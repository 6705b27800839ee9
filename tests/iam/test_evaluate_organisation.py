"""Service control policies and resource control policies: what an organisation leaves to its accounts.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from replint.iam.evaluate import Policies
from replint.iam.policy import Untold
from tests.iam.estate import (
    ABROAD,
    LINKED,
    LINKED_ARN,
    ROLE_ARN,
    ROOT,
    SERVICE,
    SESSION,
    SESSION_ARN,
    USER,
    allow,
    ask,
    deny,
    policy,
    told,
)

if TYPE_CHECKING:
    from replint.iam.layers import Given
    from replint.iam.request import Caller

EMPTY, FULL, NOTHING = policy(), policy(allow()), policy(deny())
READ = policy(allow(Action="s3:Get*"))
GRANTED = Policies(identity=(FULL,))

SCPS: dict[str, tuple[tuple[tuple[Given, ...], ...], str]] = {
    "no organisation": ((), "allowed"),
    "one level that allows": (((FULL,),), "allowed"),
    "one level that is silent": (((EMPTY,),), "ungranted by scp"),
    "one level without a policy": (((),), "ungranted by scp"),
    "every level allows": (((FULL,), (READ,), (FULL,)), "allowed"),
    "the root is silent": (((EMPTY,), (FULL,)), "ungranted by scp"),
    "the account is silent": (((FULL,), (EMPTY,)), "ungranted by scp"),
    "both are silent": (((EMPTY,), (EMPTY,)), "ungranted by scp scp"),
    "one of two policies allows": (((EMPTY, FULL),), "allowed"),
    "one of two policies denies": (((FULL, NOTHING),), "denied by scp!"),
    "a level denies": (((FULL,), (FULL, NOTHING)), "denied by scp!"),
    "a deny of another action": (((FULL, policy(deny(Action="s3:Put*"))),), "allowed"),
    "one that nobody told": (((FULL,), (Untold("the account's"),)), "undecided"),
    "an untold one below a silent one": (((EMPTY,), (Untold("the account's"),)), "ungranted by scp"),
}


@pytest.mark.parametrize(("scps", "expected"), SCPS.values(), ids=SCPS)
def test_service_control_policies(scps: tuple[tuple[Given, ...], ...], expected: str) -> None:
    """Every level of the organisation has to allow, and no policy of any level may deny."""
    assert told(ask(), replace(GRANTED, scps=scps)) == expected


def test_service_control_policies_grant_nothing() -> None:
    """An SCP that allows everything gives nothing of its own."""
    assert told(ask(), Policies(scps=((FULL,),))) == "ungranted by identity"


@pytest.mark.parametrize("principal", [{"AWS": SESSION_ARN}, "*"])
def test_no_grant_escapes_service_control_policies(principal: str) -> None:
    """An SCP stops even what a bucket policy grants to the session or to everyone."""
    policies = Policies(resource=policy(allow(Principal=principal)), scps=((EMPTY,),))
    assert told(ask(), policies) == "ungranted by scp"


WHOM_SCPS_GOVERN: dict[str, tuple[Caller, bool]] = {
    "a session": (SESSION, True),
    "a user": (USER, True),
    "the root user": (ROOT, True),
    "a service-linked role": (LINKED, False),
    "a session of a service-linked role": (replace(SESSION, role=LINKED_ARN), False),
    "a service": (SERVICE, False),
}


@pytest.mark.parametrize(("caller", "governed"), WHOM_SCPS_GOVERN.values(), ids=WHOM_SCPS_GOVERN)
@pytest.mark.parametrize("scp", [EMPTY, NOTHING], ids=["silent", "denies"])
def test_whom_service_control_policies_govern(caller: Caller, scp: Given, governed: bool) -> None:
    """SCPs govern the users, roles and root user of member accounts, not services or service-linked roles."""
    service = policy(allow(Principal={"Service": "s3.amazonaws.com"}))
    policies = replace(GRANTED, resource=service, scps=((scp,),))
    assert told(ask(caller=caller), policies).startswith("allowed") is not governed


RCPS: dict[str, tuple[tuple[tuple[Given, ...], ...], str]] = {
    "no organisation": ((), "allowed"),
    "a level without a policy": (((),), "allowed"),
    "one that is silent": (((EMPTY,),), "allowed"),
    "one that allows": (((FULL,),), "allowed"),
    "one that denies": (((FULL, NOTHING),), "denied by rcp!"),
    "one that denies at another level": (((FULL,), (NOTHING,)), "denied by rcp!"),
    "one that denies another action": (((policy(deny(Action="s3:Put*")),),), "allowed"),
    "one that nobody told": (((Untold("the root's"),),), "undecided"),
}


@pytest.mark.parametrize(("rcps", "expected"), RCPS.values(), ids=RCPS)
def test_resource_control_policies(rcps: tuple[tuple[Given, ...], ...], expected: str) -> None:
    """RCPs only deny: AWS attaches one that allows everything to every level."""
    assert told(ask(), replace(GRANTED, rcps=rcps)) == expected


@pytest.mark.parametrize(
    ("caller", "owner", "expected"),
    [
        (SESSION, ABROAD, "denied by rcp!"),
        (ROOT, ABROAD, "denied by rcp!"),
        (SERVICE, ABROAD, "denied by rcp!"),
        (LINKED, ABROAD, "allowed"),
    ],
    ids=["foreigner", "root user", "service", "service-linked role"],
)
def test_whom_resource_control_policies_govern(caller: Caller, owner: str, expected: str) -> None:
    """RCPs govern calls of anybody, of other accounts and of services too, but not of service-linked roles."""
    resource = policy(
        allow(Principal={"AWS": [ROLE_ARN, LINKED_ARN, "111111111111"], "Service": ["s3.amazonaws.com"]}),
    )
    assert told(ask(caller=caller, owner=owner), replace(GRANTED, resource=resource, rcps=((NOTHING,),))) == expected
