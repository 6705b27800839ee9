"""The vocabulary as people look it up: each word with its type, its meaning and an example, by subject."""

from __future__ import annotations

from replint.lang.lexicon import Choice, Entry, Party, Textual, Truth, Type
from replint.record import record
from replint.vocabulary import LEXICON

READS, WRITES = "s3:GetObjectVersion", "s3:ReplicateObject"


@record
class WordInfo:
    """A word as it is said, with its type for people, its meaning, and a clause that uses it."""

    form: str
    type: str
    meaning: str
    example: str


def by_subject() -> dict[str, tuple[WordInfo, ...]]:
    """Every word there is, by what may be looked at, in the order of the vocabulary."""
    return {subject: tuple(_info(entry) for entry in LEXICON.words(subject).values()) for subject in LEXICON.subjects}


def _info(entry: Entry) -> WordInfo:
    return WordInfo(entry.form, shown(entry.type), entry.meaning, example(entry))


def shown(type_: Type) -> str:
    """A type in words: the values of an enumeration, an example of a text."""
    match type_:
        case Choice(_, values):
            return ", ".join(f"`{value}`" for value in values)
        case Textual(name, _, such_as):
            return f'{name}, as in `"{such_as}"`' if such_as else name
        case _:
            return type_.name


def example(entry: Entry) -> str:
    """A condition or grant that a rule may require with the word."""
    match entry.type:
        case Truth():
            return entry.form
        case Choice(_, values):
            return f"{entry.form} is {_bare(values[0])}"
        case Textual(_, _, such_as):
            return f'{entry.form} is "{such_as}"'
        case Party(acts=True):
            return f"{entry.form} may ... on ..."
        case Party():
            return f"... may ... on {entry.form}"


def _bare(value: str) -> str:
    return value if value.replace(" ", "").isalnum() else f'"{value}"'
