"""The words that rules may say of a replication configuration and of its rules; docs/language.md has their meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.vocabulary.configured import chains, filters, kinds, version, winning

if TYPE_CHECKING:
    from replint.configured import ConfiguredRule
    from replint.vocabulary.word import Word

WORDS: tuple[Word[ConfiguredRule], ...] = (
    *version.WORDS,
    *winning.WORDS,
    *filters.WORDS,
    *kinds.WORDS,
    *chains.WORDS,
)
"""Every word of a replication rule."""
