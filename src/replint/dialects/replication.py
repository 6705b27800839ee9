"""A replication configuration's document to the fact; a value of the wrong shape is not told, and never a crash.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationConfiguration.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from replint.dialects.shaping import ACCOUNT_DIGITS
from replint.dialects.telling import finding, shown
from replint.facts.replication import ReplicationConfiguration, ReplicationRule
from replint.facts.unresolved import Unresolved

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.finding import Finding
    from replint.span import Place
    from replint.syntax import Node

_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_NAME_LENGTHS = range(3, 256)
"""Buckets of today have lower-case names of at most 63 characters; the oldest of us-east-1 have other ones."""


def read(node: Node, faults: list[Finding]) -> ReplicationConfiguration:
    """The configuration that a node holds.

    Appends what S3 refuses of the values that can be read; what is wrong with the shape is for others to say.
    """
    role, rules = node.get("Role"), node.get("Rules")
    if role and isinstance(role.value, str) and not _is_role_arn(role.value):
        faults.append(_no_role_arn(role.value, role.place))
    return ReplicationConfiguration(
        _text(role, "the role")
        if role
        else Unresolved("the role", "the configuration has no `Role`", place=node.place),
        tuple(_rule(each, index, faults) for index, each in enumerate(rules.elements() if rules else ())),
        node.place,
        role.place if role else None,
    )


def _rule(node: Node, index: int, faults: list[Finding]) -> ReplicationRule:
    name = node.get("ID")
    places: dict[str, Place] = {"id": name.place} if name else {}
    label = name.value if name and isinstance(name.value, str) and name.value else f"#{index + 1}"
    what = f"of replication rule {shown(label)}"
    told: dict[str, Any] = {"enabled": _missing("Status", node, what), "destination": _missing("Bucket", node, what)}
    for field in _FIELDS:
        found = _descend(node, field.steps) if node.get(field.steps[0]) else None
        if found is None:
            continue
        at, is_there = found
        places[field.name] = at.place
        last = field.steps[-1]
        told[field.name] = field.read(at, f"`{last}` {what}") if is_there else _missing(last, at, what)
    told["prefix"], told["tags"] = _filter(node, what, places)
    told |= _presence(node, places)
    if isinstance(told["destination"], str) and not _is_bucket_arn(told["destination"]):
        faults.append(_no_bucket_arn(told["destination"], places["destination"]))
    return ReplicationRule(id=label, number=index + 1, place=node.place, places=places, **told)


def _presence(node: Node, places: dict[str, Place]) -> dict[str, Any]:
    """Which elements a rule has, whatever they say: S3 asks for some of them together, and refuses others together."""
    filter_, criteria, destination = (node.get(name) for name in ("Filter", "SourceSelectionCriteria", "Destination"))
    both = filter_.get("And") if filter_ else None
    found: tuple[tuple[str, Node | None], ...] = (
        ("both_predicates", both),
        ("selection_empty", criteria),
        ("destination_element", destination),
        ("replicas_encrypted", destination.get("EncryptionConfiguration") if destination else None),
        ("metrics_element", destination.get("Metrics") if destination else None),
    )
    places.update((name, at.place) for name, at in found if at)
    return {
        "filtered": filter_ is not None,
        "filter_parts": tuple(name for name in ("Prefix", "Tag", "And") if filter_ and filter_.get(name)),
        "both_predicates": None if both is None else _predicates(both),
        "replicas_encrypted": "replicas_encrypted" in places,
        "selection_empty": criteria is not None and criteria.value == {},
    }


def _predicates(both: Node) -> int:
    """How many predicates `And` joins; a member that nobody knows is counted for one that is misspelt."""
    others = sum(name not in ("Prefix", "Tags") for name, _ in both.members())
    tags = both.get("Tags")
    return (both.get("Prefix") is not None) + (sum(1 for _ in tags.elements()) if tags else 0) + others


def _descend(node: Node, steps: tuple[str, ...]) -> tuple[Node, bool] | None:
    """The value at the end of some steps and True; False and how far one comes, where what must be there is not."""
    for step in steps:
        below = node.get(step)
        if below is None:
            return (node, False) if not isinstance(node.value, dict) or step in _REQUIRED else None
        node = below
    return node, True


def _filter(node: Node, what: str, places: dict[str, Place]) -> tuple[Any, Any]:
    """The prefix and the tags that select objects, of a V2 rule's `Filter` or a V1 rule's `Prefix`."""
    prefix: str | Unresolved = ""
    tags: tuple[tuple[str, str], ...] | Unresolved = ()
    filter_ = node.get("Filter")
    holders = [filter_, filter_.get("And")] if filter_ else [node]
    for holder in holders:
        if holder is None:
            continue
        if not isinstance(holder.value, dict):
            places["filtered"] = holder.place
            unread = _unread(holder, f"the filter {what}")
            return unread, unread
        if (stated := holder.get("Prefix")) is not None:
            places["prefix"] = stated.place
            prefix = _text(stated, f"`Prefix` {what}")
        for name in ("Tag", "Tags"):
            if filter_ and not isinstance(tags, Unresolved) and (stated := holder.get(name)) is not None:
                places["tags"] = stated.place
                more = _tags(stated, f"`{name}` {what}")
                tags = more if isinstance(more, Unresolved) else (*tags, *more)
    if filter_:
        places["filtered"] = filter_.place
    return prefix, tags


def _tags(node: Node, what: str) -> tuple[tuple[str, str], ...] | Unresolved:
    found = []
    for tag in node.elements() if isinstance(node.value, list) else (node,):
        key, value = tag.get("Key"), tag.get("Value")
        if not (key and value and isinstance(key.value, str) and isinstance(value.value, str)):
            return _unread(node, what)
        found.append((key.value, value.value))
    return tuple(found)


def _is_bucket_arn(text: str) -> bool:
    arn, _, name = text.rpartition(":")
    return (
        arn.startswith("arn:aws") and arn.endswith(":s3::") and arn.count(":") == len("::::") and _is_bucket_name(name)
    )


def _is_role_arn(text: str) -> bool:
    arn, _, name = text.partition(":role/")
    *head, account = arn.split(":")
    is_iam = head[:1] == ["arn"] and head[1:2] != [""] and head[2:] == ["iam", ""]
    return is_iam and len(account) == ACCOUNT_DIGITS and account.isascii() and account.isdigit() and bool(name)


def _no_role_arn(text: str, place: Place) -> Finding:
    hint = "write `arn:aws:iam::ACCOUNT:role/NAME`, with the role's path before its name"
    return finding("role-is-no-role-arn", place, f"{shown(text)} is not the ARN of a role", hint)


def _is_bucket_name(text: str) -> bool:
    return len(text) in _NAME_LENGTHS and _NAME_CHARACTERS.issuperset(text)


def _no_bucket_arn(text: str, place: Place) -> Finding:
    hint = f"write `arn:aws:s3:::{text}`" if _is_bucket_name(text) else "write `arn:aws:s3:::` and the bucket's name"
    return finding("destination-is-no-bucket-arn", place, f"{shown(text)} is not the ARN of a bucket", hint)


def _missing(name: str, node: Node, what: str) -> Unresolved:
    return Unresolved(f"`{name}` {what}", "the configuration does not have it", place=node.place)


def _unread(node: Node, what: str) -> Unresolved:
    return Unresolved(what, f"the document has {node.kind} there", place=node.place)


def _text(node: Node, what: str) -> str | Unresolved:
    return node.value if isinstance(node.value, str) else _unread(node, what)


def _number(node: Node, what: str) -> int | Unresolved:
    value = node.value
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return _unread(node, what)


def _switch(node: Node, what: str) -> bool | Unresolved:
    match node.value:
        case "Enabled":
            return True
        case "Disabled":
            return False
        case str():
            return Unresolved(what, f"{shown(node.value)} is neither `Enabled` nor `Disabled`", place=node.place)
        case _:
            return _unread(node, what)


def _owner(node: Node, what: str) -> bool | Unresolved:
    return True if node.value == "Destination" else _unread(node, what)


_REQUIRED = frozenset({"Status", "Owner", "Bucket", "Minutes"})


class _Field(NamedTuple):
    """A field of the fact: the steps to its value, and how the value is read."""

    name: str
    steps: tuple[str, ...]
    read: Callable[[Node, str], Any]


_FIELDS = (
    _Field("given_id", ("ID",), _text),
    _Field("old_prefix", ("Prefix",), _text),
    _Field("enabled", ("Status",), _switch),
    _Field("destination", ("Destination", "Bucket"), _text),
    _Field("destination_account", ("Destination", "Account"), _text),
    _Field("owner_override", ("Destination", "AccessControlTranslation", "Owner"), _owner),
    _Field("replica_key", ("Destination", "EncryptionConfiguration", "ReplicaKmsKeyID"), _text),
    _Field("storage_class", ("Destination", "StorageClass"), _text),
    _Field("replication_time", ("Destination", "ReplicationTime", "Status"), _switch),
    _Field("replication_minutes", ("Destination", "ReplicationTime", "Time", "Minutes"), _number),
    _Field("metrics", ("Destination", "Metrics", "Status"), _switch),
    _Field("threshold_minutes", ("Destination", "Metrics", "EventThreshold", "Minutes"), _number),
    _Field("priority", ("Priority",), _number),
    _Field("delete_markers", ("DeleteMarkerReplication", "Status"), _switch),
    _Field("sse_kms", ("SourceSelectionCriteria", "SseKmsEncryptedObjects", "Status"), _switch),
    _Field("replica_modifications", ("SourceSelectionCriteria", "ReplicaModifications", "Status"), _switch),
    _Field("existing_objects", ("ExistingObjectReplication", "Status"), _switch),
)
