"""Text made visible: nothing in it that a terminal obeys, hides or draws over its neighbours; knows no format."""

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


def harmless(start: str) -> str:
    """The start of a line, with a backslash before colons that may be the start of a command to GitHub's runner.

    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    return "\\" + start if start.startswith("::") or start == ":" else start
