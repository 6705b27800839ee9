"""The word of a replication rule about buckets that are none that S3 replicates, which their names tell.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.bucket import Bucket
from replint.facts.named import bucket_name
from replint.lang.lexicon import TRUTH
from replint.vocabulary.configured.asking import word
from replint.vocabulary.word import Telling

if TYPE_CHECKING:
    from replint.configured import ConfiguredRule
    from replint.span import Place
    from replint.vocabulary.word import Word

ENDINGS = {
    "--x-s3": "a directory bucket",
    "--table-s3": "a table bucket",
    "-s3alias": "the alias of an access point",
    "--ol-s3": "the alias of an Object Lambda access point",
    ".mrap": "a Multi-Region Access Point",
}
"""How names end that S3 reserves, and what has such a name."""


def _found(subject: ConfiguredRule) -> tuple[str, str, Place | None] | None:
    """The name of another kind of bucket, what has such a name, and where it stands."""
    source, destination = subject.source, subject.rule.destination
    named = [(bucket_name(destination), subject.rule.where("destination"))] if isinstance(destination, str) else []
    if isinstance(source, Bucket):
        named.insert(0, (source.name, source.where("name")))
    return next(
        (
            (name, what, place)
            for name, place in named
            for ending, what in ENDINGS.items()
            if name.endswith(ending) and name != ending
        ),
        None,
    )


def _tells(subject: ConfiguredRule) -> Telling | None:
    found = _found(subject)
    name, what, place = found or ("", "", None)
    if place is None:
        return None
    return Telling(
        f"`{name}` is {what}, and S3 replicates general purpose buckets only",
        "name a general purpose bucket",
        ((place, f"this is {what}"),),
    )


WORDS: tuple[Word[ConfiguredRule], ...] = (
    word(
        "other kind of bucket",
        TRUTH,
        "By its name the source or the destination is no general purpose bucket.",
        lambda subject: _found(subject) is not None,
        lambda subject: found[2] if (found := _found(subject)) else None,
        tells=_tells,
    ),
)
