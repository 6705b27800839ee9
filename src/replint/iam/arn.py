"""ARNs as patterns: six segments that are matched one by one.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html. A wildcard stays inside its segment; only in the
sixth, the resource, does it also match colons and slashes.
"""

from __future__ import annotations

from typing import NamedTuple

from replint.iam.pattern import ANYTHING, Atom, Kind, Pattern, Token, Wild

SEGMENTS = 6
_WITHIN_SEGMENT: dict[Token, Token] = {Wild.RUN: Wild.PART_RUN, Wild.ONE: Wild.PART_ONE}


class Arn(NamedTuple):
    """An ARN's six segments."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    @staticmethod
    def parse(text: str) -> Arn | None:
        """The ARN, or None for a text that does not have six segments beginning with `arn`."""
        parts = text.split(":", SEGMENTS - 1)
        if len(parts) < SEGMENTS or parts[0] != "arn":
            return None
        return Arn(*parts[1:])

    def __str__(self) -> str:
        """The ARN as written."""
        return f"arn:{self.partition}:{self.service}:{self.region}:{self.account}:{self.resource}"


def segmented(pattern: Pattern) -> Pattern:
    """The same pattern with the wildcards of its first five segments kept inside their segment.

    A lone `*` stays what it is: everything. The colons inside a free atom are not known, but no segment before the
    sixth holds a slash: behind an atom, a slash says that the sixth has begun.
    """
    if pattern == ANYTHING or pattern.head.count(":") >= SEGMENTS - 1:
        return pattern
    row: list[Token] = []
    colons = 0
    behind_atom = False
    for each in pattern.tokens:
        colons += each == ":"
        behind_atom = behind_atom or (isinstance(each, Atom) and each.kind is Kind.FREE)
        if each == "/" and behind_atom:
            colons = SEGMENTS - 1
        row.append(_WITHIN_SEGMENT.get(each, each) if colons < SEGMENTS - 1 else each)
    return Pattern.of(row)


def padded(text: str) -> str:
    """An ARN pattern with fewer than six segments, as IAM reads it in identity policies: the rest is `*`."""
    missing = SEGMENTS - 1 - text.count(":")
    return text if text == "*" or missing <= 0 else text + ":*" * missing
