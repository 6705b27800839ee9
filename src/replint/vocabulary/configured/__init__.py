"""The words that rules may say of a replication configuration and of its rules; docs/language.md has their meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from replint.vocabulary.configured import (
    beside,
    chains,
    destination,
    events,
    existing,
    filters,
    kinds,
    naming,
    parties,
    reached,
    selection,
    timing,
    version,
    ways,
    winning,
)

if TYPE_CHECKING:
    from replint.vocabulary.word import Word

WORDS: tuple[Word[Any], ...] = (
    *parties.WORDS,
    *version.OF_CONFIGURATIONS,
    *events.WORDS,
    *existing.WORDS,
    *version.WORDS,
    *selection.WORDS,
    *filters.WORDS,
    *winning.WORDS,
    *chains.WORDS,
    *destination.WORDS,
    *reached.WORDS,
    *naming.WORDS,
    *kinds.WORDS,
    *ways.WORDS,
    *timing.WORDS,
    *beside.WORDS,
)
"""Every word of a configuration, and then of a rule of one."""
