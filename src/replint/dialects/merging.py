"""Two documents on one bucket, role or key, read as one: member by member; where they differ nothing is told."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

from replint.dialects.telling import finding
from replint.facts.bucket import Bucket
from replint.facts.key import Key
from replint.facts.unresolved import Unresolved
from replint.finding import Label
from replint.record import fields, replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.facts.role import Role
    from replint.finding import Finding

Fact = TypeVar("Fact", bound="Bucket | Role | Key")

CONTRADICTED = "two documents tell it differently"
_APART = frozenset({"name", "arn", "stated", "place", "places", "aliases"})
_WORDS = {
    "trust": "trust policy",
    "policies": "permission policies",
    "boundary": "permissions boundary",
    "encryption": "default encryption",
    "ownership": "object ownership",
    "object_lock": "Object Lock",
    "public_access_block": "Block Public Access settings",
    "requester_pays": "payer",
    "replication": "replication configuration",
    "lifecycle": "lifecycle configuration",
    "notification": "event notifications",
    "logging": "server access logging",
    "region": "Region",
    "id": "unique id",
    "multi_region": "multi-Region setting",
}


def merged(facts: Iterable[Fact], faults: list[Finding]) -> dict[str, Fact]:
    """The facts by name or ARN, each once. Appends a finding for every member that two documents tell differently."""
    by_name: dict[str, Fact] = {}
    for fact in facts:
        name = fact.name if isinstance(fact, Bucket) else fact.arn
        earlier = by_name.get(name)
        by_name[name] = fact if earlier is None else _one(earlier, fact, name, faults)
    return by_name


def _one(first: Fact, second: Fact, name: str, faults: list[Finding]) -> Fact:
    told: dict[str, Any] = {}
    for field in fields(type(first)):
        if field in _APART:
            continue
        one, other = getattr(first, field), getattr(second, field)
        if one == other or isinstance(other, Unresolved) or (field == "id" and other is None):
            continue
        if isinstance(one, Unresolved) and one.why == CONTRADICTED:
            continue
        if isinstance(one, Unresolved) or (field == "id" and one is None):
            told[field] = other
        else:
            told[field] = _contradiction(first, second, field, name, faults)
    if isinstance(first, Key) and isinstance(second, Key):
        known = [each.aliases for each in (first, second) if not isinstance(each.aliases, Unresolved)]
        told["aliases"] = tuple(dict.fromkeys(chain(*known))) if known else first.aliases
    return replace(
        first,
        stated=first.stated or second.stated,
        place=first.place or second.place,
        places={**second.places, **first.places},
        **told,
    )


def _contradiction(first: Fact, second: Fact, field: str, name: str, faults: list[Finding]) -> Unresolved | None:
    kind = type(first).__name__.lower()
    what = f"the {_WORDS.get(field, field)} of {kind} `{name}`"
    here, there = second.where(field), first.where(field)
    if here is not None:
        related = (Label(there, "told differently here"),) if there else ()
        message = f"{what} is told differently in two places"
        hint = "remove the one that is out of date"
        faults.append(finding("contradicting-documents", here, message, hint, related=related))
    if field == "id":
        return None
    return Unresolved(what, CONTRADICTED, "the document that is right, alone", here)
