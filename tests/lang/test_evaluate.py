"""Conditions over answers: the table of the language page, and Kleene's laws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.finding import Severity
from replint.lang.evaluate import Answer, Gap, Known, NotTold, Unknown, outcome, severity, truth
from replint.lang.tree import And, Condition, Guard, Holds, Is, IsSet, Levels, Literal, Not, OneOf, Or, Phrase, phrases

if TYPE_CHECKING:
    from collections.abc import Callable

FOG = NotTold("there is fog")
MIST = NotTold("there is mist")
THERE = NotTold("there is fog", exists=True)
SAME = NotTold("there is fog", identity="the buoy")

AFLOAT = Holds(Phrase("afloat"))
UNDER_WAY = Holds(Phrase("under way"))
HOME = Phrase("home port")
NEXT = Phrase("next port")

TRUTHS = ("afloat", "under way", 'lit "fore mast"')
PORTS = ("home port", "next port", "captain", "lower hold")

ANSWERS = st.fixed_dictionaries(
    {
        **dict.fromkeys(TRUTHS, st.sampled_from([True, False, None, FOG])),
        **dict.fromkeys(PORTS, st.sampled_from(["HAM", "RTM", None, FOG, THERE, SAME])),
        "cargo": st.sampled_from(["coal", "Grain", None, FOG, THERE]),
    }
)


def _asked(**answers: Answer) -> Callable[[str], Answer]:
    return {name.replace("_", " "): told for name, told in answers.items()}.__getitem__


@pytest.mark.parametrize(
    ("told", "expected"),
    [(True, True), (False, False), (None, False), (FOG, None)],
    ids=["true", "false", "none", "fog"],
)
def test_truth_word(told: Answer, *, expected: bool | None) -> None:
    """A truth word is as told, and false of what is not there."""
    assert truth(AFLOAT, _asked(afloat=told)) is expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [("HAM", True), (None, False), (FOG, None), (THERE, True)],
    ids=["told", "none", "fog", "there"],
)
def test_is_set(told: Answer, *, expected: bool | None) -> None:
    """A word is set when there is a value, told or not."""
    assert truth(IsSet(HOME), _asked(home_port=told)) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("HAM", "HAM", True),
        ("HAM", "RTM", False),
        ("HAM", None, False),
        (None, None, False),
        (FOG, None, False),
        (None, FOG, False),
        (FOG, "HAM", None),
        ("HAM", FOG, None),
        (FOG, FOG, None),
        (SAME, SAME, True),
        (SAME, NotTold("there is fog", identity="the lighthouse"), None),
        (SAME, FOG, None),
    ],
)
def test_is(left: Answer, right: Answer, *, expected: bool | None) -> None:
    """Values are equal or not; nothing is equal to what is not set; one identity is one value."""
    assert truth(Is(HOME, NEXT), _asked(home_port=left, next_port=right)) is expected


def test_one_of() -> None:
    """One of several values is enough, and one that is not told leaves open what the others do not decide."""
    one_of = OneOf(HOME, (Literal("RTM"), NEXT, Literal("HAM")))
    assert truth(one_of, _asked(home_port="HAM", next_port=FOG)) is True
    assert truth(one_of, _asked(home_port="OSL", next_port=FOG)) is None
    assert truth(one_of, _asked(home_port="OSL", next_port="BGO")) is False


VALUES: tuple[bool | None, ...] = (True, False, None)


@pytest.mark.parametrize("left", VALUES)
@pytest.mark.parametrize("right", VALUES)
def test_kleene(*, left: bool | None, right: bool | None) -> None:
    """`and` is the least, `or` the greatest, with unknown between false and true."""
    rank = {False: 0, None: 1, True: 2}
    answer = _asked(afloat=FOG if left is None else left, under_way=FOG if right is None else right)
    assert truth(And((AFLOAT, UNDER_WAY)), answer) is min(left, right, key=lambda value: rank[value])
    assert truth(Or((AFLOAT, UNDER_WAY)), answer) is max(left, right, key=lambda value: rank[value])


@given(data=st.data(), told=ANSWERS)
def test_negation(data: st.DataObject, told: dict[str, Answer], conditions: st.SearchStrategy[Condition]) -> None:
    """`not` turns true and false round and leaves unknown; De Morgan follows."""
    left, right = data.draw(conditions), data.draw(conditions)
    answer = told.__getitem__
    known = truth(left, answer)
    assert truth(Not(left), answer) is (None if known is None else not known)
    assert truth(Not(And((left, right))), answer) is truth(Or((Not(left), Not(right))), answer)


@given(data=st.data(), told=ANSWERS)
def test_outcome_agrees(data: st.DataObject, told: dict[str, Answer], conditions: st.SearchStrategy[Condition]) -> None:
    """The outcome with its reasons and the bare truth are one."""
    condition = data.draw(conditions)
    match outcome(condition, told.__getitem__):
        case Known(known):
            assert truth(condition, told.__getitem__) is known
        case Unknown(gaps):
            assert truth(condition, told.__getitem__) is None
            assert gaps
            assert {phrase: told[phrase] for phrase, _ in gaps} == dict(gaps)


@given(data=st.data(), told=ANSWERS)
def test_phrases_suffice(
    data: st.DataObject, told: dict[str, Answer], conditions: st.SearchStrategy[Condition]
) -> None:
    """What is known stays known when every word it does not rest on is forgotten."""
    condition = data.draw(conditions)
    found = outcome(condition, told.__getitem__)
    if isinstance(found, Known):
        remembered = {phrase: answer if phrase in found.phrases else FOG for phrase, answer in told.items()}
        assert truth(condition, remembered.__getitem__) is found.truth
        assert set(found.phrases) <= set(phrases(condition))


@given(data=st.data(), told=ANSWERS, later=ANSWERS)
def test_gaps_suffice(
    data: st.DataObject, told: dict[str, Answer], later: dict[str, Answer], conditions: st.SearchStrategy[Condition]
) -> None:
    """What is unknown is known once every gap is told, whatever is told."""
    condition = data.draw(conditions)
    found = outcome(condition, told.__getitem__)
    if isinstance(found, Unknown):
        told = told | {
            phrase: None if isinstance(answer := later[phrase], NotTold) else answer for phrase, _ in found.gaps
        }
        assert truth(condition, told.__getitem__) is not None


@given(data=st.data(), told=ANSWERS, later=ANSWERS)
def test_monotone(
    data: st.DataObject, told: dict[str, Answer], later: dict[str, Answer], conditions: st.SearchStrategy[Condition]
) -> None:
    """More knowledge never changes what was known."""
    condition = data.draw(conditions)
    more = {phrase: later[phrase] if answer is FOG else answer for phrase, answer in told.items()}
    known = truth(condition, told.__getitem__)
    assert known is None or truth(condition, more.__getitem__) is known


def test_one_of_rests_on_what_is_equal() -> None:
    """Once one value is equal, the others do not matter; while none is, only those that may still be."""
    one_of = OneOf(HOME, (NEXT, Literal("HAM")))
    assert outcome(one_of, _asked(home_port="HAM", next_port=FOG)) == Known(truth=True, phrases=("home port",))
    assert outcome(one_of, _asked(home_port="RTM", next_port=FOG)) == Unknown((Gap("next port", FOG),))
    assert outcome(one_of, _asked(home_port="RTM", next_port="OSL")) == Known(
        truth=False, phrases=("home port", "next port")
    )


def test_reasons() -> None:
    """An open condition names what is missing and why, and only what could decide it."""
    condition = And((AFLOAT, Or((IsSet(HOME), Is(NEXT, Literal("HAM"))))))
    answer = _asked(afloat=True, home_port=FOG, next_port=MIST)
    assert outcome(condition, answer) == Unknown((Gap("home port", FOG), Gap("next port", MIST)))
    answer = _asked(afloat=MIST, home_port="HAM", next_port=FOG)
    assert outcome(condition, answer) == Unknown((Gap("afloat", MIST),))


def test_grounds_of_a_failure() -> None:
    """A false `and` rests on its false parts, a true one on all of them."""
    condition = And((AFLOAT, UNDER_WAY, IsSet(HOME)))
    assert outcome(condition, _asked(afloat=True, under_way=False, home_port=None)) == Known(
        truth=False, phrases=("under way", "home port")
    )
    assert outcome(condition, _asked(afloat=True, under_way=True, home_port="HAM")) == Known(
        truth=True, phrases=("afloat", "under way", "home port")
    )


LEVELS = Levels((Guard(Severity.ERROR, AFLOAT), Guard(Severity.NOTE, UNDER_WAY)), Severity.WARNING)


@pytest.mark.parametrize(
    ("afloat", "under_way", "expected"),
    [
        (True, True, Severity.ERROR),
        (True, FOG, Severity.ERROR),
        (False, True, Severity.NOTE),
        (False, False, Severity.WARNING),
        (FOG, True, Severity.NOTE),
        (FOG, False, Severity.WARNING),
        (FOG, FOG, Severity.NOTE),
        (False, FOG, Severity.NOTE),
    ],
)
def test_severity(afloat: Answer, under_way: Answer, expected: Severity) -> None:
    """The first true guard decides; while a guard is open, the lowest severity that is still possible."""
    assert severity(LEVELS, _asked(afloat=afloat, under_way=under_way)) is expected
