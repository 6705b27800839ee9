"""The word of a replication configuration about events that somebody asks for and S3 does not send.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-metrics-events.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.bucket import Bucket
from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH, Entry
from replint.vocabulary.word import Telling, Word

if TYPE_CHECKING:
    from replint.configured import Configured
    from replint.facts.replication import ReplicationRule
    from replint.span import Place

FAILED = frozenset(
    {"s3:Replication:*", "s3:Replication:OperationFailedReplication", "s3:Replication:OperationNotTracked"}
)
LATE = frozenset({"s3:Replication:OperationMissedThreshold", "s3:Replication:OperationReplicatedAfterThreshold"})
"""Events of Replication Time Control alone."""


def _unsent(configured: Configured) -> str | None:
    """An event that somebody wants to be told of and no replication rule of the bucket sends; what is untold may."""
    source = configured.source
    if not isinstance(source, Bucket) or isinstance(source.notification, Unresolved):
        return None
    rules = [rule for rule in configured.configuration.rules if rule.enabled is True]
    if not rules or any(_sends(rule, timed=True) for rule in rules):
        return None
    late_alone = any(_sends(rule, timed=False) for rule in rules)
    return min(source.notification & (LATE if late_alone else FAILED | LATE), default=None)


def _sends(rule: ReplicationRule, *, timed: bool) -> bool:
    """Whether a replication rule may send events: those about time with Replication Time Control, which has metrics."""
    return rule.replication_time not in (None, False) or (not timed and rule.metrics not in (None, False))


def _tells(configured: Configured) -> Telling | None:
    event, place = _unsent(configured), _place(configured)
    if event is None or place is None:
        return None
    late = event in LATE
    return Telling(
        f"nobody is told of `{event}`: no replication rule of the bucket has "
        f"{'Replication Time Control' if late else 'metrics'}",
        f"enable `Destination.{'ReplicationTime' if late else 'Metrics'}` in the replication rules",
        ((place, f"`{event}` is asked for here"),),
    )


def _place(configured: Configured) -> Place | None:
    return configured.source.where("notification") if isinstance(configured.source, Bucket) else None


WORDS: tuple[Word[Configured], ...] = (
    Word(
        Entry(
            "events unsent",
            TRUTH,
            "replication configuration",
            "The source is known to ask for events of replication, and no enabled rule of it has what sends them.",
        ),
        lambda configured: _unsent(configured) is not None,
        _place,
        _tells,
    ),
)
