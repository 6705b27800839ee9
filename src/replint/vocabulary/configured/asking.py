"""How the words of a replication rule ask it: for an element, and for whether it has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from replint.lang.lexicon import Entry, Type
from replint.vocabulary.word import Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.configured import ConfiguredRule
    from replint.span import Place
    from replint.vocabulary.word import Telling

    Asked: TypeAlias = tuple[Callable[[ConfiguredRule], object], Callable[[ConfiguredRule], Place | None]]
    """What answers a word, and where the answer stands."""


def word(  # noqa: PLR0913 - a row of a table
    phrase: str,
    type_: Type,
    meaning: str,
    answer: Callable[[ConfiguredRule], object],
    where: Callable[[ConfiguredRule], Place | None],
    *,
    tells: Callable[[ConfiguredRule], Telling | None] | None = None,
) -> Word[ConfiguredRule]:
    """A word of a replication rule."""
    return Word(Entry(phrase, type_, "replication rule", meaning), answer, where, tells)


def of_rule(name: str) -> Asked:
    """An element of the rule."""
    return (lambda subject: getattr(subject.rule, name)), (lambda subject: subject.rule.where(name))


def has(name: str) -> Asked:
    """Whether the rule has an element, whatever it says."""
    return (lambda subject: name in subject.rule.places), (lambda subject: subject.rule.where(name))
