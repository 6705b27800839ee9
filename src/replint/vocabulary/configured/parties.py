"""Words about the bucket that a configuration is put on, and about the role that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.configured import Configured
from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import Entry, Type
from replint.vocabulary.word import ACCOUNT, VERSIONING, Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.span import Place


def _word(
    phrase: str,
    type_: Type,
    meaning: str,
    answer: Callable[[Configured], object],
    where: Callable[[Configured], Place | None],
) -> Word[Configured]:
    return Word(Entry(phrase, type_, Configured.kind, meaning), answer, where)


def _of_source(name: str) -> tuple[Callable[[Configured], object], Callable[[Configured], Place | None]]:
    """A setting of the source bucket."""

    def answer(subject: Configured) -> object:
        return subject.source if isinstance(subject.source, Unresolved) else getattr(subject.source, name)

    def where(subject: Configured) -> Place | None:
        return subject.source.place if isinstance(subject.source, Unresolved) else subject.source.where(name)

    return answer, where


def _role_account(subject: Configured) -> object:
    role = subject.caller
    return role if isinstance(role, Unresolved) else role.account


WORDS: tuple[Word[Configured], ...] = (
    _word("source account", ACCOUNT, "The account that owns the source bucket.", *_of_source("account")),
    _word("source versioning", VERSIONING, "The versioning of the source bucket.", *_of_source("versioning")),
    _word(
        "role account",
        ACCOUNT,
        "The account that the replication role belongs to.",
        _role_account,
        lambda subject: subject.configuration.role_place,
    ),
)
