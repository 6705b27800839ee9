"""The settings of a bucket beside replication, as the AWS CLI prints them: lifecycle, notifications, logging.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from replint.dialects.settings import Misfit, Setting, an_object
from replint.facts.housekeeping import LifecycleRule, Logging, Transition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.finding import Finding
    from replint.syntax import Node

TO = ("TopicConfigurations", "QueueConfigurations", "LambdaFunctionConfigurations")
"""Where events are sent to; what goes to EventBridge has no replication events."""


def _lifecycle(node: Node, _: str, __: list[Finding]) -> tuple[LifecycleRule, ...]:
    found = (_lifecycle_rule(an_object(each)) for each in _each(an_object(node), "Rules"))
    return tuple(each for each in found if each)


def _lifecycle_rule(node: Node) -> LifecycleRule | None:
    """One lifecycle rule; None where it is disabled."""
    status = _text(node, "Status")
    if status not in ("Enabled", "Disabled"):
        raise Misfit("the document has a lifecycle rule without a status there")
    if status == "Disabled":
        return None
    filter_ = node.get("Filter")
    both = an_object(filter_).get("And") if filter_ else None
    holders = [node, *(each for each in (filter_, both) if each)]
    return LifecycleRule(
        prefix=next((found for each in holders if (found := _text(an_object(each), "Prefix"))), ""),
        tags=tuple(tag for each in holders for tag in _tags(each)),
        transitions=tuple(map(_transition, _each(node, "Transitions"))),
        expires=_has(node, "Expiration", "Days", "Date"),
        cleans=_has(node, "NoncurrentVersionExpiration", "NoncurrentDays"),
        place=node.place,
    )


def _transition(node: Node) -> Transition:
    found, days = _text(an_object(node), "StorageClass"), node.get("Days")
    if found is None:
        raise Misfit("the document has a transition without a storage class there")
    return Transition(found, _number(days) if days else None, node.place)


def _tags(holder: Node) -> Iterator[tuple[str, str]]:
    one = holder.get("Tag")
    for tag in (*_each(holder, "Tags"), *((one,) if one else ())):
        key, value = _text(an_object(tag), "Key"), _text(tag, "Value")
        if key is None or value is None:
            raise Misfit("the document has a tag without a key or a value there")
        yield key, value


def _has(node: Node, name: str, *any_of: str) -> bool:
    member = node.get(name)
    return member is not None and any(an_object(member).get(each) for each in any_of)


def _notification(node: Node, _: str, __: list[Finding]) -> frozenset[str]:
    """The types of events that somebody is told of."""
    found = (event.value for name in TO for each in _each(an_object(node), name) for event in _each(each, "Events"))
    return frozenset(_all_texts(found))


def _logging(node: Node, _: str, __: list[Finding]) -> Logging | None:
    enabled = an_object(node).get("LoggingEnabled")
    if enabled is None or enabled.value is None:
        return None
    bucket = _text(an_object(enabled), "TargetBucket")
    if bucket is None:
        raise Misfit("the document does not say where the logs go")
    return Logging(bucket, _text(enabled, "TargetPrefix") or "")


def _each(node: Node, name: str) -> Iterable[Node]:
    member = an_object(node).get(name)
    if member is not None and not isinstance(member.value, list):
        raise Misfit(f"the document has {member.kind} where a list should stand")
    return member.elements() if member else ()


def _text(node: Node, name: str) -> str | None:
    member = node.get(name)
    return None if member is None else next(_all_texts((member.value,)))


def _all_texts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if not isinstance(value, str):
            raise Misfit("the document has no text where a text should stand")
        yield value


def _number(node: Node) -> int:
    if isinstance(node.value, bool) or not isinstance(node.value, int):
        raise Misfit(f"the document has {node.kind} where a number should stand")
    return node.value


SETTINGS = (
    Setting(
        "lifecycle",
        "lifecycle configuration",
        ("Lifecycle", "LifecycleConfiguration"),
        "LifecycleConfiguration",
        (),
        _lifecycle,
    ),
    Setting(
        "notification",
        "event notifications",
        ("Notification", "NotificationConfiguration"),
        "NotificationConfiguration",
        frozenset[str](),
        _notification,
    ),
    Setting("logging", "server access logging", ("Logging",), "BucketLoggingStatus", None, _logging),
)
"""What nothing of replication rests on: where it is not told, nothing is said of it."""
