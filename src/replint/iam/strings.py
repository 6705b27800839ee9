"""Sets of strings: what a set has in common with others, what is missing from it, with a shortest member to show.

The algebra has one engine, `classes`. It walks the product of the patterns' automata over the letters that matter and
splits a set into classes of members that the same patterns match. Every other question looks at those classes. There
are no regular expressions, and a walk that passes its work bound ends in None, undecided, never in a hang.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from replint.iam.automaton import Loose, Strict, loose, strict
from replint.iam.kleene import Truth, every, negate, some
from replint.iam.pattern import ANYTHING, Atom, Letter, Pattern, Wild, Word
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from replint.iam.request import Member

WORK = 20_000
"""How many states a walk may visit before its question counts as undecided."""

STEPS_A_STATE = 100
"""How many steps of machines a walk may make for each state it may visit: a state has as many as there are patterns."""

SPARE = "xyzabcdefghijklmnopqrstuvw0123456789-_"
"""What a character that is free to be anything is shown as, if no pattern treats it unlike others."""

Bits = tuple[Truth, ...]
"""Membership in each of a row of patterns."""

States = tuple[int, ...]
"""Where the space's machine and each of the patterns' machines stand."""


@record
class PatternSet:
    """A union of patterns, or everything outside it: `Resource` and `NotResource`, `Action` and `NotAction`."""

    patterns: tuple[Pattern, ...]
    complement: bool = False

    def __invert__(self) -> PatternSet:
        """Everything that is not a member."""
        return PatternSet(self.patterns, not self.complement)

    def holds(self, bits: Iterable[Truth]) -> Truth:
        """Membership of a text, from its membership in each of the patterns."""
        inside = some(bits)
        return negate(inside) if self.complement else inside

    def contains(self, member: Member) -> Truth:
        """Whether the text is a member; None where that depends on what an atom stands for."""
        return self.holds(matches(pattern, member) for pattern in self.patterns)


@record
class Yes:
    """It is so; `member`, where there is one, shows it."""

    member: Word | None = None


@record
class No:
    """It is not so; `member`, where there is one, is a shortest counterexample."""

    member: Word | None = None


@record
class Undecided:
    """It depends on what an atom stands for, or the work bound was reached."""


Answer = Yes | No | Undecided


def covers(bigger: PatternSet, smaller: PatternSet, work: int = WORK) -> Answer:
    """Whether every member of the smaller set is in the bigger one; if not, a shortest member that is missing."""
    answer = meets(smaller, ~bigger, work)
    match answer:
        case Yes(member):
            return No(member)
        case No():
            return Yes()
        case _:
            return answer


def meets(one: PatternSet, other: PatternSet, work: int = WORK) -> Answer:
    """Whether the sets have a member in common; if so, a shortest one."""
    # Every member of a pattern of `one` is in it; only the complement has to be asked.
    spaces, asked = ((ANYTHING,), one.patterns) if one.complement else (one.patterns, ())
    found: list[Word] = []
    open_question = False
    for space in spaces:
        split = classes(space, (*asked, *other.patterns), work)
        if split is None:
            open_question = True
            continue
        for bits, word in split.items():
            inside = one.holds(bits[: len(asked)]) if one.complement else True
            both = every((inside, other.holds(bits[len(asked) :])))
            if both is True:
                found.append(word)
            open_question |= both is None
    if found:
        return Yes(min(found, key=len))
    return Undecided() if open_question else No()


def matches(pattern: Pattern, member: Member) -> Truth:
    """Whether the text is a member of the pattern; None where that depends on what an atom stands for."""
    if isinstance(member, str) and not pattern.atoms:
        if (single := pattern.single) is not None:
            return single == member
        if _is_prefix(pattern):
            return member.startswith(pattern.head)
        machine = strict(pattern)
        states = machine.read(member)
        return bool(states & (machine.accept | machine.tail))
    letters = tuple(member)
    if _reads(strict(pattern), letters):
        return True
    symbolic = bool(pattern.atoms) or any(isinstance(letter, Atom) for letter in letters)
    return None if symbolic and _reads(loose(pattern), letters) else False


def _reads(machine: Strict | Loose, letters: Word) -> bool:
    states = machine.start
    for letter in letters:
        if machine.settled(states):
            break
        states = machine.step(states, letter)
    return bool(states) and (machine.accepts(states) or machine.settled(states))


def written(member: Member) -> str:
    """The text as people read it; an atom as `${name}`."""
    return (
        member if isinstance(member, str) else "".join(f"${{{x.name}}}" if isinstance(x, Atom) else x for x in member)
    )


def classes(space: Pattern, patterns: Sequence[Pattern], work: int = WORK) -> Mapping[Bits, Word] | None:
    """Split a set by patterns: for every combination of memberships that occurs, a shortest member that has it.

    Membership is None where it depends on what an atom stands for. The answer as a whole is None when the walk would
    visit more than `work` states, or make STEPS_A_STATE times as many steps.
    """
    if (text := space.single) is not None and not any(pattern.atoms for pattern in patterns):
        return {tuple(matches(pattern, text) for pattern in patterns): tuple(text)}
    beyond = len(space.tokens) - len(space.head)
    if _is_prefix(space, beyond) and None not in (bits := tuple(_whole(space, pattern) for pattern in patterns)):
        return {bits: (*space.head, *SPARE[: beyond - 1])}
    return _walked(space, tuple(patterns), work)


def _is_prefix(pattern: Pattern, beyond: int = 1) -> bool:
    """Whether the members are all texts that begin with the pattern's head; with 2 `beyond` it, all longer ones."""
    wild = (Wild.RUN,) if beyond == 1 else (Wild.ONE, Wild.RUN)
    return pattern.tokens[len(pattern.head) :] == wild


def _whole(prefix: Pattern, pattern: Pattern) -> Truth:
    """Whether a pattern matches all texts with a prefix, or none of them; None where a walk has to tell."""
    if prefix.head.startswith(pattern.head):
        return True if _is_prefix(pattern) else None
    return None if pattern.head.startswith(prefix.head) else False


@lru_cache(maxsize=256)
def _walked(space: Pattern, patterns: tuple[Pattern, ...], work: int) -> Mapping[Bits, Word] | None:
    """The classes of a walk; several actions of one request often ask for the same."""
    return _Walk(space, patterns).run(work)


class _Walk:
    """One walk through the product automaton, breadth first, so that what is met first is shortest."""

    def __init__(self, space: Pattern, patterns: tuple[Pattern, ...]) -> None:
        self.space = strict(space)
        symbolic = bool(space.atoms) or any(pattern.atoms for pattern in patterns)
        # Without atoms the strict machine says it all; with atoms membership lies between strict and loose.
        self.machines: tuple[Strict | Loose, ...] = tuple(strict(pattern) for pattern in patterns)
        self.count = len(patterns)
        if symbolic:
            self.machines += tuple(loose(pattern) for pattern in patterns)
        self.head = space.head
        used = {char for row in (space, *patterns) for token in row.tokens if isinstance(token, str) for char in token}
        spare = next((char for char in SPARE if char not in used), None)
        self.spare = spare or next(char for char in map(chr, range(0xE000, 0x110000)) if char not in used)
        self.symbolic = symbolic
        self.found: dict[Bits, Word] = {}

    def run(self, work: int) -> dict[Bits, Word] | None:
        """All classes with their members, or None when there is too much to visit."""
        states = self._after_head()
        seen = {states}
        level: list[tuple[States, Word]] = [(states, tuple(self.head))]
        steps = 0
        while level:
            following: list[tuple[States, Word]] = []
            for states, word in level:
                if len(seen) > work or steps > work * STEPS_A_STATE:
                    return None
                steps += len(states)
                if self._record(states, word):
                    continue
                for letter in self._letters(states):
                    steps += len(states)
                    after = self._step(states, letter)
                    if after[0] and after not in seen:
                        seen.add(after)
                        following.append((after, (*word, letter)))
            level = following
        return self.found

    def _after_head(self) -> States:
        return (self.space.read(self.head), *(self._read_head(machine) for machine in self.machines))

    def _read_head(self, machine: Strict | Loose) -> int:
        if isinstance(machine, Strict):
            return machine.read(self.head)
        states = machine.start
        for char in self.head:
            states = machine.step(states, char)
        return states

    def _step(self, states: States, letter: Letter) -> States:
        space, *rest = states
        return (
            self.space.step(space, letter),  # the row holds each machine's own states
            *(
                state if machine.settled(state) else machine.step(state, letter)
                for machine, state in zip(self.machines, rest, strict=True)
            ),
        )

    def _record(self, states: States, word: Word) -> bool:
        """Note the class that ends here; tell whether nothing else can be told apart beyond this point."""
        space, *rest = states
        settled = all(machine.settled(state) for machine, state in zip(self.machines, rest, strict=True))
        if settled:
            word += self.space.completion(space, self.spare)
        elif not self.space.accepts(space):
            return False
        bits = self._bits(rest)
        if bits not in self.found or len(word) < len(self.found[bits]):
            self.found[bits] = word
        return settled

    def _bits(self, states: Sequence[int]) -> Bits:
        accepted = [
            machine.accepts(state) or (bool(state) and machine.settled(state))
            for machine, state in zip(self.machines, states, strict=True)
        ]
        if not self.symbolic:
            return tuple(accepted)
        sure, possible = accepted[: self.count], accepted[self.count :]
        return tuple(True if yes else None if maybe else False for yes, maybe in zip(sure, possible, strict=True))

    def _letters(self, states: States) -> Iterator[Letter]:
        space, *rest = states
        seen: set[Letter] = set()
        letters = [*self.space.letters(space)]
        if self.space.wild(space):
            letters += [self.spare, ":"]
            for machine, state in zip(self.machines, rest, strict=True):
                letters += machine.letters(state)
        for letter in letters:
            if letter not in seen:
                seen.add(letter)
                yield letter
