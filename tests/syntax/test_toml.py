"""TOML: the standard library's values, each with the characters that write it."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.syntax import Unreadable, toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.span import Place
    from replint.syntax import Node

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\x7f", exclude_categories=["Cs"]), max_size=4)
BLANKS = st.sampled_from(["", " ", "\t ", "  "])
GAPS = st.sampled_from(["", " ", "\n", ' # no ] or } or " here\n', "\r\n\t"])
STRINGS = st.sampled_from(['"a"', "'a'", '""', '"\\"]"', "'\\'", '"""\n a"b"" \\"""" ""', "'''a''b'''", '"""a"""""'])
SCALARS = st.one_of(
    STRINGS.filter(lambda text: text.count('"""') != 3),
    st.sampled_from(["0", "-17", "1_000", "0xff", "6.5e+3", "-inf", "nan", "true", "false"]),
    st.sampled_from(["2027-01-31", "2027-01-31 07:32:00", "2027-01-31T07:32:00.5-07:00", "07:32:00"]),
)


@st.composite
def keys(draw: st.DrawFn) -> str:
    """Write one part of a key."""
    name = draw(NAMES)
    return draw(st.sampled_from([json.dumps(name, ensure_ascii=False), "k-1", "'.'", '"\\u0041"']))


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    """Write a value: a scalar, a list over several lines, or an inline table on one."""
    kind = draw(st.sampled_from(["scalar", "list", "table"] if depth else ["scalar"]))
    if kind == "scalar":
        return draw(SCALARS)
    inner = draw(st.lists(values(depth - 1), max_size=3))
    if kind == "list":
        gaps = [draw(GAPS) for _ in range(2 * len(inner) + 2)]
        body = "".join(gaps[2 * n] + each + gaps[2 * n + 1] + "," for n, each in enumerate(inner))
        return f"[{body if draw(st.booleans()) else body.removesuffix(',')}{gaps[-1]}]"
    blank = draw(BLANKS)
    return (
        "{"
        + blank
        + f"{blank},{blank}".join(f"k{n}.x{blank}={blank}{each}" for n, each in enumerate(inner))
        + blank
        + "}"
    )


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Write a document that often is TOML."""
    lines = []
    for number in range(draw(st.integers(0, 6))):
        blank = draw(BLANKS)
        dotted = f"{blank}.{blank}".join(draw(st.lists(keys(), min_size=1, max_size=3)))
        header = draw(st.sampled_from(["", "", "[{}]", "[[{}]]", "[[t]]", "[[t]]\n[t.{}]"]))
        if header:
            lines.append(blank + header.format(dotted) + draw(st.sampled_from(["", " # [x]"])))
        lines.append(f"{blank}m{number}{blank}.{dotted}{blank}={blank}{draw(values())}{draw(GAPS)}")
    return "\n".join(lines)


def within(node: Node) -> Iterator[Node]:
    """Yield the node and everything below it."""
    yield node
    for _, member in node.members():
        yield from within(member)
    for element in node.elements():
        yield from within(element)


def written(place: Place) -> str:
    """Return the characters of a place."""
    return place.text.content[slice(*place.span)]


def told(text: str) -> object:
    """Return what a value says that is written so, dates as text."""
    return toml.read("x", f"x = {text}\n".encode()).value["x"]  # type: ignore[index, call-overload]


@given(texts())
def test_each_value_has_its_characters(text: str) -> None:
    """The characters of a value say what it is, and those of its name what it is called."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(Unreadable):
            toml.read("x", text.encode())
        return
    root = toml.read("x", text.encode())
    for node in within(root):
        if node.route and isinstance(node.route[-1], str):
            name = written(node.key_place)
            assert [*tomllib.loads(f"{name} = 0")] == [node.route[-1]]
        if not isinstance(node.value, (dict, list)):
            assert repr(told(written(node.place))) == repr(node.value)
        elif node.route and written(node.place)[:1] in "[{" and written(node.place)[:2] != "[[":
            ours = written(node.place)
            assert (ours.startswith("[") and isinstance(node.value, dict)) or repr(told(ours)) == repr(node.value)


WHOLE = """# a comment with = and [brackets]
extend = "x"
rules = ["a", # c ]
  'b',
]
dates.due = 2027-01-31
[severity]
"a.b" = "off"
x = {y = [1, {z = 2}]}
[[suppress]]
rule = "a"
[[suppress]]
rule = "b"
[suppress.more]
k = 1
[a.b.c]
d = 1
[a]
e = 1
"""


@pytest.mark.parametrize(
    ("route", "name", "value"),
    [
        (("extend",), "extend", '"x"'),
        (("rules",), "rules", "[\"a\", # c ]\n  'b',\n]"),
        (("rules", 1), "'b'", "'b'"),
        (("dates",), "dates", "dates"),
        (("dates", "due"), "due", "2027-01-31"),
        (("severity",), "severity", "[severity]"),
        (("severity", "a.b"), '"a.b"', '"off"'),
        (("severity", "x", "y", 1, "z"), "z", "2"),
        (("suppress", 1), "[[suppress]]", "[[suppress]]"),
        (("suppress", 1, "rule"), "rule", '"b"'),
        (("suppress", 0, "rule", "absent"), '"a"', '"a"'),
        (("suppress", 1, "more"), "more", "[suppress.more]"),
        (("suppress", 1, "more", "k"), "k", "1"),
        (("a",), "a", "[a]"),
        (("a", "b"), "b", "b"),
        (("a", "b", "c"), "c", "[a.b.c]"),
        (("absent",), WHOLE, WHOLE),
    ],
    ids=str,
)
def test_tables_have_their_headers(route: tuple[str | int, ...], name: str, value: str) -> None:
    """A table is where its header is, or the key that makes it; what is absent is where it would stand."""
    place = toml.read("x", WHOLE.encode()).place
    assert (written(place.at(*route, key=True)), written(place.at(*route))) == (name, value)


def test_dates_are_told_as_text() -> None:
    """A date reads alike with and without quotes."""
    root = toml.read("x", b"a = 2027-01-31\nb = '2027-01-31'\nc = 2027-01-31 07:32:00\nd = 07:32:00\n")
    assert root.value == {"a": "2027-01-31", "b": "2027-01-31", "c": "2027-01-31T07:32:00", "d": "07:32:00"}


@pytest.mark.parametrize(
    ("data", "message", "line", "column"),
    [
        (b"a = 1 # \xc3\x85\r\nb [", "this is not TOML: expected '=' after a key in a key/value pair", 2, 3),
        (b"a = [", "this is not TOML: ", 1, 6),
        (b"# caf\xe9\n", "expected UTF-8, found the byte 0xE9", 1, 6),
        (b"a = " + b"9" * 5_000, "expected values that a program can use", 1, 1),
        (b"a = " + b"[" * 50_000, "", 1, 1),
    ],
    ids=["key", "end", "byte", "number", "deep"],
)
def test_what_cannot_be_read(data: bytes, message: str, line: int, column: int) -> None:
    """A text that is no TOML is refused with its place."""
    with pytest.raises(Unreadable) as caught:
        toml.read("x", data)
    assert caught.value.message.startswith(message)
    assert not message or (caught.value.line, caught.value.column) == (line, column)
