"""The words that rules may say of a flow, a row each, by theme; docs/language.md has their meaning for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.vocabulary.flow import buckets, declared, keys, parties, policies, selection, terms

if TYPE_CHECKING:
    from replint.flows import Flow
    from replint.vocabulary.word import Word

WORDS: tuple[Word[Flow], ...] = (
    *parties.WORDS,
    *buckets.WORDS,
    *declared.WORDS,
    *selection.WORDS,
    *terms.WORDS,
    *keys.WORDS,
    *policies.WORDS,
)
"""Every word of a flow."""
