"""Words of a replication rule about where it leads and with which options, for advice and for rules of one's own.

What no document tells counts as no, but of the words that have a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.bucket import Algorithm, Bucket, Encryption
from replint.lang.lexicon import TRUTH
from replint.vocabulary.configured.asking import of_rule, word
from replint.vocabulary.word import ACCOUNT, REGION, Telling

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.configured import ConfiguredRule
    from replint.span import Place
    from replint.vocabulary.word import Word

MINIMA = {
    "STANDARD_IA": 30,
    "ONEZONE_IA": 30,
    "GLACIER_IR": 90,
    "GLACIER": 90,
    "DEEP_ARCHIVE": 180,
}
"""For how many days objects of a storage class are paid at least.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html
"""

ALWAYS_ENABLED = frozenset(
    {
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-north-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    }
)
"""The Regions that every account has: those from before March 20, 2019. All later ones have to be opted into.

https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
"""


def _opted_into(subject: ConfiguredRule) -> tuple[Bucket, str] | None:
    """The destination, or else the source, where it is in a Region that accounts have to enable."""
    if subject.rule.enabled is not True or subject.partition != "aws":
        return None
    for bucket in (subject.destination, subject.source):
        if isinstance(bucket, Bucket) and isinstance(bucket.region, str) and bucket.region not in ALWAYS_ENABLED:
            return bucket, bucket.region
    return None


def _tells_region(subject: ConfiguredRule) -> Telling | None:
    found = _opted_into(subject)
    place = found[0].where("region") if found else None
    if found is None or place is None:
        return None
    bucket, region = found
    return Telling(
        f"bucket `{bucket.name}` is in `{region}`, a Region that both accounts may have to enable for replication",
        "enable the Region for the source's account, and the destination's for its own",
        ((place, "accounts do not have this Region by default"),),
    )


def _unused_key(subject: ConfiguredRule) -> bool:
    """Whether the destination's default is a KMS key and the objects of the source have S3's own."""
    mine = subject.source.encryption if isinstance(subject.source, Bucket) else None
    theirs = subject.destination.encryption
    told = isinstance(mine, Encryption) and mine.algorithm is Algorithm.SSE_S3
    return told and isinstance(theirs, Encryption) and theirs.kms and subject.rule.enabled is True


def _first_version(subject: ConfiguredRule) -> bool:
    """Whether an enabled rule is of V1: it has no filter, and no Replication Time Control, which would make it V2."""
    rule = subject.rule
    return rule.enabled is True and not rule.filtered and "replication_time" not in rule.places


def _minimum(subject: ConfiguredRule) -> int | None:
    storage_class = subject.rule.storage_class
    found = MINIMA.get(storage_class) if isinstance(storage_class, str) else None
    return found if subject.rule.enabled is True else None


def _tells_minimum(subject: ConfiguredRule) -> Telling | None:
    days, place = _minimum(subject), subject.rule.where("storage_class")
    if days is None or place is None:
        return None
    return Telling(
        f"replicas in `{subject.rule.storage_class}` are paid for {days} days at least, however soon they are replaced "
        "or deleted",
        "leave this storage class to objects that are large and rarely change, or move replicas there by lifecycle",
        ((place, f"{days} days at least"),),
    )


def _destination(name: str) -> Callable[[ConfiguredRule], Place | None]:
    return lambda subject: subject.destination.where(name)


WORDS: tuple[Word[ConfiguredRule], ...] = (
    word(
        "destination account",
        ACCOUNT,
        "The account that owns the destination bucket.",
        lambda subject: subject.destination.account,
        _destination("account"),
    ),
    word(
        "destination region",
        REGION,
        "The Region of the destination bucket.",
        lambda subject: subject.destination.region,
        _destination("region"),
    ),
    word(
        "disabled",
        TRUTH,
        "The replication rule is disabled.",
        lambda subject: subject.rule.enabled is False,
        of_rule("enabled")[1],
    ),
    word(
        "delete markers unasked",
        TRUTH,
        "The rule is enabled and of V1, which replicates users' delete markers without saying so.",
        _first_version,
        of_rule("old_prefix")[1],
    ),
    word(
        "least storage time",
        TRUTH,
        "An enabled rule gives replicas a storage class that is paid for some days at least.",
        lambda subject: _minimum(subject) is not None,
        of_rule("storage_class")[1],
        tells=_tells_minimum,
    ),
    word(
        "region opted into",
        TRUTH,
        "The source or the destination of an enabled rule is known to be in a Region that accounts have to enable.",
        lambda subject: _opted_into(subject) is not None,
        lambda subject: found[0].where("region") if (found := _opted_into(subject)) else None,
        tells=_tells_region,
    ),
    word(
        "default key unused",
        TRUTH,
        "The destination is known to have a KMS key by default, and the source to give objects S3's own keys.",
        _unused_key,
        _destination("encryption"),
    ),
)
