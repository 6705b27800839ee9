"""Words of a replication rule about what buckets do beside replication; what no document tells counts as no.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-and-other-bucket-configs.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.bucket import Bucket
from replint.facts.housekeeping import Logging
from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH
from replint.selecting import Objects
from replint.vocabulary.configured.asking import word
from replint.vocabulary.word import Telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.configured import ConfiguredRule
    from replint.facts.housekeeping import LifecycleRule, Transition
    from replint.span import Place
    from replint.vocabulary.word import Word

ARCHIVES = ("GLACIER", "DEEP_ARCHIVE")
"""Storage classes whose objects S3 reads only after they are restored; GLACIER_IR is none."""


def _destination(subject: ConfiguredRule) -> Bucket | None:
    """The destination where a document describes it: of no other is anything told."""
    route = subject.route
    return subject.estate.buckets.get(route.destination) if route else None


def _lifecycle(
    bucket: Bucket | Unresolved | None, subject: ConfiguredRule
) -> tuple[tuple[LifecycleRule, Objects], ...] | None:
    """A bucket's lifecycle rules for objects of the replication rule, each with these; None where they are not told."""
    route = subject.route
    if route is None or not isinstance(bucket, Bucket) or isinstance(bucket.lifecycle, Unresolved):
        return None
    met = ((rule, route.objects.meet(Objects(rule.prefix, frozenset(rule.tags)))) for rule in bucket.lifecycle)
    return tuple((rule, both) for rule, both in met if both)


def _archived(subject: ConfiguredRule) -> tuple[Transition, Objects] | None:
    for rule, objects in _lifecycle(subject.source, subject) or ():
        for transition in rule.transitions:
            if transition.storage_class in ARCHIVES:
                return transition, objects
    return None


def _tells_archived(subject: ConfiguredRule) -> Telling | None:
    found = _archived(subject)
    place = found[0].place if found else None
    if found is None or place is None:
        return None
    transition, objects = found
    after = "" if transition.days is None else f" after {transition.days} day{'' if transition.days == 1 else 's'}"
    return Telling(
        f"the source moves objects such as {objects.example()} to `{transition.storage_class}`{after}: what has not "
        "been replicated by then has to be restored first",
        "keep objects out of the archive until failed replications are noticed and repeated",
        ((place, "S3 does not replicate objects from the archive"),),
    )


def _expired(subject: ConfiguredRule) -> tuple[LifecycleRule, Objects] | None:
    """A lifecycle rule of the source that expires objects, of which the destination expires no replicas."""
    there = _lifecycle(_destination(subject), subject)
    if there is None or any(rule.expires for rule, _ in there):
        return None
    return next((found for found in _lifecycle(subject.source, subject) or () if found[0].expires), None)


def _tells_expired(subject: ConfiguredRule) -> Telling | None:
    found = _expired(subject)
    place = found[0].place if found else None
    if found is None or place is None:
        return None
    return Telling(
        f"the source expires objects such as {found[1].example()}, and replicas in `{subject.destination.name}` stay",
        "give the destination a lifecycle rule of its own",
        ((place, "lifecycle rules and what they do are not replicated"),),
    )


def _grows(subject: ConfiguredRule) -> bool:
    there = _lifecycle(_destination(subject), subject)
    return there is not None and not any(rule.cleans for rule, _ in there)


def _logged(subject: ConfiguredRule) -> tuple[Bucket, Logging] | None:
    """The source or the destination, where its access logs go into the source and are replicated themselves."""
    return next(_loops(subject), None)


def _loops(subject: ConfiguredRule) -> Iterator[tuple[Bucket, Logging]]:
    route = subject.route
    for bucket in (subject.source, _destination(subject)):
        if route and isinstance(bucket, Bucket) and isinstance(bucket.logging, Logging):
            logs = Objects(bucket.logging.prefix)
            # Logs have no tags.
            if bucket.logging.bucket == route.source and not route.objects.tags and route.objects.meet(logs):
                yield bucket, bucket.logging


def _tells_logged(subject: ConfiguredRule) -> Telling | None:
    found = _logged(subject)
    place = _place(found[0], "logging") if found else None
    if found is None or place is None:
        return None
    bucket, logging = found
    return Telling(
        f"access logs of `{bucket.name}` go to `{logging.bucket}` under `{logging.prefix}`, where replication rule "
        f"`{subject.rule.id}` selects them: to replicate logs makes logs, without end",
        "send the logs to another bucket, or narrow the filter of the replication rule",
        ((place, "these logs are replicated, and logged again"),),
    )


def _place(bucket: Bucket | Unresolved | None, name: str) -> Place | None:
    return bucket.where(name) if isinstance(bucket, Bucket) else None


WORDS: tuple[Word[ConfiguredRule], ...] = (
    word(
        "archived at source",
        TRUTH,
        "The source is known to move objects of the rule to an archive, from which S3 does not replicate.",
        lambda subject: _archived(subject) is not None,
        lambda subject: _place(subject.source, "lifecycle"),
        tells=_tells_archived,
    ),
    word(
        "expired at source alone",
        TRUTH,
        "The source is known to expire objects of the rule, and the destination not to expire replicas.",
        lambda subject: _expired(subject) is not None,
        lambda subject: _place(subject.source, "lifecycle"),
        tells=_tells_expired,
    ),
    word(
        "replica versions kept",
        TRUTH,
        "The destination is known to keep noncurrent versions of replicas for good.",
        _grows,
        lambda subject: _place(_destination(subject), "lifecycle"),
    ),
    word(
        "logs loop",
        TRUTH,
        "Access logs of the source or the destination are known to go into the source, where the rule selects them.",
        lambda subject: _logged(subject) is not None,
        lambda subject: _place(found[0], "logging") if (found := _logged(subject)) else None,
        tells=_tells_logged,
    ),
)
