"""Whom a resource policy names, and as what: the caller itself, its role, or only its account.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from replint.iam.pattern import Atom, Kind
from replint.iam.policy import PolicyText, PrincipalKind, PrincipalName, Principals
from replint.iam.principals import EVERYONE, NOBODY, Naming, naming
from replint.iam.request import Caller, PrincipalType
from tests.iam.estate import (
    ABROAD,
    FEDERATED,
    HOME,
    ROLE,
    ROLE_ARN,
    ROOT,
    ROOT_ARN,
    SERVICE,
    SESSION,
    SESSION_ARN,
    SOMEONES,
    USER,
    USER_ARN,
)

DIRECT, AS_ROLE, BY_ACCOUNT = Naming(direct=True), Naming(role=True), Naming(account=True)
STRANGER = Caller(PrincipalType.SESSION, SESSION_ARN, HOME)
"""A session of which nobody told the role."""
OTHER_SESSION = SESSION_ARN + "-other"
GLOBAL = Caller(PrincipalType.SESSION, SESSION_ARN, HOME, role=f"arn:aws:iam::{HOME}:role/replicator")
FREE, BUCKET = Atom("var.arn", Kind.FREE), Atom("name")

# (kind, value, caller, how it is named)
CASES: list[tuple[PrincipalKind, PolicyText, Caller, Naming]] = [
    # Everyone.
    ("*", "*", SESSION, EVERYONE),
    ("*", "*", SERVICE, EVERYONE),
    ("AWS", "*", ROLE, EVERYONE),
    ("AWS", "*", USER, EVERYONE),
    ("Service", "*", SERVICE, NOBODY),
    # Services.
    ("Service", "s3.amazonaws.com", SERVICE, DIRECT),
    ("Service", "ec2.amazonaws.com", SERVICE, NOBODY),
    ("Service", "s3.amazonaws.com", SESSION, NOBODY),
    ("AWS", "s3.amazonaws.com", SERVICE, NOBODY),
    ("AWS", HOME, SERVICE, NOBODY),
    ("Service", (FREE,), SERVICE, Naming(direct=None)),
    # The name of a service in one Region: whether it is meant, AWS leaves open.
    ("Service", "s3.eu-west-1.amazonaws.com", SERVICE, Naming(direct=None)),
    ("Service", "s3.us-gov-west-1.amazonaws.com", SERVICE, Naming(direct=None)),
    ("Service", "s3.eu-west-1.amazonaws.com", SESSION, NOBODY),
    ("Service", "ec2.eu-west-1.amazonaws.com", SERVICE, NOBODY),
    ("Service", "s3.eu-west-1.amazonaws.com.cn", SERVICE, NOBODY),
    ("Service", "s3.eu-west.amazonaws.com", SERVICE, NOBODY),
    ("Service", "batchoperations.s3.amazonaws.com", SERVICE, NOBODY),
    ("Service", "s3.eu-west-1", replace(SERVICE, name="s3"), NOBODY),
    ("Service", "s3.eu-west-1.", replace(SERVICE, name="s3"), NOBODY),
    # Federated principals.
    ("Federated", "accounts.google.com", FEDERATED, DIRECT),
    ("Federated", "www.amazon.com", FEDERATED, NOBODY),
    ("Federated", "accounts.google.com", USER, NOBODY),
    ("AWS", "accounts.google.com", FEDERATED, NOBODY),
    ("AWS", HOME, FEDERATED, BY_ACCOUNT),
    # Accounts.
    ("AWS", HOME, SESSION, BY_ACCOUNT),
    ("AWS", ROOT_ARN, SESSION, BY_ACCOUNT),
    ("AWS", HOME, ROLE, BY_ACCOUNT),
    ("AWS", HOME, USER, BY_ACCOUNT),
    ("AWS", HOME, ROOT, DIRECT),
    ("AWS", ROOT_ARN, ROOT, DIRECT),
    ("AWS", ABROAD, SESSION, NOBODY),
    ("AWS", ABROAD, ROOT, NOBODY),
    ("AWS", f"arn:aws:iam::{ABROAD}:root", USER, NOBODY),
    ("AWS", HOME, SOMEONES, Naming(account=None)),
    ("AWS", HOME, replace(ROOT, account=None), Naming(direct=None)),
    ("AWS", HOME[:-1], replace(SESSION, account=HOME[:-1]), NOBODY),
    ("AWS", "11111111111x", replace(SESSION, account="11111111111x"), NOBODY),
    ("AWS", f"arn:aws:iam::{HOME}:rooted", SESSION, NOBODY),
    # Roles and their sessions.
    ("AWS", ROLE_ARN, SESSION, AS_ROLE),
    ("AWS", ROLE_ARN, ROLE, AS_ROLE),
    ("AWS", ROLE_ARN, USER, NOBODY),
    ("AWS", f"arn:aws:iam::{HOME}:role/replicator", SESSION, NOBODY),
    ("AWS", f"arn:aws:iam::{HOME}:role/replicator", ROLE, NOBODY),
    ("AWS", ROLE_ARN.upper(), ROLE, NOBODY),
    ("AWS", SESSION_ARN, SESSION, DIRECT),
    ("AWS", OTHER_SESSION, SESSION, NOBODY),
    ("AWS", SESSION_ARN, ROLE, Naming(direct=None)),
    ("AWS", OTHER_SESSION, ROLE, Naming(direct=None)),
    ("AWS", f"arn:aws:sts::{HOME}:assumed-role/replicator2/s3", ROLE, NOBODY),
    ("AWS", f"arn:aws:sts::{ABROAD}:assumed-role/replicator/s3", ROLE, NOBODY),
    ("AWS", f"arn:aws:sts::{HOME}:assumed-role/app/replicator/s3", ROLE, NOBODY),
    ("AWS", SESSION_ARN, USER, NOBODY),
    ("AWS", SESSION_ARN, replace(ROLE, name="no arn"), NOBODY),
    ("AWS", SESSION_ARN, replace(ROLE, name=f"arn:aws:iam::{HOME}:user/replicator"), NOBODY),
    # A session's ARN does not tell its role's path: any role of this name and account is the one.
    ("AWS", ROLE_ARN, STRANGER, AS_ROLE),
    ("AWS", f"arn:aws:iam::{HOME}:role/replicator", STRANGER, AS_ROLE),
    ("AWS", f"arn:aws:iam::{HOME}:role/app/REPLICATOR", STRANGER, AS_ROLE),
    ("AWS", f"arn:aws:iam::{HOME}:role/app/other", STRANGER, NOBODY),
    ("AWS", f"arn:aws:iam::{ABROAD}:role/replicator", STRANGER, NOBODY),
    ("AWS", f"arn:aws:iam::{HOME}:user/replicator", STRANGER, NOBODY),
    ("AWS", (FREE,), STRANGER, Naming(direct=None)),
    # Users.
    ("AWS", USER_ARN, USER, DIRECT),
    ("AWS", USER_ARN, SESSION, NOBODY),
    ("AWS", f"arn:aws:iam::{HOME}:user/Ann", USER, NOBODY),
    # Unique ids, which a policy keeps of a role or user that was deleted.
    ("AWS", "AROAEXAMPLE", SESSION, AS_ROLE),
    ("AWS", "AROAEXAMPLE", ROLE, AS_ROLE),
    ("AWS", "AROAOTHER", SESSION, NOBODY),
    ("AWS", "AIDAEXAMPLE", USER, DIRECT),
    ("AWS", "AIDAEXAMPLE", SESSION, NOBODY),
    ("AWS", "AROAEXAMPLE", GLOBAL, NOBODY),
    ("AWS", "AROA", SESSION, NOBODY),
    # A wildcard inside a principal matches nothing.
    ("AWS", f"arn:aws:iam::{HOME}:role/*", ROLE, NOBODY),
    ("AWS", f"arn:aws:iam::{HOME}:user/an?", USER, NOBODY),
    ("AWS", f"arn:aws:iam::{HOME}:user/*", replace(USER, name=f"arn:aws:iam::{HOME}:user/*"), NOBODY),
    ("AWS", f"arn:aws:iam::{HOME}:user/an?", replace(USER, name=f"arn:aws:iam::{HOME}:user/an?"), NOBODY),
    ("AWS", "1111111111?1", SESSION, NOBODY),
    # An account of S3's, which no document of IAM's knows.
    ("CanonicalUser", "79a59df900b949e55d96a1e698fba", SESSION, Naming(account=None)),
    ("CanonicalUser", "79a59df900b949e55d96a1e698fba", SERVICE, NOBODY),
    # Names that are not known.
    ("AWS", (FREE,), USER, Naming(direct=None)),
    ("AWS", (FREE,), SESSION, Naming(direct=None, role=None)),
    ("AWS", (FREE,), ROLE, Naming(role=None)),
    ("AWS", (f"arn:aws:iam::{HOME}:role/", BUCKET), ROLE, NOBODY),
    ("AWS", (f"arn:aws:iam::{HOME}:role/app/", BUCKET), ROLE, Naming(role=None)),
    ("AWS", (f"arn:aws:iam::{HOME}:user/", BUCKET), USER, Naming(direct=None)),
]


@pytest.mark.parametrize(("kind", "value", "caller", "expected"), CASES)
def test_one_name(kind: PrincipalKind, value: PolicyText, caller: Caller, expected: Naming) -> None:
    """A principal names the caller itself, its role, its account, or does not name it."""
    assert naming(Principals((PrincipalName(kind, value),)), caller) == expected


def names(*values: str) -> tuple[PrincipalName, ...]:
    """Return these AWS principals."""
    return tuple(PrincipalName("AWS", value) for value in values)


def test_several_names() -> None:
    """One name of several is enough, and each counts as what it is."""
    all_ways = naming(Principals(names(USER_ARN, ROLE_ARN, SESSION_ARN, HOME)), SESSION)
    assert all_ways == Naming(direct=True, role=True, account=True)
    assert naming(Principals(names(USER_ARN, ROLE_ARN)), SESSION) == AS_ROLE
    assert naming(Principals(()), SESSION) == NOBODY
    assert naming(None, SESSION) == NOBODY


@pytest.mark.parametrize(
    ("spared", "caller", "expected"),
    [
        ((USER_ARN,), SESSION, EVERYONE),
        ((ROLE_ARN,), SESSION, NOBODY),
        ((SESSION_ARN,), SESSION, NOBODY),
        ((HOME,), SESSION, NOBODY),
        ((USER_ARN, ROLE_ARN), SESSION, NOBODY),
        (("*",), SESSION, NOBODY),
        ((HOME,), SERVICE, EVERYONE),
        ((SESSION_ARN,), ROLE, Naming(direct=None)),
        ((HOME,), SOMEONES, Naming(direct=None)),
    ],
)
def test_everyone_but(spared: tuple[str, ...], caller: Caller, expected: Naming) -> None:
    """`NotPrincipal` names everyone whom none of its names means in any way."""
    assert naming(Principals(names(*spared), complement=True), caller) == expected


@pytest.mark.parametrize(("bounded", "deny"), [(True, True), (True, False), (False, True), (False, False)])
def test_everyone_but_and_a_boundary(bounded: bool, deny: bool) -> None:
    """A Deny with `NotPrincipal` spares nobody who has a permissions boundary; an Allow is as ever."""
    spares_role = Principals(names(ROLE_ARN), complement=True)
    expected = EVERYONE if bounded and deny else NOBODY
    assert naming(spares_role, SESSION, bounded=bounded, deny=deny) == expected
    assert naming(Principals(names(USER_ARN)), SESSION, bounded=bounded, deny=deny) == NOBODY


def test_named_at_all() -> None:
    """A Deny asks whether the caller is named in any way."""
    assert [each.any for each in (NOBODY, DIRECT, AS_ROLE, BY_ACCOUNT)] == [False, True, True, True]
    assert Naming(role=None).any is None
    assert Naming(role=None, account=True).any is True


@pytest.mark.parametrize(
    ("spared", "caller", "expected"),
    [
        ((ROLE_ARN,), SESSION, NOBODY),
        ((ROLE_ARN,), ROLE, Naming(direct=None)),
        ((HOME,), ROLE, Naming(direct=None)),
        ((ROLE_ARN, ABROAD), ROLE, Naming(direct=None)),
        ((USER_ARN, HOME), ROLE, EVERYONE),
        ((USER_ARN.replace(HOME, ABROAD), HOME), ROLE, Naming(direct=None)),
        ((USER_ARN, HOME, SESSION_ARN), ROLE, Naming(direct=None)),
        ((USER_ARN, HOME, ROLE_ARN), ROLE, NOBODY),
        ((ROOT_ARN, HOME), ROLE, Naming(direct=None)),
        ((ROLE_ARN, HOME), ROLE, NOBODY),
        (("AROAEXAMPLE", ROOT_ARN), ROLE, NOBODY),
        (("*",), ROLE, NOBODY),
        ((SESSION_ARN,), ROLE, Naming(direct=None)),
        ((USER_ARN,), ROLE, EVERYONE),
        ((USER_ARN, ABROAD), ROLE, EVERYONE),
    ],
)
def test_a_deny_of_everyone_but(spared: tuple[str, ...], caller: Caller, expected: Naming) -> None:
    """A Deny with `NotPrincipal` surely spares a role whose account it names, too; else AWS may deny the account.

    Where it spares somebody else of the account with the account, it surely denies the role.
    """
    but = Principals(names(*spared), complement=True)
    assert naming(but, caller, deny=True) == expected
    if caller is ROLE and expected == Naming(direct=None) and SESSION_ARN not in spared:
        assert naming(but, caller) == NOBODY
