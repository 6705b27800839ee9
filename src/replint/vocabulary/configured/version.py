"""Words of a replication rule about the version of its form: V2 has `Filter`, V1 has `Prefix` of its own.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.lang.lexicon import TRUTH
from replint.vocabulary.configured.asking import has, of_rule, word
from replint.vocabulary.word import NUMBER

if TYPE_CHECKING:
    from replint.configured import ConfiguredRule
    from replint.vocabulary.word import Word


WORDS: tuple[Word[ConfiguredRule], ...] = (
    word("filtered", TRUTH, "The replication rule has `Filter`, as V2 rules do.", *of_rule("filtered")),
    word("priority", NUMBER, "The rule's `Priority`; not set where it has none.", *of_rule("priority")),
    word(
        "delete markers stated",
        TRUTH,
        "The replication rule has `DeleteMarkerReplication`.",
        *has("delete_markers"),
    ),
)
