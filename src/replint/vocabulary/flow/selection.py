"""Words of a flow about what its replication rule selects, and what it wants of the replicas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.lang.lexicon import TRUTH
from replint.vocabulary.flow.asking import of_rule, word
from replint.vocabulary.word import ACCOUNT

if TYPE_CHECKING:
    from replint.flows import Flow
    from replint.vocabulary.word import Word

WORDS: tuple[Word[Flow], ...] = (
    word(
        "kms objects selected",
        TRUTH,
        "The replication rule selects objects that are encrypted with KMS keys.",
        lambda flow: flow.selects_kms,
        lambda flow: flow.rule.where("sse_kms"),
    ),
    word(
        "delete markers replicate",
        TRUTH,
        "Delete markers replicate: a V2 rule says so, and a V1 rule always does.",
        lambda flow: flow.delete_markers,
        lambda flow: flow.rule.where("delete_markers"),
    ),
    word(
        "owner override",
        TRUTH,
        "The replication rule makes the destination's owner the owner of the replicas.",
        *of_rule("owner_override"),
    ),
    word(
        "named destination account",
        ACCOUNT,
        "The account that the replication rule names as the destination's owner; not set where it names none.",
        lambda flow: flow.rule.destination_account,
        # Beside the element that needs it, where it is missing.
        lambda flow: flow.rule.places.get("destination_account") or flow.rule.where("owner_override"),
    ),
)
