"""Walking a document by nodes."""

from __future__ import annotations

import pytest

from replint.syntax.json import read

DOCUMENT = read("file.json", b'{"a": [null, true, {"b": 1.5}], "c": null}')


def test_members_lead_on_with_their_routes() -> None:
    """A member is found by name, in the order of the text, with its route; a null member is not an absent one."""
    member = DOCUMENT.get("a")
    assert member is not None
    assert member.route == ("a",)
    assert [(name, node.route, node.value) for name, node in DOCUMENT.members()] == [
        ("a", ("a",), [None, True, {"b": 1.5}]),
        ("c", ("c",), None),
    ]
    null = DOCUMENT.get("c")
    assert null is not None
    assert null.value is None
    assert DOCUMENT.get("b") is None


def test_elements_lead_on_with_their_routes() -> None:
    """A list's elements come in order, with their index as the last step."""
    (_, member), *_ = DOCUMENT.members()
    assert [(node.route, node.value) for node in member.elements()] == [
        (("a", 0), None),
        (("a", 1), True),
        (("a", 2), {"b": 1.5}),
    ]


@pytest.mark.parametrize("content", ['["a"]', '"a"', "1", "null", "true"])
def test_what_is_no_object_has_no_members(content: str) -> None:
    """Asking anything but an object for members finds none."""
    node = read("file.json", content.encode())
    assert node.get("a") is None
    assert list(node.members()) == []


@pytest.mark.parametrize("content", ['{"a": 1}', '"a"', "1", "null", "true"])
def test_what_is_no_list_has_no_elements(content: str) -> None:
    """Asking anything but a list for elements finds none."""
    assert list(read("file.json", content.encode()).elements()) == []


def test_a_place_is_the_value_or_its_name() -> None:
    """`place` is the value's and `key_place` its name's; an element and the root have no name but themselves."""
    member = DOCUMENT.get("a")
    assert member is not None
    assert member.place.span == (6, 30)
    assert member.key_place.span == (1, 4)
    assert [node.key_place.span for node in member.elements()] == [node.place.span for node in member.elements()]
    assert DOCUMENT.key_place.span == DOCUMENT.place.span == (0, 42)


def test_nodes_are_equal_when_their_values_are() -> None:
    """The place of a node does not count when nodes are compared."""
    assert DOCUMENT.get("c") == next(read("other.json", b"[null]").elements())
    assert read("file.json", b"{}") != DOCUMENT


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("{}", "an object"),
        ("[]", "a list"),
        ('""', "a string"),
        ("1", "a number"),
        ("1.5", "a number"),
        ("true", "true or false"),
        ("null", "null"),
    ],
)
def test_kinds_are_told_in_words(content: str, kind: str) -> None:
    """Each JSON type has a name that a message can say."""
    assert read("file.json", content.encode()).kind == kind
