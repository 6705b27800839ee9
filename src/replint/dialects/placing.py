"""Where the elements of a replication configuration belong, for those that stand elsewhere or have another name.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketReplication.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects.telling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection

CONFIGURATION = "the configuration"
RULE = "an element of `Rules`"

HOMES: dict[str, tuple[str, ...]] = {
    "Role": (CONFIGURATION,),
    "Rules": (CONFIGURATION,),
    "ID": (RULE,),
    "Priority": (RULE,),
    "Filter": (RULE,),
    "SourceSelectionCriteria": (RULE,),
    "ExistingObjectReplication": (RULE,),
    "DeleteMarkerReplication": (RULE,),
    "Destination": (RULE,),
    "Prefix": ("`Filter`",),
    "Tag": ("`Filter`",),
    "And": ("`Filter`",),
    "Tags": ("`And`",),
    "Key": ("`Tag`",),
    "Value": ("`Tag`",),
    "SseKmsEncryptedObjects": ("`SourceSelectionCriteria`",),
    "ReplicaModifications": ("`SourceSelectionCriteria`",),
    "Bucket": ("`Destination`",),
    "Account": ("`Destination`",),
    "StorageClass": ("`Destination`",),
    "AccessControlTranslation": ("`Destination`",),
    "EncryptionConfiguration": ("`Destination`",),
    "ReplicationTime": ("`Destination`",),
    "Metrics": ("`Destination`",),
    "Owner": ("`AccessControlTranslation`",),
    "ReplicaKmsKeyID": ("`EncryptionConfiguration`",),
    "Time": ("`ReplicationTime`",),
    "EventThreshold": ("`Metrics`",),
    "Minutes": ("`Time`", "`EventThreshold`"),
}
"""What holds each element; of the two places of `Prefix` the one of today. `Status` is in most."""

_SWITCHES = (
    *("DeleteMarkerReplication", "ExistingObjectReplication", "SseKmsEncryptedObjects", "ReplicaModifications"),
    *("ReplicationTime", "Metrics"),
)
_SHARED = {"Status": (RULE, *(f"`{name}`" for name in _SWITCHES)), "Prefix": (RULE, "`Filter`", "`And`")}

MEMBERS: dict[str, frozenset[str]] = {
    home: frozenset(name for name, homes in (HOMES | _SHARED).items() if home in homes)
    for home in dict.fromkeys(home for homes in (HOMES | _SHARED).values() for home in homes)
}
"""The elements that each may hold."""

LISTED = {"Rules": RULE, "Tags": "`Tag`"}
"""What an element of each list is."""

ELSEWHERE = {"TagFilter": "Tag", "TagFilters": "Tags"}
"""What CloudFormation calls elements, where no likeness tells it:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-s3-bucket-replicationrulefilter.html.
"""


def advice(name: str, known: Collection[str]) -> str | None:
    """What may have been meant by an element that does not belong where it stands, among the ones that are known there.

    None where nothing is like it, neither there nor elsewhere in a configuration.
    """
    if f"{name}s" in known:
        return f"did you mean `{name}s`?"
    if name in HOMES:
        return f"it belongs in {' and in '.join(HOMES[name])}"
    if name in ELSEWHERE:
        return f"S3's own API calls it `{ELSEWHERE[name]}`"
    return did_you_mean(name, known) or did_you_mean(name, HOMES)
