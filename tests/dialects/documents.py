"""Documents that have every member, for tests that change one of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from replint.syntax import json as reader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from replint.facts.estate import Estate
    from replint.syntax import Node

ACCOUNT = "111122223333"
ROLE_ARN = f"arn:aws:iam::{ACCOUNT}:role/team/copier"
KEY_ARN = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/00000000-0000-4000-8000-000000000001"
MANAGED_ARN = f"arn:aws:iam::{ACCOUNT}:policy/copying"


def itself(estate: Estate) -> Estate:
    """Return an estate as it is read."""
    return estate


def policy(action: str, resource: str = "*", **members: Any) -> dict[str, Any]:  # noqa: ANN401 - elements of a statement
    """Return a policy that allows an action."""
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **members}
    return {"Version": "2012-10-17", "Statement": [statement]}


CONFIGURATION: dict[str, Any] = {
    "Role": ROLE_ARN,
    "Rules": [
        {
            "ID": "logs",
            "Priority": 3,
            "Status": "Enabled",
            "Filter": {"And": {"Prefix": "logs/", "Tags": [{"Key": "team", "Value": "a"}, {"Key": "x", "Value": ""}]}},
            "SourceSelectionCriteria": {
                "SseKmsEncryptedObjects": {"Status": "Enabled"},
                "ReplicaModifications": {"Status": "Disabled"},
            },
            "ExistingObjectReplication": {"Status": "Disabled"},
            "DeleteMarkerReplication": {"Status": "Disabled"},
            "Destination": {
                "Bucket": "arn:aws:s3:::harbour-replica",
                "Account": "444455556666",
                "StorageClass": "STANDARD_IA",
                "AccessControlTranslation": {"Owner": "Destination"},
                "EncryptionConfiguration": {"ReplicaKmsKeyID": KEY_ARN},
                "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
                "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}},
            },
        }
    ],
}

BUCKET: dict[str, Any] = {
    "Bucket": "harbour",
    "Account": ACCOUNT,
    "Region": "eu-west-1",
    "ReplicationConfiguration": CONFIGURATION,
    "Versioning": {"Status": "Enabled"},
    "Policy": policy("s3:ReplicateObject", "arn:aws:s3:::harbour/*", Principal={"AWS": ROLE_ARN}),
    "Encryption": {
        "Rules": [
            {
                "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY_ARN},
                "BucketKeyEnabled": True,
                "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]},
            }
        ]
    },
    "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
    "ObjectLock": {"ObjectLockEnabled": "Enabled"},
    "PublicAccessBlock": {"BlockPublicAcls": True, "BlockPublicPolicy": False},
    "RequestPayment": {"Payer": "Requester"},
    "Lifecycle": {
        "Rules": [
            {
                "ID": "archive",
                "Status": "Enabled",
                "Filter": {"And": {"Prefix": "logs/", "Tags": [{"Key": "team", "Value": "a"}]}},
                "Transitions": [{"Days": 30, "StorageClass": "GLACIER"}],
                "Expiration": {"Days": 365},
                "NoncurrentVersionExpiration": {"NoncurrentDays": 7},
            },
            {"Status": "Disabled", "Prefix": "", "Expiration": {"Days": 1}},
            {"Status": "Enabled", "Filter": {"Tag": {"Key": "team", "Value": "b"}}, "Transitions": []},
        ]
    },
    "Notification": {
        "QueueConfigurations": [
            {
                "QueueArn": f"arn:aws:sqs:eu-west-1:{ACCOUNT}:failed",
                "Events": ["s3:Replication:OperationFailedReplication"],
            }
        ]
    },
    "Logging": {"LoggingEnabled": {"TargetBucket": "harbour-logs", "TargetPrefix": "harbour/"}},
}

ROLE: dict[str, Any] = {
    "Arn": ROLE_ARN,
    "RoleId": "AROAABCDEFGHIJKLMNOPQ",
    "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sts:AssumeRole"},
        ],
    },
    "Policies": [{"PolicyName": "inline", "PolicyDocument": policy("s3:ListBucket")}],
    "AttachedManagedPolicies": [{"PolicyArn": MANAGED_ARN, "PolicyDocument": policy("s3:GetObjectVersionAcl")}],
    "PermissionsBoundary": policy("s3:*"),
    "Tags": [{"Key": "team", "Value": "a"}],
}

KEY: dict[str, Any] = {
    "Arn": KEY_ARN,
    "KeyManager": "CUSTOMER",
    "KeyState": "Enabled",
    "KeySpec": "SYMMETRIC_DEFAULT",
    "KeyUsage": "ENCRYPT_DECRYPT",
    "MultiRegion": False,
    "Policy": policy("kms:*", Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:root"}),
    "Aliases": ["alias/logs", {"AliasName": "alias/more", "AliasArn": f"arn:aws:kms:eu-west-1:{ACCOUNT}:alias/more"}],
}

JOB: dict[str, Any] = {
    "AccountId": ACCOUNT,
    "Region": "eu-west-1",
    "Description": "backfill",
    "Operation": {"S3ReplicateObject": {}},
    "RoleArn": ROLE_ARN,
    "ManifestGenerator": {
        "S3JobManifestGenerator": {
            "ExpectedBucketOwner": ACCOUNT,
            "SourceBucket": "arn:aws:s3:::harbour",
            "EnableManifestOutput": True,
            "ManifestOutputLocation": {
                "ExpectedManifestBucketOwner": ACCOUNT,
                "Bucket": "arn:aws:s3:::harbour-jobs",
                "ManifestPrefix": "manifests",
                "ManifestEncryption": {"SSEKMS": {"KeyId": KEY_ARN}},
                "ManifestFormat": "S3InventoryReport_CSV_20211130",
            },
            "Filter": {
                "EligibleForReplication": True,
                "ObjectReplicationStatuses": ["NONE"],
                "KeyNameConstraint": {"MatchAnyPrefix": ["logs/"], "MatchAnySuffix": [], "MatchAnySubstring": []},
            },
        }
    },
    "Report": {
        "Bucket": "arn:aws:s3:::harbour-jobs",
        "Prefix": "reports",
        "Format": "Report_CSV_20180820",
        "Enabled": True,
        "ReportScope": "AllTasks",
        "ExpectedBucketOwner": ACCOUNT,
    },
}

DESCRIBED_JOB: dict[str, Any] = {
    "Job": {
        "JobId": "00000000-0000-4000-8000-00000000000a",
        "JobArn": f"arn:aws:s3:eu-west-1:{ACCOUNT}:job/00000000-0000-4000-8000-00000000000a",
        "Status": "Suspended",
        "Operation": {"S3ReplicateObject": {}},
        "RoleArn": ROLE_ARN,
        "Manifest": {
            "Spec": {"Format": "S3BatchOperations_CSV_20180820", "Fields": ["Bucket", "Key", "VersionId"]},
            "Location": {"ObjectArn": "arn:aws:s3:::harbour-jobs/list.csv", "ObjectVersionId": "v1", "ETag": "e"},
        },
    }
}

BUNDLE: dict[str, Any] = {
    "ReplintBundle": 1,
    "Buckets": [BUCKET, {"Bucket": "harbour-replica", "ReplicationConfiguration": None, "Policy": None}],
    "Roles": [ROLE],
    "Keys": [KEY],
    "ServiceControlPolicies": [policy("*")],
    "ResourceControlPolicies": {ACCOUNT: [[policy("*", Principal="*")]]},
    "BatchJobs": [JOB, DESCRIBED_JOB],
    "Deployers": [{"Arn": ROLE_ARN}],
}


def node(value: Any, path: str = "document.json") -> Node:  # noqa: ANN401 - whatever a document may hold
    """Return a document as a node."""
    return reader.read(path, json.dumps(value).encode())


def write(folder: Path, **documents: Any) -> Path:  # noqa: ANN401 - as above
    """Write documents into a folder, each as `name.json`; `__` in a name is a folder's slash."""
    for name, value in documents.items():
        path = folder / (name.replace("__", "/") + ".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1), "utf-8")
    return folder


def routes(value: Any, route: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401 - as above
    """Yield the route of every value in a document, the whole first."""
    yield route
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in items:
        yield from routes(below, (*route, step))


def changed(document: Any, route: tuple[str | int, ...], value: Any) -> Any:  # noqa: ANN401 - as above
    """Return a copy of a document with another value at a route."""
    if not route:
        return value
    whole = json.loads(json.dumps(document))
    holder = whole
    for step in route[:-1]:
        holder = holder[step]
    holder[route[-1]] = value
    return whole


def less(document: Any, route: tuple[str | int, ...]) -> Any:  # noqa: ANN401 - as above
    """Return a copy of a document without the value at a route."""
    whole = json.loads(json.dumps(document))
    holder = whole
    for step in route[:-1]:
        holder = holder[step]
    del holder[route[-1]]
    return whole
