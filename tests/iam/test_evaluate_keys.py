"""KMS keys: the key policy comes first, even in the key's own account.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from replint.iam.evaluate import Policies
from replint.iam.policy import Policy, Untold
from tests.iam.estate import (
    ABROAD,
    HOME,
    KEY,
    ROLE_ARN,
    ROOT,
    ROOT_ARN,
    SESSION_ARN,
    allow,
    ask,
    deny,
    policy,
    told,
)

FULL = policy(allow())
DELEGATES = policy(allow(Action="kms:*", Principal={"AWS": ROOT_ARN}))
NARROW = policy(allow(Action="kms:Decrypt", Principal={"AWS": HOME}))
TO_ROLE = policy(allow(Principal={"AWS": ROLE_ARN}))
TO_SESSION = policy(allow(Principal={"AWS": SESSION_ARN}))
TO_ALL = policy(allow(Principal="*"))
# As AWS writes it for the key `aws/s3`: everyone of the account who comes through S3.
MANAGED = policy(
    allow(
        Action=["kms:Encrypt", "kms:Decrypt"],
        Principal={"AWS": "*"},
        Condition={"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com", "kms:CallerAccount": HOME}},
    ),
    allow(Action="kms:Describe*", Principal={"AWS": ROOT_ARN}),
)
THROUGH_S3 = {"kms:viaservice": ("s3.eu-west-1.amazonaws.com",), "kms:calleraccount": (HOME,)}

# The key policy, whether the role's own policy allows, and the decision in the key's account and in another.
CASES: dict[str, tuple[Policy | Untold | None, bool, str, str]] = {
    "no key policy": (None, True, "ungranted by resource", "ungranted by resource"),
    "a silent key policy": (policy(), True, "ungranted by resource", "ungranted by resource"),
    "neither": (policy(), False, "ungranted by resource identity", "ungranted by identity resource"),
    "delegation and an identity policy": (DELEGATES, True, "allowed", "allowed"),
    "delegation alone": (DELEGATES, False, "ungranted by identity", "ungranted by identity"),
    "delegation of decryption": (NARROW, True, "allowed", "allowed"),
    "the role alone": (TO_ROLE, False, "allowed", "ungranted by identity"),
    "the role and an identity policy": (TO_ROLE, True, "allowed", "allowed"),
    "the session alone": (TO_SESSION, False, "allowed", "ungranted by identity"),
    "everyone": (TO_ALL, False, "allowed", "ungranted by identity"),
    "everyone through S3": (MANAGED, False, "allowed", "ungranted by identity"),
    "an untold key policy": (Untold("the key policy"), True, "undecided", "undecided"),
    "an untold key policy alone": (Untold("the key policy"), False, "undecided", "ungranted by identity"),
}


@pytest.mark.parametrize(("key_policy", "identity", "here", "abroad"), CASES.values(), ids=CASES)
def test_decryption(key_policy: Policy | Untold | None, identity: bool, here: str, abroad: str) -> None:
    """A key policy names the role itself, or its account, which then needs an identity policy as well."""
    policies = Policies(identity=(FULL,) if identity else (), resource=key_policy)
    assert told(ask(KEY, action="kms:Decrypt", context=THROUGH_S3), policies) == here
    assert told(ask(KEY, action="kms:Decrypt", context=THROUGH_S3, owner=ABROAD), policies) == abroad


def test_delegation_goes_no_further_than_its_statement() -> None:
    """What the key policy delegates, the identity policy may grant; nothing else."""
    policies = Policies(identity=(FULL,), resource=NARROW)
    assert told(ask(KEY, action="KMS:Encrypt"), policies) == "ungranted by resource"


def test_an_aws_managed_key_is_for_its_service() -> None:
    """The policy of an AWS managed key lets nobody in who does not come through the service."""
    policies = Policies(identity=(FULL,), resource=MANAGED)
    assert told(ask(KEY, action="kms:Decrypt"), policies) == "ungranted by resource"
    assert told(ask(KEY, action="kms:DescribeKey"), policies) == "allowed"


def test_identity_policies_can_still_deny() -> None:
    """Even where the key policy gives the account nothing, its identity policies can deny."""
    policies = Policies(identity=(policy(deny()),), resource=TO_ROLE)
    assert told(ask(KEY, action="kms:Decrypt"), policies) == "denied by identity!"


def test_the_root_user_needs_the_key_policy() -> None:
    """A key policy that leaves out the account leaves out its root user."""
    assert told(ask(KEY, action="kms:Decrypt", caller=ROOT), Policies(resource=TO_ROLE)) == "ungranted by resource"
    assert told(ask(KEY, action="kms:Decrypt", caller=ROOT), Policies(resource=DELEGATES)) == "allowed"


@pytest.mark.parametrize(
    ("key_policy", "expected"),
    [(TO_ROLE, "ungranted by boundary"), (DELEGATES, "ungranted by boundary"), (TO_SESSION, "allowed")],
    ids=["the role", "delegation", "the session"],
)
def test_a_boundary(key_policy: Policy, expected: str) -> None:
    """A silent boundary stops what the key policy grants to the role, not what it grants to the session."""
    policies = Policies(identity=(FULL,), boundary=(policy(),), resource=key_policy)
    assert told(ask(KEY, action="kms:Decrypt"), policies) == expected


@pytest.mark.parametrize(
    ("resource", "action"),
    [("*", "kms:ListKeys"), (f"arn:aws:kms:eu-west-1:{HOME}:alias/mine", "kms:CreateAlias")],
    ids=["no resource", "an alias"],
)
def test_what_has_no_key_policy(resource: str, action: str) -> None:
    """A call about no key in particular, or about an alias, has no key policy to pass."""
    assert told(ask(resource, action=action), Policies(identity=(FULL,))) == "allowed"


def test_a_set_of_keys_guards_itself() -> None:
    """A pattern of keys is about keys, like one key alone."""
    request = ask(f"arn:aws:kms:eu-west-1:{HOME}:key/*", action="kms:Decrypt")
    assert told(request, Policies(identity=(FULL,))) == "ungranted by resource"
    assert told(request, replace(Policies(identity=(FULL,)), resource=DELEGATES)) == "allowed"
