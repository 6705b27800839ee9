"""Characters in the cells of a terminal: made visible, measured, broken into lines; knows no report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replint.reporters.visible import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where a word that is wider than a line is best broken: an ARN or a path after its separators.
_JOINT = re.compile(r"(?<=[/:,])(?![:/])")

# What is of use only whole: a URL to open, an ARN to search for or copy.
_WHOLE = re.compile(r"[`(]*(?:https?://|arn:[a-z-]+:)")
LONGEST_NAME = 200
"""An ARN longer than this is broken all the same: nobody would find its end."""


def width(text: str) -> int:
    """How many cells visible text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # half of the start of this format, and few reports have need of it

    return cell_len(text)


def wrap(text: str, room: int, *, first: int | None = None, whole: bool = False) -> list[str]:
    """Visible text in lines of at most `room` cells, the first of at most `first`; at least one line.

    Broken between words; a word wider than a line is broken after a `/`, `:` or `,`, else anywhere. With `whole` a URL
    or an ARN that is wider has a line to itself and is not broken: a terminal goes on in its next line by itself, and
    whoever copies it gets it whole. Where a first line has room for no word it is empty. `room` is at least 8.

    What would be a command at the start of a line is made harmless.
    """
    limit = room if first is None else first
    if width(text) <= limit and not text.lstrip(" ").startswith(":"):
        return [text]
    lines: list[str] = []
    line = ""
    for glue, piece in _pieces(text, room, names=whole):
        grown = line + glue + piece if line else harmless(piece)
        if width(grown) <= limit:
            line = grown
            continue
        if line or (not lines and limit < room):
            lines.append(line)
            limit = room
        line = harmless(piece)
    return [*lines, line]


def _pieces(text: str, room: int, *, names: bool) -> Iterator[tuple[str, str]]:
    """What a line may end before, with what joins it to the piece before it; none is wider than a line but a name."""
    glue = ""
    for word in text.split(" "):
        whole = width(word) < room or (names and is_name(word))
        for part in [word] if whole else _JOINT.split(word):
            for piece in [part] if whole or width(part) < room else part:
                yield glue, piece
                glue = ""
        glue = " "


def is_name(word: str) -> bool:
    """Whether a word is of use only whole: it is a URL or an ARN, and one that may be."""
    found = _WHOLE.match(word)
    return found is not None and ("arn:" not in found[0] or width(word) <= LONGEST_NAME)
