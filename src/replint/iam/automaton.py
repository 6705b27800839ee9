"""Patterns as small automata over characters and atoms, run on sets of states that are kept as bits of an int.

Two machines read a word. The strict one lets an atom match only itself and runs: what it accepts is matched whatever
the atoms stand for. The loose one lets an atom be any text that its kind allows: what it refuses is matched by no text
the atoms could stand for. Between the two, membership is undecided.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from replint.iam.pattern import RUNS, Atom, Kind, Letter, Pattern, Wild

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_NAME = 63
SHORTEST_NAME = 3
NOT_IN_NAMES = "/:*?"
FRESH, PARTLY, OTHER_NAME = 0, 1, 2


class Strict:
    """Position i of a pattern of n tokens is bit i: i tokens are read. Bit n accepts."""

    __slots__ = ("accept", "advance", "anything", "head", "letters_at", "length", "loops", "ones", "start", "tail")

    def __init__(self, pattern: Pattern) -> None:
        """Compile; `tail` has the bits from which every continuation is accepted."""
        tokens = pattern.tokens
        self.length = len(tokens)
        self.accept = 1 << self.length
        self.advance: dict[Letter, int] = {}
        self.letters_at: dict[int, tuple[Letter, ...]] = {}
        self.ones = {True: 0, False: 0}
        self.loops = {True: 0, False: 0}
        for index, token in enumerate(tokens):
            if isinstance(token, str):
                for char in token:
                    self.advance[char] = self.advance.get(char, 0) | 1 << index
                self.letters_at[index] = tuple(token)
            else:
                self._enter(index, token)
        self.anything = self.loops[True]
        self.head = pattern.head
        last = self.length - 1
        self.tail = self.accept | 1 << last if tokens and tokens[-1] is Wild.RUN else 0
        self.start = self._close(1)

    def _enter(self, index: int, token: Wild | Atom) -> None:
        bit = 1 << index
        match token:
            case Wild.ONE:
                self.ones[True] |= bit
                self.ones[False] |= bit
            case Wild.PART_ONE:
                self.ones[False] |= bit
            case Wild.RUN:
                self.loops[True] |= bit
                self.loops[False] |= bit
            case Wild.PART_RUN:
                self.loops[False] |= bit
            case Atom():
                self.advance[token] = self.advance.get(token, 0) | bit
                self.letters_at[index] = (token,)

    def _close(self, states: int) -> int:
        # Neighbouring runs are one token, so one step over runs reaches everything.
        states |= (states & self.loops[False]) << 1
        last_run = states & self.anything
        # A run takes all that an earlier position could have taken: earlier positions add nothing.
        return states & (-1 << (last_run.bit_length() - 1)) if last_run else states

    def step(self, states: int, letter: Letter) -> int:
        """The states after one more letter; 0 when no member goes on like this."""
        if isinstance(letter, Atom):
            moves = self.advance.get(letter, 0)
            stays = self.loops[letter.kind is Kind.FREE]
        else:
            moves = self.advance.get(letter, 0) | self.ones[letter == ":"]
            stays = self.loops[letter == ":"]
        return self._close((states & moves) << 1 | states & stays)

    def read(self, text: str) -> int:
        """The states after a text; the literal text that the pattern begins with is compared in one go."""
        head = self.head
        if not text.startswith(head):
            return 1 << len(text) if head.startswith(text) else 0
        states = self._close(1 << len(head))
        for char in text[len(head) :]:
            if self.settled(states):
                return states
            states = self.step(states, char)
        return states

    def accepts(self, states: int) -> bool:
        """Whether the word read so far is a member."""
        return bool(states & self.accept)

    def settled(self, states: int) -> bool:
        """Whether every continuation has the same answer."""
        return not states or bool(states & self.tail)

    def letters(self, states: int) -> Iterator[Letter]:
        """The letters that some state treats unlike others."""
        while states:
            index = states.bit_length() - 1
            yield from self.letters_at.get(index, ())
            states &= ~(1 << index)

    def wild(self, states: int) -> bool:
        """Whether letters that occur nowhere may follow."""
        return bool(states & (self.ones[False] | self.loops[False]))

    def completion(self, states: int, spare: str) -> tuple[Letter, ...]:
        """A shortest rest that makes a member, from at least one state; `spare` stands for any character."""
        best: tuple[Letter, ...] | None = None
        for index in range(self.length + 1):
            if states >> index & 1:
                rest = self._rest(index, spare)
                if best is None or len(rest) < len(best):
                    best = rest
        return best or ()

    def _rest(self, index: int, spare: str) -> tuple[Letter, ...]:
        loops = self.loops[False]
        return tuple(self.letters_at.get(at, (spare,))[0] for at in range(index, self.length) if not loops >> at & 1)


class Loose:
    """The machine of a pattern when atoms occur in it or in what it reads.

    Each position has three bits: nothing of an atom there is read yet, some of its text is read, or so far exactly one
    other name, which cannot be all of it, because two different names are never equal.
    """

    __slots__ = ("accept", "atoms", "length", "start", "strict", "tail", "tokens")

    def __init__(self, pattern: Pattern) -> None:
        """Compile; `tail` has the bit from which every continuation is accepted."""
        self.tokens = pattern.tokens
        # In the pattern's order: the words that a walk meets must not depend on how a set happens to be stored.
        self.atoms = tuple(dict.fromkeys(token for token in pattern.tokens if isinstance(token, Atom)))
        self.strict = strict(pattern)
        self.length = len(pattern.tokens)
        self.accept = 1 << 3 * self.length
        ends_open = bool(self.tokens) and self.tokens[-1] is Wild.RUN
        self.tail = self.accept | 1 << 3 * (self.length - 1) if ends_open else 0
        self.start = self._close([(0, FRESH)])

    def _close(self, todo: list[tuple[int, int]]) -> int:
        states = 0
        while todo:
            index, inside = todo.pop()
            bit = 1 << 3 * index + inside
            if states & bit:
                continue
            states |= bit
            token = self._token(index)
            empty = token in RUNS or (isinstance(token, Atom) and token.kind is Kind.FREE and inside == FRESH)
            if empty or inside == PARTLY:
                todo.append((index + 1, FRESH))
        return states

    def _token(self, index: int) -> str | Wild | Atom | None:
        return self.tokens[index] if index < self.length else None

    def step(self, states: int, letter: Letter) -> int:
        """The states after one more letter; 0 when no member goes on like this."""
        after: list[tuple[int, int]] = []
        while states:
            number = states.bit_length() - 1
            states &= ~(1 << number)
            index, inside = divmod(number, 3)
            if isinstance(letter, Atom):
                after.extend(self._read_atom(index, inside, letter))
            else:
                after.extend(self._read_char(index, letter))
        return self._close(after)

    def _read_char(self, index: int, char: str) -> Iterator[tuple[int, int]]:
        token = self._token(index)
        colon = char == ":"
        if token is Wild.RUN or (token is Wild.PART_RUN and not colon):
            yield index, FRESH
        elif token is Wild.ONE or (token is Wild.PART_ONE and not colon) or (isinstance(token, str) and char in token):
            yield index + 1, FRESH
        elif isinstance(token, Atom) and (token.kind is Kind.FREE or char not in NOT_IN_NAMES):
            yield index, PARTLY

    def _read_atom(self, index: int, inside: int, letter: Atom) -> Iterator[tuple[int, int]]:
        token = self._token(index)
        if isinstance(token, Atom):
            if token == letter and inside == FRESH:
                # It is as long as itself: neither does it end within the token nor go on after it.
                yield index + 1, FRESH
                return
            if inside != FRESH or letter.kind is Kind.FREE or token.kind is Kind.FREE:
                yield index, PARTLY
            else:
                yield index, OTHER_NAME
        elif token in RUNS:
            yield index, FRESH
        if letter.kind is Kind.FREE:
            yield index, inside  # it may be empty
        yield from self._spelt_out(index, letter)

    def _spelt_out(self, index: int, letter: Atom) -> Iterator[tuple[int, int]]:
        """Where the machine may stand when the atom is text that the following tokens spell out, wholly or in part."""
        least, open_ended = 0, False
        for at in range(index, self.length):
            token = self.tokens[at]
            if at > index and isinstance(token, Atom):
                yield at, PARTLY
            elif at > index and token in RUNS:
                yield at, FRESH
            if isinstance(token, str) and letter.kind is Kind.NAME and all(char in NOT_IN_NAMES for char in token):
                return
            if token in RUNS or isinstance(token, Atom):
                open_ended = True
            else:
                least += 1
            alone = at == index and open_ended
            fits = least <= LONGEST_NAME and (open_ended or least >= SHORTEST_NAME)
            if not alone and (fits or letter.kind is Kind.FREE):
                yield at + 1, FRESH

    def accepts(self, states: int) -> bool:
        """Whether the word read so far may be a member."""
        return bool(states & self.accept)

    def settled(self, states: int) -> bool:
        """Whether every continuation has the same answer."""
        return not states or bool(states & self.tail)

    def letters(self, states: int) -> Iterator[Letter]:
        """The letters that some state treats unlike others."""
        yield from NOT_IN_NAMES
        # An atom that is read here may be spelt out by any of the following tokens.
        yield from self.atoms
        while states:
            index = (states.bit_length() - 1) // 3
            yield from self.strict.letters_at.get(index, ())
            states &= (1 << 3 * index) - 1


@lru_cache(maxsize=512)
def strict(pattern: Pattern) -> Strict:
    """The strict machine of a pattern."""
    return Strict(pattern)


@lru_cache(maxsize=512)
def loose(pattern: Pattern) -> Loose:
    """The loose machine of a pattern."""
    return Loose(pattern)
