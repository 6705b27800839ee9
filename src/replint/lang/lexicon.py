"""Which words a rule may say and of what type each is; how a word is answered is the vocabulary's business.

Every run loads this module, and a named tuple is made in a tenth of the time that a dataclass takes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

TAKEN = frozenset({"is", "not", "and", "or", "may", "denied", "on", "set", "one", "when", "otherwise"})
"""Never part of a word of the vocabulary."""

CLAUSES = (
    "rule",
    "title",
    "severity",
    "denied",
    "certainty",
    "symptom",
    "refused",
    "reference",
    "why",
    "help",
    "for",
    "when",
    "require",
)
"""The keywords that begin a clause; no word of the vocabulary begins with one."""


class Truth(NamedTuple):
    """The type of words that are true or false."""

    name: str = "truth"


class Textual(NamedTuple):
    """A kind of text, such as account or region: compared with words of the same kind and with quoted strings.

    A string in a rule must match all of the regular expression `form`; `example` is one that does.
    """

    name: str
    form: str = ""
    example: str = ""


class Choice(NamedTuple):
    """An enumeration: compared with words of the same type and with its own values, bare or quoted."""

    name: str
    values: tuple[str, ...]


class Party(NamedTuple):
    """Somebody who may act, or something that may be acted on, or both; not compared, but may be set or not set."""

    name: str
    acts: bool = False
    is_acted_on: bool = False


Type = Truth | Textual | Choice | Party

TRUTH = Truth()
ACTOR = Party("actor", acts=True)
TARGET = Party("target", is_acted_on=True)
ACTOR_AND_TARGET = Party("actor and target", acts=True, is_acted_on=True)


class Entry(NamedTuple):
    """One word that may be said of one subject; `meaning` is a sentence for the language page."""

    phrase: str
    type: Type
    subject: str
    meaning: str


@record
class Lexicon:
    """All words, by subject and phrase."""

    entries: Mapping[str, Mapping[str, Entry]]

    @staticmethod
    def of(entries: Iterable[Entry]) -> Lexicon:
        """The lexicon of these entries; a later entry for the same subject and phrase would win, see `flaws`."""
        collected: dict[str, dict[str, Entry]] = {}
        for entry in entries:
            collected.setdefault(entry.subject, {})[entry.phrase] = entry
        return Lexicon(collected)

    @property
    def subjects(self) -> tuple[str, ...]:
        """What a rule can be `for each` of."""
        return tuple(self.entries)

    def words(self, subject: str) -> Mapping[str, Entry]:
        """The words that may be said of a subject of the lexicon."""
        return self.entries[subject]

    def __iter__(self) -> Iterator[Entry]:
        """Every entry, in the order given."""
        return (entry for words in self.entries.values() for entry in words.values())


def flaws(entries: Iterable[Entry]) -> tuple[str, ...]:
    """What is wrong with entries that are to become a lexicon, for its tests; empty when nothing is.

    With a flaw a rule could not say a word, or would be read in two ways.
    """
    listed = tuple(entries)
    phrases = {entry.phrase for entry in listed}
    seen: set[tuple[str, str]] = set()
    found = []
    for entry in listed:
        if (entry.subject, entry.phrase) in seen:
            found.append(f"`{entry.phrase}` stands twice for {entry.subject}")
        if not sayable(entry.phrase):
            found.append(f"`{entry.phrase}` cannot be said in a rule")
        if not entry.meaning.strip():
            found.append(f"`{entry.phrase}` has no meaning")
        values = entry.type.values if isinstance(entry.type, Choice) else ()
        found += [f"`{value}` is a value of `{entry.phrase}` and a word" for value in values if value in phrases]
        seen.add((entry.subject, entry.phrase))
    return tuple(found)


def sayable(phrase: str) -> bool:
    """Whether the grammar reads this as one word of the vocabulary."""
    words = phrase.split(" ")
    return (
        re.fullmatch(r"[a-z][a-z0-9-]*( [a-z0-9-]+)*", phrase) is not None
        and words[0] not in CLAUSES
        and TAKEN.isdisjoint(words)
    )
