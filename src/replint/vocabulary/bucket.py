"""The words that rules may say of a bucket on its own: a row each; docs/language.md has their meaning for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH, Entry, Type
from replint.vocabulary.word import (
    ACCOUNT,
    ALGORITHM,
    BUCKET_NAME,
    OWNERSHIP,
    REGION,
    TAG_VALUE,
    VERSIONING,
    Word,
    tag_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.inventory import Holding
    from replint.span import Place


def _setting(phrase: str, type_: Type, meaning: str, name: str) -> Word[Holding]:
    """A word for a setting of the bucket."""
    return _word(phrase, type_, meaning, lambda holding: getattr(holding.bucket, name), name)


def _word(phrase: str, type_: Type, meaning: str, answer: Callable[[Holding], object], place: str) -> Word[Holding]:
    """A word whose answer stands where a setting stands."""

    def where(holding: Holding) -> Place | None:
        return holding.bucket.where(place) or holding.place

    return Word(Entry(phrase, type_, "bucket", meaning), answer, where)


def _encryption(holding: Holding) -> object:
    encryption = holding.bucket.encryption
    return encryption if isinstance(encryption, Unresolved) else encryption.algorithm


WORDS: tuple[Word[Holding], ...] = (
    _setting("bucket name", BUCKET_NAME, "The name of the bucket.", "name"),
    _setting("bucket account", ACCOUNT, "The account that owns the bucket.", "account"),
    _setting("bucket region", REGION, "The Region of the bucket.", "region"),
    _setting("bucket versioning", VERSIONING, "The versioning of the bucket.", "versioning"),
    _setting("bucket ownership", OWNERSHIP, "Object Ownership of the bucket.", "ownership"),
    _word("bucket encryption", ALGORITHM, "The default encryption of the bucket.", _encryption, "encryption"),
    _setting("bucket has object lock", TRUTH, "The bucket has Object Lock.", "object_lock"),
    _setting("requester pays", TRUTH, "The bucket is a Requester Pays bucket.", "requester_pays"),
    Word(
        Entry(
            "bucket tag",
            TAG_VALUE,
            "bucket",
            "The value of the bucket's tag `KEY`; not set where the bucket has no such tag.",
            named="KEY",
            such_as="team",
        ),
        lambda holding, key: tag_of(holding.bucket, key),
        lambda holding: holding.bucket.where("tags") or holding.place,
    ),
    _word(
        "bucket replicates",
        TRUTH,
        "The bucket has an enabled replication rule.",
        lambda holding: holding.replicates(whole=False),
        "replication",
    ),
    _word(
        "whole bucket replicates",
        TRUTH,
        "The bucket has an enabled replication rule that selects every object: without a prefix and without tags.",
        lambda holding: holding.replicates(whole=True),
        "replication",
    ),
    _word(
        "bucket receives replicas",
        TRUTH,
        "An enabled replication rule in view names the bucket as its destination; not in view counts as no.",
        lambda holding: holding.receives,
        "name",
    ),
)
