"""Three-valued logic: what can be concluded when not everything is known."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.iam.kleene import Truth, every, negate, some

TRUTHS: tuple[Truth, ...] = (True, False, None)
MANY = st.lists(st.sampled_from(TRUTHS), max_size=4)


@pytest.mark.parametrize(
    ("truths", "all_of", "one_of"),
    [
        ([], True, False),
        ([True], True, True),
        ([False], False, False),
        ([None], None, None),
        ([True, True], True, True),
        ([True, False], False, True),
        ([False, True], False, True),
        ([False, False], False, False),
        ([True, None], None, True),
        ([None, True], None, True),
        ([False, None], False, None),
        ([None, False], False, None),
        ([None, None], None, None),
        ([None, True, False], False, True),
    ],
)
def test_tables(truths: list[Truth], all_of: Truth, one_of: Truth) -> None:
    """One false refutes `every`, one true proves `some`; else one unknown leaves them open."""
    assert every(truths) is all_of
    assert some(truths) is one_of


def test_negation() -> None:
    """The opposite of the unknown is unknown."""
    assert [negate(truth) for truth in TRUTHS] == [False, True, None]


@given(MANY)
def test_law_of_completion(truths: list[Truth]) -> None:
    """Law of completion: an answer is given just where every way to fill in the unknown leads to it."""
    ways = list(product(*((truth,) if truth is not None else (True, False) for truth in truths)))
    for combine, plain in ((every, all), (some, any)):
        answers = {plain(way) for way in ways}
        assert combine(truths) is (answers.pop() if len(answers) == 1 else None)


@given(MANY)
def test_law_of_duality(truths: list[Truth]) -> None:
    """Law of De Morgan: not every is some not."""
    assert negate(every(truths)) is some(map(negate, truths))
    assert negate(some(truths)) is every(map(negate, truths))
