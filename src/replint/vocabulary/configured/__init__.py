"""The words that rules may say of a replication configuration and of its rules; docs/language.md has their meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from replint.vocabulary.configured import destination, parties, selection, timing, version

if TYPE_CHECKING:
    from replint.vocabulary.word import Word

WORDS: tuple[Word[Any], ...] = (
    *parties.WORDS,
    *version.OF_CONFIGURATIONS,
    *version.WORDS,
    *selection.WORDS,
    *destination.WORDS,
    *timing.WORDS,
)
"""Every word of a configuration, and then of a rule of one."""
