"""The words that rules may say of a replication configuration and of its rules; docs/language.md has their meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.vocabulary.configured import beside, chains, events, existing, filters, kinds, version, ways, winning

if TYPE_CHECKING:
    from replint.configured import Configured, ConfiguredRule
    from replint.vocabulary.word import Word

WORDS: tuple[Word[ConfiguredRule] | Word[Configured], ...] = (
    *version.WORDS,
    *winning.WORDS,
    *filters.WORDS,
    *kinds.WORDS,
    *chains.WORDS,
    *beside.WORDS,
    *ways.WORDS,
    *existing.WORDS,
    *events.WORDS,
)
"""Every word of a replication rule, then those of a whole configuration."""
