"""Words of a replication rule about filters that hardly select what is meant: a prefix is text, and tags are few.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-troubleshoot.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from replint.facts.bucket import Bucket
from replint.lang.lexicon import TRUTH
from replint.selecting import MOST_TAGS
from replint.vocabulary.configured.asking import of_rule, word
from replint.vocabulary.word import Telling

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.configured import ConfiguredRule
    from replint.span import Place
    from replint.vocabulary.word import Word

    Said: TypeAlias = Callable[[ConfiguredRule], tuple[str, str] | None]
    """A message and what to do instead, where there is something to say."""


def _prefix(subject: ConfiguredRule) -> str:
    """The prefix of an enabled rule; none where it is not told, of which nothing is to be said."""
    rule = subject.rule
    return rule.prefix if isinstance(rule.prefix, str) and rule.enabled is True else ""


def _wild(subject: ConfiguredRule) -> str:
    """The wildcards of policies that the prefix has; of an address something else is to be said."""
    return "" if _address(subject) is not None else "".join(sign for sign in "*?" if sign in _prefix(subject))


def _address(subject: ConfiguredRule) -> str | None:
    """What the prefix is meant for where it is the address of objects: what stands behind the bucket's name."""
    prefix = _prefix(subject)
    for scheme in ("s3://", "S3://", "s3a://", "s3n://"):
        if prefix.startswith(scheme):
            return prefix.removeprefix(scheme).partition("/")[2]
    if prefix.startswith("arn:") and ":s3:::" in prefix:
        return prefix.partition(":s3:::")[2].partition("/")[2]
    return None


def _own_name(subject: ConfiguredRule) -> str | None:
    """The prefix without the source bucket's name, where it begins with that."""
    prefix, source = _prefix(subject), subject.source
    if not isinstance(source, Bucket) or prefix.partition("/")[0] != source.name:
        return None
    return prefix.partition("/")[2]


def _tells(said: Said) -> Callable[[ConfiguredRule], Telling | None]:
    """What is to be said of a prefix, at its place."""

    def tells(subject: ConfiguredRule) -> Telling | None:
        found, place = said(subject), subject.rule.where("prefix")
        return (
            Telling(*found, ((place, f"only keys that begin with `{_prefix(subject)}`"),)) if found and place else None
        )

    return tells


def _said_wild(subject: ConfiguredRule) -> tuple[str, str] | None:
    prefix, wild = _prefix(subject), _wild(subject)
    if not wild:
        return None
    start = min(prefix.index(sign) for sign in wild)
    sign, meant = f"`{prefix[start]}`", prefix[:start]
    instead = f"write `{meant}`, which is enough for all keys that begin so" if meant else "leave the prefix empty"
    return f"a prefix is plain text: in `{prefix}` the {sign} stands for itself", instead


def _said_slash(subject: ConfiguredRule) -> tuple[str, str] | None:
    prefix = _prefix(subject)
    if not prefix.startswith("/"):
        return None
    without = prefix.lstrip("/")
    return (
        f"prefix `{prefix}` selects only keys that begin with a slash, which hardly any do",
        f"write `{without}`" if without else "leave the prefix empty to select all objects",
    )


def _said_address(subject: ConfiguredRule) -> tuple[str, str] | None:
    meant = _address(subject)
    if meant is None:
        return None
    return f"prefix `{_prefix(subject)}` is an address, and no key begins so", _instead(meant)


def _said_own_name(subject: ConfiguredRule) -> tuple[str, str] | None:
    meant = _own_name(subject)
    if meant is None:
        return None
    return (
        f"prefix `{_prefix(subject)}` begins with the name of its own bucket, which is no part of keys",
        _instead(meant),
    )


def _instead(meant: str) -> str:
    found = meant.partition("*")[0]
    return f"write `{found}`" if found else "leave the prefix empty to select all objects"


def _tags(subject: ConfiguredRule) -> tuple[tuple[str, str], ...]:
    rule = subject.rule
    return rule.tags if isinstance(rule.tags, tuple) and rule.enabled is True else ()


def _too_many(subject: ConfiguredRule) -> int | None:
    """How many tags are asked for, where no object has so many; a key that stands twice S3 refuses itself."""
    count = len({name for name, _ in _tags(subject)})
    return count if count > MOST_TAGS else None


def _unmatched(subject: ConfiguredRule) -> Telling | None:
    place, count = subject.rule.where("tags"), _too_many(subject)
    if place is None or count is None:
        return None
    message = f"the filter asks for {count} tags, and an object has {MOST_TAGS} at most"
    return Telling(message, "take tags out of the filter", ((place, "no object has so many tags"),))


def _word(phrase: str, meaning: str, answer: Callable[[ConfiguredRule], bool], said: Said) -> Word[ConfiguredRule]:
    return word(phrase, TRUTH, meaning, answer, _where, tells=_tells(said))


def _where(subject: ConfiguredRule) -> Place | None:
    return subject.rule.where("prefix")


WORDS: tuple[Word[ConfiguredRule], ...] = (
    _word(
        "wildcard in prefix",
        "The prefix of an enabled rule has a `*` or a `?`.",
        lambda subject: bool(_wild(subject)),
        _said_wild,
    ),
    _word(
        "slash before prefix",
        "The prefix of an enabled rule begins with a slash.",
        lambda subject: _prefix(subject).startswith("/"),
        _said_slash,
    ),
    _word(
        "address as prefix",
        "The prefix of an enabled rule begins as the address of an object, with `s3://` or an ARN.",
        lambda subject: _address(subject) is not None,
        _said_address,
    ),
    _word(
        "bucket name in prefix",
        "The prefix of an enabled rule begins with the name of the bucket that it is for.",
        lambda subject: _own_name(subject) is not None,
        _said_own_name,
    ),
    word(
        "unmatchable tags",
        TRUTH,
        "An enabled rule asks for more tags than an object can have.",
        lambda subject: _too_many(subject) is not None,
        of_rule("tags")[1],
        tells=_unmatched,
    ),
    word(
        "tags select",
        TRUTH,
        "An enabled rule selects objects by their tags.",
        lambda subject: bool(_tags(subject)),
        of_rule("tags")[1],
    ),
)
