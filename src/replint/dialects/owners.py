"""What is told from outside of a document about its buckets, put to what the documents tell; documents come first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from replint.dialects import awscli, bucket
from replint.dialects.merging import merged
from replint.dialects.references import Joined
from replint.facts.unresolved import Unresolved
from replint.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from replint.dialects.guidance import Owner
    from replint.dialects.managed import Library
    from replint.dialects.told import Form, Told
    from replint.facts.bucket import Bucket
    from replint.finding import Finding
    from replint.span import Place
    from replint.syntax import Node


def read(form: Form, root: Node, owner: Owner, library: Library, faults: list[Finding]) -> Told:
    """What a document tells; one that does not say of which bucket is a member of the one that is told for it."""
    member = form.member(root) if owner.bucket else None
    if owner.bucket is None or member is None:
        return replace(form.read(root, library, faults), owner=owner)
    parts = {"Bucket": owner.bucket, member: root}
    at = owner.bucket.place
    whole = Joined(at.text, at.route, {name: part.value for name, part in parts.items()}, parts)
    told = awscli.BUCKET.read(whole, library, faults)
    return replace(told, buckets=tuple(replace(each, place=root.place) for each in told.buckets), owner=owner)


def completed(
    buckets: Mapping[str, Bucket], told: Iterable[tuple[str, Owner]], faults: list[Finding]
) -> dict[str, Bucket]:
    """The buckets with the accounts and Regions that are told from outside, where no document says them.

    `told` are the names of buckets, each with what is told of a document on it. Appends a contradiction where that
    differs.
    """
    known = dict.fromkeys((name, field, value) for name, owner in told for field, value in _values(owner))
    partial = (
        _partial(name, field, *value)
        for name, field, value in known
        if isinstance(getattr(buckets[name], field), Unresolved) and field not in buckets[name].places
    )
    return merged((*buckets.values(), *partial), faults)


def _values(owner: Owner) -> Iterator[tuple[str, tuple[str, Place]]]:
    for field, node in (("account", owner.account), ("region", owner.region)):
        if node and isinstance(node.value, str):
            yield field, (node.value, node.place)


def _partial(name: str, field: str, value: str, place: Place) -> Bucket:
    told: dict[str, Any] = {field: value, "places": {field: place}}
    return replace(bucket.untold(name), **told)
