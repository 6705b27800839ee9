"""Whom a statement of a resource policy names, and how far the naming carries.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from replint.iam.arn import Arn
from replint.iam.kleene import Truth, negate, some
from replint.iam.pattern import Pattern
from replint.iam.request import PrincipalType
from replint.iam.strings import matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.iam.pattern import Atom, Token
    from replint.iam.policy import PolicyText, PrincipalName, Principals
    from replint.iam.request import Caller

ACCOUNT_ID_LENGTH = 12
REGIONAL_PARTS = 3
"""A service's regional name is `<service>.<region>.<domain>`."""


class Naming(NamedTuple):
    """How a statement names the caller.

    `direct`: as the session, user, service or everyone; a grant that boundary and session policy do not cap by leaving
    something out. `role`: as the role, which they do cap. `account`: by its account, which only delegates to the
    account's own policies.
    """

    direct: Truth = False
    role: Truth = False
    account: Truth = False

    @property
    def any(self) -> Truth:
        """Whether the caller is named at all: what a Deny asks."""
        return some((self.direct, self.role, self.account))


NOBODY = Naming()
EVERYONE = Naming(direct=True)


def naming(principals: Principals | None, caller: Caller, *, bounded: bool = False, deny: bool = False) -> Naming:
    """How `Principal` or `NotPrincipal` names the caller; a statement without either names nobody.

    `bounded` tells that the caller has a permissions boundary: a Deny with `NotPrincipal` then always hits it.
    """
    if principals is None:
        return NOBODY
    named = [_names(name, caller) for name in principals.names]
    if not principals.complement:
        if len(named) == 1:
            return named[0]
        return Naming(
            direct=some(each.direct for each in named),
            role=some(each.role for each in named),
            account=some(each.account for each in named),
        )
    if bounded and deny:
        return EVERYONE
    listed = some(each.any for each in named)
    if deny and listed and caller.type is PrincipalType.ROLE and not _exempts(named):
        return EVERYONE if _passes_over(principals, named, caller) else Naming(direct=None)
    return Naming(direct=negate(listed))


def _exempts(named: Sequence[Naming]) -> bool:
    """Whether `NotPrincipal` surely leaves a role out of a Deny: by its account and by itself.

    AWS asks for both, and says that otherwise the whole account may be denied
    (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html).
    """
    account = any(each.account is True for each in named)
    return any(each.direct is True for each in named) or (account and any(each.role is True for each in named))


def _passes_over(principals: Principals, named: Sequence[Naming], caller: Caller) -> bool:
    """Whether a Deny's `NotPrincipal` lists the role's account with somebody else of it, and surely not the role.

    AWS says of just such a list that everybody but that somebody is denied (the page above, in its example of a user
    with his account). Of an account alone it does not say whether it stands for whoever is in it.
    """
    names_role = some(each.direct for each in named), some(each.role for each in named)
    others = (
        arn.account == caller.account and arn.resource != "root"
        for name in principals.names
        if name.kind == "AWS" and isinstance(name.value, str) and (arn := Arn.parse(name.value))
    )
    return names_role == (False, False) and any(each.account for each in named) and any(others)


def _names(name: PrincipalName, caller: Caller) -> Naming:
    value = name.value
    if name.kind == "*" or (name.kind == "AWS" and value == "*"):
        return EVERYONE
    if name.kind == "Service":
        return Naming(direct=caller.type is PrincipalType.SERVICE and _service(value, caller.name))
    if name.kind == "Federated":
        return Naming(direct=caller.type is PrincipalType.FEDERATED and _equal(value, caller.name))
    if name.kind == "CanonicalUser":
        # It names an account of S3's; which one, no document tells.
        return Naming(account=None if caller.account else False)
    if caller.type is PrincipalType.SERVICE or (isinstance(value, str) and _has_wildcard(value)):
        return NOBODY
    return _aws(value, caller)


def _aws(value: PolicyText, caller: Caller) -> Naming:
    """An `AWS` principal: an account, an ARN, or the unique id that is left of a deleted role or user."""
    if isinstance(value, str):
        account = account_named(value)
        if account is not None:
            if not _of_one_partition(value, caller.name):
                return NOBODY
            same = account == caller.account if caller.account else None
            return Naming(direct=same) if caller.type is PrincipalType.ROOT else Naming(account=same)
        if ":" not in value:
            own = caller.unique_id is not None and caller.unique_id.partition(":")[0] == value
            return (
                Naming(role=own) if caller.type in (PrincipalType.ROLE, PrincipalType.SESSION) else Naming(direct=own)
            )
    if caller.type is PrincipalType.ROLE:
        return Naming(direct=_session_of(value, caller), role=_equal(value, caller.name))
    if caller.type is PrincipalType.SESSION:
        return Naming(direct=_equal(value, caller.name), role=_role_of(value, caller))
    return Naming(direct=_equal(value, caller.name))


def _service(value: PolicyText, name: str) -> Truth:
    """Whether a service is named; whether by the name that it has in one Region, AWS leaves open.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    """
    if value == f"{name}.cn":
        # Some services have such a name in China; AWS does not say which one S3 assumes roles by there.
        return None
    service, dot, domain = name.partition(".")
    parts = value.split(".", 2) if isinstance(value, str) else []
    regional = (
        len(parts) == REGIONAL_PARTS and dot and (parts[0], parts[2]) == (service, domain) and parts[1].count("-") > 1
    )
    return None if regional else _equal(value, name)


def _equal(value: PolicyText, name: str) -> Truth:
    return value == name if isinstance(value, str) else matches(Pattern(tuple(_tokens(value))), name)


def _tokens(parts: tuple[str | Atom, ...]) -> Iterator[Token]:
    for part in parts:
        yield from part if isinstance(part, str) else (part,)


@lru_cache(maxsize=4096)
def account_named(value: str) -> str | None:
    """The account that an account principal names: a bare id, or the ARN of the account's root."""
    arn = Arn.parse(value)
    account = arn.account if arn and arn.resource == "root" else value
    return account if len(account) == ACCOUNT_ID_LENGTH and account.isdigit() else None


def _of_one_partition(value: str, name: str) -> bool:
    """Whether two principals may be of one partition; a bare account id is of the partition that it is used in."""
    one, other = Arn.parse(value), Arn.parse(name)
    return one is None or other is None or one.partition == other.partition


def _has_wildcard(value: str) -> bool:
    # A principal is `*` as a whole or has no wildcard at all; anything else matches nothing.
    return "*" in value or "?" in value


def _session_of(value: PolicyText, caller: Caller) -> Truth:
    """Whether a session ARN names a session of the role: which session it is, nobody knows."""
    if isinstance(value, str) and value.startswith(_sessions(caller.name) or "\0"):
        return None
    return False


def _sessions(role_arn: str) -> str | None:
    """What the ARN of every session of a role begins with; the role's path does not stand in it."""
    arn = Arn.parse(role_arn)
    if arn is None or not arn.resource.startswith("role/"):
        return None
    return f"arn:{arn.partition}:sts::{arn.account}:assumed-role/{arn.resource.rpartition('/')[2]}/"


def _role_of(value: PolicyText, caller: Caller) -> Truth:
    if caller.role is not None:
        return _equal(value, caller.role)
    # Role names are unique in an account whatever their path and case, so name and account identify the role.
    begins = _sessions(value) if isinstance(value, str) else None
    return begins is not None and caller.name.lower().startswith(begins.lower())
