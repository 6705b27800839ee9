"""Laws of the algebra of string sets, held against a slow matcher that asks every short word.

The patterns know `a`, `:` and `/`; the words have `b` as well, which stands for every character that no pattern names.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from replint.iam.arn import segmented
from replint.iam.kleene import Truth, every, some
from replint.iam.pattern import ANYTHING, RUNS, Atom, Kind, Pattern, Token, Wild, Word
from replint.iam.strings import WORK, Answer, No, PatternSet, Undecided, Yes, classes, covers, matches, meets, written

WORDS = tuple("".join(word) for length in range(6) for word in product("ab:/", repeat=length))
WITHIN = (Wild.PART_RUN, Wild.PART_ONE)
EVERYTHING = PatternSet((ANYTHING,))
NOTHING = PatternSet(())

PLAIN = st.sampled_from(["a", ":", "/", "a/", *Wild])
INSIDE: st.SearchStrategy[Token] = st.sampled_from(["a", ":", "/", *WITHIN])
PATTERNS = st.lists(PLAIN, max_size=5).map(Pattern.of)
SETS = st.builds(PatternSet, st.lists(PATTERNS, max_size=3).map(tuple), st.booleans())
UNIONS = st.builds(PatternSet, st.lists(PATTERNS, max_size=3).map(tuple))


@cache
def slow(tokens: tuple[Token, ...], word: str) -> bool:
    """Match as the definition says, one token and one character at a time."""
    if not tokens:
        return not word
    token, *rest = tokens
    if token in RUNS and slow(tuple(rest), word):
        return True
    if not word or (token in WITHIN and word[0] == ":"):
        return False
    if isinstance(token, Wild):
        return slow(tokens if token in RUNS else tuple(rest), word[1:])
    assert isinstance(token, str)
    return word[0] in token and slow(tuple(rest), word[1:])


def among(a_set: PatternSet, word: str) -> bool:
    """Say whether a word is in a set, slowly."""
    return any(slow(pattern.tokens, word) for pattern in a_set.patterns) is not a_set.complement


def brute(a_set: PatternSet) -> frozenset[str]:
    """Return all short words of a set."""
    return frozenset(word for word in WORDS if among(a_set, word))


def decided(answer: Answer) -> bool:
    """Return yes or no, and fail on an answer that leaves it open."""
    assert not isinstance(answer, Undecided)
    return isinstance(answer, Yes)


def union(*sets: PatternSet) -> PatternSet:
    """Return the union of sets that are no complements."""
    return PatternSet(tuple(pattern for each in sets for pattern in each.patterns))


@given(PATTERNS, st.lists(st.sampled_from(WORDS), min_size=20, max_size=40))
def test_law_of_membership(pattern: Pattern, words: list[str]) -> None:
    """Law of membership: the machine and the slow matcher agree on every word, given as text or letter by letter."""
    for word in words:
        assert matches(pattern, word) is slow(pattern.tokens, word)
        assert matches(pattern, tuple(word)) is slow(pattern.tokens, word)


@given(SETS, SETS)
def test_law_of_covering(bigger: PatternSet, smaller: PatternSet) -> None:
    """Law of covering: covered means that no word is missing; where one is, the witness is a shortest such word."""
    answer = covers(bigger, smaller)
    missing = brute(smaller) - brute(bigger)
    if decided(answer):
        assert not missing
        return
    assert isinstance(answer, No)
    assert answer.member is not None
    witness = written(answer.member)
    assert among(smaller, witness)
    assert not among(bigger, witness)
    assert all(len(witness) <= len(word) for word in missing)


@given(SETS, SETS)
def test_law_of_meeting(one: PatternSet, other: PatternSet) -> None:
    """Law of meeting: sets meet when they share a word, and the one shown is a shortest of both."""
    answer = meets(one, other)
    shared = brute(one) & brute(other)
    if not decided(answer):
        assert not shared
        return
    assert isinstance(answer, Yes)
    assert answer.member is not None
    witness = written(answer.member)
    assert among(one, witness)
    assert among(other, witness)
    assert all(len(witness) <= len(word) for word in shared)


@given(SETS)
def test_law_of_reflexivity(a_set: PatternSet) -> None:
    """Law of reflexivity: a set covers itself."""
    assert decided(covers(a_set, a_set))


@given(UNIONS, PATTERNS, PATTERNS)
def test_law_of_transitivity(small: PatternSet, more: Pattern, yet_more: Pattern) -> None:
    """Law of transitivity: what covers a cover covers what that covers."""
    middle = PatternSet((*small.patterns, more))
    big = PatternSet((yet_more, *middle.patterns))
    assert decided(covers(middle, small))
    assert decided(covers(big, middle))
    assert decided(covers(big, small))


@given(SETS, SETS, SETS)
def test_law_of_transitivity_of_any_three(one: PatternSet, two: PatternSet, three: PatternSet) -> None:
    """Law of transitivity, again: it holds of sets that nobody built to cover one another."""
    if decided(covers(one, two)) and decided(covers(two, three)):
        assert decided(covers(one, three))


@given(SETS, SETS)
def test_law_of_antisymmetry(one: PatternSet, other: PatternSet) -> None:
    """Law of antisymmetry: sets that cover each other have the same words."""
    if decided(covers(one, other)) and decided(covers(other, one)):
        assert brute(one) == brute(other)


@given(UNIONS, UNIONS, SETS)
def test_law_of_union(one: PatternSet, other: PatternSet, third: PatternSet) -> None:
    """Law of union: a set covers a union when it covers both, and meets it when it meets either."""
    both = union(one, other)
    assert decided(covers(both, one))
    assert brute(both) == brute(one) | brute(other)
    assert decided(covers(third, both)) is (decided(covers(third, one)) and decided(covers(third, other)))
    assert decided(meets(third, both)) is (decided(meets(third, one)) or decided(meets(third, other)))


@given(SETS)
def test_law_of_involution(a_set: PatternSet) -> None:
    """Law of involution: the complement's complement is the set."""
    assert ~~a_set == a_set
    assert ~a_set != a_set


@given(SETS)
def test_law_of_complement(a_set: PatternSet) -> None:
    """Law of complement: a set and its complement share no word and leave none out."""
    assert not decided(meets(a_set, ~a_set))
    assert brute(a_set) ^ brute(~a_set) == set(WORDS)
    assert decided(covers(a_set, EVERYTHING)) is not decided(meets(~a_set, EVERYTHING))


@given(UNIONS, UNIONS, SETS)
def test_law_of_de_morgan(one: PatternSet, other: PatternSet, third: PatternSet) -> None:
    """Law of De Morgan: outside a union is outside the one and outside the other."""
    outside = ~union(one, other)
    assert brute(outside) == brute(~one) & brute(~other)
    assert decided(covers(outside, third)) is (decided(covers(~one, third)) and decided(covers(~other, third)))


@given(SETS, SETS)
def test_law_of_contraposition(one: PatternSet, other: PatternSet) -> None:
    """Law of contraposition: a set covers another when the other's complement covers its own."""
    assert decided(covers(one, other)) is decided(covers(~other, ~one))


@given(UNIONS, SETS, PATTERNS)
def test_law_of_monotony(bigger: PatternSet, smaller: PatternSet, pattern: Pattern) -> None:
    """Law of monotony: one more pattern uncovers nothing and parts nothing; in a complement it covers nothing more."""
    more = union(bigger, PatternSet((pattern,)))
    if decided(covers(bigger, smaller)):
        assert decided(covers(more, smaller))
    if decided(meets(bigger, smaller)):
        assert decided(meets(more, smaller))
    if decided(covers(~more, smaller)):
        assert decided(covers(~bigger, smaller))


@given(SETS, SETS)
def test_law_of_symmetry(one: PatternSet, other: PatternSet) -> None:
    """Law of symmetry: two sets meet or do not, whichever is asked, and show a word of one length."""
    there, back = meets(one, other), meets(other, one)
    assert decided(there) is decided(back)
    if isinstance(there, Yes) and isinstance(back, Yes):
        assert there.member is not None
        assert back.member is not None
        assert len(there.member) == len(back.member)


@given(SETS, SETS)
def test_law_of_covers_and_meets(bigger: PatternSet, smaller: PatternSet) -> None:
    """Law of duality: a set covers another when the other does not meet its complement."""
    assert decided(covers(bigger, smaller)) is not decided(meets(smaller, ~bigger))


@given(SETS)
def test_law_of_bounds(a_set: PatternSet) -> None:
    """Law of bounds: everything covers any set, any set covers nothing, and nothing meets none."""
    assert decided(covers(EVERYTHING, a_set))
    assert decided(covers(~NOTHING, a_set))
    assert decided(covers(a_set, NOTHING))
    assert not decided(meets(a_set, NOTHING))
    assert not decided(meets(NOTHING, a_set))


@given(PATTERNS, st.lists(PATTERNS, max_size=3))
def test_law_of_partition(space: Pattern, patterns: list[Pattern]) -> None:
    """Law of partition: every word is in the class of its memberships, and each class shows a shortest of its words."""
    found = classes(space, patterns)
    assert found is not None
    lengths: dict[tuple[Truth, ...], int] = {}
    for word in WORDS:
        if slow(space.tokens, word):
            bits: tuple[Truth, ...] = tuple(slow(pattern.tokens, word) for pattern in patterns)
            lengths[bits] = min(len(word), lengths.get(bits, len(word)))
    assert lengths.keys() <= found.keys()
    for bits, member in found.items():
        word = written(member)
        assert slow(space.tokens, word)
        assert bits == tuple(slow(pattern.tokens, word) for pattern in patterns)
        assert len(word) == lengths.get(bits, len(word))


@given(PATTERNS, PATTERNS, st.sampled_from(WORDS))
def test_law_of_concatenation(one: Pattern, other: Pattern, word: str) -> None:
    """Law of concatenation: a sum's words are those that can be cut into a word of each."""
    cut = any(slow(one.tokens, word[:at]) and slow(other.tokens, word[at:]) for at in range(len(word) + 1))
    assert matches(one + other, word) is cut


@given(PATTERNS)
def test_law_of_heads(pattern: Pattern) -> None:
    """Law of heads: every member begins with the head, and a single member is the only one."""
    members = brute(PatternSet((pattern,)))
    assert all(word.startswith(pattern.head) for word in members)
    if pattern.single is not None:
        assert matches(pattern, pattern.single)
        assert members <= {pattern.single}
    assert (pattern.single is None) is any(letter == "a/" or isinstance(letter, Wild) for letter in pattern.tokens)


@given(st.text("ab*?:/$", max_size=8))
def test_law_of_writing(text: str) -> None:
    """Law of writing: a pattern is written as it was read, a literal is its own only member."""
    assert str(Pattern.glob(text)) == re.sub(r"\*+", "*", text)
    assert Pattern.literal(text).single == text
    assert matches(Pattern.glob(text), text) is True


@given(st.text("aB*?:é", max_size=5), st.text("aAbB:éÉ", max_size=5))
def test_law_of_case(text: str, word: str) -> None:
    """Law of case: without case a text matches what it matches when both are lower case."""
    pattern = Pattern.glob(text)
    assert matches(pattern.caseless, word) is matches(Pattern.glob(text.lower()), word.lower())
    assert decided(covers(PatternSet((pattern.caseless,)), PatternSet((pattern,))))


SEGMENTS = st.lists(st.text("a*?/", max_size=2), min_size=6, max_size=7)


@given(SEGMENTS, st.one_of(SEGMENTS, st.none()), st.booleans())
def test_law_of_segments(wanted: list[str], held: list[str] | None, fill: bool) -> None:
    """Law of segments: an ARN matches when each of its six segments does; wildcards cross a colon in the sixth only."""
    parts = wanted if held is None else held
    word = ":".join(part.replace("*", "ab" if fill else "").replace("?", "b") for part in parts)
    pattern = segmented(Pattern.glob(":".join(wanted)))
    pieces = zip(":".join(wanted).split(":", 5), word.split(":", 5), strict=True)
    assert matches(pattern, word) is all(slow(Pattern.glob(one).tokens, other) for one, other in pieces)


@given(st.lists(INSIDE, max_size=5).map(Pattern.of))
def test_law_of_colons(pattern: Pattern) -> None:
    """Law of colons: wildcards that stay inside a segment add no colon."""
    colons = pattern.tokens.count(":")
    for member in (classes(ANYTHING, [pattern]) or {}).items():
        assert member[0] != (True,) or member[1].count(":") == colons
    assert all(word.count(":") == colons for word in brute(PatternSet((pattern,))))


# Atoms: whatever they stand for, an answer that was given is right.

ONE, TWO = Atom("one"), Atom("two")
FREE = Atom("free", Kind.FREE)
ATOMS = st.sampled_from([ONE, TWO, FREE])
TOKENS: st.SearchStrategy[Token] = st.one_of(PLAIN, ATOMS)
SYMBOLIC = st.lists(TOKENS, max_size=5).map(Pattern.of)
SYMBOLIC_SETS = st.builds(PatternSet, st.lists(SYMBOLIC, min_size=1, max_size=2).map(tuple), st.booleans())
SYMBOLIC_WORDS = st.lists(st.one_of(st.sampled_from("ab:/"), ATOMS), max_size=5).map(tuple)
NAMES = st.lists(
    st.one_of(st.text("ab", min_size=3, max_size=5), st.sampled_from(["a" * 63, "aab" * 21])),
    min_size=2,
    max_size=2,
    unique=True,
)
VALUATIONS = st.builds(
    lambda names, free: {ONE: names[0], TWO: names[1], FREE: free}, NAMES, st.text("ab:/*", max_size=4)
)


def spelt(tokens: tuple[Token, ...], valuation: dict[Atom, str]) -> Pattern:
    """Return a pattern with texts in place of its atoms."""
    return Pattern.of(
        letter for token in tokens for letter in (valuation[token] if isinstance(token, Atom) else (token,))
    )


def told(word: Word, valuation: dict[Atom, str]) -> str:
    """Return a word with texts in place of its atoms."""
    return "".join(valuation[letter] if isinstance(letter, Atom) else letter for letter in word)


@given(SYMBOLIC, SYMBOLIC_WORDS, VALUATIONS)
def test_law_of_symbolic_membership(pattern: Pattern, word: Word, valuation: dict[Atom, str]) -> None:
    """Law of atoms: a membership that is told is so for all texts that the atoms may stand for."""
    said = matches(pattern, word)
    assert said in (None, slow(spelt(pattern.tokens, valuation).tokens, told(word, valuation)))


@st.composite
def possible_members(draw: st.DrawFn) -> tuple[Pattern, Word]:
    """Draw a pattern and a word that is a member under some valuation: a filled pattern, with atoms where they fit."""
    pattern, valuation = draw(SYMBOLIC), draw(VALUATIONS)
    wild = st.one_of(st.text("ab:/", max_size=4), st.sampled_from(tuple(valuation.values())))
    text = ""
    for token in pattern.tokens:
        if isinstance(token, str | Atom):
            text += valuation[token] if isinstance(token, Atom) else token[0]
        else:
            run = draw(wild) if token in RUNS else draw(st.sampled_from("ab:/"))
            text += run.replace(":", "a") if token in WITHIN else run
    word: list[str | Atom] = []
    while text:
        fitting = [atom for atom, value in valuation.items() if text.startswith(value)]
        letters: list[str | Atom] = [text[0], *fitting, *fitting]
        letter = draw(st.sampled_from(letters))
        word.append(letter)
        text = text[len(valuation[letter]) if isinstance(letter, Atom) else 1 :]
        assume(len(word) < 80)
    if draw(st.booleans()) and not valuation[FREE]:
        word.append(FREE)
    return pattern, tuple(word)


@given(possible_members())
def test_law_of_possible_members(drawn: tuple[Pattern, Word]) -> None:
    """Law of doubt: what is a member for some texts that the atoms may stand for is never said to be none."""
    pattern, word = drawn
    assert matches(pattern, word) is not False


@given(SYMBOLIC_SETS, SYMBOLIC_SETS, VALUATIONS)
def test_law_of_symbolic_covering(bigger: PatternSet, smaller: PatternSet, valuation: dict[Atom, str]) -> None:
    """Law of atoms for sets: covered is covered, and a witness is one, whatever the atoms stand for."""
    answer = covers(bigger, smaller)
    assume(not isinstance(answer, Undecided))
    known_bigger, known_smaller = (
        PatternSet(tuple(spelt(pattern.tokens, valuation) for pattern in each.patterns), each.complement)
        for each in (bigger, smaller)
    )
    assert decided(covers(known_bigger, known_smaller)) is decided(answer)
    if isinstance(answer, No):
        assert answer.member is not None
        witness = told(answer.member, valuation)
        assert known_smaller.contains(witness) is True
        assert known_bigger.contains(witness) is False


@given(SYMBOLIC, st.lists(SYMBOLIC, max_size=2), VALUATIONS, st.sampled_from(WORDS))
def test_law_of_symbolic_partition(
    space: Pattern, patterns: list[Pattern], valuation: dict[Atom, str], word: str
) -> None:
    """Law of atoms for classes: each shown word is where its class says, and no word is without a fitting class."""
    found = classes(space, patterns)
    assert found is not None
    known = [spelt(pattern.tokens, valuation) for pattern in patterns]
    known_space = spelt(space.tokens, valuation)
    for bits, member in found.items():
        shown = told(member, valuation)
        assert slow(known_space.tokens, shown)
        for bit, pattern in zip(bits, known, strict=True):
            assert bit in (None, slow(pattern.tokens, shown))
    if slow(known_space.tokens, word):
        truths = [slow(pattern.tokens, word) for pattern in known]
        assert any(all(bit in (None, truth) for bit, truth in zip(bits, truths, strict=True)) for bits in found)


@given(SYMBOLIC_SETS, SYMBOLIC_SETS)
def test_law_of_names(bigger: PatternSet, smaller: PatternSet) -> None:
    """Law of names: what atoms are called does not matter."""
    swap: dict[Token, Token] = {ONE: Atom("zwei"), TWO: Atom("eins"), FREE: Atom("frei", Kind.FREE)}

    def renamed(a_set: PatternSet) -> PatternSet:
        rows = (tuple(swap.get(token, token) for token in pattern.tokens) for pattern in a_set.patterns)
        return PatternSet(tuple(Pattern(tokens) for tokens in rows), a_set.complement)

    assert type(covers(renamed(bigger), renamed(smaller))) is type(covers(bigger, smaller))


@given(SYMBOLIC_SETS)
def test_law_of_identity(a_set: PatternSet) -> None:
    """Law of identity: a union covers itself whatever its atoms are, and everything covers it."""
    positive = PatternSet(a_set.patterns)
    assert isinstance(covers(positive, positive), Yes)
    assert isinstance(covers(EVERYTHING, a_set), Yes)
    assert isinstance(meets(a_set, NOTHING), No)


@given(SYMBOLIC, SYMBOLIC_WORDS)
def test_law_of_anchored_truth(pattern: Pattern, word: Word) -> None:
    """Law of contains: a set and its complement say opposite things of a word, or both nothing."""
    inside, outside = PatternSet((pattern,)).contains(word), PatternSet((pattern,), complement=True).contains(word)
    assert some((inside, outside)) in (True, None)
    assert every((inside, outside)) in (False, None)
    assert (inside is None) is (outside is None)


def row(*parts: str | Atom) -> Pattern:
    """Return a pattern of globs and atoms."""
    return Pattern.of(
        token for part in parts for token in (Pattern.glob(part).tokens if isinstance(part, str) else (part,))
    )


@pytest.mark.parametrize(
    ("pattern", "word", "expected"),
    [
        (row("ab*x"), (ONE, *"zzx"), None),
        (row("ab*"), (ONE,), None),
        (row("a*b"), (ONE,), None),
        (row("a", ONE), ("b", ONE), False),
        (Pattern((Wild.PART_RUN, ONE)), (":", ONE), False),
        (Pattern((Wild.PART_ONE, ONE)), (":", ONE), False),
        (Pattern((Wild.PART_ONE, ONE)), ("/", ONE), True),
        (Pattern((Wild.PART_RUN, "c")), ("/", ONE), None),
        (row(""), (FREE,), None),
        (row("a"), ("a", FREE), None),
        (row("???"), (ONE,), None),
        (row("??"), (ONE,), False),
        (row("??", TWO), (ONE,), None),
        (row(ONE, ONE), (ONE, ONE), True),
        (row(ONE, "a"), (ONE,), False),
        (row(ONE, FREE), (TWO,), None),
        (row(ONE), (TWO, "a"), None),
        (row(ONE), (TWO, TWO), None),
        (row(ONE), (TWO, FREE), None),
        (row("?" * 63), (ONE,), None),
        (row("?" * 64), (ONE,), False),
        (row("?" * 64), (FREE,), None),
        (segmented(row("*:*:*:*:*:*")), (*":::::", FREE), True),
        (segmented(row("*:*:*:*:*:a")), (ONE, *":::::a"), True),
        (segmented(row("*:*:*:*:*:a")), (FREE, *":::::a"), None),
    ],
)
def test_what_is_known_of_members(pattern: Pattern, word: Word, expected: Truth) -> None:
    """An atom may be spelt out by what stands in its place, within its length and its letters, or be itself."""
    assert matches(pattern, word) is expected


@pytest.mark.parametrize(
    ("bigger", "smaller", "expected"),
    [
        # A name's objects, whatever the name.
        (row("arn:aws:s3:::", ONE, "/*"), row("arn:aws:s3:::", ONE, "/logs/*"), Yes),
        (row("arn:aws:s3:::", ONE, "/*"), row("arn:aws:s3:::", ONE), No),
        (row("arn:aws:s3:::", ONE, "*"), row("arn:aws:s3:::", ONE, "/*"), Yes),
        (row("arn:aws:s3:::", ONE, "/*"), row("arn:aws:s3:::", TWO, "/*"), No),
        (row("arn:aws:s3:::*"), row("arn:aws:s3:::", ONE, "/*"), Yes),
        (row("arn:aws:s3:::*/*"), row("arn:aws:s3:::", ONE, "/*"), Yes),
        (row("arn:aws:s3:::logs/*"), row("arn:aws:s3:::", ONE, "/*"), Undecided),
        (row("arn:aws:s3:::l?/*"), row("arn:aws:s3:::", ONE, "/*"), No),
        (row("arn:aws:s3:::???*/*"), row("arn:aws:s3:::", ONE, "/*"), Undecided),
        (row("arn:aws:s3:::", ONE, "-replica/*"), row("arn:aws:s3:::", ONE, "/*"), No),
        (row("arn:aws:s3:::", ONE, "-replica/*"), row("arn:aws:s3:::", TWO, "/*"), Undecided),
        # Nothing is known of a free text.
        (row(FREE, "/*"), row(FREE, "/logs/*"), Yes),
        (row(FREE), row("a"), Undecided),
        (row("a"), row(FREE), Undecided),
        (row(FREE), row(ONE), Undecided),
        (row("*"), row(FREE), Yes),
        (row("a/"), row(ONE), No),
        (row(ONE), row("ab"), Undecided),
        (row(ONE), row("a/"), No),
        (row(ONE), row("*"), No),
    ],
)
def test_what_is_known_of_names(bigger: Pattern, smaller: Pattern, expected: type[Answer]) -> None:
    """An unknown name is itself and no other, has no slash, and may be or may not be a text."""
    assert isinstance(covers(PatternSet((bigger,)), PatternSet((smaller,))), expected)


def test_doubt_reaches_into_everything() -> None:
    """What an unknown name may spell out is looked for in a set of all words, too."""
    outside = PatternSet((row(ONE, "q"),), complement=True)
    assert isinstance(covers(outside, PatternSet((row("a*"),))), Undecided)
    assert isinstance(covers(outside, PatternSet((row("a*/"),))), Yes)
    assert isinstance(covers(PatternSet((row(FREE, "q"),), complement=True), PatternSet((row("a?"),))), Undecided)
    assert set(classes(row("a*"), [row(ONE, "q*z")]) or ()) == {(False,), (None,)}


def test_how_things_are_written() -> None:
    """Patterns and members are written as people know them, an atom by its name in `${}`."""
    assert str(row("a?*", ONE, "/")) == "a?*${one}/"
    assert str(segmented(row("*?:b"))) == "*?:b"
    assert written("a*") == "a*"
    assert written(("a", FREE, "/")) == "a${free}/"
    assert Pattern.glob("a1É*").caseless.tokens == ("aA", "1", "Éé", Wild.RUN)


def test_a_member_of_any_length() -> None:
    """The work bound is for sets: a single text is read to its end, however long it is."""
    word = (ONE, *("a" * WORK), FREE)
    assert matches(row("*a"), word) is None
    assert matches(row("*a"), word[:-1]) is True
    assert matches(row("*b"), word[:-1]) is False


HARD = [
    ("*a" + "?" * 24, "*b" + "?" * 24),
    ("*a" + "?" * 30 + "*b" + "?" * 30 + "c", "*" + "?" * 9 + "a*"),
    ("*" + "a?" * 16 + "b*" + "a?" * 16, "*a*a*a*a*" + "?" * 20),
]


@pytest.mark.parametrize(("one", "other"), HARD)
@pytest.mark.parametrize("atom", [(), (FREE,)])
def test_hard_questions_end(one: str, other: str, atom: tuple[Atom, ...]) -> None:
    """A question of more states than the work bound ends undecided, and one that fits in it does not."""
    bigger, smaller = PatternSet((row(one, *atom),)), PatternSet((row(other, *atom, "a"),))
    assert isinstance(covers(bigger, ~smaller, work=500), Undecided)
    assert isinstance(covers(EVERYTHING, smaller, work=500), Yes)
    assert classes(ANYTHING, [*bigger.patterns, *smaller.patterns], work=500) is None


def test_many_patterns_end() -> None:
    """Of two walks of as many states, the one that holds each against too many patterns ends undecided."""
    patterns = [Pattern.glob(f"{chr(0x4E00 + index)}*") for index in range(200)]
    assert classes(ANYTHING, patterns, work=250) is None
    assert classes(ANYTHING, patterns[:20], work=250) is not None
    assert classes(ANYTHING, patterns, work=2_500) is not None
