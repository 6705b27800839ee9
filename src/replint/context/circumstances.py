"""What the keys of a call rest on: who calls what, where, and what documents tell of the objects and keys around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.estate import NOTHING, Declared
from replint.facts.key import Key
from replint.iam.pattern import ANYTHING, Pattern
from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.facts.role import Role
    from replint.facts.unresolved import Unresolved
    from replint.span import Place

S3, KMS, STS = "s3", "kms", "sts"
"""The services whose calls the table knows: by the role in S3, for the role in KMS, and S3's own in STS."""

S3_ITSELF = "s3.amazonaws.com"
"""By which name S3 assumes roles."""

DEPLOYER = "deployer"
"""The calls of somebody who puts a configuration, in S3 and IAM: from a network of theirs, perhaps with a device."""


@record
class Circumstances:
    """Everything that the table's rows look at. What is Unresolved makes the keys that rest on it unknown.

    `owner` and `region` are those of the bucket or key that is called. `objects` are the ARNs of the objects that a
    KMS call is made for, `bucket` their bucket's; `bucket_key` tells whether one, and None that both are admissible.
    `organisation` has the ids that the organisation of the role's account may have; None where no document says that it
    is of one, and empty where only its id is not told. `declared` is what somebody says of the estate.
    """

    service: str
    action: str
    role: Role
    partition: str
    owner: str | Unresolved
    region: str | Unresolved
    source_bucket: str | None = None
    source_account: str | Unresolved | None = None
    tags: tuple[tuple[str, str], ...] | Unresolved = ()
    objects: Pattern = ANYTHING
    bucket: str | None = None
    bucket_key: bool | Unresolved | None = False
    replica_key: Key | None | Unresolved = None
    encryption: str | Unresolved = "AES256"
    object_lock: bool | Unresolved = False
    organisation: tuple[str, ...] | None = None
    declared: Declared = NOTHING
    by: str = S3_ITSELF
    """The service that assumes the role."""
    places: Mapping[str, Place | None] = field(default_factory=dict, compare=False)
    """Where documents state some of this, by field name."""

    @property
    def aliases(self) -> tuple[str, ...] | Unresolved | None:
        """The aliases of the key that is called, or named for the replicas; None where there is no key."""
        key = self.replica_key
        return key.aliases if isinstance(key, Key) else key
