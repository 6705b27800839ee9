"""What filters select, held against trying all objects of a small world."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.selecting import MOST_TAGS, Objects, Shelf

PREFIXES = ["", "a", "b", "aa", "ab", "a/"]
KEYS = ["".join(letters) for length in (1, 2, 3) for letters in product("ab/z", repeat=length)]
"""Keys up to one longer than any prefix; no prefix has a `z`, as no replication rules have all characters."""
TAGS = [("t", "1"), ("t", "2"), ("u", "1")]
TAGGINGS = [
    frozenset((key, value) for key, value in zip("tu", values, strict=True) if value)
    for values in product(["", "1", "2"], repeat=2)
]
WORLD = frozenset(product(KEYS, TAGGINGS))

FILTERS = st.builds(Objects, st.sampled_from(PREFIXES), st.frozensets(st.sampled_from(TAGS), max_size=3))


def selected(objects: Objects) -> frozenset[tuple[str, frozenset[tuple[str, str]]]]:
    """Return the objects of the world that have the prefix and the tags."""
    return frozenset((key, tags) for key, tags in WORLD if key.startswith(objects.prefix) and objects.tags <= tags)


@given(FILTERS)
def test_law_of_being(one: Objects) -> None:
    """Law of being: objects can be when the world has some."""
    assert one.can_be is bool(selected(one))


@given(FILTERS, FILTERS)
def test_law_of_cover(one: Objects, other: Objects) -> None:
    """Law of cover: one covers what can be when the world has nothing of the other outside it."""
    if other.can_be:
        assert one.cover(other) is (selected(other) <= selected(one))


@given(FILTERS, FILTERS)
def test_law_of_meeting(one: Objects, other: Objects) -> None:
    """Law of meeting: what two select both is what the world has of both; nothing where it has nothing."""
    both = one.meet(other)
    assert (selected(both) if both else frozenset()) == selected(one) & selected(other)


@given(FILTERS, st.lists(FILTERS, max_size=6))
def test_law_of_one(one: Objects, others: list[Objects]) -> None:
    """Law of one: several cover together only what one of them covers."""
    if one.can_be:
        together = frozenset().union(*map(selected, others))
        assert any(other.cover(one) for other in others) is (selected(one) <= together)


@given(FILTERS, st.lists(FILTERS, max_size=8))
def test_law_of_the_shelf(one: Objects, others: list[Objects]) -> None:
    """Law of the shelf: it finds what trying all finds, each once."""
    shelf = Shelf(zip(others, range(len(others)), strict=True))
    there = [(number, other) for number, other in enumerate(others) if other.can_be]
    assert sorted(shelf.covering(one)) == [number for number, other in there if other.cover(one)]
    met = sorted(((number, both) for both, number in shelf.meeting(one)), key=lambda found: found[0])
    assert met == [(number, both) for number, other in there if (both := other.meet(one))]


@given(FILTERS, st.lists(FILTERS, max_size=6))
def test_law_of_examples(one: Objects, others: list[Objects]) -> None:
    """Law of examples: what is named is among the objects and not among the others, which do not cover them all."""
    if one.can_be and not any(other.cover(one) for other in others):
        key = one.example(others).split("`")[1]
        assert key
        assert key.startswith(one.prefix)
        assert not any(key.startswith(other.prefix) and other.tags <= one.tags for other in others)


@pytest.mark.parametrize(("count", "possible"), [(MOST_TAGS, True), (MOST_TAGS + 1, False)])
def test_an_object_has_ten_tags_at_most(count: int, possible: bool) -> None:
    """More tags than an object has select nothing, alone or together."""
    tags = frozenset((f"k{number}", "v") for number in range(count))
    assert Objects(tags=tags).can_be is possible
    first = Objects(tags=frozenset(sorted(tags)[:3]))
    assert (first.meet(Objects(tags=tags)) is not None) is possible


@pytest.mark.parametrize(
    ("objects", "example"),
    [
        (Objects(), "`x`"),
        (Objects("logs/"), "`logs/x`"),
        (Objects("logs"), "`logs`"),
        (Objects("", frozenset({("b", "2"), ("a", "1")})), "`x` with tags `a`=`1` and `b`=`2`"),
    ],
)
def test_an_example_is_one_of_them(objects: Objects, example: str) -> None:
    """One of the objects can be named, with the tags that it has to have."""
    assert objects.example() == example
