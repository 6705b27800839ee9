"""What is wrong with a text that is not XML, said for people; knows XML's grammar only where it is broken."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replint.syntax.diagnosis import SHOWN, quoted
from replint.syntax.fault import DEEPEST, MOST_ELEMENTS, Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Expat's numbers for what it finds wrong, which never change: https://libexpat.github.io/doc/api/latest/
SYNTAX, NO_ELEMENTS, INVALID_TOKEN, UNCLOSED_TOKEN, TAG_MISMATCH, DUPLICATE_ATTRIBUTE, JUNK = 2, 3, 4, 5, 7, 8, 9
UNDEFINED_ENTITY, BAD_CHARACTER, MISPLACED_DECLARATION, UNCLOSED_CDATA, UNBOUND_PREFIX = 11, 14, 17, 20, 27
BROKEN_DECLARATION = 30

_WHITE = " \t\r\n"
_DOCTYPE = "<!DOCTYPE"
_CLOSINGS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_token = re.compile(r"<[!?/]?[^\s<>]*>?|&#?\w*;?|[^\s<&]+|\s+(?=\S)|.", re.DOTALL).match
_entities = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#)[^;\s<&]*;?").search
_numbers = re.compile(r"&#[^;\s<&]*;?").search
_BARE = re.compile(r"&#?\w*\Z")
_ATTRIBUTE = '`name="value"`'


def fault(content: str, at: int, code: int, opened: str | None) -> Fault:
    """What is wrong where expat gave up, for the reason that a number stands for.

    `opened` is the innermost element that is not closed there; None outside of the document.
    """
    end = len(content.rstrip(_WHITE))
    if code in {NO_ELEMENTS, UNCLOSED_CDATA} or at >= end:
        wanted = "`]]>`" if code == UNCLOSED_CDATA else f"`</{opened}>`" if opened else "an element"
        return Fault(f"expected {wanted}, found {'the end of the text' if end else 'nothing'}", end)
    if code == UNCLOSED_TOKEN and content.startswith(_DOCTYPE, at):
        return of_doctype(content, at + len(_DOCTYPE))
    return _REASONS.get(code, _other)(content, at, opened)


def of_doctype(content: str, at: int) -> Fault:
    """What is wrong with a document type, whose name ends at or before a character."""
    return Fault(f"expected no document type, found `{_DOCTYPE}`", max(0, content.rfind(_DOCTYPE, 0, at)))


def of_depth(at: int) -> Fault:
    """What is wrong with the first element that is one too deep."""
    return Fault(f"expected at most {DEEPEST} elements inside one another, found more", at)


def of_number(at: int) -> Fault:
    """What is wrong with the first element that is one too many."""
    return Fault(f"expected at most {MOST_ELEMENTS:,} elements, found more", at)


def of_encoding(content: str, encoding: str) -> Fault:
    """What is wrong with a text that says it is in another encoding."""
    return Fault(f"expected UTF-8, found the declaration of {quoted(encoding)}", max(0, content.find("encoding")))


def _mismatch(content: str, at: int, opened: str | None) -> Fault:
    at = content.rfind("</", 0, at)
    return Fault(f"expected `</{opened}>`, found {_found(content, at)}", at)


def _entity(content: str, at: int, _: str | None) -> Fault:
    match = _entities(content, at)
    at = match.start() if match else at
    return Fault(f"expected one of XML's five entities, such as `&amp;`, found {_found(content, at)}", at)


def _number(content: str, at: int, _: str | None) -> Fault:
    match = _numbers(content, at)
    at = match.start() if match else at
    return Fault(f"expected the number of a character that XML has, found {_found(content, at)}", at)


def _unclosed(content: str, at: int, _: str | None) -> Fault:
    closing = next((closing for opening, closing in _CLOSINGS.items() if content.startswith(opening, at)), ">")
    return Fault(f"expected `{closing}` behind what begins here, found the end of the text", at)


def _invalid(content: str, at: int, opened: str | None) -> Fault:
    """What is wrong with characters that begin nothing, or end nothing, by what stands before them."""
    if content[at] not in _WHITE and not content[at].isprintable():
        return Fault(f"expected a character that XML has, found the character U+{ord(content[at]):04X}", at)
    bare = _BARE.search(content, max(0, at - SHOWN), at)
    if bare:
        found = quoted(bare[0] + content[at])
        return Fault(f"expected `&amp;`, or an entity that ends in `;`, found {found}", bare.start())
    if content.endswith("]]", 0, at) and content[at] == ">":
        return Fault("expected `]]&gt;`, found `]]>`", at - 2)
    if content.rfind("<!--", 0, at) > content.rfind("-->", 0, at):
        return Fault(f"expected `>` behind `--` in a comment, found {_found(content, at)}", at)
    tag = content.rfind("<", 0, at)
    return _in_tag(content, at, tag) if tag > content.rfind(">", 0, at) else _other(content, at, opened)


def _in_tag(content: str, at: int, tag: int) -> Fault:
    """What is wrong with characters that do not go on with the tag that begins before them."""
    if tag == at - 1 or content.startswith("<!", tag):
        return Fault(f"expected a tag, or `&lt;`, found {_found(content, tag)}", tag)
    if content[at] == "<":
        return Fault(f"expected `>` at the end of a tag, or `&lt;` in an attribute, found {_found(content, at)}", at)
    return Fault(f"expected an attribute such as {_ATTRIBUTE}, or the end of a tag, found {_found(content, at)}", at)


def _other(content: str, at: int, _: str | None) -> Fault:
    return Fault(f"expected well-formed XML, found {_found(content, at)}", at)


def _expecting(what: str) -> Callable[[str, int, str | None], Fault]:
    return lambda content, at, _: Fault(f"expected {what}, found {_found(content, at)}", at)


_REASONS: Mapping[int, Callable[[str, int, str | None], Fault]] = {
    INVALID_TOKEN: _invalid,
    UNCLOSED_TOKEN: _unclosed,
    TAG_MISMATCH: _mismatch,
    UNDEFINED_ENTITY: _entity,
    BAD_CHARACTER: _number,
    DUPLICATE_ATTRIBUTE: _expecting("each attribute of an element once"),
    SYNTAX: _expecting("an element"),
    JUNK: _expecting("nothing more after the document"),
    MISPLACED_DECLARATION: _expecting("`<?xml` at the very beginning of the text"),
    UNBOUND_PREFIX: _expecting("a declaration of the namespace prefix"),
    BROKEN_DECLARATION: _expecting('a declaration such as `<?xml version="1.0"?>`'),
}


def _found(content: str, at: int) -> str:
    match = _token(content[at : at + SHOWN + 1])  # more is not shown, and may be megabytes
    shown = match[0].rstrip(_WHITE) if match else ""
    return quoted(shown) if shown else "white space"
