"""Where documents tell what the keys of a call hold: one table, a row for each fact that keys rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.facts.key import Key

if TYPE_CHECKING:
    from replint.context.circumstances import Circumstances
    from replint.span import Place


class Fact(NamedTuple):
    """Keys, in lower case, that rest on one fact, and what to say where it stands; `/` ends the name of a family."""

    keys: str
    name: str
    says: str


FACTS = (
    Fact("aws:requestedregion kms:viaservice", "region", "the call is made in this Region"),
    Fact("aws:resourceaccount s3:resourceaccount", "owner", "this account owns what is called"),
    Fact("aws:sourceaccount", "source_account", "this account owns the source"),
    Fact("aws:principaltag/", "role tags", "these are the role's tags"),
    Fact("aws:userid", "role id", "this is the role's unique id"),
    Fact("kms:resourcealiases", "aliases", "these are the key's aliases"),
    Fact("s3:existingobjecttag/", "tags", "the replication rule selects by these"),
    Fact("s3:x-amz-server-side-encryption", "encryption", "objects are encrypted like this, and so their replicas"),
    Fact("s3:x-amz-server-side-encryption-aws-kms-key-id", "replica_key", "this key is asked for"),
    Fact(
        "s3:object-lock-event-hold s3:object-lock-event-hold-duration-days s3:object-lock-remaining-retention-days"
        " s3:object-lock-mode s3:object-lock-retain-until-date s3:object-lock-legal-hold",
        "object_lock",
        "this tells whether there is Object Lock",
    ),
)


def told_at(key: str, given: Circumstances) -> tuple[Place, str] | None:
    """Where a document tells what a call carries as a key, and what to say there; None where none does."""
    family, slash, _ = key.lower().partition("/")
    fact = next((each for each in FACTS if family + slash in each.keys.split()), None)
    place = _places(given).get(fact.name) if fact else None
    return (place, fact.says) if fact and place else None


def _places(given: Circumstances) -> dict[str, Place | None]:
    role, key = given.role.places, given.replica_key
    return {
        **given.places,
        "role tags": role.get("tags"),
        "role id": role.get("id"),
        "aliases": key.places.get("aliases") if isinstance(key, Key) else None,
    }
