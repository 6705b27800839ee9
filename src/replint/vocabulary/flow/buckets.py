"""Words of a flow about the settings of its two buckets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH
from replint.vocabulary.flow.asking import of_destination, of_source, word
from replint.vocabulary.word import ACCOUNT, ALGORITHM, OWNERSHIP, REGION, VERSIONING

if TYPE_CHECKING:
    from replint.facts.bucket import Bucket
    from replint.flows import Flow
    from replint.vocabulary.word import Word


def _encryption(bucket: Bucket | Unresolved) -> object:
    if isinstance(bucket, Unresolved):
        return bucket
    return bucket.encryption if isinstance(bucket.encryption, Unresolved) else bucket.encryption.algorithm


def _kms_by_default(bucket: Bucket | Unresolved) -> object:
    if isinstance(bucket, Unresolved):
        return bucket
    return bucket.encryption if isinstance(bucket.encryption, Unresolved) else bucket.encryption.kms


WORDS: tuple[Word[Flow], ...] = (
    word("source account", ACCOUNT, "The account that owns the source bucket.", *of_source("account")),
    word("destination account", ACCOUNT, "The account that owns the destination bucket.", *of_destination("account")),
    word("source region", REGION, "The Region of the source bucket.", *of_source("region")),
    word("destination region", REGION, "The Region of the destination bucket.", *of_destination("region")),
    word("source versioning", VERSIONING, "The versioning of the source bucket.", *of_source("versioning")),
    word("destination versioning", VERSIONING, "The versioning of the destination.", *of_destination("versioning")),
    word("source ownership", OWNERSHIP, "Object Ownership of the source bucket.", *of_source("ownership")),
    word("destination ownership", OWNERSHIP, "Object Ownership of the destination.", *of_destination("ownership")),
    word(
        "source encryption",
        ALGORITHM,
        "The default encryption of the source bucket.",
        lambda flow: _encryption(flow.source),
        of_source("encryption")[1],
    ),
    word(
        "destination encryption",
        ALGORITHM,
        "The default encryption of the destination bucket.",
        lambda flow: _encryption(flow.destination),
        of_destination("encryption")[1],
    ),
    word(
        "source encrypts with kms",
        TRUTH,
        "The source's default encryption gives objects a KMS key (SSE-KMS or DSSE-KMS).",
        lambda flow: _kms_by_default(flow.source),
        of_source("encryption")[1],
    ),
    word("source has object lock", TRUTH, "The source bucket has Object Lock.", *of_source("object_lock")),
    word("destination has object lock", TRUTH, "The destination has Object Lock.", *of_destination("object_lock")),
)
