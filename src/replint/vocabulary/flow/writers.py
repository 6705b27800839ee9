"""Who else may put objects into the source: other accounts, whose objects the bucket's owner need not own.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.iam.arn import Arn
from replint.iam.decision import Allowed
from replint.iam.evaluate import Policies, decide
from replint.iam.matching import action
from replint.iam.pattern import Pattern
from replint.iam.policy import Element, Policy, Statement
from replint.iam.request import Caller, Context, PrincipalType, Request
from replint.iam.strings import PatternSet, Yes, meets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.iam.policy import PrincipalName

PUT = "s3:PutObject"
ANYBODY = "000000000000"
"""An account that nobody has, for whoever is let in without being named."""

EVERYTHING = Policy((Statement("Allow", Element("Action", ("*",)), Element("Resource", ("*",))),))


def foreign_writer(policy: Policy, owner: str, objects: Pattern) -> Statement | None:
    """The statement that lets another account put some of the objects and keep them to itself; None without one.

    The upload carries no ACL, and so gives the bucket's owner nothing: a policy that asks for
    `bucket-owner-full-control` does not let it through. What depends on the writer's network or organisation is no such
    statement: this is a guess at nobody.
    """
    for statement in policy.statements:
        if statement.effect == "Allow" and statement.principals and action(statement, PUT) is True:
            for caller in _strangers(statement.principals.names, owner):
                if any(_may_put(policy, caller, owner, each) for each in _some_of(statement, objects)):
                    return statement
    return None


def _strangers(names: tuple[PrincipalName, ...], owner: str) -> Iterator[Caller]:
    """Somebody of each other account that is named; services and canonical users are left out."""
    for name in names:
        if not isinstance(name.value, str) or name.kind not in ("AWS", "*"):
            continue
        arn = Arn.parse(name.value)
        account = arn.account if arn else name.value if name.value.isdigit() else ANYBODY if name.value == "*" else None
        if account not in (None, owner):
            role = arn is not None and arn.service == "iam" and arn.resource.startswith("role/")
            kind = PrincipalType.ROLE if role else PrincipalType.USER
            somebody = arn is not None and arn.resource != "root"
            yield Caller(kind, name.value if somebody else f"arn:aws:iam::{account}:user/somebody", account)


def _some_of(statement: Statement, objects: Pattern) -> Iterator[Pattern]:
    """One object of those that each resource of a statement has in common with these."""
    element = statement.resources
    if element is None or element.complement:
        yield objects
        return
    for text in element.values:
        found = meets(PatternSet((Pattern.glob(text),)), PatternSet((objects,))) if isinstance(text, str) else None
        if isinstance(found, Yes):
            yield Pattern(found.member or ())


def _may_put(policy: Policy, caller: Caller, owner: str, objects: Pattern) -> bool:
    keys = {
        "aws:principalarn": (caller.name,),
        "aws:principalaccount": (caller.account or "",),
        "aws:principalisawsservice": ("false",),
        "aws:viaawsservice": ("false",),
        "aws:securetransport": ("true",),
    }
    request = Request(caller, PUT, objects, owner, Context(keys))
    return isinstance(decide(request, Policies(identity=(EVERYTHING,), resource=policy)), Allowed)
