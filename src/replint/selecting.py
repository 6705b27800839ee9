"""The objects that a replication rule selects, as sets: which cover others, where two meet, and one for instance.

A prefix is plain text at the beginning of a key, and an object has to have all of the tags:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain, takewhile
from typing import TYPE_CHECKING, Generic, TypeVar

from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Tag = tuple[str, str]
_NO_TAG: tuple[str | None, str] = (None, "")
Kept = TypeVar("Kept")

MOST_TAGS = 10
"""How many tags an object has at most: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html."""


@record
class Objects:
    """All objects whose keys begin with a prefix and that have all of some tags, whatever other tags they have."""

    prefix: str = ""
    tags: frozenset[Tag] = frozenset()

    @property
    def can_be(self) -> bool:
        """Whether an object can have these tags: a key has one value, and there are only so many keys."""
        return len({key for key, _ in self.tags}) == len(self.tags) <= MOST_TAGS

    def cover(self, others: Objects) -> bool:
        """Whether all of the others, should there be any, are among these.

        No several sets of objects cover one together that none of them covers: to cover the object whose key is the
        prefix and whose tags are just those asked for is to cover all. Where the prefix is empty, so that this is no
        key, there are more characters to begin one with than replication rules in a configuration.
        """
        return others.prefix.startswith(self.prefix) and self.tags <= others.tags

    def meet(self, others: Objects) -> Objects | None:
        """The objects that are among both; None where none can be."""
        nested = self.prefix.startswith(others.prefix) or others.prefix.startswith(self.prefix)
        both = Objects(max(self.prefix, others.prefix, key=len), self.tags | others.tags)
        return both if nested and both.can_be else None

    def example(self, but: Iterable[Objects] = ()) -> str:
        """One of the objects that is none of some others, for a sentence; these must not cover all of them."""
        others = [other.prefix for other in but if other.tags <= self.tags]
        key = next(key for key in self._keys() if not any(key.startswith(prefix) for prefix in others))
        tags = " and ".join(f"`{name}`=`{value}`" for name, value in sorted(self.tags))
        return f"`{key}`" + (f" with tag{'s' if len(self.tags) > 1 else ''} {tags}" if tags else "")

    def _keys(self) -> Iterator[str]:
        """Keys that begin with the prefix, the likeliest first; of those the prefix itself is in no narrower set."""
        if self.prefix and not self.prefix.endswith("/"):
            yield self.prefix
        yield from (self.prefix + letter for letter in "xyz")
        yield from (self.prefix,) if self.prefix else map(chr, range(ord("a"), _CHARACTERS))


_CHARACTERS = 0x3000
"""More characters than a configuration has replication rules."""


class Shelf(Generic[Kept]):
    """Things by the objects that they select, so that those about some objects are found without trying all."""

    __slots__ = ("_by_prefix", "_lengths", "_prefixes")

    def __init__(self, things: Iterable[tuple[Objects, Kept]]) -> None:
        """A shelf with these things; of what selects nothing, as its tags cannot be, nothing is kept."""
        self._by_prefix: dict[str, dict[str | None, dict[str, list[tuple[Objects, Kept]]]]] = {}
        for objects, thing in things:
            if objects.can_be:
                # One tag of each is enough to pass over what asks for another value of it.
                name, value = min(objects.tags, default=(None, ""))
                named = self._by_prefix.setdefault(objects.prefix, {}).setdefault(name, {})
                named.setdefault(value, []).append((objects, thing))
        self._prefixes = sorted(self._by_prefix)
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})

    def covering(self, objects: Objects) -> Iterator[Kept]:
        """The things that select all of these objects."""
        for prefix in self._beginnings(objects.prefix):
            for name, value in (_NO_TAG, *objects.tags):
                for kept, thing in self._by_prefix[prefix].get(name, {}).get(value, ()):
                    if kept.cover(objects):
                        yield thing

    def meeting(self, objects: Objects) -> Iterator[tuple[Objects, Kept]]:
        """The things that select some of these objects, each with those that it selects."""
        longer = self._prefixes[bisect_left(self._prefixes, objects.prefix) :]
        below = takewhile(lambda prefix: prefix.startswith(objects.prefix), longer)
        tags = dict(objects.tags)
        for prefix in dict.fromkeys((*self._beginnings(objects.prefix), *below)):
            for name, values in self._by_prefix[prefix].items():
                alike = [values.get(tags[name], [])] if name in tags else values.values()
                for kept, thing in chain.from_iterable(alike):
                    both = kept.meet(objects)
                    if both:
                        yield both, thing

    def _beginnings(self, prefix: str) -> Iterator[str]:
        """The prefixes on the shelf that a prefix begins with, the shortest first."""
        for length in self._lengths:
            if length > len(prefix):
                return
            if prefix[:length] in self._by_prefix:
                yield prefix[:length]
