"""The members that AWS's API gives the documents beside replication, and words of theirs; knows no document.

Read of the API's model, so that whatever AWS prints is known here:
https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Known: TypeAlias = "Mapping[str, Known] | tuple[str, ...]"
"""Of an object its members, of a text the words that there are; lists are as their elements. `ANY` may be anything."""

ANY: tuple[str, ...] = ()

STORAGE_CLASSES = (
    *("STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE"),
    *("OUTPOSTS", "GLACIER_IR", "SNOW", "EXPRESS_ONEZONE"),
    *("FSX_OPENZFS", "FSX_ONTAP", "AWS_BACKUP_WARM", "AWS_BACKUP_LOW_COST_WARM"),
)
"""https://docs.aws.amazon.com/AmazonS3/latest/API/API_Destination.html"""
ALGORITHMS = ("AES256", "aws:kms", "aws:kms:dsse", "aws:fsx", "aws:backup")
"""https://docs.aws.amazon.com/AmazonS3/latest/API/API_ServerSideEncryptionByDefault.html"""
KEY_STATES = (
    *("Creating", "Enabled", "Disabled", "PendingDeletion", "PendingImport", "PendingReplicaDeletion"),
    *("Unavailable", "Updating"),
)
"""https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html"""
KEY_SPECS = (
    *("SYMMETRIC_DEFAULT", "RSA_2048", "RSA_3072", "RSA_4096", "SM2", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87"),
    *("ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519"),
    *("HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512"),
)
"""https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html"""
KEY_USAGES = ("ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT")
"""The same page."""

_ARCHIVES = ("GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR")
_SIZES = {"ObjectSizeGreaterThan": ANY, "ObjectSizeLessThan": ANY}
_TAG = {"Key": ANY, "Value": ANY}
_LIFECYCLE_RULE: Known = {
    "ID": ANY,
    "Status": ANY,
    "Prefix": ANY,
    "Filter": {"Prefix": ANY, "Tag": _TAG, "And": {"Prefix": ANY, "Tags": _TAG, **_SIZES}, **_SIZES},
    "Transitions": {"Date": ANY, "Days": ANY, "StorageClass": _ARCHIVES},
    "NoncurrentVersionTransitions": ANY,
    "Expiration": {"Date": ANY, "Days": ANY, "ExpiredObjectDeleteMarker": ANY},
    "NoncurrentVersionExpiration": {"NoncurrentDays": ANY, "NewerNoncurrentVersions": ANY},
    "AbortIncompleteMultipartUpload": ANY,
}
_SENT = {"Id": ANY, "TopicArn": ANY, "QueueArn": ANY, "LambdaFunctionArn": ANY, "Events": ANY, "Filter": ANY}

SETTINGS: Mapping[str, Known] = {
    "versioning": {"Status": ANY, "MFADelete": ANY},
    "encryption": {
        "Rules": {
            "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": ANY, "KMSMasterKeyID": ANY},
            "BucketKeyEnabled": ANY,
            "BlockedEncryptionTypes": {"EncryptionType": ("SSE-C", "NONE")},
        }
    },
    "ownership": {"Rules": {"ObjectOwnership": ANY}},
    "object_lock": {"ObjectLockEnabled": ANY, "Rule": ANY},
    "public_access_block": dict.fromkeys(
        ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), ANY
    ),
    "requester_pays": {"Payer": ANY},
    "lifecycle": {"Rules": _LIFECYCLE_RULE, "TransitionDefaultMinimumObjectSize": ANY},
    "notification": {
        "TopicConfigurations": _SENT,
        "QueueConfigurations": _SENT,
        "LambdaFunctionConfigurations": _SENT,
        "EventBridgeConfiguration": ANY,
    },
    "logging": {
        "LoggingEnabled": {"TargetBucket": ANY, "TargetPrefix": ANY, "TargetGrants": ANY, "TargetObjectKeyFormat": ANY}
    },
}
"""What a bucket's settings have, by the field of the fact; policies and replication configurations have their own."""

_FILTER: Known = {
    "EligibleForReplication": ANY,
    "CreatedAfter": ANY,
    "CreatedBefore": ANY,
    "ObjectReplicationStatuses": ANY,
    "KeyNameConstraint": {"MatchAnyPrefix": ANY, "MatchAnySuffix": ANY, "MatchAnySubstring": ANY},
    "ObjectSizeGreaterThanBytes": ANY,
    "ObjectSizeLessThanBytes": ANY,
    "MatchAnyStorageClass": ANY,
    "MatchAnyObjectEncryption": ANY,
}
FIELDS = ("Ignore", "Bucket", "Key", "VersionId")
"""https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_JobManifestSpec.html"""
MANIFEST: Known = {
    "Spec": {
        "Format": ("S3BatchOperations_CSV_20180820", "S3InventoryReport_CSV_20161130"),
        "Fields": ANY,
    },
    "Location": {"ObjectArn": ANY, "ObjectVersionId": ANY, "ETag": ANY},
}
GENERATOR: Known = {
    "S3JobManifestGenerator": {
        "ExpectedBucketOwner": ANY,
        "SourceBucket": ANY,
        "EnableManifestOutput": ANY,
        "ManifestOutputLocation": {
            "ExpectedManifestBucketOwner": ANY,
            "Bucket": ANY,
            "ManifestPrefix": ANY,
            "ManifestEncryption": {"SSES3": ANY, "SSEKMS": {"KeyId": ANY}},
            "ManifestFormat": ANY,
        },
        "Filter": _FILTER,
    }
}
REPORT: Known = dict.fromkeys(("Bucket", "Format", "Enabled", "Prefix", "ReportScope", "ExpectedBucketOwner"), ANY)
JOB = frozenset(
    {"JobId", "JobArn", "Description", "AccountId", "Region", "Operation", "RoleArn", "Manifest", "ManifestGenerator"}
    | {"Report"}
)
"""What is read of a Batch Operations job.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_JobDescriptor.html
"""

ANYWHERE = frozenset({"ResponseMetadata", "$file"})
"""What every output of an SDK has, and what refers to another file."""

BESIDE = ANYWHERE | frozenset(
    {
        *("Path", "RoleName", "CreateDate", "CreationDate", "Description"),
        *("MaxSessionDuration", "RoleLastUsed", "InstanceProfileList", "AWSAccountId", "KeyId", "Enabled", "Origin"),
        *("CustomerMasterKeySpec", "EncryptionAlgorithms", "SigningAlgorithms", "KeyAgreementAlgorithms"),
        *("MacAlgorithms", "MultiRegionConfiguration", "DeletionDate", "ValidTo", "ExpirationModel"),
        *("CustomKeyStoreId", "CloudHsmClusterId", "PendingDeletionWindowInDays", "XksKeyConfiguration"),
        *("CurrentKeyMaterialId", "ConfirmationRequired", "ClientRequestToken", "Status", "Priority", "Tags"),
        *("ProgressSummary", "StatusUpdateReason", "FailureReasons", "CreationTime", "TerminationDate"),
        *("SuspendedDate", "SuspendedCause", "GeneratedManifestDescriptor"),
    }
)
"""What AWS prints beside what is read of roles, keys and jobs: no slips of the pen."""

BESIDE_BUCKET = ANYWHERE | frozenset(
    {
        *("Name", "BucketArn", "BucketRegion", "CreationDate", "Owner", "Grants", "AccessControlPolicy", "AbacStatus"),
        *("CORSConfiguration", "CORSRules", "WebsiteConfiguration", "AccelerateConfiguration", "Tagging", "TagSet"),
        *("PolicyStatus", "MetadataConfiguration", "MetadataTableConfiguration", "EventBridgeConfiguration"),
        *("AnalyticsConfiguration", "AnalyticsConfigurationList", "MetricsConfiguration", "MetricsConfigurationList"),
        *("InventoryConfiguration", "InventoryConfigurationList"),
        *("IntelligentTieringConfiguration", "IntelligentTieringConfigurationList"),
    }
)
"""What AWS prints of buckets beside what is read of them."""
