"""How the words of a configuration and of its rules ask it, and how what they find wrong is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

from replint.configured import Configured, ConfiguredRule
from replint.facts.unresolved import Unresolved
from replint.finding import Edit, Patch, Safety
from replint.lang.lexicon import TRUTH, Entry, Type
from replint.vocabulary.word import Telling, Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.finding import Json
    from replint.span import Place

    Asked: TypeAlias = tuple[Callable[[ConfiguredRule], object], Callable[[ConfiguredRule], Place | None]]
    """What answers a word, and where the answer stands."""

Put = TypeVar("Put", Configured, ConfiguredRule)
"""What somebody puts: a configuration, or a rule of one."""


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
    return Word(Entry(phrase, type_, ConfiguredRule.kind, meaning), answer, where, tells)


def flaw(kind: type[Put], phrase: str, meaning: str, find: Callable[[Put], Telling | Unresolved | None]) -> Word[Put]:
    """A word that is true of what has a flaw: where there is something to tell of it. What is not told is open."""

    def answer(subject: Put) -> object:
        found = find(subject)
        return found if isinstance(found, Unresolved) else found is not None

    def tells(subject: Put) -> Telling | None:
        found = find(subject)
        return found if isinstance(found, Telling) else None

    return Word(Entry(phrase, TRUTH, kind.kind, meaning), answer, _nowhere, tells)


def _nowhere(_: object) -> None:
    """The place of what stands nowhere: the flaw itself has places to tell."""


def of_rule(name: str) -> Asked:
    """An element of the rule."""
    return (lambda subject: getattr(subject.rule, name)), (lambda subject: subject.rule.where(name))


def has(name: str) -> Asked:
    """Whether the rule has an element, whatever it says; open where it has something else in place of it."""

    def answer(subject: ConfiguredRule) -> object:
        told = getattr(subject.rule, name)
        return told if isinstance(told, Unresolved) else name in subject.rule.places

    return answer, lambda subject: subject.rule.where(name)


def called(subject: ConfiguredRule) -> str:
    """The rule as messages name it."""
    return f"replication rule `{subject.rule.id}`"


def at(*places: tuple[Place | None, str]) -> tuple[tuple[Place, str], ...]:
    """The places that there are, each with what is to be said there; the first is the one to change."""
    return tuple((place, said) for place, said in places if place is not None)


def addition(place: Place | None, value: Json) -> Patch | None:
    """A change that adds what S3 asks for, and that neither selects nor grants more than there is without it."""
    return Patch((Edit(place, value),), Safety.SAFE) if place else None
