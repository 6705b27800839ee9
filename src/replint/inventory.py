"""Buckets as rules look at them, each on its own, whether or not anything is replicated."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from replint.facts.unresolved import Unresolved
from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.facts.bucket import Bucket
    from replint.facts.estate import Estate
    from replint.facts.replication import ReplicationRule
    from replint.span import Place


@record
class Holding:
    """A bucket that a document of the estate is about; one that others only name is none."""

    kind: ClassVar[str] = "bucket"
    who: ClassVar[str] = "the bucket's owner"
    whose: ClassVar[str] = "the bucket's owner's"

    bucket: Bucket
    estate: Estate = field(compare=False, repr=False)

    @property
    def id(self) -> str:
        """The bucket's name."""
        return self.bucket.name

    @property
    def caller(self) -> Unresolved:
        """Nobody: no rule about a bucket alone asks for calls."""
        return Unresolved("who calls")

    @property
    def place(self) -> Place | None:
        """The bucket's document; of one that only a replication configuration tells of, that."""
        return self.bucket.place or next(iter(self.bucket.places.values()), None)

    @property
    def asked(self) -> tuple[Place | None, str]:
        """Where the bucket is named, and what is to be said there."""
        return self.bucket.where("name") or self.place, f"asked of bucket `{self.bucket.name}`"

    def replicates(self, *, whole: bool) -> bool | Unresolved:
        """Whether the bucket has an enabled replication rule; with `whole`, one for each of its objects."""
        told = self.bucket.replication
        if told is None or isinstance(told, Unresolved):
            return told or False
        answers = [_applies(rule, whole=whole) for rule in told.rules]
        if True in answers:
            return True
        return next((each for each in answers if isinstance(each, Unresolved)), False)

    @property
    def receives(self) -> bool:
        """Whether an enabled replication rule of the estate names the bucket as its destination."""
        configurations = [*self.estate.orphans, *(each.replication for each in self.estate.buckets.values())]
        rules = [rule for each in configurations for rule in getattr(each, "rules", ())]
        return any(
            rule.enabled is not False and str(rule.destination).rpartition(":")[2] == self.bucket.name for rule in rules
        )


def trace(estate: Estate) -> Iterator[Holding]:
    """The buckets of an estate, in the order of its documents."""
    return (Holding(bucket, estate) for bucket in estate.buckets.values())


def _applies(rule: ReplicationRule, *, whole: bool) -> bool | Unresolved:
    if rule.enabled is False or not whole:
        return rule.enabled
    selections = (rule.prefix, rule.tags)
    if any(each and not isinstance(each, Unresolved) for each in selections):
        # A prefix leaves objects out whatever the tags are, and the other way round.
        return False
    return next((each for each in selections if isinstance(each, Unresolved)), rule.enabled)
