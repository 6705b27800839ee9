"""What things of a report are called in running text; knows no layout."""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from replint.finding import FlowReport
    from replint.span import Place

LISTED = 3
"""How many things of one kind are listed before they are only counted."""

_BUCKET = re.compile(r"arn:[a-z-]+:s3:::([^/*?]+)")


def bucket(name: str) -> str:
    """A bucket by its name where an ARN tells it."""
    found = _BUCKET.fullmatch(name)
    return found[1] if found else name


def flow_name(flow: FlowReport) -> str:
    """A flow as a person tells it from its neighbours."""
    return f"{bucket(flow.source)} -> {bucket(flow.destination)} (`{flow.replication_rule}`)"


def origins(called: Sequence[tuple[Hashable, Place | None]]) -> list[str]:
    """For each of what is listed by a name and its place: the file it is from where others have its name, else nothing.

    The folders that all of a name have in common are left out. Two of one file are told apart by their lines.
    """
    alike: dict[Hashable, Counter[str]] = {}
    for name, place in called:
        alike.setdefault(name, Counter()).update([place.text.file.path] if place else [])
    shared = {name: _folders_of_all(paths) for name, paths in alike.items()}
    return [_origin(place, alike[name], shared[name]) if place else "" for name, place in called]


def _origin(place: Place, alike: Counter[str], shared: int) -> str:
    if alike.total() == 1:
        return ""
    file = place.text.file
    line = f":{file.position(place.span.start).line}" if alike[file.path] > 1 else ""
    return "/".join(file.path.split("/")[shared:]) + line


def _folders_of_all(paths: Iterable[str]) -> int:
    """How many folders, from the first on, all the paths begin with."""
    steps = zip(*(path.split("/")[:-1] for path in paths), strict=False)
    return sum(1 for _ in takewhile(lambda step: len(set(step)) == 1, steps))


def some(names: Sequence[str], *, all_of_them: bool = False) -> tuple[str, ...]:
    """The first of the names, separated, and how many more there are; or all of them."""
    more = len(names) - LISTED
    if more > 0 and not all_of_them:
        return (*(name + "," for name in names[:LISTED]), f"and {more} more")
    return (*(name + "," for name in names[:-1]), *names[-1:])


def owner_of(resource: str) -> str:
    """The bucket of an ARN of its objects; of anything else the thing itself."""
    return resource.partition("/")[0] if ":s3:::" in resource else resource


def listed(names: Sequence[str], most: int | None = None, *, word: str = "and") -> str:
    """The names in running text: `A`, `A and B`, `A, B and C`; with `most`, how many more there are than these."""
    if most is not None and len(names) > most:
        names = [*names[:most], f"{len(names) - most} more"]
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
