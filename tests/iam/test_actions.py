"""The actions that AWS has: known ones, patterns, suggestions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.iam import actions

REPLICATION = (
    "s3:GetReplicationConfiguration",
    "s3:ListBucket",
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionTagging",
    "s3:GetObjectRetention",
    "s3:GetObjectLegalHold",
    "s3:ReplicateObject",
    "s3:ReplicateDelete",
    "s3:ReplicateTags",
    "s3:ObjectOwnerOverrideToBucketOwner",
    "s3:InitiateReplication",
    "s3-outposts:ReplicateObject",
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "sts:AssumeRole",
    "iam:PassRole",
)


@pytest.mark.parametrize("action", REPLICATION)
def test_actions_of_replication_are_known(action: str) -> None:
    """Every action that replication asks for exists, in any case, and bears its name in its service."""
    service, _, name = action.partition(":")
    assert actions.known(service.upper(), name.lower()) is True
    assert action in actions.services_with(name)


@pytest.mark.parametrize(
    ("service", "name", "answer"),
    [
        ("s3", "ReplicationTags", False),
        ("s3", "", False),
        ("s3", "Replicate*", True),
        ("s3", "*Tagging", True),
        ("s3", "Get?bject", True),
        ("s3", "Get?Object", False),
        ("s3", "Foo*", False),
        ("s3", "*", True),
        ("ec2", "Anything", None),
    ],
)
def test_known(service: str, name: str, *, answer: bool | None) -> None:
    """A name is known or not, a pattern when it names any action; of other services nobody knows."""
    assert actions.known(service, name) is answer


@pytest.mark.parametrize(
    ("action", "first"),
    [
        ("s3:ReplicationTags", "s3:ReplicateTags"),
        ("s3:GetObjectVersionForReplicaton", "s3:GetObjectVersionForReplication"),
        ("s3:HeadObject", "s3:GetObject"),
        ("kms:GenerateDataKeys", "kms:GenerateDataKey"),
    ],
)
def test_suggestions(action: str, first: str) -> None:
    """The likeliest action stands first."""
    assert actions.suggestions(action)[0] == first


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("S3:putBucketReplication", ("s3:PutReplicationConfiguration",)),
        ("kms:ReEncrypt", ("kms:ReEncryptFrom", "kms:ReEncryptTo")),
        ("s3:G*e*t*O*b*j", ("s3:GetObject",)),
        ("s3:G?e?t?O?b?j", ("s3:GetObject",)),
        ("s3:a:GetObj", ("s3:GetObject",)),
        ("s3:ObjectOwner", ()),
        ("ec2:RunInstances", ()),
        ("GetObject", ()),
    ],
)
def test_all_suggestions(action: str, expected: tuple[str, ...]) -> None:
    """An operation of the API has its actions; else names that are alike, whatever wildcards they hold, or none."""
    assert actions.suggestions(action) == expected


@given(st.text(max_size=200))
def test_suggestions_are_few_and_exist(text: str) -> None:
    """There are three suggestions at most, and each is an action that exists."""
    found = actions.suggestions(f"s3:{text}")
    assert len(found) <= actions.MOST_SUGGESTIONS
    assert all(actions.known(*each.split(":")) for each in found)


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_matching(pattern: str, name: str) -> None:
    """A pattern matches as its definition says: a star takes any run, a question mark one character."""

    def by_definition(at: int, here: int) -> bool:
        if here == len(pattern):
            return at == len(name)
        if pattern[here] == "*":
            return any(by_definition(to, here + 1) for to in range(at, len(name) + 1))
        return at < len(name) and pattern[here] in ("?", name[at]) and by_definition(at + 1, here + 1)

    assert actions.matches(pattern, name) is by_definition(0, 0)
