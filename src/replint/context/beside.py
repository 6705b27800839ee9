"""Rows of calls that are beside live replication: of batch jobs, and of people who put configurations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.iam.request import Domain, Gap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Rows = Mapping[str, Callable[[object], Domain]]


def _unknown(_: object) -> Domain:
    return Gap.UNKNOWN


def _s3(_: object) -> Domain:
    return ("s3.amazonaws.com",)


OF_PEOPLE = frozenset(
    {
        "aws:sourceip",
        "aws:vpcsourceip",
        "aws:sourcevpc",
        "aws:sourcevpcarn",
        "aws:sourcevpce",
        "aws:vpceaccount",
        "aws:vpceorgid",
        "aws:vpceorgpaths",
        "aws:multifactorauthpresent",
        "aws:multifactorauthage",
        "aws:sourceidentity",
        "aws:federatedprovider",
        "aws:referer",
        "aws:viaawsservice",
        "aws:calledvia",
        "aws:calledviafirst",
        "aws:calledvialast",
    }
)
"""What a person or a pipeline brings along, or the tool that calls for it; where that is not known, a Deny on one of
these keys is no warning."""

PEOPLE: Rows = {**dict.fromkeys(sorted(OF_PEOPLE), _unknown), "aws:userid": _unknown}
"""Rows of a deployer's calls, beside those of every role."""

UPLOADS: Rows = dict.fromkeys(
    (
        "s3:x-amz-acl",
        *(f"s3:x-amz-grant-{grant}" for grant in ("read", "write", "read-acp", "write-acp", "full-control")),
        "s3:x-amz-storage-class",
        "s3:if-none-match",
        "s3:if-match",
    ),
    _unknown,
)
"""What S3 Batch Operations may send when it writes an object; AWS documents none of it."""

BY_ACTION: Mapping[str, Rows] = {
    "s3:getobject": {"s3:existingobjecttag/": _unknown, "s3:if-match": _unknown},
    "s3:getobjectversion": {"s3:existingobjecttag/": _unknown, "s3:versionid": _unknown},
    "s3:putobjectacl": {"s3:existingobjecttag/": _unknown, **UPLOADS},
    "s3:putinventoryconfiguration": {"s3:inventoryaccessibleoptionalfields": _unknown},
    # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    "iam:passrole": {
        "iam:passedtoservice": _s3,
        "iam:associatedresourcearn": _unknown,
        "iam:resourcetag/": _unknown,
    },
}
"""Rows of one action."""
