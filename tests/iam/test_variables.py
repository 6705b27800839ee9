"""Policy variables: what a text of a policy means once its variables have their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.iam.pattern import Atom, Kind, Pattern, Token, Wild
from replint.iam.request import Gap
from replint.iam.variables import expand, mentioned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.iam.policy import PolicyText
    from replint.iam.request import Value

BUCKET = Atom("bucket")
UNKNOWN_TEXT = Atom("var", Kind.FREE)

CONTEXT: Mapping[str, Value] = {
    "aws:username": ("bob",),
    "aws:principaltag/team": ("a*?${aws:username}",),
    "aws:tagkeys": ("one", "two"),
    "aws:userid": Gap.UNKNOWN,
    "aws:emptylist": (),
    "s3:bucket": (("b", BUCKET),),
}


def lookup(key: str) -> Value:
    """Look a key up as a call does; a key that is not lower case would be missed."""
    return CONTEXT.get(key, Gap.ABSENT)


def glob(text: str) -> Pattern:
    """Return the pattern of a text with wildcards."""
    return Pattern.glob(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", glob("plain")),
        ("a*b?", glob("a*b?")),
        ("${aws:username}", glob("bob")),
        ("x/${AWS:UserName}/*", glob("x/bob/*")),
        ("${ aws:username }", glob("bob")),
        ("${aws:principaltag/team}*", Pattern((*"a*?${aws:username}", Wild.RUN))),
        ("${aws:nobody}", Gap.ABSENT),
        ("x${aws:nobody}*", Gap.ABSENT),
        ("${aws:tagkeys}", Gap.ABSENT),
        ("${aws:tagkeys, 'x'}", Gap.ABSENT),
        ("${aws:emptylist}", Gap.ABSENT),
        ("${aws:userid}", Gap.UNKNOWN),
        ("${aws:userid, 'x'}", Gap.UNKNOWN),
        ("${aws:userid}${aws:nobody}", Gap.ABSENT),
        ("${aws:nobody, 'x*'}*", Pattern((*"x*", Wild.RUN))),
        ("${aws:nobody,'x'}", glob("x")),
        ("${aws:nobody, ''}", glob("")),
        ("${aws:nobody, 'a}b,c'}", glob("a}b,c")),
        ("${aws:username, 'x'}", glob("bob")),
        ('${aws:username, "x"}', glob("bob")),
        ('${aws:nobody, "x"}', Gap.ABSENT),
        ("${*}${?}${$}", Pattern(tuple("*?$"))),
        ("${$}{aws:username}", glob("${aws:username}")),
        ("${}", Gap.ABSENT),
        ("${aws:username", glob("${aws:username")),
        ("$aws:username}", glob("$aws:username}")),
        ("${${aws:username}}", glob("${bob}")),
        ("${s3:bucket}/*", Pattern(("b", BUCKET, "/", Wild.RUN))),
        (("arn:", BUCKET, "/${aws:username}*"), Pattern((*"arn:", BUCKET, *"/bob", Wild.RUN))),
        (("a${aws:", UNKNOWN_TEXT, "}"), Gap.UNKNOWN),
        (("a${aws:", UNKNOWN_TEXT), Gap.UNKNOWN),
        (("${aws:username}${aws:", UNKNOWN_TEXT, "}"), Gap.UNKNOWN),
        (("a${aws:", UNKNOWN_TEXT, "}${aws:nobody}"), Gap.ABSENT),
        (("${aws:username}${aws:username}", BUCKET), Pattern((*"bobbob", BUCKET))),
        (("a${aws:username}", BUCKET), Pattern((*"abob", BUCKET))),
        (("*", "*"), Pattern((Wild.RUN,))),
    ],
)
def test_a_text_means_its_pattern(text: PolicyText, expected: Pattern | Gap) -> None:
    """A variable is its key's value, an escape its character, and what has no value matches nothing."""
    assert expand(text, lookup, variables=True, wildcards=True) == expected


@pytest.mark.parametrize("text", ["${aws:username}", "${*}", "${aws:nobody, 'x'}", ("${aws:username}*", BUCKET)])
def test_an_older_version_has_no_variables(text: PolicyText) -> None:
    """Without variables `${...}` is plain text, and its wildcards are wild."""
    parts = (text,) if isinstance(text, str) else text
    expected = [token for part in parts for token in (Pattern.glob(part).tokens if isinstance(part, str) else (part,))]
    assert expand(text, lookup, variables=False, wildcards=True) == Pattern(tuple(expected))


@pytest.mark.parametrize("variables", [True, False])
@pytest.mark.parametrize("text", ["a*?", ("a*", BUCKET, "?")])
def test_wildcards_are_text_where_there_are_none(text: PolicyText, *, variables: bool) -> None:
    """Without wildcards `*` and `?` are themselves."""
    parts = (text,) if isinstance(text, str) else text
    expected = tuple(token for part in parts for token in (tuple(part) if isinstance(part, str) else (part,)))
    assert expand(text, lookup, variables=variables, wildcards=False) == Pattern(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain*", ()),
        ("${aws:UserName}/${aws:PrincipalTag/Team, 'x'}", ("aws:username", "aws:principaltag/team")),
        ("${aws:username}${AWS:USERNAME}", ("aws:username",)),
        ("${*}${?}${$}", ()),
        (("${aws:a}", BUCKET, "${aws:b}"), ("aws:a", "aws:b")),
        ('${aws:username, "Bob"}', ("aws:username",)),
    ],
)
def test_variables_are_named(text: PolicyText, expected: tuple[str, ...]) -> None:
    """The keys that a text mentions are told once each, in lower case."""
    assert mentioned(text) == expected


PIECES = st.one_of(
    st.text("ab*?:/", max_size=4).map(lambda text: (text, Pattern.glob(text).tokens)),
    st.sampled_from("*?$").map(lambda char: (f"${{{char}}}", (char,))),
    st.text("ab*?$", min_size=1, max_size=3).map(lambda text: (f"${{k:none, '{text}'}}", tuple(text))),
    st.sampled_from(["aws:username", "aws:principaltag/team"]).map(
        lambda key: (f"${{{key}}}", tuple(str(value[0])) if isinstance(value := CONTEXT[key], tuple) else ())
    ),
)


@given(st.lists(PIECES, max_size=6))
def test_pieces_mean_what_each_means(pieces: list[tuple[str, tuple[Token, ...]]]) -> None:
    """Law of substitution: a text made of pieces means the pieces' meanings in a row."""
    text = "".join(written for written, _ in pieces)
    expected = Pattern.of(token for _, tokens in pieces for token in tokens)
    assert expand(text, lookup, variables=True, wildcards=True) == expected


@given(st.text("${},'*a: ", max_size=40))
def test_any_text_has_a_meaning(text: str) -> None:
    """Law of totality: hostile texts are expanded too, and only mentioned keys are looked up."""
    asked: list[str] = []

    def note(key: str) -> Value:
        asked.append(key)
        return ("v",)

    assert isinstance(expand(text, note, variables=True, wildcards=True), Pattern)
    assert set(asked) == set(mentioned(text))
