"""The word about a destination that no document describes, while a bucket of nearly that name is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH
from replint.vocabulary.configured.asking import word
from replint.vocabulary.word import Telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.configured import ConfiguredRule
    from replint.facts.bucket import Bucket
    from replint.facts.estate import Estate
    from replint.span import Place
    from replint.vocabulary.word import Word

_WITHOUT_DIGITS = str.maketrans("", "", "0123456789")

MOST_EDITS = 2
"""How many characters a slip of the pen adds, drops or changes at most."""


def likely(subject: ConfiguredRule) -> Bucket | None:
    """The bucket that a destination's name was meant for: in view, nearly of that name, and named by no rule."""
    if subject.destination.stated or isinstance(subject.rule.destination, Unresolved):
        return None
    meant = subject.destination.name
    return next((each for each in _spare(subject.estate) if _mistaken(meant, each.name)), None)


def _mistaken(one: str, other: str) -> bool:
    """Whether one name may be a slip for another; names that only count differently (`logs-1`, `logs-2`) are two."""
    lettered = [each.translate(_WITHOUT_DIGITS) for each in (one, other)]
    return lettered[0] != lettered[1] and within(one, other, MOST_EDITS)


def _spare(estate: Estate) -> Iterator[Bucket]:
    """The buckets in view that no replication rule names, and that have no replication rules themselves."""
    configurations = [*estate.orphans, *(each.replication for each in estate.buckets.values())]
    rules = [rule for each in configurations for rule in getattr(each, "rules", ())]
    named = {str(rule.destination).rpartition(":")[2] for rule in rules}
    for bucket in estate.buckets.values():
        if bucket.stated and bucket.name not in named and not getattr(bucket.replication, "rules", ()):
            yield bucket


def within(one: str, other: str, most: int) -> bool:
    """Whether so many characters added, dropped or changed lead from one text to the other at most."""
    row = list(range(len(other) + 1))
    for number, char in enumerate(one, 1):
        before, row = row, [number]
        for at, each in enumerate(other):
            row.append(min(before[at] + (char != each), before[at + 1] + 1, row[at] + 1))
    return row[-1] <= most


def _told(subject: ConfiguredRule) -> Telling | None:
    found, place = likely(subject), _place(subject)
    if found is None or place is None:
        return None
    name = subject.destination.name
    at = found.where("name")
    beside = ((at, "this bucket is named by no replication rule"),) if at else ()
    return Telling(
        f"no document describes bucket `{name}`, and no replication rule names `{found.name}`",
        f"did you mean `arn:{subject.partition}:s3:::{found.name}`?",
        ((place, f"`{name}` is in no document"), *beside),
    )


def _place(subject: ConfiguredRule) -> Place | None:
    return subject.rule.where("destination")


WORDS: tuple[Word[ConfiguredRule], ...] = (
    word(
        "destination nearly named",
        TRUTH,
        "No document describes the destination, and one describes a bucket of nearly its name that no rule names.",
        lambda subject: likely(subject) is not None,
        _place,
        tells=_told,
    ),
)
