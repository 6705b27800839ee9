"""Which facts the keys of a call rest on, and where documents tell these: one table, a row for each fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.facts.key import Key
from replint.facts.unresolved import Unresolved

if TYPE_CHECKING:
    from replint.context.circumstances import Circumstances
    from replint.span import Place


class Fact(NamedTuple):
    """Keys, in lower case, that rest on one fact, and what to say where it stands; `/` ends the name of a family.

    With `settles`, the keys are known as soon as a document tells the fact.
    """

    keys: str
    name: str
    says: str
    settles: bool = False


FACTS = (
    Fact("aws:requestedregion kms:viaservice", "region", "the call is made in this Region", settles=True),
    Fact("aws:resourceaccount s3:resourceaccount", "owner", "this account owns what is called", settles=True),
    Fact(
        "aws:principalorgid aws:principalorgpaths aws:resourceorgid aws:resourceorgpaths",
        "organisation",
        "the role's account is of this organisation",
    ),
    Fact("aws:sourceaccount", "source_account", "this account owns the source"),
    Fact("aws:principaltag/", "role tags", "these are the role's tags"),
    Fact("aws:userid", "role id", "this is the role's unique id"),
    Fact("kms:resourcealiases", "aliases", "these are the key's aliases", settles=True),
    Fact("s3:existingobjecttag/", "tags", "the replication rule selects by these"),
    Fact("kms:encryptioncontext:aws:s3:arn", "bucket_key", "this tells whether objects have Bucket Keys", settles=True),
    Fact(
        "s3:x-amz-server-side-encryption",
        "encryption",
        "objects are encrypted like this, and so their replicas",
        settles=True,
    ),
    Fact("s3:x-amz-server-side-encryption-aws-kms-key-id", "replica_key", "this key is asked for", settles=True),
    Fact(
        "s3:object-lock-event-hold s3:object-lock-event-hold-duration-days s3:object-lock-remaining-retention-days"
        " s3:object-lock-mode s3:object-lock-retain-until-date s3:object-lock-legal-hold",
        "object_lock",
        "this tells whether there is Object Lock",
        settles=True,
    ),
)


def told_at(key: str, given: Circumstances) -> tuple[Place, str] | None:
    """Where a document tells what a call carries as a key, and what to say there; None where none does."""
    fact = _of(key)
    place = _places(given).get(fact.name) if fact else None
    return (place, fact.says) if fact and place else None


def untold(key: str, given: Circumstances) -> Unresolved | None:
    """What no document tells and a key rests on; None when it is AWS that does not say what the key holds."""
    fact = _of(key)
    value = getattr(given, fact.name) if fact and fact.settles else None
    return value if isinstance(value, Unresolved) else None


def _of(key: str) -> Fact | None:
    family, slash, _ = key.lower().partition("/")
    return next((each for each in FACTS if family + slash in each.keys.split()), None)


def _places(given: Circumstances) -> dict[str, Place | None]:
    role, key = given.role.places, given.replica_key
    return {
        **given.places,
        "organisation": given.declared.places.get("organisation"),
        "role tags": role.get("tags"),
        "role id": role.get("id"),
        "aliases": key.places.get("aliases") if isinstance(key, Key) else None,
    }
