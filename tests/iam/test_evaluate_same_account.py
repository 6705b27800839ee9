"""Caller and resource in one account: an Allow on either side is enough, a Deny anywhere is the end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from replint.iam.decision import Allowed, Denied, Ground, Layer, Ungranted, Witness
from replint.iam.evaluate import Policies, decide
from replint.iam.policy import Untold
from tests.iam.estate import (
    ABROAD,
    FEDERATED,
    HOME,
    OBJECT,
    OBJECTS,
    ROLE,
    ROLE_ARN,
    ROOT,
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

CASES = {
    "nothing allows": (Policies(), "ungranted by identity"),
    "an empty policy allows nothing": (Policies(identity=(policy(),)), "ungranted by identity"),
    "identity alone": (Policies(identity=(policy(allow()),)), "allowed"),
    "one of several identity policies": (Policies(identity=(policy(), policy(allow()))), "allowed"),
    "another action": (Policies(identity=(policy(allow(Action="s3:PutObject")),)), "ungranted by identity"),
    "another resource": (Policies(identity=(policy(allow(Resource=f"{OBJECT}s")),)), "ungranted by identity"),
    "another resource and another action": (
        Policies(identity=(policy(allow(Action="s3:PutObject"), allow(Resource=f"{OBJECT}s")),)),
        "ungranted by identity",
    ),
    "bucket policy alone, to the role": (Policies(resource=policy(allow(Principal={"AWS": ROLE_ARN}))), "allowed"),
    "bucket policy alone, to the session": (
        Policies(resource=policy(allow(Principal={"AWS": SESSION_ARN}))),
        "allowed",
    ),
    "bucket policy alone, to everyone": (Policies(resource=policy(allow(Principal="*"))), "allowed"),
    "bucket policy alone, to the account": (
        Policies(resource=policy(allow(Principal={"AWS": HOME}))),
        "ungranted by identity",
    ),
    "bucket policy to the account, and identity": (
        Policies(identity=(policy(allow()),), resource=policy(allow(Principal={"AWS": HOME}))),
        "allowed",
    ),
    "bucket policy to somebody else": (
        Policies(resource=policy(allow(Principal={"AWS": USER_ARN}))),
        "ungranted by identity",
    ),
    "bucket policy to nobody": (Policies(resource=policy(allow())), "ungranted by identity"),
    "deny in identity": (Policies(identity=(policy(allow(), deny()),)), "denied by identity!"),
    "deny in another identity policy": (Policies(identity=(policy(deny()), policy(allow()))), "denied by identity!"),
    "deny in the bucket policy": (
        Policies(identity=(policy(allow()),), resource=policy(deny(Principal="*"))),
        "denied by resource!",
    ),
    "deny to the role": (
        Policies(identity=(policy(allow()),), resource=policy(deny(Principal={"AWS": ROLE_ARN}))),
        "denied by resource!",
    ),
    "deny to the whole account": (
        Policies(identity=(policy(allow()),), resource=policy(deny(Principal={"AWS": HOME}))),
        "denied by resource!",
    ),
    "deny to another account": (
        Policies(identity=(policy(allow()),), resource=policy(deny(Principal={"AWS": ABROAD}))),
        "allowed",
    ),
    "deny to all but the role": (
        Policies(identity=(policy(allow()),), resource=policy(deny(NotPrincipal={"AWS": [ROLE_ARN, HOME]}))),
        "allowed",
    ),
    "deny to all but another": (
        Policies(identity=(policy(allow()),), resource=policy(deny(NotPrincipal={"AWS": USER_ARN}))),
        "denied by resource!",
    ),
    "deny of another action": (Policies(identity=(policy(allow(), deny(Action="s3:Put*")),)), "allowed"),
    "deny and nothing allows": (Policies(identity=(policy(deny()),)), "denied by identity! identity"),
    "two layers deny": (
        Policies(identity=(policy(allow(), deny()),), resource=policy(deny(Principal="*"))),
        "denied by identity! resource!",
    ),
}


@pytest.mark.parametrize(("policies", "expected"), CASES.values(), ids=CASES)
def test_a_session(policies: Policies, expected: str) -> None:
    """A role's session needs an Allow in its role's policies or in the bucket's, and no Deny in either."""
    assert told(ask(), policies) == expected


@pytest.mark.parametrize(
    ("caller", "principal"),
    [(SESSION, ROLE_ARN), (SESSION, SESSION_ARN), (ROLE, ROLE_ARN), (USER, USER_ARN)],
    ids=["session by role", "session by name", "role", "user"],
)
def test_a_bucket_policy_is_enough(caller: type, principal: str) -> None:
    """A bucket policy that names the caller needs no identity policy beside it."""
    assert told(ask(caller=caller), Policies(resource=policy(allow(Principal={"AWS": principal})))) == "allowed"  # type: ignore[arg-type]


def test_a_role_is_all_its_sessions() -> None:
    """A grant to one session of a role leaves open whether the role's request is made by that session."""
    policies = Policies(resource=policy(allow(Principal={"AWS": SESSION_ARN})))
    assert told(ask(caller=ROLE), policies) == "undecided"
    assert told(ask(caller=ROLE), replace(policies, identity=(policy(allow()),))) == "allowed"


def test_the_root_user() -> None:
    """The root user needs no identity policy; a bucket policy can deny it."""
    assert told(ask(caller=ROOT), Policies()) == "allowed"
    assert told(ask(caller=ROOT), Policies(resource=policy(deny(Principal={"AWS": HOME})))) == "denied by resource!"


def test_a_federated_principal() -> None:
    """A federated principal is named by its provider."""
    named = Policies(resource=policy(allow(Principal={"Federated": "accounts.google.com"})))
    assert told(ask(caller=FEDERATED), named) == "allowed"
    other = Policies(resource=policy(allow(Principal={"Federated": "www.amazon.com"})))
    assert told(ask(caller=FEDERATED), other) == "ungranted by identity"


def test_get_caller_identity_is_always_allowed() -> None:
    """No policy can refuse `sts:GetCallerIdentity`."""
    assert decide(ask("*", action="sts:getCallerIdentity"), Policies(identity=(policy(deny()),))) == Allowed(())


def test_the_evidence_of_an_allow() -> None:
    """What is allowed is allowed by the statements that match, each with its layer and its policy."""
    matching, other = allow(Sid="Get"), allow(Action="s3:PutObject")
    identity, resource = policy(other, matching), policy(allow(Principal="*"))
    decision = decide(ask(), Policies(identity=(identity,), resource=resource))
    assert decision == Allowed(
        (Ground(Layer.IDENTITY, identity, matching), Ground(Layer.RESOURCE, resource, resource.statements[0]))
    )


def test_the_grounds_of_a_deny() -> None:
    """What is denied is denied by the statements that match, and by them only."""
    stop = deny(Resource=OBJECTS, Sid="Stop")
    identity = policy(allow(), allow(Resource=f"{OBJECT}s"), deny(Action="s3:PutObject"), stop)
    decision = decide(ask(), Policies(identity=(identity,)))
    assert isinstance(decision, Denied)
    (failure,) = decision.failures
    assert failure.grounds == (Ground(Layer.IDENTITY, identity, stop),)
    assert failure.witness == Witness(OBJECT)
    assert failure.near == ()


def test_the_near_misses_of_a_failure() -> None:
    """What nothing grants comes with the statements of that layer that almost do."""
    identity = policy(allow(Action="s3:PutObject"), allow(Resource=f"{OBJECT}s"), deny(Action="s3:PutObject"))
    decision = decide(ask(), Policies(identity=(identity,)))
    assert isinstance(decision, Ungranted)
    (failure,) = decision.failures
    assert [near.element for near in failure.near] == ["Resource", "Action"]
    assert [near.ground.statement for near in failure.near] == [identity.statements[1], identity.statements[0]]
    assert {near.ground.layer for near in failure.near} == {Layer.IDENTITY}
    assert failure.grounds == ()


@pytest.mark.parametrize(
    ("policies", "expected"),
    [
        (Policies(resource=Untold("the bucket policy")), "undecided"),
        (Policies(identity=(Untold("a managed policy"),)), "undecided"),
        (Policies(identity=(Untold("a managed policy"), policy(allow()))), "undecided"),
        (Policies(identity=(Untold("a managed policy"), policy(deny()))), "denied by identity!"),
        (Policies(identity=(policy(allow()),), resource=Untold("the bucket policy")), "undecided"),
        (Policies(identity=(policy(deny()),), resource=Untold("the bucket policy")), "denied by identity!"),
    ],
)
def test_what_nobody_told(policies: Policies, expected: str) -> None:
    """A policy that nobody told may allow and may deny; only a Deny elsewhere is stronger than all it can say."""
    assert told(ask(), policies) == expected
