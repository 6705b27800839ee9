"""Elements -> XML 1.0, line by line; nothing in a text ends an element, adds an attribute or makes the XML invalid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'

_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_IN_ATTRIBUTES = {**_SIGNS, '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}

# What no document can hold, as a reference neither: https://www.w3.org/TR/xml/#charsets
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, attributes: Mapping[str, str | int], body: Iterable[str] = ()) -> Iterator[str]:
    """The lines of an element with the lines of its body, such as those of other elements."""
    told = "".join(f' {key}="{_escaped(str(value), _IN_ATTRIBUTES)}"' for key, value in attributes.items())
    lines = [f"  {line}" for line in body]
    if not lines:
        yield f"<{name}{told}/>"
        return
    yield f"<{name}{told}>"
    yield from lines
    yield f"</{name}>"


def text(name: str, attributes: Mapping[str, str | int], content: str) -> str:
    """An element that holds text, as one line to `element`: its text has no other line ends than its own."""
    (empty,) = element(name, attributes)
    return f"{empty.removesuffix('/>')}>{_escaped(content, _SIGNS)}</{name}>"


def _escaped(content: str, signs: Mapping[str, str]) -> str:
    content = _IMPOSSIBLE.sub(lambda char: char[0].encode("unicode_escape").decode("ascii"), content)
    for sign, escape in signs.items():
        content = content.replace(sign, escape)
    # The same to whoever reads XML, and no command to GitHub's runner, which finds one of this form anywhere in a line.
    return content.replace("##[", "##&#91;")
