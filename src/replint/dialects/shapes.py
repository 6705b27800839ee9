"""The shapes of documents, for a quick look at each; `bundle.schema.json` says the same and more, but slowly.

A test holds the two together: what fits here is valid there, and the other way round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.dialects.members import ALGORITHMS, FIELDS, KEY_STATES, STORAGE_CLASSES
from replint.dialects.shaping import (
    account,
    closed,
    integer,
    levels,
    list_of,
    location,
    nullable,
    one_of,
    policy,
    record,
    region,
    text,
    truth,
    wrapped,
)

if TYPE_CHECKING:
    from replint.dialects.shaping import Shape
    from replint.syntax import Value

MOST_RULES, MOST_PRIORITY = 1000, 2**31 - 1


def _priority(value: Value) -> bool:
    """The priority of a replication rule."""
    return isinstance(value, int | float) and integer(value) and 0 <= value <= MOST_PRIORITY


_SWITCH = one_of("Enabled", "Disabled")
_STATUS = closed({"Status": _SWITCH}, "Status")
_TAG = closed({"Key": text, "Value": text}, "Key", "Value")
_MINUTES = closed({"Minutes": integer}, "Minutes")

_DESTINATION = closed(
    {
        "Bucket": text,
        "Account": text,
        "StorageClass": one_of(*STORAGE_CLASSES),
        "AccessControlTranslation": closed({"Owner": one_of("Destination")}, "Owner"),
        "EncryptionConfiguration": closed({"ReplicaKmsKeyID": text}),
        "ReplicationTime": closed({"Status": _SWITCH, "Time": _MINUTES}, "Status", "Time"),
        "Metrics": closed({"Status": _SWITCH, "EventThreshold": _MINUTES}, "Status"),
    },
    "Bucket",
)

_RULE = closed(
    {
        "ID": text,
        "Priority": _priority,
        "Prefix": text,
        "Filter": closed({"Prefix": text, "Tag": _TAG, "And": closed({"Prefix": text, "Tags": list_of(_TAG)})}),
        "Status": _SWITCH,
        "SourceSelectionCriteria": closed({"SseKmsEncryptedObjects": _STATUS, "ReplicaModifications": _STATUS}),
        "ExistingObjectReplication": _STATUS,
        "Destination": _DESTINATION,
        "DeleteMarkerReplication": _STATUS,
    },
    "Status",
    "Destination",
)

CONFIGURATION = closed({"Role": text, "Rules": list_of(_RULE, least=1, most=MOST_RULES)}, "Role", "Rules")

VERSIONING = wrapped("VersioningConfiguration", record({"Status": one_of("Enabled", "Suspended"), "MFADelete": text}))

ENCRYPTION = wrapped(
    "ServerSideEncryptionConfiguration",
    record(
        {
            "Rules": list_of(
                record(
                    {
                        "ApplyServerSideEncryptionByDefault": record(
                            {"SSEAlgorithm": one_of(*ALGORITHMS), "KMSMasterKeyID": text}, "SSEAlgorithm"
                        ),
                        "BucketKeyEnabled": truth,
                        "BlockedEncryptionTypes": record({"EncryptionType": list_of(text)}),
                    }
                )
            )
        },
        "Rules",
    ),
)

OWNERSHIP = wrapped(
    "OwnershipControls",
    record(
        {
            "Rules": list_of(
                record(
                    {"ObjectOwnership": one_of("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")},
                    "ObjectOwnership",
                ),
                least=1,
            )
        },
        "Rules",
    ),
)

OBJECT_LOCK = wrapped("ObjectLockConfiguration", record({"ObjectLockEnabled": one_of("Enabled")}))

PUBLIC_ACCESS_BLOCK = wrapped(
    "PublicAccessBlockConfiguration",
    record(dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), truth)),
)

TAGGING = wrapped("TagSet", list_of(record({"Key": text, "Value": text}, "Key", "Value")))

LIFECYCLE = wrapped(
    "LifecycleConfiguration",
    record(
        {
            "Rules": list_of(
                record(
                    {
                        "Status": _SWITCH,
                        "Prefix": text,
                        "Filter": record(
                            {"Prefix": text, "Tag": _TAG, "And": record({"Prefix": text, "Tags": list_of(_TAG)})}
                        ),
                        "Transitions": list_of(record({"Days": integer, "StorageClass": text}, "StorageClass")),
                        "Expiration": record({"Days": integer}),
                        "NoncurrentVersionExpiration": record({"NoncurrentDays": integer}),
                    },
                    "Status",
                )
            )
        },
        "Rules",
    ),
)

_SENT = list_of(record({"Events": list_of(text)}, "Events"))

NOTIFICATION = wrapped(
    "NotificationConfiguration",
    record(dict.fromkeys(("TopicConfigurations", "QueueConfigurations", "LambdaFunctionConfigurations"), _SENT)),
)

LOGGING = wrapped(
    "BucketLoggingStatus",
    record({"LoggingEnabled": record({"TargetBucket": text, "TargetPrefix": text}, "TargetBucket")}),
)

BUCKET = record(
    {
        "Bucket": text,
        "Account": account,
        "Region": region,
        "LocationConstraint": wrapped("LocationConstraint", location),
        "ReplicationConfiguration": nullable(wrapped("ReplicationConfiguration", CONFIGURATION)),
        "Versioning": nullable(VERSIONING),
        "Policy": wrapped("Policy", policy),
        "Encryption": nullable(ENCRYPTION),
        "ServerSideEncryptionConfiguration": nullable(ENCRYPTION),
        "OwnershipControls": nullable(OWNERSHIP),
        "ObjectLock": nullable(OBJECT_LOCK),
        "ObjectLockConfiguration": nullable(OBJECT_LOCK),
        "PublicAccessBlock": nullable(PUBLIC_ACCESS_BLOCK),
        "PublicAccessBlockConfiguration": nullable(PUBLIC_ACCESS_BLOCK),
        "Tagging": nullable(TAGGING),
        "TagSet": nullable(TAGGING),
        "RequestPayment": nullable(
            wrapped("RequestPaymentConfiguration", record({"Payer": one_of("Requester", "BucketOwner")}, "Payer"))
        ),
        "Lifecycle": nullable(LIFECYCLE),
        "LifecycleConfiguration": nullable(LIFECYCLE),
        "Notification": nullable(NOTIFICATION),
        "NotificationConfiguration": nullable(NOTIFICATION),
        "Logging": nullable(LOGGING),
    },
    "Bucket",
)

_INLINE = list_of(record({"PolicyName": text, "PolicyDocument": policy}, "PolicyDocument"))
_ATTACHED = list_of(record({"PolicyArn": text, "PolicyName": text, "PolicyDocument": policy}, "PolicyArn"))
_ROLE: dict[str, Shape] = {
    "Arn": text,
    "RoleId": text,
    "AssumeRolePolicyDocument": policy,
    "Policies": _INLINE,
    "RolePolicyList": _INLINE,
    "AttachedManagedPolicies": wrapped("AttachedPolicies", _ATTACHED),
    "PermissionsBoundary": policy,
    "Tags": list_of(_TAG),
}
_KEY: dict[str, Shape] = {
    "Arn": text,
    "KeyManager": one_of("CUSTOMER", "AWS"),
    "KeyState": one_of(*KEY_STATES),
    "KeySpec": text,
    "KeyUsage": text,
    "MultiRegion": truth,
    "Policy": wrapped("Policy", policy),
    "Aliases": wrapped(
        "Aliases",
        list_of(lambda value: text(value) or record({"AliasName": text, "AliasArn": text}, "AliasName")(value)),
    ),
}


def _headed(name: str, members: dict[str, Shape], *required: str) -> Shape:
    """A document whose description stands under a name, or beside the rest; the one must have what is required."""
    apart, together = record(members | {name: record(members, *required)}, name), record(members, *required)
    return lambda value: (apart if isinstance(value, dict) and name in value else together)(value)


ROLE = _headed("Role", _ROLE, "Arn")
KEY = _headed("KeyMetadata", _KEY, "Arn")

_GIVEN = record(
    {
        "Spec": record({"Format": text, "Fields": list_of(one_of(*FIELDS))}, "Format"),
        "Location": record({"ObjectArn": text, "ObjectVersionId": text, "ETag": text}, "ObjectArn"),
    },
    "Spec",
    "Location",
)
_OUTPUT = record(
    {
        "ExpectedManifestBucketOwner": account,
        "Bucket": text,
        "ManifestPrefix": text,
        "ManifestEncryption": record({"SSES3": record({}), "SSEKMS": record({"KeyId": text}, "KeyId")}),
        "ManifestFormat": text,
    },
    "Bucket",
)
_KEYS = list_of(text)
_FILTER = record(
    {
        "EligibleForReplication": truth,
        "ObjectReplicationStatuses": list_of(one_of("COMPLETED", "FAILED", "REPLICA", "NONE")),
        "KeyNameConstraint": record({"MatchAnyPrefix": _KEYS, "MatchAnySuffix": _KEYS, "MatchAnySubstring": _KEYS}),
    }
)
_GENERATOR = record(
    {
        "ExpectedBucketOwner": account,
        "SourceBucket": text,
        "ManifestOutputLocation": _OUTPUT,
        "Filter": _FILTER,
        "EnableManifestOutput": truth,
    },
    "SourceBucket",
    "EnableManifestOutput",
)
_JOB: dict[str, Shape] = {
    "JobId": text,
    "JobArn": text,
    "Description": nullable(text),
    "AccountId": account,
    "Region": region,
    "Operation": record({"S3ReplicateObject": record({})}),
    "RoleArn": text,
    "Manifest": nullable(_GIVEN),
    "ManifestGenerator": nullable(record({"S3JobManifestGenerator": _GENERATOR})),
    "Report": nullable(
        record(
            {"Bucket": text, "Prefix": text, "Format": text, "Enabled": truth, "ExpectedBucketOwner": account},
            "Enabled",
        )
    ),
}
BATCH_JOB = _headed("Job", _JOB, "Operation", "RoleArn")

BUNDLE = closed(
    {
        "ReplintBundle": lambda value: value == 1 and not isinstance(value, bool),
        "Buckets": list_of(BUCKET),
        "Roles": list_of(ROLE),
        "Keys": list_of(KEY),
        "ServiceControlPolicies": levels,
        "ResourceControlPolicies": levels,
        "BatchJobs": list_of(BATCH_JOB),
        "Deployers": list_of(ROLE),
        "Suppress": lambda _: True,  # whoever heeds suppressions says what is wrong with them
    },
    "ReplintBundle",
)

SHAPES = {
    "Bundle": BUNDLE,
    "Bucket": BUCKET,
    "Role": ROLE,
    "Key": KEY,
    "BatchJob": BATCH_JOB,
    "ReplicationConfiguration": CONFIGURATION,
}
"""The quick look at each document, by the name of its definition in the schema."""
