"""The vocabulary as people look it up: each word with its type, its meaning and an example, by subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint import packs
from replint.lang.lexicon import Choice, Entry, Party, Textual, Truth, Type
from replint.lang.tree import Grant
from replint.record import record
from replint.vocabulary import LEXICON

if TYPE_CHECKING:
    from collections.abc import Mapping


@record
class WordInfo:
    """A word as it is said, with its type for people, its meaning, and a demand that uses it."""

    form: str
    type: str
    meaning: str
    example: str


def by_subject() -> dict[str, tuple[WordInfo, ...]]:
    """Every word there is, by what may be looked at, in the order of the vocabulary."""
    grants = _grants()
    return {
        subject: tuple(_info(entry, grants) for entry in LEXICON.words(subject).values())
        for subject in LEXICON.subjects
    }


def shown(type_: Type) -> str:
    """A type in words: the values of an enumeration, an example of a text."""
    match type_:
        case Choice(_, values):
            return ", ".join(f"`{value}`" for value in values)
        case Textual(name, _, such_as):
            return f'{name}, as in `"{such_as}"`' if such_as else name
        case _:
            return type_.name


def _info(entry: Entry, grants: Mapping[tuple[str, str], str]) -> WordInfo:
    return WordInfo(entry.form, shown(entry.type), entry.meaning, _example(entry, grants))


def _example(entry: Entry, grants: Mapping[tuple[str, str], str]) -> str:
    """What a rule may require with the word: of a party what a rule of ours requires, if there is one."""
    said = f'{entry.phrase} "{entry.such_as}"' if entry.named else entry.phrase
    match entry.type:
        case Truth():
            return said
        case Choice(_, values):
            bare = values[0].replace(" ", "").isalnum()
            return f"{said} is {values[0]}" if bare else f'{said} is "{values[0]}"'
        case Textual(_, _, such_as):
            return f'{said} is "{such_as}"'
        case Party():
            return grants.get((entry.subject, entry.phrase), f"{said} is set")


def _grants() -> dict[tuple[str, str], str]:
    """What the built-in rules require of each party, the first rule of each."""
    found: dict[tuple[str, str], str] = {}
    for rule in packs.builtin().rules:
        if isinstance(grant := rule.require, Grant):
            verb = "may" if grant.allowed else "is not denied"
            said = f"{grant.actor.words} {verb} {grant.action} on {grant.target.words}"
            for party in (grant.target, grant.actor):
                found.setdefault((rule.subject, party.words), said)
    return found
