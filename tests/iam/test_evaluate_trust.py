"""Trust policies: who may take a role on.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from replint.iam.evaluate import Policies
from replint.iam.policy import Policy, Untold
from tests.iam.estate import (
    ABROAD,
    HOME,
    OBJECT,
    ROLE_ARN,
    ROOT,
    SERVICE,
    USER,
    USER_ARN,
    allow,
    ask,
    deny,
    policy,
    told,
)

FULL = policy(allow())
S3 = {"Service": "s3.amazonaws.com"}


def trust(**elements: object) -> Policy:
    """Return a trust policy: it has no `Resource`, for it stands on the role."""
    return policy(allow(Action="sts:AssumeRole", Resource=None, **elements))  # type: ignore[arg-type]


OF_A_SERVICE: dict[str, tuple[Policy | Untold | None, str]] = {
    "the service": (trust(Principal=S3), "allowed"),
    "the service among others": (trust(Principal={"Service": ["ec2.amazonaws.com", "s3.amazonaws.com"]}), "allowed"),
    "everyone": (trust(Principal="*"), "allowed"),
    "another service": (trust(Principal={"Service": "batchoperations.s3.amazonaws.com"}), "ungranted by resource"),
    "an account": (trust(Principal={"AWS": HOME}), "ungranted by resource"),
    "nobody": (policy(), "ungranted by resource"),
    "no policy": (None, "ungranted by resource"),
    "one that nobody told": (Untold("the trust policy"), "undecided"),
    "another action": (policy(allow(Action="sts:TagSession", Resource=None, Principal=S3)), "ungranted by resource"),
    "a deny": (policy(allow(Resource=None, Principal=S3), deny(Resource=None, Principal="*")), "denied by resource!"),
    "all but another": (trust(NotPrincipal={"Service": "ec2.amazonaws.com"}), "allowed"),
    "all but it": (trust(NotPrincipal=S3), "ungranted by resource"),
    "a condition that holds": (
        trust(Principal=S3, Condition={"StringEquals": {"aws:SourceAccount": HOME}}),
        "allowed",
    ),
    "a condition that does not": (
        trust(Principal=S3, Condition={"StringEquals": {"aws:SourceAccount": ABROAD}}),
        "ungranted by resource",
    ),
}


@pytest.mark.parametrize("owner", [HOME, ABROAD, None])
@pytest.mark.parametrize(("trusts", "expected"), OF_A_SERVICE.values(), ids=OF_A_SERVICE)
def test_a_service(trusts: Policy | Untold | None, owner: str | None, expected: str) -> None:
    """A service takes a role on when the trust policy names it; whose role it is does not matter."""
    request = ask(
        ROLE_ARN, action="sts:AssumeRole", caller=SERVICE, owner=owner, context={"aws:sourceaccount": (HOME,)}
    )
    assert told(request, Policies(identity=(policy(deny()),), resource=trusts)) == expected


@pytest.mark.parametrize(
    ("trusts", "identity", "here", "abroad"),
    [
        (trust(Principal={"AWS": USER_ARN}), False, "allowed", "ungranted by identity"),
        (trust(Principal={"AWS": USER_ARN}), True, "allowed", "allowed"),
        (trust(Principal={"AWS": HOME}), False, "ungranted by identity", "ungranted by identity"),
        (trust(Principal={"AWS": HOME}), True, "allowed", "allowed"),
        (trust(Principal=S3), True, "ungranted by resource", "ungranted by resource"),
    ],
    ids=["the user", "the user, and identity", "the account", "the account, and identity", "a service"],
)
def test_a_user(trusts: Policy, identity: bool, here: str, abroad: str) -> None:
    """A user needs the trust policy even at home; named by its account only, it needs an identity policy as well."""
    policies = Policies(identity=(FULL,) if identity else (), resource=trusts)
    for owner, expected in ((HOME, here), (ABROAD, abroad)):
        assert told(ask(ROLE_ARN, action="STS:assumeRole", caller=USER, owner=owner), policies) == expected


def test_the_root_user() -> None:
    """The root user, too, has to be trusted."""
    request = ask(ROLE_ARN, action="sts:AssumeRole", caller=ROOT)
    assert told(request, Policies(resource=trust(Principal=S3))) == "ungranted by resource"
    assert told(request, Policies(resource=trust(Principal={"AWS": HOME}))) == "allowed"


def test_sts_without_a_role() -> None:
    """A call of STS that is about no role has no trust policy, and needs an identity policy only."""
    assert told(ask("*", action="sts:DecodeAuthorizationMessage"), Policies(identity=(FULL,))) == "allowed"


def test_organisations() -> None:
    """A service is not stopped by SCPs, but by RCPs."""
    request = ask(ROLE_ARN, action="sts:AssumeRole", caller=SERVICE)
    policies = Policies(resource=trust(Principal=S3), scps=((policy(deny()),),))
    assert told(request, policies) == "allowed"
    assert told(request, replace(policies, rcps=((policy(deny()),),))) == "denied by rcp!"


def test_a_statement_without_a_resource_is_for_trust() -> None:
    """Only in a resource's own policy does a statement without a resource mean the resource itself."""
    without = policy(allow(Resource=None, Principal="*"))
    assert told(ask(OBJECT), Policies(resource=without)) == "allowed"
    assert told(ask(OBJECT), Policies(identity=(without,))) == "ungranted by identity"
    assert told(ask(OBJECT), Policies(identity=(FULL, policy(deny(Resource=None))))) == "allowed"
