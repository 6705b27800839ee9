"""Caller and resource in two accounts: each side has to allow for itself."""

from __future__ import annotations

import pytest

from replint.iam.decision import AccountUnknown, Undecided
from replint.iam.evaluate import Policies, decide
from replint.iam.policy import Untold
from tests.iam.estate import (
    ABROAD,
    HOME,
    ROLE_ARN,
    ROOT,
    ROOT_ARN,
    SESSION_ARN,
    SOMEONES,
    USER_ARN,
    allow,
    ask,
    deny,
    policy,
    told,
)

IDENTITY = (policy(allow()),)

CASES = {
    "neither side": (Policies(), "ungranted by identity resource"),
    "identity alone": (Policies(identity=IDENTITY), "ungranted by resource"),
    "bucket policy alone, to the role": (
        Policies(resource=policy(allow(Principal={"AWS": ROLE_ARN}))),
        "ungranted by identity",
    ),
    "bucket policy alone, to everyone": (Policies(resource=policy(allow(Principal="*"))), "ungranted by identity"),
    "both, to the role": (Policies(identity=IDENTITY, resource=policy(allow(Principal={"AWS": ROLE_ARN}))), "allowed"),
    "both, to the session": (
        Policies(identity=IDENTITY, resource=policy(allow(Principal={"AWS": SESSION_ARN}))),
        "allowed",
    ),
    "both, to the account": (Policies(identity=IDENTITY, resource=policy(allow(Principal={"AWS": HOME}))), "allowed"),
    "both, to the account's root": (
        Policies(identity=IDENTITY, resource=policy(allow(Principal={"AWS": ROOT_ARN}))),
        "allowed",
    ),
    "both, to everyone": (Policies(identity=IDENTITY, resource=policy(allow(Principal={"AWS": "*"}))), "allowed"),
    "the bucket's own account does not count": (
        Policies(identity=IDENTITY, resource=policy(allow(Principal={"AWS": ABROAD}))),
        "ungranted by resource",
    ),
    "another principal": (
        Policies(identity=IDENTITY, resource=policy(allow(Principal={"AWS": USER_ARN}))),
        "ungranted by resource",
    ),
    "deny at the resource": (
        Policies(identity=IDENTITY, resource=policy(allow(Principal="*"), deny(Principal="*"))),
        "denied by resource!",
    ),
    "deny at the identity": (
        Policies(identity=(policy(allow(), deny()),), resource=policy(allow(Principal="*"))),
        "denied by identity!",
    ),
    "a boundary caps a grant to the session": (
        Policies(identity=IDENTITY, boundary=(policy(),), resource=policy(allow(Principal={"AWS": SESSION_ARN}))),
        "ungranted by boundary",
    ),
    "a session policy caps a grant to everyone": (
        Policies(identity=IDENTITY, session=(policy(),), resource=policy(allow(Principal="*"))),
        "ungranted by session",
    ),
    "an untold bucket policy": (Policies(identity=IDENTITY, resource=Untold("the bucket policy")), "undecided"),
    "an untold bucket policy saves nothing": (
        Policies(resource=Untold("the bucket policy")),
        "ungranted by identity",
    ),
}


@pytest.mark.parametrize(("policies", "expected"), CASES.values(), ids=CASES)
def test_a_session(policies: Policies, expected: str) -> None:
    """The role's own policies and the bucket policy both have to allow."""
    assert told(ask(owner=ABROAD), policies) == expected


def test_the_root_user() -> None:
    """The root user still needs the other account's bucket policy to allow."""
    assert told(ask(caller=ROOT, owner=ABROAD), Policies()) == "ungranted by resource"
    named = Policies(resource=policy(allow(Principal={"AWS": HOME})))
    assert told(ask(caller=ROOT, owner=ABROAD), named) == "allowed"


UNKNOWN = {
    "both ways allow": (
        Policies(identity=IDENTITY, resource=policy(allow(Principal={"AWS": ROLE_ARN}))),
        "allowed",
    ),
    "identity is enough at home only": (Policies(identity=IDENTITY), "undecided"),
    "the bucket policy is enough at home only": (
        Policies(resource=policy(allow(Principal={"AWS": ROLE_ARN}))),
        "undecided",
    ),
    "neither way allows": (Policies(), "ungranted by identity"),
    "neither way allows, for different reasons": (
        Policies(identity=(policy(),), boundary=(policy(),), resource=policy(allow(Principal={"AWS": SESSION_ARN}))),
        "undecided",
    ),
    "a deny is a deny": (Policies(identity=(policy(allow(), deny()),)), "denied by identity!"),
}


@pytest.mark.parametrize(("policies", "expected"), UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_owner(policies: Policies, expected: str) -> None:
    """A resource of which nobody knows the account is decided both ways; they have to agree."""
    assert told(ask(owner=None), policies) == expected


def test_the_doubt_about_an_owner() -> None:
    """Where the two ways differ, the account is what it depends on."""
    decision = decide(ask(owner=None), Policies(identity=IDENTITY))
    assert isinstance(decision, Undecided)
    assert decision.doubts == (AccountUnknown(),)


def test_an_unknown_caller() -> None:
    """A caller of which nobody knows the account is decided both ways as well."""
    assert told(ask(caller=SOMEONES), Policies(identity=IDENTITY)) == "undecided"
    both = Policies(identity=IDENTITY, resource=policy(allow(Principal={"AWS": ROLE_ARN})))
    assert told(ask(caller=SOMEONES), both) == "allowed"
    assert told(ask(caller=SOMEONES, owner=None), both) == "allowed"
