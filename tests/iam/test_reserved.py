"""What belongs to AWS, whatever a policy allows."""

from __future__ import annotations

import pytest

from replint.iam.reserved import RESERVED, reserved

HOME = "111111111111"
CASES = [
    ("kms:CreateAlias", f"arn:aws:kms:eu-west-1:{HOME}:alias/aws/s3", True),
    ("KMS:deletealias", f"arn:aws-cn:kms:cn-north-1:{HOME}:alias/aws/s3", True),
    ("kms:UpdateAlias", f"arn:aws:kms:eu-west-1:{HOME}:alias/aws/", True),
    ("kms:CreateAlias", f"arn:aws:kms:eu-west-1:{HOME}:alias/mine", False),
    ("kms:CreateAlias", f"arn:aws:kms:eu-west-1:{HOME}:alias/awsome", False),
    ("kms:CreateAlias", f"arn:aws:kms:eu-west-1:{HOME}:key/1234", False),
    ("kms:Decrypt", f"arn:aws:kms:eu-west-1:{HOME}:alias/aws/s3", False),
    ("iam:CreatePolicyVersion", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", True),
    ("iam:DeletePolicy", "arn:aws:iam::aws:policy/service-role/X", True),
    ("iam:CreatePolicyVersion", f"arn:aws:iam::{HOME}:policy/mine", False),
    ("iam:GetPolicy", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", False),
    ("iam:PassRole", f"arn:aws:iam::{HOME}:role/aws-reserved/sso.amazonaws.com/x", True),
    ("iam:DeleteRole", f"arn:aws:iam::{HOME}:role/aws-reserved/x", True),
    ("iam:PassRole", f"arn:aws:iam::{HOME}:role/reserved", False),
    ("iam:GetRole", f"arn:aws:iam::{HOME}:role/aws-reserved/x", False),
    ("s3:GetObject", "arn:aws:s3:::bucket/alias/aws/", False),
]


@pytest.mark.parametrize(("action", "resource", "expected"), CASES)
def test_reserved(action: str, resource: str, expected: bool) -> None:
    """AWS alone changes its managed policies, its reserved roles and the aliases under `alias/aws/`."""
    assert reserved(action, resource) is expected


def test_reserved_actions_are_told_in_lower_case() -> None:
    """Actions are looked up whatever their case."""
    assert all(action == action.lower() for action in RESERVED)
    assert {action.partition(":")[0] for action in RESERVED} == {"iam", "kms"}
