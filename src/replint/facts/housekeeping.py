"""What a bucket does with its objects beside replication: lifecycle, event notifications, server access logs.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.record import field, record

if TYPE_CHECKING:
    from replint.span import Place


@record
class Transition:
    """To which storage class objects go, and after how many days; None where it is on a date."""

    storage_class: str
    days: int | None
    place: Place | None = field(default=None, compare=False)


@record
class LifecycleRule:
    """One enabled lifecycle rule: which objects it is about, and what becomes of them.

    `expires` tells of current versions, `cleans` of noncurrent ones. A filter by size is not kept: some objects pass.
    """

    prefix: str
    tags: tuple[tuple[str, str], ...]
    transitions: tuple[Transition, ...] = ()
    expires: bool = False
    cleans: bool = False
    place: Place | None = field(default=None, compare=False)


@record
class Logging:
    """Where server access logs go: the bucket, and the prefix of their keys."""

    bucket: str
    prefix: str
