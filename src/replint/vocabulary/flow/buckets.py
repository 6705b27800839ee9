"""Words of a flow about the settings of its two buckets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.bucket import account_and_region
from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH
from replint.vocabulary.flow.asking import of_destination, of_source, word
from replint.vocabulary.word import ACCOUNT, ALGORITHM, OWNERSHIP, REGION, VERSIONING

if TYPE_CHECKING:
    from replint.facts.bucket import Bucket
    from replint.flows import Flow
    from replint.vocabulary.word import Word


def _known_owner(flow: Flow) -> object:
    """The destination's account as its own document or its name tells it, whatever the replication rule says."""
    bucket = flow.estate.buckets.get(flow.destination.name)
    if bucket:
        return bucket.account
    told = account_and_region(flow.destination.name)
    return told[0] if told else None


def _blocks_sse_c(bucket: Bucket | Unresolved) -> object:
    if isinstance(bucket, Unresolved):
        return bucket
    return bucket.encryption if isinstance(bucket.encryption, Unresolved) else "SSE-C" in bucket.encryption.blocked


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
    word(
        "known destination account",
        ACCOUNT,
        "The account that the destination's own document or name tells; not set where the destination is not in view.",
        _known_owner,
        of_destination("account")[1],
    ),
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
    word(
        "requester pays at destination",
        TRUTH,
        "The destination is a Requester Pays bucket.",
        *of_destination("requester_pays"),
    ),
    word(
        "sse-c blocked at source",
        TRUTH,
        "The source bucket refuses objects with keys of their writers (SSE-C).",
        lambda flow: _blocks_sse_c(flow.source),
        of_source("encryption")[1],
    ),
    word(
        "sse-c blocked at destination",
        TRUTH,
        "The destination refuses objects with keys of their writers (SSE-C).",
        lambda flow: _blocks_sse_c(flow.destination),
        of_destination("encryption")[1],
    ),
)
