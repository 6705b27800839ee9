"""What a vocabulary must be so that rules can speak it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.lang.lexicon import TRUTH, Choice, Entry, Lexicon, flaws

if TYPE_CHECKING:
    import pytest


def test_words_by_subject(lexicon: Lexicon) -> None:
    """A word belongs to its subject alone, and the entries come back in order."""
    assert lexicon.subjects == ("ship", "harbour")
    assert "afloat" in lexicon.words("ship")
    assert "afloat" not in lexicon.words("harbour")
    assert [entry.phrase for entry in lexicon][-2:] == ["open", "owner"]


def test_no_flaws(lexicon: Lexicon) -> None:
    """The toy vocabulary can be spoken."""
    assert flaws(lexicon) == ()


def test_flaws(subtests: pytest.Subtests) -> None:
    """A word that cannot be said, says nothing, stands twice or is also a value is told."""
    fine = Entry("afloat", TRUTH, "ship", "it floats")
    for entries, message in (
        ([fine, fine], "`afloat` stands twice for ship"),
        ([Entry("key on", TRUTH, "ship", "x")], "`key on` cannot be said in a rule"),
        ([Entry("rule x", TRUTH, "ship", "x")], "`rule x` cannot be said in a rule"),
        ([Entry("Afloat", TRUTH, "ship", "x")], "`Afloat` cannot be said in a rule"),
        ([Entry("two  blanks", TRUTH, "ship", "x")], "`two  blanks` cannot be said in a rule"),
        ([Entry("afloat", TRUTH, "ship", " ")], "`afloat` has no meaning"),
        (
            [Entry("lit", TRUTH, "ship", "at the `MAST`", "MAST")],
            "`lit` has a name without an example, or an example without a name",
        ),
        ([Entry("lit", TRUTH, "ship", "x", "MAST", "fore")], "the meaning of `lit` does not say what `MAST` is"),
        (
            [fine, Entry("state", Choice("state", ("afloat",)), "ship", "x")],
            "`afloat` is a value of `state` and a word",
        ),
    ):
        with subtests.test(message):
            assert flaws(entries) == (message,)
