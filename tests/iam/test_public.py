"""What S3 Block Public Access calls public, by AWS's examples and by laws.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.iam.pattern import Atom, Kind
from replint.iam.policy import Condition, Element, Policy, PolicyText, PrincipalName, Principals, Statement
from replint.iam.public import is_public, is_public_policy

if TYPE_CHECKING:
    from replint.iam.kleene import Truth

ANYBODY = Principals((PrincipalName("*", "*"),))
SOMEBODY = Principals((PrincipalName("AWS", "arn:aws:iam::111122223333:role/replicator"),))


def allow(*conditions: Condition, principals: Principals | None = ANYBODY) -> Statement:
    """A statement of a bucket policy that lets do everything."""
    return Statement("Allow", Element("Action", ("s3:*",)), Element("Resource", ("*",)), principals, conditions)


def deny(*conditions: Condition, principals: Principals = ANYBODY) -> Statement:
    """The opposite."""
    return replace(allow(*conditions, principals=principals), effect="Deny")


def on(key: str, *values: PolicyText, operator: str = "StringEquals") -> Condition:
    """A condition."""
    return Condition(operator, key, values)


LIMITING = (
    on("aws:SourceVpc", "vpc-91237329"),
    on("aws:PrincipalOrgID", "o-a1b2c3d4e5"),
    on("AWS:PRINCIPALORGID", "o-a1b2c3d4e5", "o-b2c3d4e5f6"),
    on("aws:PrincipalAccount", "111122223333"),
    on("aws:PrincipalArn", "arn:aws:iam::111122223333:role/copier", operator="ArnLike"),
    on("aws:PrincipalOrgPaths", "o-a1/r-b2/ou-c3/", operator="ForAnyValue:StringLike"),
    on("aws:SourceArn", "arn:aws:s3:::logs", operator="ArnEquals"),
    on("aws:SourceIp", "203.0.113.0/24", operator="IpAddress"),
    on("aws:SourceIp", "10.0.0.0/8", "2001:db8::/32", operator="IpAddress"),
    on("aws:userid", "AIDAEXAMPLEID"),
    on("s3:DataAccessPointArn", "arn:aws:s3:us-west-2:111122223333:accesspoint/*", operator="StringLike"),
    on("s3:DataAccessPointAccount", "111122223333"),
    on("aws:PrincipalArn", ("arn:aws:iam::111122223333:role/", Atom("the role's name"))),
)
USELESS = (
    on("aws:SourceVpc", "vpc-*", operator="StringLike"),
    on("aws:SourceVpc", "vpc-1", "vpc-?", operator="StringLike"),
    on("aws:PrincipalArn", "arn:aws:iam::*:role/copier", operator="ArnLike"),
    on("aws:PrincipalOrgID", "${aws:ResourceOrgID}"),
    on("aws:PrincipalOrgPaths", "*/r-b2/*", operator="ForAnyValue:StringLike"),
    on("aws:SourceArn", "arn:aws:s3:::logs-*", operator="ArnLike"),
    on("aws:PrincipalOrgID", "o-a1b2c3d4e5", operator="StringEqualsIfExists"),
    on("aws:PrincipalOrgID", "o-a1b2c3d4e5", operator="StringNotEquals"),
    on("aws:SourceIp", "0.0.0.0/1", operator="IpAddress"),
    on("aws:SourceIp", "203.0.113.0/24", "8.0.0.0/7", operator="IpAddress"),
    on("aws:SourceIp", "2001::/31", operator="IpAddress"),
    on("aws:SourceIp", "203.0.113.0/24", operator="NotIpAddress"),
    on("aws:SourceIp", "203.0.113.0/24"),
    on("aws:SourceIp", "office", operator="IpAddress"),
    on("aws:SecureTransport", "true", operator="Bool"),
    on("s3:prefix", "public/"),
    on("aws:Referer", "https://example.org/"),
    on("aws:SourceVpc", "false", operator="Null"),
    on("s3:DataAccessPointArn", "arn:aws:s3:us-west-2:*:accesspoint/*", operator="StringLike"),
    on("aws:PrincipalOrgID", "o-a1b2c3d4e5", operator="StringEqual"),
)
OPEN = (
    on("aws:PrincipalTag/team", "storage"),
    on("aws:SourceOrgID", "o-a1b2c3d4e5"),
    on("aws:PrincipalIsAWSService", "true", operator="Bool"),
    on("aws:userid", "AROAEXAMPLEID:*", operator="StringLike"),
    on("aws:PrincipalArn", "arn:aws:iam::111122223333:role/*", operator="ArnLike"),
    on("aws:PrincipalOrgPaths", "o-a1/r-b2/ou-c3/*", operator="ForAnyValue:StringLike"),
    on("aws:PrincipalAccount", (Atom("var.account", Kind.FREE),)),
    on("aws:SourceIp", (Atom("var.office", Kind.FREE),), operator="IpAddress"),
)
EXCLUDING = (
    deny(on("aws:PrincipalOrgID", "o-a1b2c3d4e5", operator="StringNotEquals")),
    deny(on("aws:SourceIp", "203.0.113.0/24", operator="NotIpAddress")),
    deny(principals=replace(SOMEBODY, complement=True)),
)
conditions = st.sampled_from((*LIMITING, *USELESS, *OPEN))
statements = st.builds(
    lambda limits, principals: allow(*limits, principals=principals),
    st.lists(conditions, max_size=3),
    st.sampled_from((ANYBODY, SOMEBODY)),
)


@pytest.mark.parametrize("limit", LIMITING, ids=repr)
def test_a_fixed_value_limits(limit: Condition) -> None:
    """A statement for everybody is not public when a key that counts has fixed values only."""
    assert is_public(allow(limit)) is False


@pytest.mark.parametrize("condition", USELESS, ids=repr)
def test_what_is_not_fixed_limits_nothing(condition: Condition) -> None:
    """Patterns, variables, wide ranges, other keys and operators that let others through leave it public."""
    assert is_public(allow(condition)) is True


@pytest.mark.parametrize("condition", OPEN, ids=repr)
def test_what_aws_does_not_say_is_open(condition: Condition) -> None:
    """Keys that name somebody and are not on AWS's list, and values that are not known."""
    assert is_public(allow(condition)) is None


@pytest.mark.parametrize(
    ("principals", "public"),
    [
        (ANYBODY, True),
        (SOMEBODY, False),
        (Principals((*SOMEBODY.names, PrincipalName("AWS", "*"))), True),
        (replace(SOMEBODY, complement=True), True),
        (Principals((PrincipalName("Service", "cloudtrail.amazonaws.com"),)), False),
        (Principals((PrincipalName("AWS", "arn:aws:iam::111122223333:role/*"),)), None),
        (Principals((PrincipalName("AWS", (Atom("var.role", Kind.FREE),)),)), None),
        (None, False),
    ],
)
def test_principals(principals: Principals | None, public: Truth) -> None:
    """Without a condition it is public to name everybody, or all but somebody."""
    assert is_public(allow(principals=principals)) is public


@pytest.mark.parametrize("closing", EXCLUDING, ids=repr)
def test_a_deny_beside_leaves_it_open(closing: Statement) -> None:
    """What one statement opens and another closes is public or not: AWS does not say."""
    assert is_public_policy(Policy((allow(), closing))) is None
    assert is_public_policy(Policy((allow(principals=SOMEBODY), closing))) is False


def test_a_deny_that_names_nobody_leaves_it_public() -> None:
    """A Deny of calls without TLS closes nothing."""
    plain = deny(on("aws:SecureTransport", "false", operator="Bool"))
    assert is_public_policy(Policy((plain, allow()))) is True
    assert is_public_policy(Policy(())) is False


@given(st.lists(statements, max_size=3), statements)
def test_one_more_allow_never_makes_a_policy_less_public(few: list[Statement], more: Statement) -> None:
    """A public policy stays public, whatever else is allowed."""
    if is_public_policy(Policy(tuple(few))) is True:
        assert is_public_policy(Policy((*few, more))) is True
    assert is_public_policy(Policy((*few, more))) is is_public_policy(Policy((more, *few)))


@given(statements, conditions)
def test_one_more_condition_never_makes_a_statement_more_public(statement: Statement, condition: Condition) -> None:
    """Conditions narrow: what is not public stays so, and a limiting one always makes it so."""
    narrowed = replace(statement, conditions=(*statement.conditions, condition))
    if is_public(statement) is False or condition in LIMITING:
        assert is_public(narrowed) is False
    if is_public(narrowed) is True:
        assert is_public(statement) is True
