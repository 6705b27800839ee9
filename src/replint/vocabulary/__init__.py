"""The words that rules may say: all kinds of subjects together, and how each answers; a kind's words are its module's.

A word is one row; docs/language.md has its meaning for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from replint.facts.unresolved import Unresolved
from replint.lang.evaluate import Answer, NotTold
from replint.lang.lexicon import Lexicon
from replint.targets.target import Target
from replint.vocabulary import configured, deployment, flow, job, statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.facts.role import Role
    from replint.span import Place
    from replint.subjects import Subject
    from replint.vocabulary.word import Telling, Word

WORDS: tuple[Word[Any], ...] = (
    *flow.WORDS,
    *job.WORDS,
    *deployment.WORDS,
    *configured.WORDS,
    *statement.WORDS,
)
"""Every word of every kind of subject."""

_BY_PHRASE: dict[tuple[str, str], Word[Any]] = {(word.entry.subject, word.entry.phrase): word for word in WORDS}

LEXICON = Lexicon.of(word.entry for word in WORDS)


Answering: TypeAlias = "Callable[[str], Answer]"
"""How a subject is asked."""


def answer(subject: Subject, phrase: str) -> Answer:
    """What a subject says to a word, as the language wants it: a party is there, not there or not told."""
    value = _BY_PHRASE[subject.kind, phrase].answer(subject)
    match value:
        case Unresolved():
            return NotTold(value.what, (value.place,) if value.place else ())
        case Target():
            return True
        case bool() | None:
            return value
        case _:
            return str(value)


def where(subject: Subject, phrase: str) -> Place | None:
    """Where the answer to a word stands, or where it would stand."""
    return _BY_PHRASE[subject.kind, phrase].where(subject)


def telling(subject: Subject, phrase: str) -> Telling | None:
    """What a word has to say of a fault beyond its answer; None for most words."""
    tells = _BY_PHRASE[subject.kind, phrase].tells
    return tells(subject) if tells else None


def told_by(subject: Subject, phrase: str) -> Unresolved | None:
    """For a word that is not told, what is missing and which document would tell it."""
    value = _BY_PHRASE[subject.kind, phrase].answer(subject)
    return value if isinstance(value, Unresolved) else None


def target(subject: Subject, phrase: str) -> Target | None | Unresolved:
    """What a word for something to act on stands for."""
    value = _BY_PHRASE[subject.kind, phrase].answer(subject)
    if value is None or isinstance(value, Target | Unresolved):
        return value
    message = f"`{phrase}` is nothing to act on"
    raise TypeError(message)


def actor(subject: Subject, phrase: str) -> Role | str | Unresolved:
    """Who a word for somebody who acts stands for: a role, or the name of a service."""
    value = _BY_PHRASE[subject.kind, phrase].answer(subject)
    return value if isinstance(value, str) else subject.caller
