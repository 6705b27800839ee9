"""Strings with `*` and `?`: how a pattern is written down; what sets of them do is in `strings`.

A pattern is a row of tokens. A literal token is a string of the characters it may be: one, or both cases of a letter.
An atom stands for one unknown text, equal to itself wherever it occurs.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable


class Wild(Enum):
    """The tokens that stand for any character, or any run of characters; the `PART` ones stop at a colon."""

    ONE = "?"
    RUN = "*"
    PART_ONE = "?:"
    PART_RUN = "*:"


class Kind(Enum):
    """What is known of an atom's text.

    A `NAME` (of a bucket, say) has 3 to 63 characters, none of them `/`, `:`, `*` or `?`, and two atoms of this kind
    are two different names. Of a `FREE` atom nothing is known.
    """

    NAME = "name"
    FREE = "free"


@record
class Atom:
    """An unknown text that is the same wherever the atom occurs."""

    name: str
    kind: Kind = Kind.NAME


Token = str | Wild | Atom
Letter = str | Atom
Word = tuple[Letter, ...]
"""A member of a set: characters, and atoms for the stretches nobody knows."""

RUNS = (Wild.RUN, Wild.PART_RUN)


class Pattern:
    """A set of strings, which does not change. Two patterns are equal when their tokens are.

    What is asked again and again is worked out once: `head`, the literal text that every member begins with; `single`,
    the only member, or None when there are more or it has unknown parts; `atoms`, those that occur.
    """

    __match_args__ = ("tokens",)
    __slots__ = ("_hash", "atoms", "head", "single", "tokens")

    def __init__(self, tokens: tuple[Token, ...], head: str | None = None) -> None:
        """The pattern of these tokens; no two neighbours may be runs. `head` may be given by who knows it already."""
        self.tokens = tokens
        self.head = _head(tokens) if head is None else head
        self.single = self.head if len(self.head) == len(tokens) else None
        self.atoms = frozenset(token for token in tokens[len(self.head) :] if isinstance(token, Atom))
        self._hash = hash(tokens)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Pattern) and self.tokens == other.tokens)

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Pattern(tokens={self.tokens!r})"

    @staticmethod
    @lru_cache(maxsize=1024)
    def literal(text: str) -> Pattern:
        """The set of this one text; `*` and `?` are plain characters."""
        return Pattern(tuple(text), text)

    @staticmethod
    @lru_cache(maxsize=1024)
    def glob(text: str) -> Pattern:
        """The texts that match: `*` is any run of characters, `?` is one."""
        head = text.partition("*")[0].partition("?")[0]
        rest = text[len(head) :]
        wild = Pattern.of(Wild.RUN if char == "*" else Wild.ONE if char == "?" else char for char in rest)
        return Pattern((*head, *wild.tokens), head)

    @staticmethod
    def of(tokens: Iterable[Token]) -> Pattern:
        """A pattern of these tokens, with neighbouring runs made one."""
        row: list[Token] = []
        for token in tokens:
            if row and token in RUNS and row[-1] in RUNS:
                row[-1] = token if row[-1] is token else Wild.RUN
            else:
                row.append(token)
        return Pattern(tuple(row))

    @property
    def caseless(self) -> Pattern:
        """The same with both cases of every letter."""
        return Pattern(tuple(_cases(token) if isinstance(token, str) else token for token in self.tokens))

    def __add__(self, other: Pattern) -> Pattern:
        """Every member of the one followed by every member of the other."""
        return Pattern.of((*self.tokens, *other.tokens))

    def __str__(self) -> str:
        """The pattern as people write it; an atom as `${name}`."""
        return self.head + "".join(_written(token) for token in self.tokens[len(self.head) :])


def _cases(token: str) -> str:
    return "".join(
        dict.fromkeys(case for char in token for case in (char, char.lower(), char.upper()) if len(case) == 1)
    )


def _written(token: Token) -> str:
    match token:
        case Wild.ONE | Wild.PART_ONE:
            return "?"
        case Wild.RUN | Wild.PART_RUN:
            return "*"
        case Atom():
            return f"${{{token.name}}}"
        case _:
            return token[0]


def _head(tokens: tuple[Token, ...]) -> str:
    length = next((at for at, token in enumerate(tokens) if not isinstance(token, str) or len(token) > 1), len(tokens))
    return "".join(cast("tuple[str, ...]", tokens[:length]))


ANYTHING = Pattern((Wild.RUN,))
"""All strings."""
