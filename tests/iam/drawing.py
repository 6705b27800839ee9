"""Small worlds to draw decisions from: two accounts, a few callers, one bucket with keys of `a`, `b` and `x`."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st

from replint.iam.decision import Allowed, Denied, Undecided, Ungranted
from replint.iam.evaluate import Policies
from replint.iam.pattern import Pattern
from replint.iam.policy import Condition, Element, Policy, PrincipalName, Principals, Statement
from replint.iam.request import Context, Request
from tests.iam.estate import (
    ABROAD,
    HOME,
    LINKED_ARN,
    ROLE_ARN,
    ROOT,
    ROOT_ARN,
    SERVICE,
    SESSION,
    SESSION_ARN,
    USER,
    USER_ARN,
)
from tests.iam.oracle import Call

if TYPE_CHECKING:
    from replint.iam.policy import Effect, PrincipalKind

MORE = settings(max_examples=5 * settings().max_examples)
"""For the laws that say most: five times the examples of the profile."""

LINKED_SESSION = replace(SESSION, role=LINKED_ARN)
CALLERS = st.sampled_from([SESSION, SESSION, USER, ROOT, SERVICE, LINKED_SESSION])

NAMES: list[tuple[PrincipalKind, str]] = [
    ("*", "*"),
    ("AWS", "*"),
    ("AWS", ROLE_ARN),
    ("AWS", SESSION_ARN),
    ("AWS", USER_ARN),
    ("AWS", ROOT_ARN),
    ("AWS", HOME),
    ("AWS", ABROAD),
    ("AWS", "AROAEXAMPLE"),
    ("AWS", "AIDAEXAMPLE"),
    ("AWS", f"arn:aws:iam::{HOME}:role/app/*"),
    ("Service", "s3.amazonaws.com"),
    ("Service", "ec2.amazonaws.com"),
]
PRINCIPALS = st.builds(
    Principals,
    st.lists(st.sampled_from(NAMES).map(lambda name: PrincipalName(*name)), min_size=1, max_size=2).map(tuple),
    st.sampled_from([False, False, False, True]),
)
ACTIONS = st.builds(
    Element,
    st.sampled_from(["Action", "Action", "NotAction"]),
    st.lists(st.sampled_from(["*", "s3:*", "S3:getobject", "s3:Get*", "s3:PutObject", "kms:*"]), max_size=2).map(tuple),
)
BUCKET = "arn:aws:s3:::b/"
RESOURCES = st.builds(
    Element,
    st.sampled_from(["Resource", "Resource", "Resource", "NotResource"]),
    st.lists(
        st.sampled_from(
            [
                "*",
                *(BUCKET + rest for rest in ("*", "*", "a*", "b*", "?*", "*b", "a?", "", "a", "${k}*", "${none}")),
                "arn:aws:s3:::*",
                "arn:*:s3:*:*:?/*a",
                "arn:aws:*:b/*",
                "arn:aws:s3",
                "arn:aws:s*",
            ]
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
)
OPERATORS = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLikeIfExists", "StringEqualsIfExists"]
SETS = ["ForAllValues:StringLike", "ForAnyValue:StringEquals", "ForAnyValue:StringNotLike"]
TEXTS = ["a", "a*", "?", "b", "${k}", "${l}*"]
CONDITIONS = st.one_of(
    st.builds(
        Condition,
        st.sampled_from([*OPERATORS, *SETS]),
        st.sampled_from(["k", "K", "l"]),
        st.lists(st.sampled_from(TEXTS), min_size=1, max_size=2).map(tuple),
    ),
    st.builds(Condition, st.just("Null"), st.sampled_from(["k", "l"]), st.sampled_from([("true",), ("false",)])),
)
MAYBE_CONDITIONS = st.one_of(st.just(()), st.just(()), st.lists(CONDITIONS, max_size=2).map(tuple))
EFFECTS: st.SearchStrategy[Effect] = st.sampled_from(["Allow", "Allow", "Allow", "Deny"])
STATEMENTS = st.builds(
    Statement, EFFECTS, ACTIONS, RESOURCES, st.none(), MAYBE_CONDITIONS, st.none(), st.sampled_from([True, True, False])
)
NAMING_STATEMENTS = st.builds(
    Statement,
    EFFECTS,
    ACTIONS,
    RESOURCES,
    PRINCIPALS,
    MAYBE_CONDITIONS,
    st.none(),
    st.sampled_from([True, True, False]),
)
FULL = Statement("Allow", Element("Action", ("*",)), Element("Resource", ("*",)))


def level(statements: st.SearchStrategy[Statement]) -> st.SearchStrategy[tuple[Policy, ...]]:
    """Draw the policies of one level; each may allow everything, so that the others come to matter."""
    drawn = st.lists(st.one_of(st.just(FULL), statements, statements), max_size=3).map(tuple)
    return st.lists(drawn.map(Policy), max_size=2).map(tuple)


LEVEL = level(STATEMENTS)
POLICIES = st.builds(
    Policies,
    identity=LEVEL,
    boundary=st.one_of(st.none(), st.none(), LEVEL),
    session=st.one_of(st.none(), st.none(), LEVEL),
    resource=st.one_of(st.none(), st.lists(NAMING_STATEMENTS, max_size=3).map(tuple).map(Policy)),
    scps=st.one_of(st.just(()), st.lists(LEVEL, max_size=2).map(tuple)),
    rcps=st.one_of(st.just(()), st.lists(LEVEL, max_size=1).map(tuple)),
)
OWNERS = st.sampled_from([HOME, HOME, ABROAD])
CONTEXTS = st.fixed_dictionaries(
    {}, optional={"k": st.sampled_from([("a",), ("b",), ("a", "b")]), "l": st.sampled_from([("a",), ("ab",)])}
)
KEYS = ["".join(letters) for length in range(4) for letters in product("abx", repeat=length)]
KIND = {Allowed: "allowed", Denied: "denied", Ungranted: "ungranted", Undecided: "undecided"}
CALLS = st.builds(
    Call,
    CALLERS,
    st.just("s3:GetObject"),
    st.sampled_from([BUCKET + key for key in ("", "a", "b", "ab", "x")]),
    OWNERS,
    CONTEXTS,
)


def ask(call: Call, keys: str | None = None) -> Request:
    """Return a request for one call, or for those of all keys of the bucket that match."""
    resources = Pattern.literal(call.resource) if keys is None else Pattern.glob(BUCKET + keys)
    return Request(call.caller, call.action, resources, call.owner, Context(dict(call.context)))
