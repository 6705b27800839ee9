"""A replication configuration's document to the fact; a value of the wrong shape is not told, and never a crash.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationConfiguration.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from replint.dialects import arns, astray
from replint.dialects.members import STORAGE_CLASSES
from replint.dialects.placing import CONFIGURATION, RULE
from replint.dialects.shapes import MOST_PRIORITY
from replint.dialects.telling import shown
from replint.facts.replication import ReplicationConfiguration, ReplicationRule
from replint.facts.unresolved import Unresolved
from replint.span import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.dialects.astray import Strays
    from replint.finding import Finding
    from replint.syntax import Node


def read(node: Node, faults: list[Finding]) -> ReplicationConfiguration:
    """The configuration that a node holds.

    Appends what S3 refuses of the values that can be read; what is wrong with the shape is for others to say.
    """
    role, rules = node.get("Role"), node.get("Rules")
    return ReplicationConfiguration(
        _role(node, role, faults),
        tuple(
            _rule(each, index, faults)
            for index, each in enumerate(rules.elements() if rules else ())
            # What is no object, or an empty one, says nothing of any rule.
            if each.value and isinstance(each.value, dict)
        ),
        node.place,
        role.place if role else None,
    )


def _role(node: Node, role: Node | None, faults: list[Finding]) -> str | Unresolved:
    if role is None:
        place = astray.below(node, CONFIGURATION).of(CONFIGURATION, "Role") or node.place
        return Unresolved("the role", "the configuration has no `Role`", place=place)
    if not isinstance(role.value, str):
        return _unread(role, "the role")
    if arns.is_role(role.value):
        return role.value
    faults.append(arns.no_role(role.value, role.place))
    return Unresolved("the role", f"{shown(role.value)} is not the ARN of a role", place=role.place)


def _rule(node: Node, index: int, faults: list[Finding]) -> ReplicationRule:
    name = node.get("ID")
    places: dict[str, Place] = {"id": name.place} if name else {}
    label = name.value if name and isinstance(name.value, str) and name.value else f"#{index + 1}"
    what = f"of replication rule {shown(label)}"
    strays = astray.below(node, RULE)
    told: dict[str, Any] = {}
    for field in _FIELDS:
        found = _descend(node, field.steps, strays)
        if found is None:
            continue
        last = f"`{field.steps[-1]}` {what}"
        if isinstance(found, Place):
            places[field.name], told[field.name] = found, _missing(last, found)
        else:
            places[field.name], told[field.name] = found.place, field.read(found, last)
    told["prefix"], told["tags"] = _filter(node, what, places, strays)
    told |= _presence(node, what, places, strays)
    told["destination"] = _destination(told["destination"], what, places["destination"], faults)
    return ReplicationRule(id=label, number=index + 1, place=node.place, places=places, **told)


def _destination(arn: str | Unresolved, what: str, place: Place, faults: list[Finding]) -> str | Unresolved:
    """The ARN of the destination; of what S3 refuses, the bare name of a bucket still tells which one is meant."""
    if isinstance(arn, Unresolved) or arns.is_bucket(arn):
        return arn
    faults.append(arns.no_bucket(arn, place))
    if arns.is_bucket_name(arn):
        return arn
    return Unresolved(f"`Bucket` {what}", f"{shown(arn)} is not the ARN of a bucket", place=place)


def _presence(node: Node, what: str, places: dict[str, Place], strays: Strays) -> dict[str, Any]:
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
        "filtered": "filtered" in places,
        "filter_parts": tuple(name for name in ("Prefix", "Tag", "And") if filter_ and filter_.get(name)),
        "both_predicates": None if both is None else _predicates(both, f"`And` {what}"),
        "replicas_encrypted": _is_there(node, ("Destination", "EncryptionConfiguration"), what, strays),
        "selection_empty": criteria is not None and criteria.value == {},
    }


def _is_there(node: Node, steps: tuple[str, ...], what: str, strays: Strays) -> bool | Unresolved:
    """Whether a rule has an element that holds others."""
    found = _descend(node, steps, strays)
    if found is None or (not isinstance(found, Place) and isinstance(found.value, dict)):
        return found is not None
    return _missing(f"`{steps[-1]}` {what}", found if isinstance(found, Place) else found.place)


def _predicates(both: Node, what: str) -> int | Unresolved:
    """How many predicates `And` joins; what is not as it must be may be one or more."""
    if not isinstance(both.value, dict):
        return _unread(both, what)
    stray = astray.below(both, "`And`").members
    if stray:
        return _missing(what, stray[0][2].key_place)
    tags = both.get("Tags")
    if tags and not isinstance(tags.value, list):
        return _unread(tags, what)
    return (both.get("Prefix") is not None) + (sum(1 for _ in tags.elements()) if tags else 0)


def _descend(node: Node, steps: tuple[str, ...], strays: Strays) -> Node | Place | None:
    """The value at the end of some steps, or None where the document has none.

    A place where what is there keeps one from coming to it: a value of the wrong kind, one that lacks what must be
    there, or a member that is likely the one under another name or elsewhere.
    """
    home = RULE
    for step in steps:
        below = node.get(step)
        if below is None:
            lacking = node.place if not isinstance(node.value, dict) or step in _REQUIRED else None
            return strays.of(home, step) or lacking
        node, home = below, f"`{step}`"
    return node


def _filter(node: Node, what: str, places: dict[str, Place], strays: Strays) -> tuple[Any, Any]:
    """The prefix and the tags that select objects, of a V2 rule's `Filter` or a V1 rule's `Prefix`."""
    filter_ = node.get("Filter")
    if filter_ is None and (place := strays.of(RULE, "Filter")):
        places["filtered"] = place
        return (_missing(f"the filter {what}", place),) * 2
    prefix, tags = _astray(filter_, what, strays)
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
                more = _tags(stated, f"`{name}` {what}", strays)
                tags = more if isinstance(more, Unresolved) else (*tags, *more)
    if filter_:
        places["filtered"] = filter_.place
    return prefix, tags


def _astray(filter_: Node | None, what: str, strays: Strays) -> tuple[Any, Any]:
    """The prefix and the tags of a rule that states none: not told where something else is likely meant for them."""
    prefix = strays.of("`Filter`" if filter_ else RULE, "Prefix")
    tags = (strays.of("`Filter`", "Tag") or strays.of("`And`", "Tags")) if filter_ else None
    return _missing(f"`Prefix` {what}", prefix) if prefix else "", _missing(f"the tags {what}", tags) if tags else ()


def _tags(node: Node, what: str, strays: Strays) -> tuple[tuple[str, str], ...] | Unresolved:
    found = []
    for tag in node.elements() if isinstance(node.value, list) else (node,):
        key, value = tag.get("Key"), tag.get("Value")
        if not (key and value and isinstance(key.value, str) and isinstance(value.value, str)):
            place = strays.of("`Tag`", "Key") or strays.of("`Tag`", "Value")
            return _missing(what, place) if place else _unread(node, what)
        found.append((key.value, value.value))
    return tuple(found)


def _missing(what: str, place: Place) -> Unresolved:
    return Unresolved(what, "the configuration does not have it", place=place)


def _unread(node: Node, what: str) -> Unresolved:
    return Unresolved(what, f"the document has {node.kind} there", place=node.place)


def _text(node: Node, what: str) -> str | Unresolved:
    return node.value if isinstance(node.value, str) else _unread(node, what)


def _number(node: Node, what: str) -> int | Unresolved:
    value = node.value
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return _unread(node, what)


def _priority(node: Node, what: str) -> int | Unresolved:
    found = _number(node, what)
    if isinstance(found, Unresolved) or found in _PRIORITIES:
        return found
    return Unresolved(what, f"{found} is none that S3 takes", place=node.place)


def _class(node: Node, what: str) -> str | Unresolved:
    found = _text(node, what)
    if isinstance(found, Unresolved) or found in STORAGE_CLASSES:
        return found
    return Unresolved(what, f"{shown(found)} is no storage class", place=node.place)


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


_REQUIRED = frozenset({"Status", "Destination", "Owner", "Bucket", "Minutes"})
_PRIORITIES = range(MOST_PRIORITY + 1)


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
    _Field("storage_class", ("Destination", "StorageClass"), _class),
    _Field("replication_time", ("Destination", "ReplicationTime", "Status"), _switch),
    _Field("replication_minutes", ("Destination", "ReplicationTime", "Time", "Minutes"), _number),
    _Field("metrics", ("Destination", "Metrics", "Status"), _switch),
    _Field("threshold_minutes", ("Destination", "Metrics", "EventThreshold", "Minutes"), _number),
    _Field("priority", ("Priority",), _priority),
    _Field("delete_markers", ("DeleteMarkerReplication", "Status"), _switch),
    _Field("sse_kms", ("SourceSelectionCriteria", "SseKmsEncryptedObjects", "Status"), _switch),
    _Field("replica_modifications", ("SourceSelectionCriteria", "ReplicaModifications", "Status"), _switch),
    _Field("existing_objects", ("ExistingObjectReplication", "Status"), _switch),
)
