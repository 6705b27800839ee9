"""That a text is refused, and the limits at which it is; why, in words, is the diagnosis."""

from __future__ import annotations

DEEPEST = 200
"""How many lists and objects, or XML's elements, may stand inside one another.

Documents of ours need about 20. Python gives a recursive function about 1,000 levels, so that anybody may walk a
document of this depth with as many as four calls a level.
"""

LONGEST_NUMBER = 300
"""How many characters a number may have: an integer so long still fits a double, and Python reads it at any setting."""

MOST_ELEMENTS = 1_000_000
"""How many elements an XML text may have. S3 takes documents of 2 MB, which hold fewer."""


class Fault(Exception):  # noqa: N818 - never leaves this package, where it becomes Unreadable
    """Where a text stops being what its format says, as an offset into that text, and why."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
