"""S3's REST documents in XML, told as the AWS CLI prints them, so that nothing after this knows of XML.

A run that meets no XML does not load this. There is a row for each element that S3's API model gives another name, or
makes a number, a truth or a list; the rest is text.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html and its neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.syntax import xml
from replint.syntax.telling import Holder, Member, number, text, truth

if TYPE_CHECKING:
    from replint.syntax import Node, Value
    from replint.syntax.telling import Root, Telling


def read(path: str, data: bytes) -> Node:
    """The root of a file, as the AWS CLI would print the same; raises Unreadable, for others' XML too."""
    return xml.read(path, data, ROOTS)


def _region(content: str) -> Value:
    """A Region; of a bucket in us-east-1 S3 sends an empty element, and the CLI prints null.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
    """
    return content or None


def _holder(*texts: str, **others: Telling | Member) -> Holder:
    """An element that holds texts, and others that are told otherwise."""
    members = {name: Member(name, text) for name in texts}
    for name, other in others.items():
        members[name] = other if isinstance(other, Member) else Member(name, other)
    return Holder(members)


def _many(name: str, each: Telling) -> Member:
    return Member(name, each, many=True)


_STATUS = _holder("Status")
_TAG = _holder("Key", "Value")
_MINUTES = _holder(Minutes=number)

_DESTINATION = _holder(
    "Bucket",
    "Account",
    "StorageClass",
    AccessControlTranslation=_holder("Owner"),
    EncryptionConfiguration=_holder("ReplicaKmsKeyID"),
    ReplicationTime=_holder("Status", Time=_MINUTES),
    Metrics=_holder("Status", EventThreshold=_MINUTES),
)

_RULE = _holder(
    "ID",
    "Prefix",
    "Status",
    Priority=number,
    Filter=_holder("Prefix", Tag=_TAG, And=_holder("Prefix", Tag=_many("Tags", _TAG))),
    SourceSelectionCriteria=_holder(SseKmsEncryptedObjects=_STATUS, ReplicaModifications=_STATUS),
    ExistingObjectReplication=_STATUS,
    Destination=_DESTINATION,
    DeleteMarkerReplication=_STATUS,
)

_ENCRYPTION_RULE = _holder(
    ApplyServerSideEncryptionByDefault=_holder("SSEAlgorithm", "KMSMasterKeyID"),
    BucketKeyEnabled=truth,
    BlockedEncryptionTypes=_holder(EncryptionType=_many("EncryptionType", text)),
)

_RETENTION = _holder("Mode", Days=number, Years=number)

_PUBLIC_ACCESS_BLOCK = _holder(
    BlockPublicAcls=truth, IgnorePublicAcls=truth, BlockPublicPolicy=truth, RestrictPublicBuckets=truth
)


def _wrapped(name: str, telling: Telling) -> tuple[str, Root]:
    """A document that the CLI prints as the one member of an object."""
    return name, Member(name, telling)


ROOTS: dict[str, Root] = dict(
    [
        _wrapped("ReplicationConfiguration", _holder("Role", Rule=_many("Rules", _RULE))),
        ("VersioningConfiguration", _holder("Status", MfaDelete=Member("MFADelete", text))),
        _wrapped("ServerSideEncryptionConfiguration", _holder(Rule=_many("Rules", _ENCRYPTION_RULE))),
        _wrapped("OwnershipControls", _holder(Rule=_many("Rules", _holder("ObjectOwnership")))),
        _wrapped("ObjectLockConfiguration", _holder("ObjectLockEnabled", Rule=_holder(DefaultRetention=_RETENTION))),
        ("RequestPaymentConfiguration", _holder("Payer")),
        _wrapped("PublicAccessBlockConfiguration", _PUBLIC_ACCESS_BLOCK),
        _wrapped("LocationConstraint", _region),
    ]
)
"""Every document by its root element, and what the CLI prints of it."""
