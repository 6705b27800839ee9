"""What things of a report are called in running text; knows no layout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replint.finding import FlowReport

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


def some(names: Sequence[str]) -> tuple[str, ...]:
    """The first of the names, separated, and how many more there are."""
    more = len(names) - LISTED
    if more > 0:
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
