"""Conditions: a table for every operator, then the laws that hold for all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from replint.iam.condition import ARN_SHAPE, holds, separators
from replint.iam.operators import NAMES, OPERATORS, Operator, Presence, Texts, Values, operator
from replint.iam.pattern import Atom, Kind, Pattern
from replint.iam.policy import Condition
from replint.iam.request import Gap, Member, Value
from replint.iam.strings import matches

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from replint.iam.kleene import Truth
    from replint.iam.policy import PolicyText

BUCKET = Atom("bucket")
OTHER = Atom("other")
FREE = Atom("var", Kind.FREE)
ARN = "arn:aws:iam::123456789012:"


def nothing(_key: str) -> Value:
    """Look up in a call without context."""
    return Gap.ABSENT


def ask(
    name: str,
    values: tuple[PolicyText, ...],
    value: Value,
    lookup: Callable[[str], Value] = nothing,
    *,
    variables: bool = True,
) -> Truth:
    """Say whether `{name: {"k": values}}` holds where `k` has this value."""
    return holds(Condition(name, "k", values), value, lookup, variables=variables)


# (operator, the policy's values, the one value of the key, holds; and its negation holds)
COMPARISONS = [
    ("StringEquals", ("a", "b"), "b", True, False),
    ("StringEquals", ("a",), "A", False, True),
    ("StringEquals", ("a*",), "ab", False, True),
    ("StringEquals", ("a*",), "a*", True, False),
    ("StringEquals", ("",), "", True, False),
    ("StringEquals", ("${*}",), "*", True, False),
    ("StringEquals", ("${v:name}",), "bob*", True, False),
    ("StringEquals", ("${v:none, 'x'}",), "x", True, False),
    ("StringEqualsIgnoreCase", ("aBc",), "AbC", True, False),
    ("StringEqualsIgnoreCase", ("aBc",), "AbD", False, True),
    ("StringEqualsIgnoreCase", ("a*",), "Ab", False, True),
    ("StringLike", ("a*c",), "abbc", True, False),
    ("StringLike", ("a?c",), "abbc", False, True),
    ("StringLike", ("a*",), "A", False, True),
    ("StringLike", ("x", "*"), "anything:/at all", True, False),
    ("StringLike", ("${v:name}",), "bobby", False, True),
    ("StringLike", ("${v:name}*",), "bob*by", True, False),
    ("StringLike", (f"{ARN}*",), f"{ARN}a:b/c", True, False),
    # A variable without a value is like nothing, so that a negated operator does match.
    ("StringEquals", ("${v:none}",), "${v:none}", False, True),
    ("StringLike", ("*${v:none}",), "x", False, True),
    ("ArnLike", (ARN + "user/${v:none}",), ARN + "user/bob", False, True),
    ("ArnLike", (ARN + "user/*",), ARN + "user/a:b/c", True, False),
    ("ArnLike", (ARN + "user/${v:name}",), ARN + "user/bob*", True, False),
    ("ArnLike", ("arn:???:*:*:*:*",), "arn:aws:ec2:us-east-1:1:instance/i", True, False),
    ("ArnLike", ("arn:aws:*:1:x",), "arn:aws:s3:::1:x", False, None),
    ("ArnLike", ("arn:aws:x:*:1:f/*",), "arn:aws:x:r:2:s:1:f/d", False, True),
    ("ArnLike", ("arn:aws:iam::123456789012:*",), ARN + "root", True, False),
    ("ArnLike", ("arn:aws:iam::1:*",), ARN + "root", False, True),
    ("ArnLike", ("arn:aws:s3:::B",), "arn:aws:s3:::b", False, True),
    ("ArnLike", ("*",), "arn:aws:s3:::b", True, False),
    ("ArnLike", ("*",), "no arn", True, False),
    # A key's value that is no ARN satisfies neither. Of a policy's, AWS does not say what its negation comes to.
    ("ArnLike", ("arn:aws:s3:::b",), "b", False, False),
    ("ArnLike", ("arn:aws:s3::b",), "arn:aws:s3:::b", False, None),
    ("ArnLike", ("b*",), "arn:aws:s3:::b", False, None),
    ("ArnEquals", ("arn:aws:s3:::b*",), "arn:aws:s3:::bb", True, False),
    ("ArnEquals", ("arn:aws:s3:::b",), "arn:aws:s3:::c", False, True),
    ("NumericEquals", ("1", "20"), "20", True, False),
    ("NumericEquals", ("10",), "10.0", True, False),
    ("NumericEquals", ("1e1",), "10", True, False),
    ("NumericEquals", (".5",), "+0.50", True, False),
    ("NumericEquals", ("0.1",), "0.10000000000000000000000001", False, True),
    ("NumericEquals", ("a",), "1", False, False),
    ("NumericEquals", ("1",), "a", False, False),
    ("NumericEquals", ("1", "a"), "1", True, False),
    ("NumericEquals", ("2", "a"), "1", False, False),
    ("NumericEquals", ("1" * 500,), "1" * 500, False, False),
    ("NumericEquals", ("٣",), "3", False, False),
    ("NumericEquals", ("${v:one}",), "1", False, False),
    ("NumericEquals", ("*",), "1", False, False),
    ("DateEquals", ("2024-01-01",), "2024-01-01T00:00:00Z", True, False),
    ("DateEquals", ("2024-01-01",), "1704067200", True, False),
    ("DateEquals", ("2024-01-01",), "1704067200000", True, False),
    ("DateEquals", ("2024-01-01",), "1704067200001", False, True),
    ("DateEquals", ("2024-01-01T00:00:00Z",), "2024-01-01T02:30:00+02:30", True, False),
    ("DateEquals", ("2024-01-01T00:00:00Z",), "2023-12-31T23:00:00-01:00", True, False),
    ("DateEquals", ("2024-01-01T00:00:00.5Z",), "2024-01-01T00:00:00.500Z", True, False),
    ("DateEquals", ("2024-01-01T00:00:00.5Z",), "2024-01-01T00:00:00Z", False, True),
    ("DateEquals", ("2024",), "2024-01", True, False),
    ("DateEquals", ("2024-02",), "2024-02-01", True, False),
    ("DateEquals", ("1969-12-31T23:59:50Z",), "-00010", True, False),
    ("DateEquals", ("0001-01-01T00:00+01:00",), "0001-01-01T00:00Z", False, True),
    ("DateEquals", ("2024-02-30",), "2024-02-30", False, False),
    ("DateEquals", ("2024-01-01T00:00:00ZZ",), "2024-01-01", False, False),
    ("DateEquals", ("soon",), "2024-01-01", False, False),
    ("DateEquals", ("2024-01-01",), "soon", False, False),
    ("IpAddress", ("10.0.0.0/8",), "10.1.2.3", True, False),
    ("IpAddress", ("10.9.9.9/8",), "10.1.2.3", True, False),
    ("IpAddress", ("10.0.0.0/8",), "11.1.2.3", False, True),
    ("IpAddress", ("0.0.0.0/0",), "11.1.2.3", True, False),
    ("IpAddress", ("10.0.0.1",), "10.0.0.1", True, False),
    ("IpAddress", ("10.0.0.1",), "10.0.0.2", False, True),
    ("IpAddress", ("2001:db8::/32",), "2001:0db8:85a3::1", True, False),
    ("IpAddress", ("2001:db8::1",), "2001:0db8:0::1", True, False),
    ("IpAddress", ("10.0.0.0/8",), "2001:db8::1", False, True),
    ("IpAddress", ("2001:db8::/32",), "10.0.0.1", False, True),
    ("IpAddress", ("10.0.0.0/255.0.0.0",), "10.0.0.1", False, False),
    ("IpAddress", ("10.0.0.0/",), "10.0.0.1", False, False),
    ("IpAddress", ("10.0.0.0/33",), "10.0.0.1", False, False),
    ("IpAddress", ("10.0.0.0/8",), "10.0.0.1/32", False, False),
    ("IpAddress", ("10.0.0.0/8",), "ten", False, False),
    ("IpAddress", ("123456789012",), "10.0.0.1", False, False),
]

NEGATIONS = {
    "StringEquals": "StringNotEquals",
    "StringEqualsIgnoreCase": "StringNotEqualsIgnoreCase",
    "StringLike": "StringNotLike",
    "ArnLike": "ArnNotLike",
    "ArnEquals": "ArnNotEquals",
    "NumericEquals": "NumericNotEquals",
    "DateEquals": "DateNotEquals",
    "IpAddress": "NotIpAddress",
}

CONTEXT: dict[str, Value] = {
    "v:name": ("bob*",),
    "v:one": ("1",),
    "v:true": ("TRUE",),
    "v:two": ("a", "b"),
    "v:unknown": Gap.UNKNOWN,
}


def known(key: str) -> Value:
    """Look up in a call with some context."""
    return CONTEXT.get(key, Gap.ABSENT)


@pytest.mark.parametrize(("name", "values", "held", "expected", "negated"), COMPARISONS)
def test_a_comparison_and_its_negation(
    name: str, values: tuple[str, ...], held: str, *, expected: bool, negated: bool | None
) -> None:
    """An operator holds when one of the policy's values matches, its negation when all compare and none does."""
    assert ask(name, values, (held,), known) is expected
    assert ask(NEGATIONS[name], values, (held,), known) is negated


@pytest.mark.parametrize(
    ("name", "values", "held", "expected"),
    [
        ("NumericLessThan", ("10",), "9.99", True),
        ("NumericLessThan", ("10",), "10", False),
        ("NumericLessThan", ("10", "20"), "15", True),
        ("NumericLessThanEquals", ("10",), "10", True),
        ("NumericLessThanEquals", ("10",), "11", False),
        ("NumericGreaterThan", ("10",), "10", False),
        ("NumericGreaterThan", ("-10",), "-9", True),
        ("NumericGreaterThanEquals", ("10",), "10", True),
        ("NumericGreaterThanEquals", ("10",), "9", False),
        ("NumericGreaterThanEquals", ("x",), "9", False),
        ("DateLessThan", ("2024-01-01",), "2023-12-31T23:59:59.999Z", True),
        ("DateLessThan", ("2024-01-01",), "2024-01-01", False),
        ("DateLessThanEquals", ("2024-01-01",), "2024-01-01", True),
        ("DateLessThanEquals", ("2024-01-01",), "2024-01-01T00:00:00.000000001Z", False),
        ("DateGreaterThan", ("2024-01-01",), "2024-01-01", False),
        ("DateGreaterThan", ("2024-01-01",), "1704067201", True),
        ("DateGreaterThanEquals", ("2024-01-01",), "2024-01-01", True),
        ("DateGreaterThanEquals", ("2024-01-01",), "2023", False),
        ("Bool", ("true",), "TRUE", True),
        ("Bool", ("False",), "false", True),
        ("Bool", ("true", "false"), "false", True),
        ("Bool", ("true",), "false", False),
        ("Bool", ("1",), "true", False),
        ("Bool", ("1",), "1", False),
        ("Bool", ("*",), "true", False),
        ("Bool", ("false",), "no", False),
        ("Bool", ("${v:true}",), "true", True),
        ("Bool", ("${v:none}",), "true", False),
        ("BinaryEquals", ("QmluYXJ5",), "QmluYXJ5", True),
        ("BinaryEquals", ("QmluYXJ5",), "qmluyxj5", False),
        ("BinaryEquals", ("*",), "*", True),
    ],
)
def test_a_comparison_without_negation(name: str, values: tuple[str, ...], held: str, *, expected: bool) -> None:
    """Orders, truths and bytes compare as such, and what cannot be compared does not match."""
    assert ask(name, values, (held,), known) is expected


@pytest.mark.parametrize(
    ("name", "values", "value", "expected"),
    [
        # One value.
        ("ForAllValues:StringEquals", ("a", "b"), ("a",), True),
        ("ForAnyValue:StringEquals", ("a", "b"), ("c",), False),
        # Several.
        ("ForAllValues:StringEquals", ("a", "b"), ("a", "b", "a"), True),
        ("ForAllValues:StringEquals", ("a", "b"), ("a", "c"), False),
        ("ForAnyValue:StringEquals", ("a", "b"), ("c", "b"), True),
        ("ForAnyValue:StringEquals", ("a", "b"), ("c", "d"), False),
        ("ForAllValues:StringNotEquals", ("a", "b"), ("c", "a"), False),
        ("ForAllValues:StringNotEquals", ("a", "b"), ("c", "d"), True),
        ("ForAnyValue:StringNotEquals", ("a", "b"), ("c", "a"), True),
        ("ForAnyValue:StringNotEquals", ("a", "b"), ("a", "b"), False),
        ("ForAnyValue:NumericLessThan", ("5",), ("9", "4"), True),
        ("ForAllValues:NumericLessThan", ("5",), ("9", "4"), False),
        ("ForAllValues:NumericLessThan", ("5",), ("3", "x"), False),
        # Several, without a set operator.
        ("StringEquals", ("a",), ("a", "a"), False),
        ("StringNotEquals", ("a",), ("b", "c"), False),
        ("StringEqualsIfExists", ("a",), ("a", "b"), False),
        # None at all.
        *(
            (name, ("a",), value, expected)
            for value in (Gap.ABSENT, ())
            for name, expected in (
                ("StringEquals", False),
                ("StringNotEquals", True),
                ("StringEqualsIfExists", True),
                ("StringNotEqualsIfExists", True),
                ("ForAllValues:StringEquals", True),
                ("ForAllValues:StringNotEquals", True),
                ("ForAllValues:StringEqualsIfExists", True),
                ("ForAnyValue:StringEquals", False),
                ("ForAnyValue:StringNotEquals", False),
                ("ForAnyValue:StringEqualsIfExists", False),
                ("Bool", False),
                ("NotIpAddress", True),
                ("ArnNotLike", True),
                ("DateNotEquals", True),
                ("NumericNotEquals", True),
                ("NumericLessThanIfExists", True),
                ("Whatever", False),
                ("WhateverNotIfExists", False),
            )
        ),
    ],
)
def test_how_many_values_a_key_has(name: str, values: tuple[str, ...], value: Value, *, expected: bool) -> None:
    """Set operators read several values, a key without any is absent, and several values need a set operator."""
    assert ask(name, values, value) is expected


@pytest.mark.parametrize(
    ("values", "absent", "present"),
    [
        (("true",), True, False),
        (("false",), False, True),
        (("TRUE", "False"), True, True),
        (("maybe",), False, False),
        ((), False, False),
        (("${v:true}",), False, False),
        (((FREE,),), None, None),
        (("false", (FREE,)), None, True),
    ],
)
@pytest.mark.parametrize("prefix", ["", "ForAllValues:", "ForAnyValue:"])
def test_presence(prefix: str, values: tuple[PolicyText, ...], absent: Truth, present: Truth) -> None:
    """`Null` of `true` wants the key absent, of `false` present; set operators make no difference."""
    assert ask(f"{prefix}Null", values, Gap.ABSENT, known) is absent
    assert ask(f"{prefix}Null", values, (), known) is absent
    assert ask(f"{prefix}Null", values, ("x",), known) is present
    assert ask(f"{prefix}Null", values, ("x", "y"), known) is present
    assert ask(f"{prefix}Null", values, Gap.UNKNOWN, known) is (absent if absent is present else None)


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("StringEquals", ("a",), None),
        ("StringNotEquals", ("a",), None),
        ("StringEqualsIfExists", ("a",), None),
        ("ForAnyValue:StringLike", ("*",), None),
        ("ForAllValues:StringLike", ("*",), True),
        ("ForAllValues:StringLike", ("a*",), None),
        ("ForAllValues:ArnLike", ("*",), True),
        ("StringLike", ("*",), None),
        ("StringLike", ("${v:none}",), False),
        ("StringLike", ("${v:unknown}",), None),
        ("ForAnyValue:StringNotLike", ("*",), False),
        ("NumericLessThan", ("many",), False),
        ("NumericNotEquals", ("many",), None),
        ("ForAnyValue:NumericNotEquals", ("many",), False),
        ("Bool", ("true",), None),
        ("IpAddress", (), False),
        ("Whatever", ("a",), False),
    ],
)
def test_an_unknown_value(name: str, values: tuple[str, ...], expected: Truth) -> None:
    """What nobody knows leaves a condition open, unless every value, several and none give one answer."""
    assert ask(name, values, Gap.UNKNOWN, known) is expected


@pytest.mark.parametrize(
    ("name", "text", "held", "expected", "negated"),
    [
        ("StringEquals", (BUCKET,), (BUCKET,), True, False),
        ("StringEquals", (BUCKET,), (OTHER,), False, True),
        ("StringEquals", ("abc",), (BUCKET,), None, None),
        ("StringEquals", ("a/b",), (BUCKET,), False, True),
        ("StringEquals", "abc", (BUCKET,), None, None),
        ("StringEquals", "a/b", (BUCKET,), False, True),
        ("StringEqualsIgnoreCase", ("A", BUCKET), ("a", BUCKET), True, False),
        ("StringLike", (BUCKET, "*"), (BUCKET, "/", "x"), True, False),
        ("StringLike", "${v:unknown}", "x", None, None),
        ("ArnLike", ("arn:aws:s3:::", BUCKET), (*"arn:aws:s3:::", BUCKET), True, False),
        ("ArnLike", ("arn:aws:s3:::", BUCKET), (*"arn:aws:s3:::", OTHER), False, True),
        ("ArnLike", (BUCKET,), "arn:aws:s3:::b", False, None),
        ("ArnLike", (FREE,), "arn:aws:s3:::b", None, None),
        ("ArnLike", ("arn:aws:s3:::b",), (FREE,), None, None),
        ("ArnLike", ("arn:aws:s3:::b",), (*"x:", FREE), None, None),
        ("ArnLike", (FREE,), "b", None, None),
        ("ArnLike", (FREE,), (FREE,), True, False),
        ("NumericEquals", (FREE,), "1", None, None),
        ("NumericEquals", "1", (FREE,), None, None),
        ("NumericEquals", "x", (FREE,), False, False),
        ("NumericEquals", ("1", "0"), "10", True, False),
        ("NumericEquals", "10", ("1", "0"), True, False),
    ],
)
def test_unknown_parts(name: str, text: PolicyText, held: Member, expected: Truth, negated: Truth) -> None:
    """An atom is equal to itself; what it is otherwise depends on its kind, and may leave a condition open."""
    assert ask(name, (text,), (held,), known) is expected
    assert ask(NEGATIONS[name], (text,), (held,), known) is negated


def test_an_unknown_truth() -> None:
    """A truth that a variable holds and nobody knows leaves `Bool` open."""
    assert ask("Bool", ("${v:unknown}",), ("true",), known) is None
    assert ask("Bool", ("${v:unknown}", "true"), ("true",), known) is True


def test_an_older_version_has_no_variables() -> None:
    """Without variables `${...}` is plain text for every operator."""
    for name in ("StringEquals", "StringLike", "StringEqualsIgnoreCase"):
        assert ask(name, ("${v:name}",), ("${v:name}",), known, variables=False) is True
        assert ask(name, ("${v:name}",), ("bob*",), known, variables=False) is False
    assert ask("Bool", ("${v:true}",), ("true",), known, variables=False) is False


@pytest.mark.parametrize("name", NAMES)
def test_names_in_any_case(name: str) -> None:
    """An operator and its modifiers are found in any case, each once, and nothing else is."""
    found = operator(name)
    assert found is not None
    assert found.operator.name == name
    assert operator(name.upper()) == operator(name.lower()) == found
    assert operator(f"forallvalues:{name}") != found
    assert operator(f"FORANYVALUE:{name}") == operator(f"ForAnyValue:{name}")
    for wrong in (f":{name}", f"ForSomeValues:{name}", f"ForAllValues:ForAllValues:{name}", f"{name} ", f"Not{name}X"):
        assert operator(wrong) is None
    assert (operator(f"{name}IfExists") is None) is (name == "Null")
    assert operator(f"{name}IfExistsIfExists") is None


# Laws. Pools are small, so that values meet.

LETTERS = "aAb*?:/"
TEXTS = st.one_of(st.text(LETTERS, max_size=3), st.sampled_from(["${v:name}", "${v:two}", "${v:none, 'a'}", "${*}"]))
ARNS = st.one_of(
    st.builds("arn:{}:s3::{}:{}".format, st.sampled_from(["aws", "*", "a?s"]), st.sampled_from(["", "1", "*"]), TEXTS),
    st.sampled_from(["*", "a", "arn:aws:s3::a", "x:aws:s3:::a"]),
)
NUMBERS = st.sampled_from(["1", "1.0", "2", "-3", "0.5", "x", ""])
DATES = st.sampled_from(["2024", "2024-01-01", "1704067200", "2024-01-01T01:00+02:00", "2025-06-01T12:00:00.5Z", "x"])
TRUTHS = st.sampled_from(["true", "false", "TRUE", "x", "${v:true}"])
RANGES = st.sampled_from(["10.0.0.0/8", "10.0.0.1", "2001:db8::/32", "x"])
ADDRESSES = st.sampled_from(["10.0.0.1", "11.0.0.1", "2001:db8::1", "x"])


def pools(row: Operator) -> tuple[st.SearchStrategy[str], st.SearchStrategy[str]]:
    """Return values for the policy and values for the key that suit an operator, some of them odd."""
    for part, pair in (
        ("String", (TEXTS, TEXTS)),
        ("Arn", (ARNS, ARNS)),
        ("Numeric", (NUMBERS, NUMBERS)),
        ("Date", (DATES, DATES)),
        ("Ip", (RANGES, ADDRESSES)),
    ):
        if part in row.name:
            return pair
    return TRUTHS, TRUTHS


@st.composite
def cases(
    draw: st.DrawFn, kind: type = object, least: int = 0, *, opposed: bool = False
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Draw an operator's name, values for the policy, and values for the key; `opposed`: of one with an opposite."""
    rows = [row for row in OPERATORS if isinstance(row.comparison, kind) and (not opposed or row.name in NEGATIONS)]
    row = draw(st.sampled_from(rows))
    wanted, held = pools(row)
    return (
        row.name,
        tuple(draw(st.lists(wanted, max_size=3))),
        tuple(draw(st.lists(held, min_size=least, max_size=3))),
    )


PREFIXES = st.sampled_from(["", "ForAllValues:", "ForAnyValue:"])
SUFFIXES = st.sampled_from(["", "IfExists"])


def comparable(name: str, values: tuple[str, ...], held: tuple[str, ...]) -> bool:
    """Say whether every value can be compared with each of the policy's: then one of a pair of opposites holds."""
    return all(
        {ask(name, (value,), (each,), known), ask(NEGATIONS[name], (value,), (each,), known)} == {True, False}
        for value in values
        for each in held
    )


@given(cases(), PREFIXES)
def test_law_if_exists(case: tuple[str, tuple[str, ...], tuple[str, ...]], prefix: str) -> None:
    """Law of IfExists: true of an absent key (but for ForAnyValue), and otherwise as the operator without it."""
    name, values, held = case
    assume(name != "Null")
    assert ask(f"{prefix}{name}IfExists", values, Gap.ABSENT, known) is (prefix != "ForAnyValue:")
    if held:
        assert ask(f"{prefix}{name}IfExists", values, held, known) is ask(prefix + name, values, held, known)


@given(cases(least=1, opposed=True))
def test_law_of_negation(case: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    """Law of negation: never do both opposites hold of one value, and one does if the values can be compared."""
    name, values, held = case
    one = (held[0],)
    both = {ask(name, values, one, known), ask(NEGATIONS[name], values, one, known)}
    # Of a policy's value that is no ARN, the negation is open.
    assert both == {True, False} or (both <= {False, None} and not comparable(name, values, one))


@given(cases(least=1, opposed=True))
def test_law_of_duality(case: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    """Law of duality: all match if and only if it is not so that some does not; never both if values do not compare."""
    name, values, held = case
    both = [
        ask(f"ForAllValues:{name}", values, held, known),
        ask(f"ForAnyValue:{NEGATIONS[name]}", values, held, known),
    ]
    assert both.count(True) == 1 or (not any(both) and not comparable(name, values, held))


@given(cases(least=1))
def test_law_of_one_value(case: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    """Law of one value: of it both set operators say what the plain operator says."""
    name, values, held = case
    plain = ask(name, values, held[:1], known)
    assert ask(f"ForAllValues:{name}", values, held[:1], known) is plain
    assert ask(f"ForAnyValue:{name}", values, held[:1], known) is plain


@given(cases(), st.data(), PREFIXES, SUFFIXES)
def test_law_of_more_policy_values(
    case: tuple[str, tuple[str, ...], tuple[str, ...]], data: st.DataObject, prefix: str, suffix: str
) -> None:
    """Law of monotony: one more value in the policy only widens a condition, or if it is negated only narrows it."""
    name, values, held = case
    row = next(row for row in OPERATORS if row.name == name)
    assume(not (name == "Null" and suffix))
    more = (*values, data.draw(pools(row)[0]))
    fewer_holds, more_holds = (ask(prefix + name + suffix, each, held, known) for each in (values, more))
    assert (fewer_holds and not more_holds) is False if not row.negated else not (more_holds and not fewer_holds)


@given(cases(), st.randoms(use_true_random=False), PREFIXES)
def test_law_of_order(case: tuple[str, tuple[str, ...], tuple[str, ...]], random: Random, prefix: str) -> None:
    """Law of order: neither the order nor the repetition of values matters."""
    name, values, held = case
    shuffled = list(values) * 2
    random.shuffle(shuffled)
    assert ask(prefix + name, tuple(shuffled), held, known) is ask(prefix + name, values, held, known)
    if prefix:
        assert ask(prefix + name, values, held[::-1] * 2, known) is ask(prefix + name, values, held, known)


@given(cases(), PREFIXES, SUFFIXES)
def test_law_of_the_unknown(case: tuple[str, tuple[str, ...], tuple[str, ...]], prefix: str, suffix: str) -> None:
    """Law of three values: what is said of an unknown value is so for every value, for several and for none."""
    name, values, held = case
    said = ask(prefix + name + suffix, values, Gap.UNKNOWN, known)
    for value in (Gap.ABSENT, (), held[:1], held):
        assert said in (None, ask(prefix + name + suffix, values, value, known))


@given(cases(Texts, least=1), TEXTS, PREFIXES)
def test_law_of_unknown_variables(case: tuple[str, tuple[str, ...], tuple[str, ...]], text: str, prefix: str) -> None:
    """Law of unknown variables: what is said while a variable is unknown is so whatever its value."""
    name, values, held = case
    texts = (*values, "a${u}b", "${v:name}${u}*")

    def answer(unknown: Value) -> Truth:
        return ask(prefix + name, texts, held, lambda key: unknown if key == "u" else known(key))

    said = answer(Gap.UNKNOWN)
    for value in ((text,), Gap.ABSENT, (text, text)):
        assert said in (None, answer(value))


@given(cases(Texts, least=2), SUFFIXES)
def test_law_of_separators(case: tuple[str, tuple[str, ...], tuple[str, ...]], suffix: str) -> None:
    """Law of separators: values that the same separating patterns match get the same answer."""
    name, values, held = case
    patterns = separators(Condition(name + suffix, "k", values), known, variables=True)
    assert patterns is not None
    answers: dict[tuple[Truth, ...], Truth] = {}
    for each in held:
        bits = tuple(matches(pattern, each) for pattern in patterns)
        answer = ask(name + suffix, values, (each,), known)
        assert answers.setdefault(bits, answer) is answer


def test_what_separates() -> None:
    """Only operators on known texts have separating patterns; `Null` and what is no operator need none."""
    for row in OPERATORS:
        asked = Condition(row.name, "k", ("a*", "a*", "${v:none}"))
        found = separators(asked, known, variables=True)
        open_too = separators(replace(asked, values=("a*", "${v:unknown}")), known, variables=True)
        assert open_too == (() if row.name == "Null" else None)
        match row.comparison:
            case Texts():
                assert found is not None
                assert len(found) == 1 or "Arn" in row.name
            case Values():
                assert found is None
            case Presence():
                assert found == ()
    assert separators(Condition("Whatever", "k", ("a",)), known, variables=True) == ()
    like = separators(Condition("StringLike", "k", ("a*", "b")), known, variables=True)
    assert like == (Pattern.glob("a*"), Pattern.literal("b"))
    arn = Pattern.glob("arn:aws:s3:::b*")
    assert separators(Condition("ArnNotLike", "k", (str(arn), "no arn")), known, variables=True) == (arn, ARN_SHAPE)


@given(cases(Values))
def test_law_of_trichotomy(case: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    """Law of trichotomy: of two numbers or moments exactly one is less, equal or greater; `Equals` adds equality."""
    name, values, held = case
    kind = next((kind for kind in ("Numeric", "Date") if name.startswith(kind)), None)
    assume(kind and values and held)
    less, equal, greater, at_most, at_least = (
        ask(f"{kind}{order}", values[:1], held[:1], known)
        for order in ("LessThan", "Equals", "GreaterThan", "LessThanEquals", "GreaterThanEquals")
    )
    odd = "x" in (values[0], held[0]) or "" in (values[0], held[0])
    assert [less, equal, greater].count(True) == (0 if odd else 1)
    assert at_most is (less or equal)
    assert at_least is (greater or equal)


@given(cases(Texts, least=1))
def test_law_of_operators_on_texts(case: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    """Law of strength: equal is like and equal without case; an ARN like a pattern is a string like it."""
    _, values, held = case
    one = (held[0],)
    plain = tuple(value for value in values if not set("*?$") & set(value))
    if ask("StringEquals", plain, one):
        assert ask("StringLike", plain, one)
        assert ask("StringEqualsIgnoreCase", plain, one)
    if ask("ArnLike", values, one, known):
        assert ask("StringLike", values, one, known)
    assert ask("ArnLike", values, one, known) is ask("ArnEquals", values, one, known)
    lower = tuple(value.lower() for value in plain)
    assert ask("StringEqualsIgnoreCase", plain, one) is ask("StringEquals", lower, (held[0].lower(),))


ATOMS = st.sampled_from([BUCKET, OTHER, FREE])


@given(
    st.sampled_from([row.name for row in OPERATORS if isinstance(row.comparison, Texts)]),
    st.lists(st.lists(st.one_of(st.text("a*:/", min_size=1, max_size=2), ATOMS), max_size=3), max_size=2),
    st.lists(st.one_of(st.sampled_from("a:/"), ATOMS), max_size=4),
    st.sampled_from(["aaa", "a-a", "bucket"]),
    st.one_of(st.text("a*:/", max_size=4), st.sampled_from(["arn:aws:s3:::a", "arn:aws:s3:a"])),
)
def test_law_of_atoms(name: str, texts: list[list[str | Atom]], held: list[str | Atom], bucket: str, free: str) -> None:
    """Law of atoms: what is said of unknown parts is so whatever they are, within their kind."""
    said = ask(name, tuple(tuple(text) for text in texts), (tuple(held),))
    parts = {BUCKET: bucket, OTHER: f"{bucket}.2", FREE: free}
    spelt = tuple("".join(parts[part] if isinstance(part, Atom) else part for part in text) for text in texts)
    value = "".join(parts[part] if isinstance(part, Atom) else part for part in held)
    # What an ARN operator compares with itself is taken to be an ARN.
    assume("Arn" not in name or value.count(":") >= 5)
    known_parts = ask(name, spelt, (value,))
    assert said in (None, known_parts) or known_parts is None
