"""The words that rules may say of a replication configuration and of its rules; docs/language.md has their meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.vocabulary.configured import version

if TYPE_CHECKING:
    from replint.configured import ConfiguredRule
    from replint.vocabulary.word import Word

WORDS: tuple[Word[ConfiguredRule], ...] = version.WORDS
"""Every word of a replication rule."""
