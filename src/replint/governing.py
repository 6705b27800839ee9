"""The policies around a flow's calls: the role's own, the resource's, the organisation's; what is not told stays so."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from replint.facts.key import Manager
from replint.facts.unresolved import Unresolved
from replint.iam.policy import Condition, Element, Policy, PrincipalName, Principals, Statement, Untold

if TYPE_CHECKING:
    from replint.facts.estate import Estate
    from replint.facts.key import Key
    from replint.facts.role import Role
    from replint.iam.layers import Given


def identity(caller: Role) -> tuple[Policy | Untold, ...]:
    """A role's permission policies, with what is not told of them."""
    if isinstance(caller.policies, Unresolved):
        return (untold(caller.policies),)
    return tuple(untold(each) if isinstance(each, Unresolved) else each for each in caller.policies)


def boundary(caller: Role) -> tuple[Policy | Untold, ...] | None:
    """A role's permissions boundary; None where it has none."""
    if caller.boundary is None:
        return None
    return (untold(caller.boundary) if isinstance(caller.boundary, Unresolved) else caller.boundary,)


def rcps(estate: Estate, owner: str | Unresolved, destination: str | Unresolved) -> tuple[tuple[Given, ...], ...]:
    """The RCPs that govern an account's resources: those given for it, or for the destination's account."""
    policies = estate.rcps
    if policies is None:
        return ()
    if isinstance(owner, str) and owner in policies.by_account:
        return policies.by_account[owner]
    if owner == destination and not (isinstance(owner, Unresolved) and policies.by_account):
        return policies.everywhere or ()
    if isinstance(owner, Unresolved):
        what = f"which resource control policies govern it without {owner.what}"
        return ((Untold(what, owner.tells, owner.place, owner.document),),)
    return ()


def organisation(estate: Estate, account: str, destination: str | Unresolved) -> tuple[str, ...] | None:
    """The ids that an account's organisation may have, by the SCPs and RCPs that govern it; None where none does.

    A Deny of whatever is not of some organisations also meets what the account itself has: were its own organisation
    not among them, the account could use nothing of its own. So it is one that every such Deny leaves out, which the
    report tells as an assumption. Empty where no Deny says anything.
    """
    levels = ((estate.scps.of(account) if estate.scps else None) or ()) + rcps(estate, account, destination)
    if not levels:
        return None
    told = [
        frozenset(value.partition("/")[0] for value in condition.values if isinstance(value, str))
        for policy in chain(*levels)
        if isinstance(policy, Policy)
        for statement in policy.statements
        if _keeps_within(statement)
        for condition in statement.conditions
        if condition.key.lower() in _OF_ORGANISATIONS and "not" in condition.operator.lower()
    ]
    common = frozenset[str].intersection(*told) if told else frozenset[str]()
    return tuple(
        sorted(value for value in common if value.startswith("o-") and value.isprintable() and "*" not in value)
    )


def _keeps_within(statement: Statement) -> bool:
    """Whether a statement denies everybody everything, but for exemptions: not some people, and not one resource."""
    everything = statement.resources is not None and "*" in statement.resources.values
    exempting = all(_exempting(condition.operator.lower()) for condition in statement.conditions)
    return statement.effect == "Deny" and everything and exempting


def _exempting(operator: str) -> bool:
    return "not" in operator or operator.startswith("bool")


_OF_ORGANISATIONS = ("aws:resourceorgid", "aws:resourceorgpaths", "aws:principalorgid", "aws:principalorgpaths")


def key_policy(partition: str, key: Key) -> Policy | Untold | None:
    """A key's policy; of a key that AWS manages and nobody describes, the one that all such keys have."""
    if not isinstance(key.policy, Unresolved):
        return key.policy
    return _managed_policy(partition, key) if key.manager is Manager.AWS else untold(key.policy)


def _managed_policy(partition: str, key: Key) -> Policy:
    """The policy of the key that AWS manages for S3: everybody in the account may use it through S3.

    https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
    """
    suffix = "*" if partition == "aws-cn" else ""
    actions = ("kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey")
    statement = Statement(
        "Allow",
        Element("Action", actions),
        Element("Resource", ("*",)),
        Principals((PrincipalName("AWS", "*"),)),
        (
            Condition("StringLike", "kms:ViaService", (f"s3.{key.region}.amazonaws.com{suffix}",)),
            Condition("StringEquals", "kms:CallerAccount", (key.account,)),
        ),
    )
    return Policy((statement,), "the policy of the AWS managed key")


def untold(value: Unresolved) -> Untold:
    """A policy that no document tells, as the kernel knows it."""
    return Untold(value.what, value.tells, value.place, value.document)
