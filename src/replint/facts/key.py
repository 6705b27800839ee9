"""KMS keys: who manages them, their state, Region and key policy."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from replint.facts.unresolved import Unresolved
from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.iam.arn import Arn
    from replint.iam.policy import Policy
    from replint.span import Place


class Manager(StrEnum):
    """Who manages a key: the customer, or AWS for one of its services."""

    CUSTOMER = "CUSTOMER"
    AWS = "AWS"


@record
class Key:
    """A KMS key; `stated` as for buckets. `aliases`, all of them, are names (`alias/logs`) or ARNs as written."""

    arn: str
    account: str
    region: str
    manager: Manager | Unresolved
    state: str | Unresolved
    multi_region: bool | Unresolved
    spec: str | Unresolved
    usage: str | Unresolved
    policy: Policy | None | Unresolved
    aliases: tuple[str, ...] | Unresolved = ()
    stated: bool = True
    place: Place | None = field(default=None, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)

    @property
    def asymmetric(self) -> bool | Unresolved:
        """Whether a document tells that it is no symmetric encryption key, the only kind that S3 can use.

        Not told where a document says what kind it is in a word that nobody knows; False where it does not say it.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
        """
        told = ((self.spec, "SYMMETRIC_DEFAULT"), (self.usage, "ENCRYPT_DECRYPT"))
        if any(isinstance(value, str) and value != wanted for value, wanted in told):
            return True
        unread = (value for value, _ in told if isinstance(value, Unresolved) and value.document is None)
        return next(unread, False) if self.stated else False

    def where(self, name: str) -> Place | None:
        """The place of a member, or of the key's document where the member is not stated."""
        return self.places.get(name, self.place)


def commands(arn: Arn) -> tuple[str, ...]:
    """What prints all there is to tell of a key: asked of its own Region, since KMS of another one does not find it.

    Of an alias only the key: a policy is printed of the key's id or ARN alone.
    https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
    """
    printing = ("describe-key",) if arn.resource.startswith("alias/") else ("describe-key", "get-key-policy")
    region = f" --region {arn.region}" if arn.region else ""
    return tuple(f"aws kms {each} --key-id {arn}{region}" for each in printing)
