"""The shapes of documents, for a quick look at each; `bundle.schema.json` says the same and more, but slowly.

A test holds the two together: what fits here is valid there, and the other way round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.syntax import Value

Shape: TypeAlias = "Callable[[Value], bool]"
"""Whether a value has the shape."""


def text(value: Value) -> bool:
    """A string."""
    return isinstance(value, str)


def truth(value: Value) -> bool:
    """`true` or `false`."""
    return isinstance(value, bool)


def integer(value: Value) -> bool:
    """A number without a fraction, however it is written."""
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())


def policy(value: Value) -> bool:
    """What may hold a policy; whether it is one is for those to say who read it."""
    return value is None or isinstance(value, dict | str)


def account(value: Value) -> bool:
    """An account id."""
    return isinstance(value, str) and len(value) == ACCOUNT_DIGITS and value.isascii() and value.isdigit()


def levels(value: Value) -> bool:
    """What may hold an organisation's policies."""
    return value is None or isinstance(value, dict | list)


def one_of(*words: str) -> Shape:
    """One of these strings."""
    return lambda value: isinstance(value, str) and value in words


def nullable(shape: Shape) -> Shape:
    """A shape, or null."""
    return lambda value: value is None or shape(value)


def wrapped(name: str, shape: Shape) -> Shape:
    """A shape, or an object that has it under this name, as an API's whole output does."""
    return lambda value: shape(value[name] if isinstance(value, dict) and name in value else value)


def list_of(shape: Shape, least: int = 0) -> Shape:
    """A list of one shape with at least so many elements."""
    return lambda value: isinstance(value, list) and len(value) >= least and all(map(shape, value))


def record(members: dict[str, Shape], *required: str, is_open: bool = True) -> Shape:
    """An object whose members have these shapes; others are let pass if it `is_open`."""
    needed = frozenset(required)

    def fits(value: Value) -> bool:
        if not isinstance(value, dict) or not needed.issubset(value):
            return False
        for name, member in value.items():
            shape = members.get(name)
            if not is_open if shape is None else not shape(member):
                return False
        return True

    return fits


def closed(members: dict[str, Shape], *required: str) -> Shape:
    """An object that has these members and no others."""
    return record(members, *required, is_open=False)


ACCOUNT_DIGITS = 12

_SWITCH = one_of("Enabled", "Disabled")
_STATUS = closed({"Status": _SWITCH}, "Status")
_TAG = closed({"Key": text, "Value": text}, "Key", "Value")
_MINUTES = closed({"Minutes": integer}, "Minutes")

_DESTINATION = closed(
    {
        "Bucket": text,
        "Account": text,
        "StorageClass": text,
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
        "Priority": integer,
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

CONFIGURATION = closed({"Role": text, "Rules": list_of(_RULE, least=1)}, "Role", "Rules")

VERSIONING = record({"Status": one_of("Enabled", "Suspended"), "MFADelete": text})

ENCRYPTION = wrapped(
    "ServerSideEncryptionConfiguration",
    record(
        {
            "Rules": list_of(
                record(
                    {
                        "ApplyServerSideEncryptionByDefault": record(
                            {"SSEAlgorithm": text, "KMSMasterKeyID": text}, "SSEAlgorithm"
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

BUCKET = record(
    {
        "Bucket": text,
        "Account": account,
        "Region": text,
        "LocationConstraint": nullable(text),
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
        "RequestPayment": nullable(record({"Payer": one_of("Requester", "BucketOwner")}, "Payer")),
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
    "KeyState": text,
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
        "Spec": record({"Format": text, "Fields": list_of(text)}, "Format"),
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
    "Region": text,
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
