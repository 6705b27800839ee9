"""Requests for sets of objects: layers complete one another object by object, and the witness is a shortest one."""

from __future__ import annotations

import pytest

from replint.iam.decision import Allowed, Ungranted
from replint.iam.evaluate import Policies, decide
from tests.iam.estate import (
    ABROAD,
    BUCKET,
    HOME,
    KEY,
    OBJECTS,
    ROLE_ARN,
    allow,
    ask,
    deny,
    failures,
    line,
    policy,
)

FULL = policy(allow())
A, B, NOT_A = f"{BUCKET}/a*", f"{BUCKET}/b*", f"{BUCKET}/?*"

# Policies, whose the bucket is, the decision, and for each layer that fails the object it fails for.
CASES: dict[str, tuple[Policies, str, str, list[str]]] = {
    "all objects": (Policies(identity=(policy(allow(Resource=OBJECTS)),)), HOME, "allowed", []),
    "all resources": (Policies(identity=(FULL,)), HOME, "allowed", []),
    "the bucket only": (
        Policies(identity=(policy(allow(Resource=BUCKET)),)),
        HOME,
        "ungranted by identity",
        [f"{BUCKET}/"],
    ),
    "some objects": (Policies(identity=(policy(allow(Resource=A)),)), HOME, "ungranted by identity", [f"{BUCKET}/"]),
    "objects that are longer": (
        Policies(identity=(policy(allow(Resource=[f"{BUCKET}/", f"{BUCKET}/??*"])),)),
        HOME,
        "ungranted by identity",
        [f"{BUCKET}/x"],
    ),
    "two statements cover together": (
        Policies(identity=(policy(allow(Resource=f"{BUCKET}/"), allow(Resource=NOT_A)),)),
        HOME,
        "allowed",
        [],
    ),
    "two policies cover together": (
        Policies(identity=(policy(allow(Resource=f"{BUCKET}/")), policy(allow(Resource=NOT_A)))),
        HOME,
        "allowed",
        [],
    ),
    "identity and bucket policy cover together": (
        Policies(
            identity=(policy(allow(NotResource=A)),),
            resource=policy(allow(Resource=A, Principal={"AWS": ROLE_ARN})),
        ),
        HOME,
        "allowed",
        [],
    ),
    "abroad each has to cover all": (
        Policies(
            identity=(policy(allow(NotResource=A)),),
            resource=policy(allow(Resource=A, Principal={"AWS": ROLE_ARN})),
        ),
        ABROAD,
        "ungranted by resource identity",
        [f"{BUCKET}/", f"{BUCKET}/a"],
    ),
    "a deny of some objects": (
        Policies(identity=(policy(allow(), deny(Resource=B)),)),
        HOME,
        "denied by identity!",
        [f"{BUCKET}/b"],
    ),
    "a deny of all but some": (
        Policies(identity=(policy(allow(), deny(NotResource=A)),)),
        HOME,
        "denied by identity!",
        [f"{BUCKET}/"],
    ),
    "a deny that spares nobody who has a boundary": (
        Policies(
            identity=(FULL,),
            boundary=(FULL,),
            resource=policy(deny(NotPrincipal={"AWS": [ROLE_ARN, HOME]}, Resource=A)),
        ),
        HOME,
        "denied by resource!",
        [f"{BUCKET}/a"],
    ),
    "a deny of other objects": (
        Policies(identity=(policy(allow(), deny(Resource="arn:aws:s3:::bucket2/*")),)),
        HOME,
        "allowed",
        [],
    ),
    "a deny on what is not granted either": (
        Policies(identity=(policy(allow(NotResource=A), deny(Resource=[A, B])),)),
        HOME,
        "denied by identity! identity",
        [f"{BUCKET}/a", f"{BUCKET}/a"],
    ),
    "a boundary that leaves some out": (
        Policies(identity=(FULL,), boundary=(policy(allow(NotResource=B)),)),
        HOME,
        "ungranted by boundary",
        [f"{BUCKET}/b"],
    ),
    "levels that leave out different ones": (
        Policies(identity=(FULL,), scps=((policy(allow(NotResource=B)),), (policy(allow(NotResource=A)),))),
        HOME,
        "ungranted by scp scp",
        [f"{BUCKET}/a", f"{BUCKET}/b"],
    ),
}


@pytest.mark.parametrize(("policies", "owner", "expected", "witnesses"), CASES.values(), ids=CASES)
def test_all_objects_of_a_bucket(policies: Policies, owner: str, expected: str, witnesses: list[str]) -> None:
    """All objects are allowed when each is; a layer fails for a shortest object that it does not let through."""
    decision = decide(ask(OBJECTS, owner=owner), policies)
    assert sorted(line(decision).split()) == sorted(expected.split())
    assert sorted(str(failure.witness.resource) for failure in failures(decision)) == witnesses


def test_evidence_of_a_set() -> None:
    """The evidence of a set is every statement that some of its calls need, each once."""
    one, other, useless = allow(Resource=A), allow(NotResource=A), allow(Resource="arn:aws:s3:::other/*")
    decision = decide(ask(OBJECTS), Policies(identity=(policy(one, other, useless, one),)))
    assert isinstance(decision, Allowed)
    assert {ground.statement for ground in decision.evidence} == {one, other}
    assert len(decision.evidence) == 2


def test_reserved_to_aws() -> None:
    """What belongs to AWS stays closed whatever policies allow."""
    alias = f"arn:aws:kms:eu-west-1:{HOME}:alias/"
    policies = Policies(identity=(FULL,))
    assert isinstance(decide(ask(f"{alias}mine", action="kms:CreateAlias"), policies), Allowed)
    decision = decide(ask(f"{alias}aws/s3", action="kms:CreateAlias"), policies)
    assert isinstance(decision, Ungranted)
    (failure,) = decision.failures
    assert (failure.layer.name, failure.explicit, failure.certain) == ("RESOURCE", False, True)
    assert failure.witness.resource == f"{alias}aws/s3"
    assert (failure.grounds, failure.near) == ((), ())
    stopped = decide(ask(f"{alias}aws/s3", action="kms:CreateAlias"), Policies())
    assert line(stopped) == "ungranted by identity"
    assert isinstance(
        decide(ask(KEY, action="kms:CreateAlias"), Policies(resource=policy(allow(Principal="*")))), Allowed
    )
