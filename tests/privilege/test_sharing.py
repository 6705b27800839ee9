"""Which conditions leave out everybody who is not told, and what actions are on."""

from __future__ import annotations

import pytest

from replint.iam import actions
from replint.iam.policy import Condition, Statement
from replint.privilege.sharing import pinned
from replint.privilege.sites import Kind, kind


@pytest.mark.parametrize(
    ("operator", "key", "value", "pins"),
    [
        ("StringEquals", "aws:PrincipalOrgID", "o-exampleorgid", True),
        ("StringEqualsIfExists", "aws:PrincipalOrgID", "o-exampleorgid", False),
        ("StringNotEquals", "aws:PrincipalOrgID", "o-exampleorgid", False),
        ("ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-exampleorgid/*", False),
        ("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-exampleorgid/*", True),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:role/*", True),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/copier", False),
        ("StringLike", "aws:PrincipalArn", "*", False),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:::harbour", True),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:::*", False),
        ("StringLike", "aws:userid", "AROAEXAMPLE:*", True),
        ("StringLike", "aws:userid", "*", False),
        ("Null", "aws:PrincipalArn", "false", False),
        ("Bool", "aws:SecureTransport", "true", False),
        ("StringEquals", "s3:x-amz-server-side-encryption", "aws:kms", False),
    ],
)
def test_pinned(operator: str, key: str, value: str, pins: bool) -> None:
    """A condition pins callers when no caller of an unknown account can meet it."""
    assert pinned(Statement("Allow", None, None, conditions=(Condition(operator, key, (value,)),))) is pins


@pytest.mark.parametrize(
    ("action", "what"),
    [
        ("s3:deleteobject", Kind.OBJECT),
        ("s3:replicatedelete", Kind.OBJECT),
        ("s3:objectowneroverridetobucketowner", Kind.OBJECT),
        ("s3:listbucket", Kind.BUCKET),
        ("s3:getbucketobjectlockconfiguration", Kind.BUCKET),
        ("s3:getreplicationconfiguration", Kind.BUCKET),
        ("s3:listallmybuckets", Kind.OTHER),
        ("s3:deleteaccesspointpolicyforobjectlambda", Kind.OTHER),
        ("kms:decrypt", Kind.KEY),
        ("kms:listkeys", Kind.WHOLE),
        ("sts:assumerole", Kind.ROLE),
        ("iam:passrole", Kind.OTHER),
    ],
)
def test_kind(action: str, what: Kind) -> None:
    """Names tell what actions are on."""
    assert kind(action) is what


def test_named() -> None:
    """A text means the known actions that it matches, as AWS writes them."""
    assert actions.named("S3:replicate*") == (
        "s3:ReplicateDelete",
        "s3:ReplicateObject",
        "s3:ReplicateObjectAnnotation",
        "s3:ReplicateTags",
    )
    assert actions.named("s3:GetObjekt") == ()
    assert actions.named("*:GetObject") == ()
    assert actions.named("ec2:*") == ()
    assert "kms:Decrypt" in actions.named("*")
