"""Sets of strings, by example: what is missing, what is shared, and the text that shows it."""

from __future__ import annotations

import pytest

from replint.iam.pattern import ANYTHING, Atom, Kind, Pattern, Wild
from replint.iam.strings import SPARE, No, PatternSet, Undecided, Yes, classes, covers, matches, meets, written

NAME, OTHER, FREE = Atom("name"), Atom("other"), Atom("free", Kind.FREE)


def union(*texts: str, complement: bool = False) -> PatternSet:
    """Return the union of patterns, or what lies outside it."""
    return PatternSet(tuple(map(Pattern.glob, texts)), complement)


# What shall cover, what shall be covered, and a shortest text that is missing.
COVERING: list[tuple[PatternSet, PatternSet, str | None]] = [
    (union("*"), union("a*"), None),
    (union("a*"), union("a*"), None),
    (union("a*"), union("*"), ""),
    (union("a*"), union("ab*", "ac"), None),
    (union("ab*"), union("a*"), "a"),
    (union("a/*"), union("a/b/*", "a/c"), None),
    (union("b/*"), union("b"), "b"),
    (union("b/*"), union("b*"), "b"),
    (union("b?"), union("b*"), "b"),
    (union("b?", "b"), union("b*"), "bxx"),
    (union("", "?*"), union("*"), None),
    (union("a*", "b*"), union("?*"), "x"),
    (union("x*"), union("?*"), "y"),
    (union("*a", "*b"), union("*"), ""),
    (union("a", complement=True), union("*"), "a"),
    (union("a*", complement=True), union("b*"), None),
    (union("a*", complement=True), union("*a"), "a"),
    (union("a*", complement=True), union("a*", complement=True), None),
    (union("a*", complement=True), union("ab*", complement=True), "a"),
    (union("ab*", complement=True), union("a*", complement=True), None),
    (union(), union("a"), "a"),
    (union("a"), union(), None),
    (union(), union("a", "", complement=True), "x"),
    (union(SPARE[0] + "*"), union("?"), SPARE[1]),
    (union(*(letter + "*" for letter in SPARE), ":*"), union("?*"), "\ue000"),
]


@pytest.mark.parametrize(("bigger", "smaller", "missing"), COVERING)
def test_covering(bigger: PatternSet, smaller: PatternSet, missing: str | None) -> None:
    """A set covers another unless a text is missing; a shortest one is shown, with harmless letters where any do."""
    assert covers(bigger, smaller) == (Yes() if missing is None else No(tuple(missing)))


# Two sets, and a shortest text that both have.
MEETING: list[tuple[PatternSet, PatternSet, str | None]] = [
    (union("a*"), union("*b"), "ab"),
    (union("a*"), union("b*"), None),
    (union("a?c"), union("*"), "axc"),
    (union("*a*"), union("*b*"), "ba"),
    (union("a"), union("a", complement=True), None),
    (union("abc", "b*"), union("*"), "b"),
    (union("a*", complement=True), union("aa", "b", "cc"), "b"),
    (union("a*", complement=True), union("a", complement=True), ""),
    (union(), union("*"), None),
]


@pytest.mark.parametrize(("one", "other", "shared"), MEETING)
def test_meeting(one: PatternSet, other: PatternSet, shared: str | None) -> None:
    """Two sets meet when they share a text; a shortest one is shown."""
    for answer in (meets(one, other), meets(other, one)):
        if shared is None:
            assert answer == No()
        else:
            assert isinstance(answer, Yes)
            assert answer.member is not None
            assert len(answer.member) == len(shared)
    assert meets(one, other) == (No() if shared is None else Yes(tuple(shared)))


@pytest.mark.parametrize(
    ("pattern", "member", "expected"),
    [
        (Pattern.glob("a*c"), "abc", True),
        (Pattern.glob("a*c"), tuple("abc"), True),
        (Pattern.glob("a*c"), "abd", False),
        (Pattern.glob("a*"), "abd", True),
        (Pattern.glob("a*"), tuple("ba"), False),
        (Pattern.literal("a*"), "a*", True),
        (Pattern.literal("a*"), "ab", False),
        (Pattern.literal("ab"), tuple("ab"), True),
        (Pattern((Wild.PART_RUN,)), "a:b", False),
        (Pattern((Wild.PART_RUN,)), "ab", True),
        (Pattern(("a", Wild.PART_RUN)), "ab", True),
        (Pattern(("a", Wild.PART_RUN)), "a:", False),
        (ANYTHING, (NAME, "x"), True),
        (Pattern((NAME,)), (NAME,), True),
        (Pattern((NAME,)), (OTHER,), False),
        (Pattern((NAME,)), "abc", None),
        (Pattern((NAME,)), "ab", None),
        (Pattern((NAME,)), "a/b", False),
        (Pattern((FREE,)), "a/b", None),
        (Pattern.literal("abc"), (NAME,), None),
        (Pattern.literal("a"), (NAME,), False),
    ],
)
def test_membership(pattern: Pattern, member: str | tuple[str | Atom, ...], expected: bool | None) -> None:
    """A text is a member, or is none, or may be one where a name is not known."""
    assert matches(pattern, member) is expected


def test_membership_of_sets() -> None:
    """A text is in a union when it is in one of its patterns, and in a complement when it is in none."""
    assert union("a*", "b").contains("b") is True
    assert union("a*", "b").contains("c") is False
    assert union("a*", "b", complement=True).contains("c") is True
    assert PatternSet((Pattern((NAME,)), Pattern.literal("a/b"))).contains("a/b") is True
    assert PatternSet((Pattern((NAME,)),), complement=True).contains("abc") is None


def test_classes() -> None:
    """A set is split into what the same patterns match; each part is shown by a shortest member."""
    patterns = [Pattern.glob("a*"), Pattern.glob("*b")]
    assert classes(ANYTHING, patterns) == {
        (False, False): (),
        (True, False): ("a",),
        (False, True): ("b",),
        (True, True): ("a", "b"),
    }
    assert classes(Pattern.literal("ab"), patterns) == {(True, True): ("a", "b")}
    assert classes(Pattern.glob("a?"), patterns) == {(True, False): ("a", "x"), (True, True): ("a", "b")}
    assert classes(Pattern.glob("c*"), patterns) == {(False, False): ("c",), (False, True): ("c", "b")}
    assert classes(ANYTHING, []) == {(): ()}
    assert classes(ANYTHING, [Pattern((Wild.PART_RUN,))]) == {(True,): (), (False,): (":",)}
    assert classes(ANYTHING, [Pattern((Wild.PART_ONE,))]) == {(False,): (), (True,): ("x",)}
    assert classes(Pattern.glob("a??*:"), []) == {(): ("a", "x", "x", ":")}


def test_classes_with_unknown_names() -> None:
    """Where a name is not known, a part may be in a pattern, or not; that is a part of its own."""
    bucket = Pattern((NAME,)) + Pattern.glob("/*")
    assert classes(bucket, [bucket]) == {(True,): (NAME, "/")}
    assert classes(bucket, [Pattern.glob("logs/*")]) == {(None,): (NAME, "/")}
    assert classes(bucket, [Pattern.glob("*/a*")]) == {(False,): (NAME, "/"), (True,): (NAME, "/", "a")}
    assert classes(Pattern.literal("abc"), [Pattern((NAME,))]) == {(None,): ("a", "b", "c")}
    assert classes(Pattern((NAME,)), [Pattern((OTHER,)), Pattern((FREE,))]) == {(False, None): (NAME,)}


@pytest.mark.parametrize("atoms", [(), (FREE,)])
def test_the_work_bound(atoms: tuple[Atom, ...]) -> None:
    """A question is answered when its states fit into the bound exactly, and left open when one is too many."""
    space = Pattern.glob("*a?") + Pattern(atoms)
    patterns = [Pattern.glob("*b??")]
    enough = next(work for work in range(1, 500) if classes(space, patterns, work) is not None)
    assert enough > 10
    assert classes(space, patterns, enough - 1) is None
    sets = PatternSet((space,)), PatternSet(tuple(patterns))
    assert isinstance(covers(sets[1], sets[0], enough - 1), Undecided)
    assert isinstance(meets(sets[0], sets[1], enough - 1), Undecided)
    assert not isinstance(meets(sets[0], sets[1], enough), Undecided) or atoms


def test_one_doubt_is_enough() -> None:
    """Sets of which one pair may meet may meet, though no other pair does."""
    doubtful, known, asked = Pattern((NAME,)), Pattern.literal("a/"), PatternSet((Pattern.literal("abc"),))
    assert isinstance(meets(PatternSet((doubtful, known)), asked), Undecided)
    assert isinstance(meets(PatternSet((known, doubtful)), asked), Undecided)
    assert isinstance(meets(PatternSet((known,)), asked), No)


def test_one_yes_is_enough() -> None:
    """Sets of which one pair meets do meet, however hard another pair is."""
    hard = "*a" + "?" * 30 + "*b"
    assert meets(union(hard, "x"), union("*b" + "?" * 30 + "*", "x"), 300) == Yes(("x",))


def test_writing() -> None:
    """An unknown name is written as Terraform and CloudFormation write a reference."""
    assert written("a*") == "a*"
    assert written(("a", NAME, "/", FREE)) == "a${name}/${free}"
