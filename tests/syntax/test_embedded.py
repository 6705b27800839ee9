"""Documents that stand in strings: what is refused in them, and at which character of the file."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from replint.syntax import Node, Unreadable
from replint.syntax.embedded import embedded
from replint.syntax.json import read
from replint.syntax.places import duplicates


def policy(content: str) -> Node:
    """Return the node of the policy in a file."""
    node = read("file.json", content.encode()).get("Policy")
    assert node is not None
    return node


def opened(node: Node, *names: str) -> Node:
    """Return what the strings of these names hold, one inside the other."""
    for name in names:
        member = node.get(name)
        assert member is not None
        node = embedded(member)
    return node


def test_a_bucket_policy_is_read_through() -> None:
    """What `get-bucket-policy` prints has its policy in a string; a place in it is of the file, with both pointers."""
    root = opened(read("policy.json", rb'{"Policy": "{\"Statement\":[{\"Effect\":\"Allow\"}]}"}'), "Policy")
    assert root.value == {"Statement": [{"Effect": "Allow"}]}
    place = root.place.at("Statement", 0, "Effect")
    assert place.text.file.content[slice(*place.span)] == r"\"Allow\""
    assert (place.pointer, place.inner) == ("/Policy", "/Statement/0/Effect")
    assert place.outer.span == (11, 53)


def test_an_encoded_trust_policy_is_read_through() -> None:
    """What IAM's API returns is percent-encoded; a plus in it is a plus."""
    content = json.dumps({"Policy": quote('{"Sid": "é + \U0001f600", "Effect": "Allow"}')})
    root = embedded(policy(content))
    assert root.value == {"Sid": "é + \U0001f600", "Effect": "Allow"}
    start, end = root.place.at("Sid").span
    assert content[start:end] == "%22%C3%A9%20%2B%20%F0%9F%98%80%22"


@pytest.mark.parametrize(
    ("content", "message", "line", "column"),
    [
        (r'{"Policy": ""}', "expected a JSON document, found nothing", 1, 13),
        (r'{"Policy": "no"}', "expected a JSON document, found `no`", 1, 13),
        (r'{"Policy": "\n {\n\"Sid\": }"}', "expected a value for `Sid`, found `}`", 1, 28),
        (
            '{\n"Policy":\n"\\u007b\\u0022é\\ud83d\\ude00\\"\\u003A1\\u002e}"}',
            "expected a number as JSON writes it, found `1.`",
            3,
            35,
        ),
        (r'{"Policy": "{\"a\":1"}', "expected `,` or `}` after the value of `a`, found the end of the text", 1, 21),
        (r'{"Policy": "%7B%22a%22%3A%C3%A9%7D"}', "expected a value for `a`, found `é`", 1, 26),
        (r'{"Policy": "%7B%22a%22\u003a%0A%20}"}', "expected a value for `a`, found `}`", 1, 35),
        (
            r'{"Policy": "%7B%22a%22%3A1"}',
            "expected `,` or `}` after the value of `a`, found the end of the text",
            1,
            27,
        ),
        (r'{"Policy": "%7B%2"}', "expected two hexadecimal digits after `%`, found `%2`", 1, 16),
        (r'{"Policy": "\t%7B%zz%7D"}', "expected two hexadecimal digits after `%`, found `%zz`", 1, 18),
        (r'{"Policy": "%7B%22%C3%22%7D"}', "expected UTF-8, found the encoded byte `%C3`", 1, 19),
        (r'{"Policy": "%7B%22%\u0046F"}', "expected UTF-8, found the encoded byte `%FF`", 1, 19),
    ],
)
def test_a_fault_has_its_place_in_the_file(content: str, message: str, line: int, column: int) -> None:
    """What is wrong inside a string is refused at the character of the file that is to blame."""
    node = policy(content)
    with pytest.raises(Unreadable) as refused:
        embedded(node)
    assert (refused.value.message, refused.value.line, refused.value.column) == (message, line, column)


def test_a_fault_two_levels_deep_has_its_place_in_the_file() -> None:
    """In a string in a string, a fault is at the character of the file that is to blame."""
    inner = json.dumps({"Policy": '{"a": oops}'})
    content = json.dumps({"x": "é", "Policy": inner}, indent=1)
    middle = embedded(policy(content)).get("Policy")
    assert middle is not None
    with pytest.raises(Unreadable) as refused:
        embedded(middle)
    line = content.splitlines()[2]
    assert (refused.value.line, refused.value.column) == (3, line.index("oops") + 1)


@pytest.mark.parametrize(
    ("escapes", "meant"),
    [
        (r"\ud83d\ude00", "\U0001f600"),
        (r"\uDBFF\uDFFFA", "\U0010ffffA"),
        (r"\ud800\ud83d\ude00", "\ud800\U0001f600"),
        (r"\ud800\ud800A", "\ud800\ud800A"),
        (r"\udfff\udfffA", "\udfff\udfffA"),
        (r"\ud800\u0041", "\ud800A"),
    ],
)
def test_only_surrogate_pairs_are_one_character(escapes: str, meant: str) -> None:
    """Behind escapes that make a pair and escapes that make none, places are right."""
    content = rf'{{"Policy": "[\"{escapes}\", 1]"}}'
    root = embedded(policy(content))
    assert root.value == [meant, 1]
    assert content[slice(*root.place.at(1).span)] == "1"


def test_a_document_too_deep_in_a_string_is_refused() -> None:
    """The limits of a file are those of a document in a string."""
    node = policy(json.dumps({"Policy": "[" * 10_000}))
    with pytest.raises(Unreadable, match="at most 200") as refused:
        embedded(node)
    assert refused.value.column == 13 + 200


def test_repeated_names_in_a_string_are_told() -> None:
    """A name that stands twice in an embedded document is told with the file's characters; the outer one has none."""
    content = r'{"Policy": "{\"a\": 1, \"\\u0061\": 2}"}'
    root = embedded(policy(content))
    (duplicate,) = duplicates(root)
    assert duplicate.name == "a"
    assert content[slice(*duplicate.first.span)] == r"\"a\""
    assert content[slice(*duplicate.again.span)] == r"\"\\u0061\""
    assert duplicates(policy(content)) == ()


@pytest.mark.parametrize("value", ["{}", "1", "null", "[]", "true"])
def test_only_strings_are_opened(value: str) -> None:
    """To open what is not a string is a mistake of the caller."""
    node = policy(f'{{"Policy": {value}}}')
    with pytest.raises(TypeError):
        embedded(node)
