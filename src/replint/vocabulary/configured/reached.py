"""Words of a replication rule about the bucket that it names as its destination, as that bucket's own document tells.

S3 looks at it when the configuration is put, also for a rule that is disabled:
https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html. Where no document tells it, that is left
open for rules that copy, and for others not asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.configured import ConfiguredRule
from replint.facts.bucket import Versioning, account_and_region
from replint.facts.unresolved import Unresolved
from replint.vocabulary.configured.asking import at, flaw, word
from replint.vocabulary.word import ACCOUNT, Telling

if TYPE_CHECKING:
    from replint.span import Place
    from replint.vocabulary.word import Word


def _asked(subject: ConfiguredRule, told: object) -> object:
    """What is told; of a rule that is disabled nothing where that is not told."""
    return None if isinstance(told, Unresolved) and subject.rule.enabled is False else told


def _known_owner(subject: ConfiguredRule) -> object:
    if isinstance(subject.rule.destination, Unresolved):
        return _asked(subject, subject.rule.destination)
    name = subject.destination.name
    bucket = subject.estate.buckets.get(name)
    if bucket:
        return _asked(subject, bucket.account)
    told = account_and_region(name)
    return told[0] if told else None


def _owner_place(subject: ConfiguredRule) -> Place | None:
    return subject.destination.where("account")


def _unversioned(subject: ConfiguredRule) -> Telling | Unresolved | None:
    versioning = subject.destination.versioning
    if isinstance(versioning, Unresolved):
        return versioning if subject.rule.enabled is not False else None
    if versioning is Versioning.ENABLED:
        return None
    return Telling(
        "the destination's versioning is not enabled",
        "enable versioning on the destination bucket",
        at((subject.destination.where("versioning"), f"destination versioning is `{versioning}`")),
    )


WORDS: tuple[Word[ConfiguredRule], ...] = (
    word(
        "known destination account",
        ACCOUNT,
        "The account that the destination's own document or name tells; not set where the destination is not in view.",
        _known_owner,
        _owner_place,
    ),
    flaw(
        ConfiguredRule,
        "destination without versioning",
        "The versioning of the destination is not enabled.",
        _unversioned,
    ),
)
