"""Buckets and the settings of theirs that replication depends on.

Every setting is a value or Unresolved: a document that leaves a setting out does not tell it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.facts.housekeeping import LifecycleRule, Logging
    from replint.facts.replication import ReplicationConfiguration
    from replint.facts.unresolved import Unresolved
    from replint.iam.policy import Policy
    from replint.span import Place


class Versioning(StrEnum):
    """A bucket's versioning; a bucket that never had it answers with no status at all."""

    ENABLED = "Enabled"
    SUSPENDED = "Suspended"
    NEVER = "never enabled"


class Ownership(StrEnum):
    """Object Ownership (https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html)."""

    ENFORCED = "BucketOwnerEnforced"
    PREFERRED = "BucketOwnerPreferred"
    WRITER = "ObjectWriter"


class Algorithm(StrEnum):
    """Default encryption: what an object gets that its writer sent without a choice."""

    SSE_S3 = "AES256"
    SSE_KMS = "aws:kms"
    DSSE_KMS = "aws:kms:dsse"
    OTHER = "other"


@record
class Encryption:
    """A bucket's default encryption. `key` is the key id, ARN or alias as written; None means the AWS managed key."""

    algorithm: Algorithm = Algorithm.SSE_S3
    key: str | None = None
    bucket_key: bool = False
    blocked: frozenset[str] = frozenset()

    @property
    def kms(self) -> bool:
        """Whether objects get a KMS key by default."""
        return self.algorithm in (Algorithm.SSE_KMS, Algorithm.DSSE_KMS)


@record
class Bucket:
    """A bucket. `account` and `region` of an account-regional name (`...-<account>-<region>-an`) come from the name.

    `places` has the place of each setting a document states, by field name; `place` is the bucket's whole document.
    `stated` is False for a bucket that is only named by others and has no document of its own.
    """

    name: str
    account: str | Unresolved
    region: str | Unresolved
    versioning: Versioning | Unresolved
    policy: Policy | None | Unresolved
    encryption: Encryption | Unresolved
    ownership: Ownership | Unresolved
    object_lock: bool | Unresolved
    public_access_block: frozenset[str] | Unresolved
    requester_pays: bool | Unresolved
    replication: ReplicationConfiguration | None | Unresolved
    lifecycle: tuple[LifecycleRule, ...] | Unresolved
    """The enabled lifecycle rules."""
    notification: frozenset[str] | Unresolved
    """The types of events that somebody is told of."""
    logging: Logging | None | Unresolved
    """Where server access logs go."""
    stated: bool = True
    place: Place | None = field(default=None, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)

    def where(self, name: str) -> Place | None:
        """The place of a setting, or of the bucket's document where the setting is not stated."""
        return self.places.get(name, self.place)


COMMANDS: Mapping[str, str] = {
    "region": "get-bucket-location",
    "versioning": "get-bucket-versioning",
    "policy": "get-bucket-policy",
    "encryption": "get-bucket-encryption",
    "ownership": "get-bucket-ownership-controls",
    "object_lock": "get-object-lock-configuration",
    "public_access_block": "get-public-access-block",
    "requester_pays": "get-bucket-request-payment",
    "replication": "get-bucket-replication",
    "lifecycle": "get-bucket-lifecycle-configuration",
    "notification": "get-bucket-notification-configuration",
    "logging": "get-bucket-logging",
}
"""What asks for a setting, by its field: `aws s3api ... --bucket NAME`. Who owns a bucket none of them tells."""

ACCOUNT_REGIONAL = re.compile(r"-(\d{12})-([a-z]{2}(?:-[a-z]+)+-\d)-an\Z")


def account_and_region(name: str) -> tuple[str, str] | None:
    """Owner and Region that an account-regional bucket name tells, or None for a name of the shared namespace.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
    """
    found = ACCOUNT_REGIONAL.search(name)
    return (found[1], found[2]) if found else None
