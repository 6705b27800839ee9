"""Values -> JSON in ASCII that every reader takes; knows no report."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from replint.finding import Json

# An escape of JSON: a surrogate pair, half of one alone, or any other.
_ESCAPE = re.compile(r"\\(?:u(?P<pair>d[89ab]..\\ud[c-f]..)|u(?P<half>d[89a-f]..)|.)")


def encoded(value: Json, indent: int | None = None) -> str:
    """The value as JSON, on one line unless its members are to be indented; half a surrogate pair as `whole` has it."""
    return whole(json.dumps(value, indent=indent))


def whole(text: str) -> str:
    r"""JSON with half a surrogate pair written as the characters of its escape (`\ud800`).

    Many readers refuse the whole text for one (RFC 8259, section 8.2). A bracket that would make a command to GitHub's
    runner of a text (`##[command]`) is written as its escape, which is the same to whoever reads JSON.
    """
    text = text.replace("##[", "##\\u005b")
    if "\\ud" not in text:
        return text
    return _ESCAPE.sub(lambda escape: "\\" + escape[0] if escape["half"] else escape[0], text)
