"""Text -> HTML that shows it literally, and elements around it; the one place where a character becomes markup.

Only what is made here is `Markup`, and only Markup goes into an element: the type checker holds that no text of a
document gets there unescaped. There is no way to give an element a style or a handler.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NewType, TypeAlias

from replint.reporters.visible import shown, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Markup = NewType("Markup", str)
Attributes: TypeAlias = "Mapping[str, str | float | bool]"
"""An element's attributes; one that is True stands without a value, one that is False not at all."""

NOTHING = Markup("")

TAB = "    "

REMEMBERED = 1024
"""A report of many flows says the same of most: so many texts are not made visible and escaped anew."""

_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_SIGN = re.compile("[&<>\"']")
_CODE = re.compile(r"`([^`]+)`")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[!-~]*)?")

# Elements without an end tag: https://html.spec.whatwg.org/multipage/syntax.html#void-elements
_VOID = frozenset({"br", "input", "meta"})


@lru_cache(maxsize=REMEMBERED)
def escape(text: str) -> Markup:
    """The text as people can read it, in an element or an attribute: nothing in it is markup, hidden or obeyed."""
    return _escape(visible(text))


def source(text: str) -> Markup:
    """A stretch of a document, however long; a tab is as wide as four characters."""
    return _escape("".join(TAB if char == "\t" else glyph for char, glyph in zip(text, shown(text), strict=True)))


def _escape(text: str) -> Markup:
    return Markup(_SIGN.sub(lambda sign: _SIGNS[sign[0]], text))


@lru_cache(maxsize=REMEMBERED)
def prose(text: str) -> Markup:
    """One of our sentences, in which backticks stand around what is code."""
    pieces = [_escape(piece) for piece in _CODE.split(visible(text))]
    pieces[1::2] = [inline("code", {}, piece) for piece in pieces[1::2]]
    return Markup("".join(pieces))


def inline(name: str, attributes: Attributes, *body: Markup) -> Markup:
    """An element on the line that it stands in."""
    start = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Markup(start if name in _VOID else f"{start}{''.join(body)}</{name}>")


def block(name: str, attributes: Attributes, *body: Markup) -> Markup:
    """An element with each part of its body on lines of its own; what is empty is left out."""
    return inline(name, attributes, Markup("\n"), *(Markup(f"{each}\n") for each in body if each))


def joined(glue: Literal["", " ", "br"], parts: Iterable[Markup]) -> Markup:
    """The parts one after the other, with a blank or the end of a line between them."""
    return Markup((inline(glue, {}) if glue == "br" else glue).join(parts))


def _attribute(name: str, value: str | float | bool) -> str:  # noqa: FBT001 - it is a value like the others
    if value is True:
        return f" {name}"
    return "" if value is False else f' {name}="{escape(str(value))}"'


def link(address: str, body: Markup) -> Markup:
    """A link to a page elsewhere; the body alone where the address is none that leads to one and nowhere else."""
    if not _ADDRESS.fullmatch(address):
        return body
    return inline("a", {"href": address, "rel": "noreferrer"}, body)
