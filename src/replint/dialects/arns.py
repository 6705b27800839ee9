"""Which texts are ARNs of a role and of a bucket as a replication configuration names them, and what S3 refuses.

Of names of roles:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replint.dialects.telling import finding, shown

if TYPE_CHECKING:
    from replint.finding import Finding
    from replint.span import Place

_ROLE = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role(?P<path>/|/[!-~]+/)[A-Za-z0-9_+=,.@-]{1,64}")
LONGEST_PATH = 512
"""Of a role, with the slashes around it: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html."""
_NAME = r"[A-Za-z0-9._-]{3,255}"
"""Buckets of today have lower-case names of at most 63 characters; the oldest of us-east-1 have other ones."""
_BUCKET_NAME = re.compile(_NAME)
_BUCKET = re.compile(rf"arn:aws[a-z-]*:s3:::{_NAME}")


def is_role(text: str) -> bool:
    """Whether a text is the ARN of a role."""
    found = _ROLE.fullmatch(text)
    return found is not None and len(found["path"]) <= LONGEST_PATH


def is_bucket(text: str) -> bool:
    """Whether a text is the ARN of a bucket: of no access point, no Outpost and no object."""
    return _BUCKET.fullmatch(text) is not None


def is_bucket_name(text: str) -> bool:
    """Whether a text may be the name of a bucket."""
    return _BUCKET_NAME.fullmatch(text) is not None


def no_role(text: str, place: Place) -> Finding:
    """That a text is no ARN of a role."""
    hint = "write `arn:aws:iam::ACCOUNT:role/NAME`, with the role's path before its name"
    return finding("role-is-no-role-arn", place, f"{shown(text)} is not the ARN of a role", hint)


def no_bucket(text: str, place: Place) -> Finding:
    """That a text is no ARN of a bucket."""
    hint = f"write `arn:aws:s3:::{text}`" if is_bucket_name(text) else "write `arn:aws:s3:::` and the bucket's name"
    return finding("destination-is-no-bucket-arn", place, f"{shown(text)} is not the ARN of a bucket", hint)
