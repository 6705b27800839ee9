"""Characters in the cells of a terminal: made visible, measured, broken into lines; knows no report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 2_000

# Letters and marks that count as printable and yet show nothing, or change the width of what stands before them:
# https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt, Default_Ignorable_Code_Point outside of Cf.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)

# Where a word that is wider than a line is best broken: an ARN or a path after its separators.
_JOINT = re.compile(r"(?<=[/:,])(?![:/])")

_LINKS = ("https://", "http://")


def visible(text: str) -> str:
    r"""The text with everything that a terminal obeys or hides written as an escape: `\x1b`, `\u202e`, `\ud800`.

    What is left shows one glyph a character, or joins the glyph before it; a backslash is left alone. A text that no
    person would read to its end is cut.
    """
    if len(text) > LONGEST:
        return visible(text[:LONGEST]) + "..."
    if text.isascii() and text.isprintable():
        return text
    return "".join(shown(text))


def shown(text: str) -> Iterator[str]:
    """Each character as `visible` shows it."""
    return (char if char.isprintable() and not _UNSEEN.match(char) else _escape(char) for char in text)


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


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

    A line that starts with `::` would be a command to GitHub's runner
    (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands): it gets a backslash.
    """
    limit = room if first is None else first
    if width(text) <= limit and not text.lstrip(" ").startswith(":"):
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else harmless(word)
        if width(joined) <= limit:
            line = joined
            continue
        if line or (not lines and limit < room):
            lines.append(line)
            limit = room
        *full, line = [word] if links and word.startswith(_LINKS) else _chop(harmless(word), room)
        lines.extend(full)
    return [*lines, line]


def harmless(line: str) -> str:
    """The line, with a backslash before two colons that it starts with."""
    return "\\" + line if line.startswith("::") else line


def _chop(word: str, room: int) -> list[str]:
    """A word in pieces of at most `room` cells."""
    if width(word) <= room:
        return [word]
    lines = [""]
    for part in _JOINT.split(word):
        if width(lines[-1] + part) <= room:
            lines[-1] += part
        elif width(part) <= room:
            lines.append(part)
        else:
            for char in part:
                if width(lines[-1] + char) <= room:
                    lines[-1] += char
                else:
                    lines.append("\\:" if char == ":" else char)
    return [line for line in lines if line] or [""]
