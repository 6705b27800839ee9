"""Our sentences as Markdown: backticks go on to mean code, and whatever else Markdown takes for a sign is plain."""

from __future__ import annotations

import re

from replint.reporters.visible import visible

_CODE = re.compile(r"`[^`]+`|https://\S+")
_SIGNS = re.compile(r"[\\*_<>\[\]|#]")


def prose(text: str) -> str:
    """Text in which only backticks mean something: whatever else Markdown takes for a sign is plain."""
    text, told, at = visible(text), [], 0
    for code in _CODE.finditer(text):
        told += [_plain(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*told, _plain(text[at:])])


def _plain(text: str) -> str:
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", text)
