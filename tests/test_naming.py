"""Slips of the pen in names of buckets, held against trying every change of a character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from replint.vocabulary.configured.naming import within

LETTERS = "ab-"
NAMES = st.text(LETTERS, max_size=4)


def changed(name: str) -> set[str]:
    """Return the name and all names that one character added, dropped or changed makes of it."""
    places = range(len(name) + 1)
    added = {name[:at] + letter + name[at:] for at in places for letter in LETTERS}
    dropped = {name[:at] + name[at + 1 :] for at in places}
    replaced = {name[:at] + letter + name[at + 1 :] for at in places[:-1] for letter in LETTERS}
    return {name} | added | dropped | replaced


@given(NAMES, NAMES, st.integers(0, 2))
def test_law_of_slips(one: str, other: str, most: int) -> None:
    """Law of slips: a name is within so many changes of another if that many, each tried, lead to it."""
    reached = {one}
    for _ in range(most):
        reached = set().union(*map(changed, reached))
    assert within(one, other, most) is (other in reached)
