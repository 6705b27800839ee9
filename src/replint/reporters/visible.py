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

# Controls, separators of lines, what turns the direction of writing, half surrogates, and what is no character.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    r"""The text with everything that a terminal obeys or hides written as an escape: `\x1b`, `\u202e`, `\ud800`.

    What is left shows one glyph a character, or joins the glyph before it; a backslash is left alone. A text that no
    person would read to its end is cut.
    """
    if len(text) > LONGEST:
        return visible(text[:LONGEST]) + "..."
    return inert(text if text.isascii() and text.isprintable() else "".join(shown(text)))


def inert(text: str) -> str:
    """The text without commands of the old form `##[command]`, which GitHub's runner finds anywhere in a line.

    It stays as wide as it is: the second sign becomes a backslash.
    https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
    """
    return text.replace("##[", "#\\[")


def shown(text: str) -> Iterator[str]:
    """Each character as `visible` shows it."""
    return (char if char.isprintable() and not _UNSEEN.match(char) else _escape(char) for char in text)


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def tame(text: str) -> str:
    r"""The text with only what a terminal or a log obeys as an escape, for names that a program looks up.

    What is left is also what XML can hold (https://www.w3.org/TR/xml/#charsets), but for its signs.
    """
    return _OBEYED.sub(lambda char: _escape(char[0]), text)


def harmless(start: str) -> str:
    """The start of a line, with a backslash before colons that may be the start of a command to GitHub's runner.

    The runner passes over blanks before a command:
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    return "\\" + start if start.lstrip().startswith("::") or start.strip() == ":" else start
