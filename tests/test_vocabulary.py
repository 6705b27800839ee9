"""The vocabulary as rules see it: sayable words, an answer for every flow."""

from __future__ import annotations

import pytest

from replint import vocabulary
from replint.facts.unresolved import Unresolved
from replint.lang.evaluate import NotTold
from replint.lang.lexicon import Party, flaws
from replint.vocabulary import flow
from tests.scene import a_flow


def test_every_word_can_be_said() -> None:
    """No word is reserved, doubled or without a meaning."""
    assert flaws(word.entry for word in vocabulary.WORDS) == ()


@pytest.mark.parametrize("phrase", [word.entry.phrase for word in flow.WORDS])
def test_a_flow_that_is_told_answers_every_word(phrase: str) -> None:
    """Of a flow whose documents tell everything, no answer is missing."""
    assert not isinstance(vocabulary.answer(a_flow(), phrase), NotTold)


@pytest.mark.parametrize(
    "phrase",
    [word.entry.phrase for word in flow.WORDS if word.entry.phrase.startswith("source ")],
)
def test_a_source_that_is_not_told_answers_with_what_is_missing(phrase: str) -> None:
    """Words about a bucket that nobody tells are not told, and say what would tell them; targets can still be put."""
    unknown = Unresolved("the source bucket")
    untold = a_flow(source=unknown, source_key=unknown)
    answer = vocabulary.answer(untold, phrase)
    entry = vocabulary.LEXICON.words("flow")[phrase]
    if isinstance(entry.type, Party) and not phrase.startswith("source key"):
        assert answer is True
    else:
        assert isinstance(answer, NotTold)
        assert vocabulary.told_by(untold, phrase) is not None


def test_only_what_can_be_acted_on_is_a_target() -> None:
    """Asking a word that is no party for a target is a fault of ours, and said so."""
    with pytest.raises(TypeError, match="nothing to act on"):
        vocabulary.target(a_flow(), "source account")
