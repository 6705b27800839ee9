"""Characters in the cells of a terminal: made visible, measured, broken into lines; knows no report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replint.reporters.visible import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where a word that is wider than a line is best broken: an ARN or a path after its separators.
_JOINT = re.compile(r"(?<=[/:,])(?![:/])")

_LINKS = ("https://", "http://")


def width(text: str) -> int:
    """How many cells visible text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # half of the start of this format, and few reports have need of it

    return cell_len(text)


def wrap(text: str, room: int, *, first: int | None = None, links: bool = False) -> list[str]:
    """Visible text in lines of at most `room` cells, the first of at most `first`; at least one line.

    Broken between words; a word wider than a line is broken after a `/`, `:` or `,`, else anywhere, but with `links`
    never where it is a URL, since it could not be opened. Where a first line has room for no word it is empty. `room`
    is at least 8.

    What would be a command at the start of a line is made harmless.
    """
    limit = room if first is None else first
    if width(text) <= limit and not text.lstrip(" ").startswith(":"):
        return [text]
    lines: list[str] = []
    line = ""
    for glue, piece in _pieces(text, room, links=links):
        grown = line + glue + piece if line else harmless(piece)
        if width(grown) <= limit:
            line = grown
            continue
        if line or (not lines and limit < room):
            lines.append(line)
            limit = room
        line = harmless(piece)
    return [*lines, line]


def _pieces(text: str, room: int, *, links: bool) -> Iterator[tuple[str, str]]:
    """What a line may end before, with what joins it to the piece before it; none is wider than a line but a URL."""
    glue = ""
    for word in text.split(" "):
        whole = width(word) < room or (links and word.startswith(_LINKS))
        for part in [word] if whole else _JOINT.split(word):
            for piece in [part] if whole or width(part) < room else part:
                yield glue, piece
                glue = ""
        glue = " "
