"""The machines below the sets: what they tell of a text that is read so far."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.iam.automaton import LONGEST_NAME, NOT_IN_NAMES, Loose, Strict
from replint.iam.pattern import ANYTHING, Atom, Kind, Letter, Pattern, Wild

NAME, OTHER, FREE = Atom("name"), Atom("other"), Atom("free", Kind.FREE)
PLAIN = st.lists(st.sampled_from(["a", ":", *Wild]), max_size=4).map(Pattern.of)
SYMBOLIC = st.lists(st.sampled_from(["a", ":", NAME, OTHER, FREE, *Wild]), max_size=4).map(Pattern.of)
LETTERS: list[Letter] = ["a", "b", ":", NAME, OTHER, FREE]
WORDS = st.lists(st.sampled_from(LETTERS), max_size=4)


def after(machine: Strict | Loose, letters: str | tuple[Letter, ...] | list[Letter]) -> int:
    """Return where a machine stands after some letters."""
    states = machine.start
    for letter in letters:
        states = machine.step(states, letter)
    return states


# A pattern, some letters, and whether they are accepted and whether that is settled.
STRICT: list[tuple[Pattern, str | tuple[Letter, ...], bool, bool]] = [
    (Pattern(()), "", True, False),
    (Pattern(()), "a", False, True),
    (ANYTHING, "", True, True),
    (Pattern.glob("a*"), "", False, False),
    (Pattern.glob("a*"), "a", True, True),
    (Pattern.glob("a*"), "b", False, True),
    (Pattern.glob("*a"), "a", True, False),
    (Pattern.glob("*a"), "ab", False, False),
    (Pattern.glob("a?"), "a", False, False),
    (Pattern.glob("a?"), "ab", True, False),
    (Pattern.glob("a?"), "abc", False, True),
    (Pattern.glob("a*b*"), "ac", False, False),
    (Pattern.glob("a*b*"), "acb", True, True),
    (Pattern(("a", Wild.PART_RUN)), "a", True, False),
    (Pattern(("a", Wild.PART_RUN)), "a:", False, True),
    (Pattern((Wild.PART_ONE,)), ":", False, True),
    (Pattern((Wild.PART_ONE,)), "a", True, False),
    (Pattern(("aA", "b")), "Ab", True, False),
    (Pattern((NAME, "a")), (NAME, "a"), True, False),
    (Pattern((NAME, "a")), (OTHER,), False, True),
    (Pattern.glob("*"), (FREE,), True, True),
    (Pattern((Wild.PART_RUN,)), (NAME,), True, False),
    (Pattern((Wild.PART_RUN,)), (FREE,), False, True),
    (Pattern.glob("???"), (NAME,), False, True),
]


@pytest.mark.parametrize(("pattern", "letters", "accepted", "settled"), STRICT)
def test_strict(pattern: Pattern, letters: str | tuple[Letter, ...], accepted: bool, settled: bool) -> None:
    """The strict machine accepts what is a member whatever the atoms are, and tells when nothing can change that."""
    machine = Strict(pattern)
    states = after(machine, letters)
    assert (machine.accepts(states), machine.settled(states)) == (accepted, settled)


LOOSE: list[tuple[Pattern, str | tuple[Letter, ...], bool, bool]] = [
    (Pattern(()), "", True, False),
    (Pattern(()), "a", False, True),
    (Pattern(()), (FREE,), True, False),
    (ANYTHING, "", True, True),
    (Pattern.glob("ab*"), "ab", True, True),
    (Pattern.glob("abc*d"), "abc", False, False),
    (Pattern((NAME,)), "", False, False),
    (Pattern((NAME,)), "a", True, False),
    (Pattern((NAME,)), "a/", False, True),
    (Pattern((NAME,)), (NAME,), True, False),
    (Pattern((NAME,)), (NAME, "a"), False, True),
    (Pattern((NAME,)), (OTHER,), False, False),
    (Pattern((NAME,)), (OTHER, "a"), True, False),
    (Pattern((NAME,)), ("a", NAME), True, False),
    (Pattern((NAME, "/")), (OTHER, "/"), False, True),
    (Pattern((NAME, "/", Wild.RUN)), (NAME, "/"), True, True),
    (Pattern((FREE,)), "", True, False),
    (Pattern((FREE,)), "a:/", True, False),
    (Pattern((FREE, "a")), "a", True, False),
    (Pattern.literal("abc"), (NAME,), True, False),
    (Pattern.literal("ab"), (NAME,), False, True),
    (Pattern.literal("ab/"), (NAME,), False, True),
    (Pattern.glob("ab*"), (NAME,), True, True),
    (Pattern.glob("?" * LONGEST_NAME), (NAME,), True, False),
    (Pattern.glob("?" * LONGEST_NAME + "?"), (NAME,), False, False),
    (Pattern.glob("a*b"), ("a", NAME, "b"), True, False),
    (Pattern.glob("a?"), "ab", True, False),
    (Pattern.glob("?"), ":", True, False),
    (Pattern((Wild.PART_ONE,)), "a", True, False),
    (Pattern((Wild.PART_ONE,)), ":", False, True),
    (Pattern((Wild.PART_RUN,)), "a:", False, True),
    (Pattern(("aA",)), "A", True, False),
]


@pytest.mark.parametrize(("pattern", "letters", "accepted", "settled"), LOOSE)
def test_loose(pattern: Pattern, letters: str | tuple[Letter, ...], accepted: bool, settled: bool) -> None:
    """The loose machine accepts what is a member for some texts that the atoms may stand for."""
    machine = Loose(pattern)
    states = after(machine, letters)
    assert (machine.accepts(states), machine.settled(states)) == (accepted, settled)


@given(SYMBOLIC, WORDS)
def test_law_of_settling(pattern: Pattern, word: list[Letter]) -> None:
    """Law of settling: once a machine has settled, no continuation changes what it says."""
    for machine in (Strict(pattern), Loose(pattern)):
        states = after(machine, word)
        if machine.settled(states):
            for more in product(LETTERS, repeat=2):
                later = after(machine, [*word, *more])
                assert machine.accepts(later) or machine.settled(later)
                assert (bool(later) and machine.accepts(later)) is machine.accepts(states)


@given(SYMBOLIC, WORDS)
def test_law_of_bounds(pattern: Pattern, word: list[Letter]) -> None:
    """Law of bounds: what the strict machine accepts, the loose one accepts."""
    strict, loose = Strict(pattern), Loose(pattern)
    assert not strict.accepts(after(strict, word)) or loose.accepts(after(loose, word))


@given(PLAIN, st.text("ab:", max_size=5))
def test_law_of_reading(pattern: Pattern, text: str) -> None:
    """Law of reading: a text is read at once as it is letter by letter, unless nothing can change any more."""
    machine = Strict(pattern)
    letters, whole = after(machine, text), machine.read(text)
    assert machine.accepts(letters) is (machine.accepts(whole) or bool(whole and machine.settled(whole)))


@given(PLAIN, st.text("ab:", max_size=3))
def test_law_of_completion(pattern: Pattern, text: str) -> None:
    """Law of completion: with the rest that it names, a text that can still become a member is one; none is shorter."""
    machine = Strict(pattern)
    states = after(machine, text)
    if states:
        rest = machine.completion(states, "a")
        assert machine.accepts(after(machine, [*text, *rest]))
        shorter = (more for length in range(len(rest)) for more in product("ab:", repeat=length))
        assert not any(machine.accepts(after(machine, [*text, *more])) for more in shorter)


@given(PLAIN, st.text("ab:", max_size=3))
def test_law_of_letters(pattern: Pattern, text: str) -> None:
    """Law of letters: the letters that a machine does not name all lead to one place, and nowhere if none is wild."""
    machine = Strict(pattern)
    states = after(machine, text)
    named = {*machine.letters(states), ":"}
    others = {machine.step(states, letter) for letter in "abxyz" if letter not in named}
    assert len(others) <= 1
    if not machine.wild(states):
        assert others <= {0}


@pytest.mark.parametrize(
    ("pattern", "letters", "named", "wild"),
    [
        (Pattern.literal("ab"), "", ["a"], False),
        (Pattern.literal("ab"), "a", ["b"], False),
        (Pattern.glob("a*b?"), "a", ["b"], True),
        (Pattern.glob("a?"), "a", [], True),
        (Pattern(("aA", "b")), "", ["a", "A"], False),
        (Pattern((NAME, "a")), "", [NAME], False),
        (Pattern((Wild.PART_RUN, "a")), "", ["a"], True),
        (Pattern((Wild.PART_ONE, "a")), "", [], True),
        (Pattern.glob("a"), "a", [], False),
    ],
)
def test_letters(pattern: Pattern, letters: str, named: list[Letter], wild: bool) -> None:
    """A machine names the letters that it treats unlike others, and tells whether it goes on with others."""
    machine = Strict(pattern)
    states = after(machine, letters)
    assert [*machine.letters(states)] == named
    assert machine.wild(states) is wild


def test_letters_of_the_loose_machine() -> None:
    """The loose machine names what no name holds, its atoms, and the letters that its states expect."""
    machine = Loose(Pattern(("a", Wild.RUN, "b", NAME)))
    assert set(machine.letters(machine.start)) == {*NOT_IN_NAMES, NAME, "a"}
    assert set(machine.letters(after(machine, "a"))) == {*NOT_IN_NAMES, NAME, "b"}


def test_letters_come_in_one_order() -> None:
    """The atoms come in the pattern's order, so that every run shows the same witness."""
    atoms = tuple(Atom(name) for name in "hgfedcba")
    machine = Loose(Pattern((*atoms, atoms[0])))
    assert [*machine.letters(machine.start)][len(NOT_IN_NAMES) :] == [*atoms, atoms[0]]


@pytest.mark.parametrize(
    ("pattern", "letters", "rest"),
    [
        (Pattern.literal("abc"), "a", ("b", "c")),
        (Pattern.glob("a*b?"), "a", ("b", "x")),
        (Pattern.glob("a*"), "a", ()),
        (Pattern.glob("*ab"), "a", ("b",)),
        (Pattern(("aA", NAME)), "", ("a", NAME)),
        (Pattern((Wild.PART_RUN, Wild.PART_ONE)), "", ("x",)),
    ],
)
def test_completion(pattern: Pattern, letters: str, rest: tuple[Letter, ...]) -> None:
    """What is missing to a member is shown with the spare letter wherever any will do."""
    machine = Strict(pattern)
    assert machine.completion(after(machine, letters), "x") == rest
