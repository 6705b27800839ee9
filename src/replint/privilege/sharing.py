"""Whom statements of trust policies and of resource policies let in beside the replication role that needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.facts.bucket import Bucket
from replint.facts.key import Key
from replint.facts.unresolved import Unresolved
from replint.iam import matching
from replint.iam.arn import Arn
from replint.iam.condition import holds
from replint.iam.operators import operator
from replint.iam.principals import account_named
from replint.iam.request import Gap
from replint.privilege.excess import named, suspect
from replint.privilege.needs import BATCH, DOCUMENTED, KEY_ACTIONS, REPLICA_ACTIONS
from replint.privilege.sites import Kind, kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.iam.policy import Condition, PolicyText, Principals, Statement
    from replint.iam.request import Value
    from replint.privilege.statements import Allow, Owner

S3 = "s3.amazonaws.com"
_OF_S3 = ("s3.", f"{BATCH.partition('.')[0]}.s3.")
"""How the names of S3 and S3 Batch Operations begin; S3 has names of single Regions, too."""

ASSUMING = ("sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity")

CALLERS = frozenset(
    {
        "aws:principalaccount",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principaltag",
        "aws:userid",
        "aws:username",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:sourcevpcarn",
        "aws:sourceip",
        "kms:calleraccount",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
        "sts:externalid",
    }
)
"""Keys that tell callers apart. A condition on one of them lets not everybody in, unless its value is all wild.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html lists most of them.
"""

_ACCOUNTS = frozenset({"aws:principalarn", "aws:sourcearn"})
"""Keys that hold an ARN: anybody may have a role of any name, so that the account in it has to be told."""

_WITHIN_ACCOUNT = frozenset({"aws:principalarn", "aws:principaltag", "aws:userid"})
"""Keys that tell the principals of one account apart."""


class Others(NamedTuple):
    """Whom a statement lets in beside those that replication needs, for people; `everybody` tells that it is anyone."""

    names: tuple[str, ...]
    everybody: bool


def assuming(allow: Allow) -> Others | None:
    """Who else may assume the role by a statement of its trust policy; None where nobody may."""
    statement = allow.statement
    if not any(matching.action(statement, name) for name in ASSUMING):
        return None
    open_to_all = lets_everybody(statement.principals)
    others = tuple(dict.fromkeys(_others(statement.principals)))
    if not others and not open_to_all:
        return None
    return Others(others, open_to_all and not pinned(statement))


def _others(principals: Principals | None) -> Iterator[str]:
    for name in principals.names if principals and not principals.complement else ():
        if isinstance(name.value, str) and not (name.kind == "Service" and name.value.startswith(_OF_S3)):
            yield name.value


def lets_everybody(principals: Principals | None) -> bool:
    """Whether a statement names everybody: `*`, or everybody but some."""
    if principals is None:
        return False
    whom = (name.kind == "*" or (name.kind == "AWS" and name.value == "*") for name in principals.names)
    return principals.complement or any(whom)


def everybody(allow: Allow) -> bool:
    """Whether a statement of a bucket's or a key's policy lets anyone do what only replication should."""
    statement = allow.statement
    return (
        lets_everybody(statement.principals)
        and not pinned(statement)
        and not _restricted(allow.owner)
        and not _idle(allow)
        and bool(replicating(allow))
    )


def _idle(allow: Allow) -> bool:
    """Whether a condition on what is called holds of no call of it, so that the statement lets in nobody at all."""
    owner = allow.owner
    if not isinstance(owner, Bucket | Key):
        return False
    told = {
        "aws:resourceaccount": owner.account,
        "s3:resourceaccount": owner.account,
        "aws:requestedregion": owner.region,
    }
    known: dict[str, Value] = {key: (value,) for key, value in told.items() if isinstance(value, str)}

    def carried(key: str) -> Value:
        return known.get(key.lower(), Gap.UNKNOWN)

    statement = allow.statement
    return any(
        holds(each, carried(each.key), carried, variables=statement.variables) is False
        for each in statement.conditions
        if each.key.lower() in known
    )


def _restricted(owner: Owner) -> bool:
    """Whether S3 cuts what a public policy opens down to the bucket's own account and AWS's services.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
    """
    if not isinstance(owner, Bucket) or isinstance(owner.public_access_block, Unresolved):
        return False
    return "RestrictPublicBuckets" in owner.public_access_block


def replicating(allow: Allow) -> tuple[str, ...]:
    """The actions of replication that a statement of a bucket's or a key's policy means."""
    element = allow.statement.actions
    if element is None:
        return ()
    wanted = KEY_ACTIONS if isinstance(allow.owner, Key) else DOCUMENTED - KEY_ACTIONS
    return tuple(name for name in named(element) if name.lower() in wanted)


def whole_accounts(allow: Allow) -> tuple[str, ...]:
    """Accounts that a statement lets in as a whole, though it is one role of theirs that replicates."""
    principals = allow.statement.principals
    if principals is None or principals.complement:
        return ()
    told = {account_named(name.value) for name in principals.names if isinstance(name.value, str)}
    foreign = told - {None, allow.owner.account}
    if not foreign or pinned(allow.statement, by=_WITHIN_ACCOUNT):
        return ()
    accounts = dict.fromkeys(role.account for role in allow.roles)
    found = tuple(account for account in accounts if account in foreign)
    return found if found and set(map(str.lower, replicating(allow))) & (KEY_ACTIONS | REPLICA_ACTIONS) else ()


def beyond(allow: Allow) -> tuple[str, ...]:
    """Actions that a bucket's policy lets a role of another account call, and that replication never needs."""
    owner, element = allow.owner, allow.statement.actions
    if not isinstance(owner, Bucket) or element is None or lets_everybody(allow.statement.principals):
        return ()
    found = tuple(name for name in suspect(element) if kind(name.lower()) in (Kind.BUCKET, Kind.OBJECT))
    if not found or not any(role.account != owner.account and _is_named(allow, role.arn) for role in allow.roles):
        return ()
    return tuple(name for name in found if not allow.needs.asks_for(name.lower()))


def _is_named(allow: Allow, role: str) -> bool:
    principals = allow.statement.principals
    arn = Arn.parse(role)
    return principals is not None and any(
        isinstance(name.value, str) and (name.value == role or (arn and account_named(name.value) == arn.account))
        for name in principals.names
    )


def pinned(statement: Statement, by: frozenset[str] = frozenset()) -> bool:
    """Whether a condition of the statement leaves out everybody who is not told; `by` narrows the keys that count."""
    return any(_pins(condition, by or CALLERS | _ACCOUNTS) for condition in statement.conditions)


def _pins(condition: Condition, keys: frozenset[str]) -> bool:
    applied = operator(condition.operator)
    if applied is None or applied.of_nothing or applied.operator.name in ("Null", "Bool"):
        return False
    key = condition.key.lower()
    if key in _ACCOUNTS and key in keys:
        wild = applied.operator.name.endswith("Like") or applied.operator.name.startswith("Arn")
        return all(_tells_account(value, wild=wild) for value in condition.values)
    return key.partition("/")[0] in keys and all(value not in ("*", "") for value in condition.values)


def _tells_account(value: PolicyText, *, wild: bool) -> bool:
    """Whether an ARN in a condition leaves open whose it is; of a bucket, whose ARN has no account, its name tells."""
    if not isinstance(value, str) or not wild:
        return True
    arn = Arn.parse(value)
    if arn is None:
        return "*" not in value
    told = arn.account or arn.resource
    return "*" not in told and "?" not in told
