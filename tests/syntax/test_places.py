"""The promise of places: the characters of a span, read again, are the value; in files and through strings in files."""

from __future__ import annotations

import json
import string
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from replint.span import Place
from replint.syntax import locator
from replint.syntax.embedded import embedded
from replint.syntax.json import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from replint.syntax import Node, Value

MARK = b"\xef\xbb\xbf"
SHORT = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\", "/": "\\/"}

texts = st.text(st.characters(), max_size=6) | st.sampled_from(
    ["\U0001f600", "é\ud800", "\ud83d", "%7B", 'a"\\/\x7f\x00']
)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts
values = st.recursive(scalars, lambda below: st.lists(below, max_size=4) | st.dictionaries(texts, below, max_size=4))
randoms = st.integers(0, 2**32).map(Random)


def written(value: Value, random: Random) -> str:
    """Return JSON of the value with white space and escapes at random."""

    def space() -> str:
        return random.choice(["", "", "", " ", "\n", "\r\n", "\t \r"])

    match value:
        case dict():
            members = (f"{space()}{quoted(k, random)}{space()}:{written(v, random)}" for k, v in value.items())
            shown = "{" + (",".join(members) or space()) + "}"
        case list():
            shown = "[" + (",".join(written(below, random) for below in value) or space()) + "]"
        case str():
            shown = quoted(value, random)
        case _:
            shown = json.dumps(value)
    return space() + shown + space()


def quoted(text: str, random: Random) -> str:
    """Return the text as a JSON string, each character in one of the ways that JSON has for it."""
    return '"' + "".join(random.choice(list(ways(char))) for char in text) + '"'


def ways(char: str) -> Iterator[str]:
    """All ways to write a character in a JSON string."""
    units = char.encode("utf-16-be", "surrogatepass")
    escape = "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
    yield escape
    yield "".join(c if c == "u" else c.upper() for c in escape)
    if char in SHORT:
        yield SHORT[char]
    if char >= " " and char not in '"\\' and not "\ud800" <= char <= "\udfff":
        yield from [char, char, char]


def percent_encoded(text: str, random: Random) -> str:
    """Return the text with its first visible and some other characters percent-encoded."""
    first = len(text) - len(text.lstrip(" \t\r\n"))
    return "".join(
        "".join(random.choice([f"%{byte:02x}", f"%{byte:02X}"]) for byte in char.encode())
        if char == "%" or at == first or random.random() < 0.5
        else char
        for at, char in enumerate(text)
    )


def nodes(root: Node) -> Iterator[Node]:
    """Return every node of a document."""
    yield root
    for below in [*root.elements(), *(member for _, member in root.members())]:
        yield from nodes(below)


def hold(root: Node, characters: Callable[[Place], str]) -> None:
    """Assert that the characters of every node's place, and of its name's, are the node, and nothing beside it."""
    for node in nodes(root):
        shown = characters(node.place)
        assert shown == shown.strip(string.whitespace)
        again = json.loads(shown)
        assert again == node.value
        assert type(again) is type(node.value)
        name = characters(node.key_place)
        if node.route and isinstance(node.route[-1], str):
            assert json.loads(name) == node.route[-1]
        else:
            assert name == shown


def in_file(place: Place) -> str:
    """Return the characters of a place in the file."""
    start, end = place.span
    return place.text.file.content[start:end]


@given(values, randoms, st.booleans())
def test_the_characters_of_a_span_are_the_node(value: Value, random: Random, marked: bool) -> None:
    """In a file of any white space, line ends, escapes and mark, the characters of a node's span read as the node."""
    content = written(value, random)
    root = read("file.json", MARK * marked + content.encode())
    assert root.text.content == content
    assert root.value == json.loads(content)
    hold(root, in_file)


@given(values, randoms, st.lists(st.booleans(), min_size=1, max_size=2))
def test_the_characters_of_a_span_are_the_node_through_strings(
    value: Value, random: Random, encodings: list[bool]
) -> None:
    """In a document that stands in a string, one or two levels deep, encoded or not, the same is true of the file."""
    content = inmost = written(value, random)
    for encoded in encodings:
        text = percent_encoded(content, random) if encoded else content
        content = written({"before": random.choice(["", "é\U0001f600"]), "Policy": text}, random)
    outer = node = read("file.json", content.encode())
    for _ in encodings:
        policy = node.get("Policy")
        assert policy is not None
        node = embedded(policy)
        assert node.text.holder == policy.place
        assert node.text.path == "file.json"
        assert node.text.file is outer.text
    assert node.text.content == inmost

    def read_through(place: Place) -> str:
        shown = in_file(place)
        for encoded in reversed(encodings):
            meant: str = json.loads(f'"{shown}"')
            shown = unquote(meant, errors="strict") if encoded else meant
        return shown

    hold(node, read_through)


@given(values, randoms, st.lists(texts | st.integers(-2, 5), min_size=1, max_size=3))
def test_an_absent_value_stands_where_its_nearest_parent_does(
    value: Value, random: Random, steps: list[str | int]
) -> None:
    """Any route has a span, also of its last step's name: that of the longest beginning that leads somewhere."""
    root = read("file.json", written(value, random).encode())
    existing = {node.route: node.place for node in nodes(root)}
    for node in nodes(root):
        route = (*node.route, *steps)
        if route not in existing:
            nearest = max((known for known in existing if known == route[: len(known)]), key=len)
            assert Place(root.text, route).span == existing[nearest].span
            assert Place(root.text, route, key=True).span == existing[nearest].span


def test_reading_computes_no_places() -> None:
    """Reading a document looks for no place; the first span does."""
    before = locator._begun.cache_info()
    root = read("file.json", b'{"a": "[1]"}')
    inner = embedded(next(root.members())[1])
    assert locator._begun.cache_info() == before
    assert inner.place.at(0).span == (8, 9)
    assert locator._begun.cache_info() != before


def test_fifty_megabytes_have_places() -> None:
    """A file of 50 MB is read, and places in it are found."""
    size = 50_000_000
    root = read("file.json", b'{"a": "' + b"x" * size + b'",\n"b": [1]}')
    assert root.place.at("b", 0).span == (size + 16, size + 17)
    assert root.text.position(size + 16) == (2, 7)
