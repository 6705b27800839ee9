"""Whether a bucket policy is public, as S3 Block Public Access means it: it lets in whom nothing fixed names.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html ("The meaning of
public"). It is no question about one request: a statement is public by how it is written, whatever its actions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.iam.arn import Arn
from replint.iam.kleene import Truth, every, negate, some
from replint.iam.operators import Texts, operator
from replint.iam.pattern import Atom, Kind
from replint.iam.values import network

if TYPE_CHECKING:
    from replint.iam.policy import Condition, Policy, PolicyText, PrincipalName, Statement

FIXING = frozenset(
    {
        "aws:principalarn",
        "aws:principalaccount",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalservicename",
        "aws:principalservicenameslist",
        "aws:sourcearn",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:sourceowner",
        "aws:sourceaccount",
        "aws:userid",
        "s3:dataaccesspointarn",
        "s3:dataaccesspointaccount",
    }
)
"""Keys of which a fixed value makes a statement not public: AWS's list, with the keys for what it calls a principal."""

PERHAPS_FIXING = ("aws:principal", "aws:source", "aws:vpcsource", "aws:vpce", "s3:x-amz-server-side-encryption-aws-kms")
"""What other keys begin with that name somebody or some network, and of which AWS does not say whether they count."""

WIDEST = {4: 8, 6: 32}
"""How short the prefix of an address range may be, by version: what is wider counts as everybody."""

_ADDRESS = "aws:sourceip"
_ACCESS_POINT = "s3:dataaccesspointarn"
_USER = "aws:userid"


def is_public_policy(policy: Policy) -> Truth:
    """Whether a policy is public: one public statement is enough.

    None where what is not known decides, and where a Deny for all but fixed values stands beside: AWS does not say
    whether a policy that opens by one statement and closes by another counts.
    """
    found = some(is_public(statement) for statement in policy.statements)
    return None if found and any(_closes(statement) for statement in policy.statements) else found


def is_public(statement: Statement) -> Truth:
    """Whether one statement lets in whom no fixed value names; a Deny lets nobody in."""
    principals = statement.principals
    if statement.effect == "Deny" or principals is None:
        return False
    named = False if principals.complement else every(_is_fixed(name) for name in principals.names)
    return negate(some((named, *(_limits(condition) for condition in statement.conditions))))


def _closes(statement: Statement) -> bool:
    """Whether a Deny keeps out whom nothing fixed names: by `NotPrincipal`, or by a negated condition."""
    principals = statement.principals
    if statement.effect == "Allow" or principals is None:
        return False
    return principals.complement or any(_excludes(condition) for condition in statement.conditions)


def _excludes(condition: Condition) -> bool:
    applied, key = operator(condition.operator), condition.key.lower()
    negated = applied is not None and applied.operator.negated
    return negated and (key in FIXING or key.startswith(PERHAPS_FIXING))


def _is_fixed(name: PrincipalName) -> Truth:
    if name.value == "*" and name.kind in ("*", "AWS"):
        return False
    # A principal with a wildcard inside is none that AWS takes.
    return _fixed(name.value) or None


def _limits(condition: Condition) -> Truth:
    """Whether a condition holds only for fixed values of a key that counts.

    An operator that holds where the key is absent (`...IfExists`) or for all other values limits nothing;
    `ForAllValues`, which AWS asks for with keys of several values, does.
    """
    applied = operator(condition.operator)
    if applied is None or applied.operator.negated or applied.if_exists:
        return False
    key = condition.key.lower()
    if key == _ADDRESS:
        named = applied.operator.name == "IpAddress"
        return named and every(_is_narrow(value) for value in condition.values)
    if not isinstance(applied.operator.comparison, Texts):
        return None if key.startswith(PERHAPS_FIXING) and applied.operator.name == "Bool" else False
    if key in FIXING:
        return every(_fixed_value(key, value) for value in condition.values)
    return None if key.startswith(PERHAPS_FIXING) else False


def _is_narrow(value: PolicyText) -> Truth:
    if not isinstance(value, str):
        return None
    found = network(value)
    return found is not None and found.prefixlen >= WIDEST[found.version]


def _fixed_value(key: str, value: PolicyText) -> Truth:
    if key == _ACCESS_POINT and isinstance(value, str) and (arn := Arn.parse(value)):
        # The name of an access point may be a pattern where its account is fixed.
        return _fixed(arn.account) and bool(arn.account)
    if key == _USER and isinstance(value, str) and value.endswith(":*"):
        # "Outside the pattern AROLEID:*" is all that AWS says of it.
        return None if _fixed(value.removesuffix(":*")) else False
    return _fixed(value) or _partly_fixed(key, value)


def _partly_fixed(key: str, value: PolicyText) -> Truth:
    """False of a pattern; None of one that fixes the account or the organisation and leaves open whom of theirs.

    By the letter of the page such a value has a wildcard in it; what S3 makes of it is not said.
    """
    if not isinstance(value, str):
        return _fixed(value)
    arn = Arn.parse(value) if key in ("aws:principalarn", "aws:sourcearn") else None
    whose = arn.account if arn else value.partition("/")[0] if key == "aws:principalorgpaths" else "*"
    return None if whose and _fixed(whose) else False


def _fixed(value: PolicyText) -> Truth:
    """Whether a text has no wildcard and no policy variable in it; a name that is not known has neither."""
    parts = (value,) if isinstance(value, str) else value
    if any(mark in part for part in parts if isinstance(part, str) for mark in ("*", "?", "${")):
        return False
    return None if any(part.kind is Kind.FREE for part in parts if isinstance(part, Atom)) else True
