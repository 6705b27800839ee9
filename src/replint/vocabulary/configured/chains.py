"""Words of a replication rule about replicas that it selects and S3 does not replicate again.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.lang.lexicon import TRUTH
from replint.vocabulary.configured.asking import word
from replint.vocabulary.configured.existing import copied
from replint.vocabulary.word import Telling

if TYPE_CHECKING:
    from replint.configured import ConfiguredRule
    from replint.routes import Meeting
    from replint.vocabulary.word import Word


def _feeding(subject: ConfiguredRule) -> Meeting | None:
    """Where such replicas come from; None where a batch job goes over the bucket, which may copy them.

    Of several, one all of whose replicas are selected comes first.
    """
    route = subject.route
    if route is None or copied(subject.within):
        return None
    found = tuple(subject.within.routes.feeding(route))
    return next((each for each in found if _whole(subject, each)), found[0] if found else None)


def _whole(subject: ConfiguredRule, found: Meeting) -> bool:
    """Whether the rule selects all that comes, and not only what may be made of it in between."""
    return subject.route is not None and subject.route.objects.cover(found.route.objects)


def _tells(subject: ConfiguredRule) -> Telling | None:
    found, place = _feeding(subject), subject.rule.where("destination")
    if found is None or place is None:
        return None
    first, between, last = found.route.source, found.route.destination, subject.destination.name
    from_where = found.route.rule.where("destination")
    beside = ((from_where, f"`{found.route.rule.id}` makes replicas in `{between}`"),) if from_where else ()
    return Telling(
        f"what `{first}` replicates to `{between}`, such as {found.example}, does not go on to `{last}`: "
        "replicas are not replicated again",
        f"add a replication rule from `{first}` to `{last}`, or copy the replicas with S3 Batch Replication",
        ((place, "only objects that are put here go there"), *beside),
    )


WORDS: tuple[Word[ConfiguredRule], ...] = (
    word(
        "replicas selected",
        TRUTH,
        "Another bucket replicates to this one objects that the rule selects, and does not itself replicate them to "
        "the rule's destination; no batch job is told that may copy them.",
        lambda subject: _feeding(subject) is not None,
        lambda subject: subject.rule.where("destination"),
        tells=_tells,
    ),
    word(
        "all replicas selected",
        TRUTH,
        "Of the replicas selected, which stay, some replication rule has all of its own selected.",
        lambda subject: (found := _feeding(subject)) is not None and _whole(subject, found),
        lambda subject: subject.rule.where("prefix"),
    ),
)
