"""Inputs to measure with, made the same way every time: knows AWS's documents, and nothing of replint."""

from __future__ import annotations

import json
import os
from typing import Any

Document = dict[str, Any]

SOURCE_ACCOUNT, DESTINATION_ACCOUNT = "111122223333", "444455556666"
SOURCE_REGION, DESTINATION_REGION = "eu-west-1", "eu-central-1"
EVERY_TENTH = 10
"""One configuration in so many lacks a permission: finding and placing faults is a part of the work."""

READS = ("s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging")
WRITES = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]


def configuration(number: int, *, rules: int = 1) -> Document:
    """The documents of one configuration, by file name: two buckets in two accounts, a role and two keys of its own."""
    source, destination, role = f"orders-{number:05}", f"orders-replica-{number:05}", _role_arn(number)
    source_key = f"arn:aws:kms:{SOURCE_REGION}:{SOURCE_ACCOUNT}:key/{_uuid(number, 1)}"
    replica_key = f"arn:aws:kms:{DESTINATION_REGION}:{DESTINATION_ACCOUNT}:key/{_uuid(number, 2)}"
    return {
        "source-bucket.json": _bucket(source, SOURCE_ACCOUNT, SOURCE_REGION, source_key, None),
        "destination-bucket.json": _bucket(
            destination, DESTINATION_ACCOUNT, DESTINATION_REGION, replica_key, _destination_policy(destination, role)
        ),
        "replication.json": {
            "Role": role,
            "Rules": [_rule(index, rules, destination, replica_key) for index in range(rules)],
        },
        "role.json": _role(number, source, destination, source_key, replica_key),
        "source-key.json": _key(source_key, SOURCE_ACCOUNT, []),
        "replica-key.json": _key(replica_key, DESTINATION_ACCOUNT, [_allow(["kms:Encrypt", "kms:Decrypt"], "*", role)]),
    }


def bundle(configurations: list[Document]) -> Document:
    """The documents of some configurations as one document."""
    return {
        "ReplintBundle": 1,
        "Buckets": [bucket for each in configurations for bucket in _buckets(each)],
        "Roles": [each["role.json"] for each in configurations],
        "Keys": [each[name] for each in configurations for name in ("source-key.json", "replica-key.json")],
    }


def write_one(folder: str, number: int) -> None:
    """A folder with one bundle of one configuration."""
    _write(os.path.join(folder, "one.json"), bundle([configuration(number)]))


def write_bundles(folder: str, count: int) -> None:
    """A folder with a bundle for each configuration."""
    for number in range(count):
        _write(os.path.join(folder, f"{number:05}.json"), bundle([configuration(number)]))


def write_folders(folder: str, count: int) -> None:
    """A folder with a folder for each configuration, whose documents belong together by standing there."""
    for number in range(count):
        documents = configuration(number)
        documents["source-bucket.json"]["ReplicationConfiguration"] = documents.pop("replication.json")
        for name, document in documents.items():
            _write(os.path.join(folder, f"{number:05}", name), document)


def write_flows(folder: str, flows: int, *, rules: int = 100) -> None:
    """One bundle with so many flows: configurations that have this many replication rules each."""
    _write(
        os.path.join(folder, "estate.json"),
        bundle([configuration(number, rules=rules) for number in range(flows // rules)]),
    )


def write_peers(folder: str) -> None:
    """The role's policy alone, and the configuration as a CloudFormation template, for those who read these."""
    documents = configuration(1)
    _write(os.path.join(folder, "policy.json"), documents["role.json"]["Policies"][0]["PolicyDocument"])
    _write(os.path.join(folder, "template.json"), _template(documents))


def _write(path: str, document: Document) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as stream:
        json.dump(document, stream, indent=2)


def _uuid(number: int, kind: int) -> str:
    return f"{number:08x}-0000-4000-8000-{kind:012x}"


def _role_arn(number: int) -> str:
    return f"arn:aws:iam::{SOURCE_ACCOUNT}:role/replication/orders-{number:05}"


def _buckets(documents: Document) -> tuple[Document, Document]:
    source = {**documents["source-bucket.json"], "ReplicationConfiguration": documents["replication.json"]}
    return source, {**documents["destination-bucket.json"], "ReplicationConfiguration": None}


def _bucket(name: str, account: str, region: str, key: str, policy: Document | None) -> Document:
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    return {
        "Bucket": name,
        "Account": account,
        "Region": region,
        "Versioning": {"Status": "Enabled"},
        "Policy": policy,
        "Encryption": {"Rules": [{"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}]},
        "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
        "ObjectLock": None,
        "PublicAccessBlock": {"BlockPublicAcls": True, "IgnorePublicAcls": True},
        "RequestPayment": None,
    }


def _rule(index: int, rules: int, destination: str, replica_key: str) -> Document:
    return {
        "ID": f"rule-{index:04}",
        "Priority": index + 1,
        "Status": "Enabled",
        "Filter": {"Prefix": f"team-{index:04}/" if rules > 1 else ""},
        "DeleteMarkerReplication": {"Status": "Enabled"},
        "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
        "Destination": {
            "Bucket": f"arn:aws:s3:::{destination}",
            "EncryptionConfiguration": {"ReplicaKmsKeyID": replica_key},
        },
    }


def _role(number: int, source: str, destination: str, source_key: str, replica_key: str) -> Document:
    reads = READS[: -1 if number % EVERY_TENTH == 0 else None]
    return {
        "RoleName": f"orders-{number:05}",
        "Arn": _role_arn(number),
        "AssumeRolePolicyDocument": _policy(
            {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ),
        "Policies": [
            {
                "PolicyName": "replicate",
                "PolicyDocument": _policy(
                    _allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], f"arn:aws:s3:::{source}"),
                    _allow([*reads], f"arn:aws:s3:::{source}/*"),
                    _allow(WRITES, f"arn:aws:s3:::{destination}/*"),
                    _through(_allow(["kms:Decrypt"], source_key), SOURCE_REGION, f"arn:aws:s3:::{source}*"),
                    _through(
                        _allow(["kms:Encrypt", "kms:Decrypt"], replica_key),
                        DESTINATION_REGION,
                        f"arn:aws:s3:::{destination}*",
                    ),
                ),
            }
        ],
        "AttachedManagedPolicies": [],
        "PermissionsBoundary": None,
    }


def _through(statement: Document, region: str, context: str) -> Document:
    return {
        **statement,
        "Condition": {
            "StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"},
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": context},
        },
    }


def _destination_policy(name: str, role: str) -> Document:
    return _policy(
        _allow(WRITES, f"arn:aws:s3:::{name}/*", role),
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    )


def _key(arn: str, account: str, statements: list[Document]) -> Document:
    return {
        "Arn": arn,
        "KeyManager": "CUSTOMER",
        "KeyState": "Enabled",
        "MultiRegion": False,
        "Aliases": [],
        "Policy": _policy(_allow("kms:*", "*", f"arn:aws:iam::{account}:root"), *statements),
    }


def _allow(actions: str | list[str], resource: str, principal: str | None = None) -> Document:
    named = {"Principal": {"AWS": principal}} if principal else {}
    return {"Effect": "Allow", **named, "Action": actions, "Resource": resource}


def _policy(*statements: Document) -> Document:
    return {"Version": "2012-10-17", "Statement": [*statements]}


def _template(documents: Document) -> Document:
    source, role, key = documents["source-bucket.json"], documents["role.json"], documents["source-key.json"]
    rules = [
        {**rule, "Filter": {"Prefix": "orders/"}, "Id": rule["ID"]} for rule in documents["replication.json"]["Rules"]
    ]
    for rule in rules:
        del rule["ID"]
        rule["Destination"] = {
            "Bucket": rule["Destination"]["Bucket"],
            "EncryptionConfiguration": {
                "ReplicaKmsKeyID": rule["Destination"]["EncryptionConfiguration"]["ReplicaKmsKeyID"]
            },
        }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {
            "Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": key["Policy"]}},
            "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "AssumeRolePolicyDocument": role["AssumeRolePolicyDocument"],
                    "Policies": role["Policies"],
                },
            },
            "Source": {
                "Type": "AWS::S3::Bucket",
                "Properties": {
                    "BucketName": source["Bucket"],
                    "VersioningConfiguration": {"Status": "Enabled"},
                    "ReplicationConfiguration": {"Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Rules": rules},
                },
            },
        },
    }
