"""The language page: its examples are rules, its table of words is the vocabulary."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from replint.lang.lexicon import CLAUSES, TAKEN, Choice, Textual, Type
from replint.lang.reading import read
from replint.vocabulary import LEXICON

if TYPE_CHECKING:
    from tests.conftest import Golden

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "language.md"
HEADING = "## The words\n"
EXAMPLES = re.findall(r"^```(rule|clause|override)\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
REST = """
rule example
  title      an example
  reference  https://example.org/
  why        so that there is one
  for each flow
  require role is set
"""


def words() -> str:
    """The last section of the page, made from the vocabulary."""
    parts = [HEADING]
    for subject in LEXICON.subjects:
        parts.append(f"\n`for each {subject}`:\n\n| word | type | meaning |\n| --- | --- | --- |\n")
        parts += [
            f"| `{entry.phrase}` | {_shown(entry.type)} | {entry.meaning} |\n"
            for entry in LEXICON.words(subject).values()
        ]
    return "".join(parts)


def _shown(type_: Type) -> str:
    match type_:
        case Choice(_, values):
            return ", ".join(f"`{value}`" for value in values)
        case Textual(name, _, example):
            return f'{name}, as in `"{example}"`' if example else name
        case _:
            return type_.name


def test_the_words(golden: Golden) -> None:
    """Every word stands on the page with its type and meaning; `make accept` writes them there."""
    before, _, _ = PAGE.read_text("utf-8").partition(HEADING)
    golden("docs/language.md", before + words())


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_examples(kind: str, text: str) -> None:
    """Every example on the page is read without a fault, as a rule or as a clause of one."""
    reading = read("docs/language.md", f"{REST}\n{text}" if kind == "clause" else text, LEXICON)
    assert not reading.faults
    assert len(reading.rules) == (kind != "override")
    assert bool(reading.overrides) is (kind == "override")


def test_taken_words() -> None:
    """The page names every word that cannot stand in a word of the vocabulary, and every clause."""
    page = PAGE.read_text("utf-8")
    (taken,) = re.findall(r"are taken: (.*?) never stand", page, re.DOTALL)
    assert set(re.findall("`(.*?)`", taken)) == TAKEN
    assert set(re.findall(r"^\| `([a-z]+) ", page, re.MULTILINE)) >= set(CLAUSES)
