"""TOML to nodes: values by the standard library's reader, their places by a scanner of ours when somebody asks.

The language is TOML 1.0: https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

from replint.span import Span, Text
from replint.syntax.decoding import decoded, refuse
from replint.syntax.fault import Fault
from replint.syntax.node import Node

if TYPE_CHECKING:
    from replint.span import Route
    from replint.syntax.node import Value

_STRING = (
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'  # up to two quotes more belong to the text itself
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
)
_BARE = r"[^\s,\[\]{}#=\"']+(?: \d\d:[^\s,\]}#]+)?"  # a date and its time may stand apart
_blank = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+").match
_scalar = re.compile(rf"{_STRING}|{_BARE}", re.DOTALL).match
_part = re.compile(rf"[ \t]*({_STRING}|[A-Za-z0-9_-]+)[ \t]*(\.?)", re.DOTALL).match
# What a basic string of TOML cannot hold as it is (https://toml.io/en/v1.0.0#string), and what turns or ends a line for
# whoever reads it on a terminal.
_SPECIAL = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]')
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_AT = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


def read(path: str, data: bytes) -> Node:
    """The root of a TOML file; `path` is what its places will call it.

    Dates and times are told as they are written in ISO 8601, so that a date reads alike with quotes and without.

    Raises Unreadable for what is not TOML, for other encodings than UTF-8, and for files above LARGEST.
    """
    content = decoded(data)
    try:
        value = tomllib.loads(content)
    except tomllib.TOMLDecodeError as wrong:
        _refuse(str(wrong), content)
    except (RecursionError, ValueError):
        refuse(Fault("expected values that a program can use, found one too deep or too long", 0), content)
    return Node(Text(path, content, Places(content)), (), _plain(value))


def quoted(text: str) -> str:
    """A text as a basic string of TOML."""
    return f'"{_SPECIAL.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}"


def _refuse(said: str, content: str) -> NoReturn:
    """Raise what the parser said; it has the place in words."""
    found = _AT.fullmatch(said)
    message, at = found[1] if found else said, len(content)
    if found and found[2]:
        before = content.split("\n")[: int(found[2]) - 1]
        at = min(sum(len(each) + 1 for each in before) + int(found[3]) - 1, len(content))
    refuse(Fault(f"this is not TOML: {message[:1].lower()}{message[1:]}", at), content)


def _plain(value: object) -> Value:
    match value:
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case list():
            return [_plain(each) for each in value]
        case datetime() | date() | time():
            return value.isoformat()
        case str() | bool() | int() | float():
            return value
        case _:
            raise TypeError


class _Spot:
    """Where a value stands and its name, and what leads on from it."""

    __slots__ = ("below", "name", "span")

    def __init__(self, span: Span, name: Span) -> None:
        self.span = span
        self.name = name
        self.below: dict[str | int, _Spot] = {}

    def child(self, step: str | int, name: Span, span: Span | None = None) -> _Spot:
        """What is directly below by this step, made where it is met first."""
        return self.below.setdefault(step, _Spot(span or name, name))


class Places:
    """The way from a route to characters of a TOML text that was read; scans the text when it is first asked.

    A table has the span of its header, or of the part of a key that makes it: its members may stand anywhere.
    """

    def __init__(self, content: str) -> None:
        """Look for places in `content`, which is TOML."""
        self.content = content

    def __call__(self, route: Route, key: bool) -> Span:  # noqa: FBT001 - the signature that Text asks for
        """The span of a value, or with `key` of its name; of what is absent, its nearest parent's."""
        spot = self._root
        for number, step in enumerate(route, 1):
            below = spot.below.get(step)
            if below is None:
                break
            spot = below
            if key and number == len(route):
                return spot.name
        return spot.span

    @cached_property
    def _root(self) -> _Spot:
        """Everything in the text, by its steps."""
        whole = Span(0, len(self.content))
        root = table = _Spot(whole, whole)
        at = self._blanks(0)
        while at < len(self.content):
            if self.content[at] == "[":
                table, at = self._header(root, at)
            else:
                at = self._member(table, at)
            at = self._blanks(at)
        return root

    def _blanks(self, at: int) -> int:
        return _end(_blank(self.content, at))

    def _header(self, root: _Spot, start: int) -> tuple[_Spot, int]:
        """The table whose header begins here; one in a list of tables is a new element of it."""
        brackets = 2 if self.content.startswith("[[", start) else 1
        parts, at = self._key(start + brackets)
        end = self.content.index("]", at) + brackets
        whole = Span(start, end)
        table = root
        for step, name in parts[:-1]:
            table = _last(table.child(step, name))
        step, name = parts[-1]
        table = table.child(step, name, whole)
        if brackets > 1:
            return table.child(len(table.below), whole), end
        # A header may come after one of a table below, which told only a part of this one's key.
        table.span, table.name = whole, name
        return table, end

    def _key(self, at: int) -> tuple[list[tuple[str, Span]], int]:
        """The parts of a dotted key with their places, and where it ends."""
        parts = []
        dot = "."
        while dot:
            found = _part(self.content, at)
            at = _end(found)
            if found:
                parts.append((_name(found[1]), Span(*found.span(1))))
                dot = found[2]
        return parts, at

    def _member(self, table: _Spot, at: int) -> int:
        """Read a key and its value into a table; answers where the value ends."""
        parts, at = self._key(at)
        for step, name in parts[:-1]:
            table = table.child(step, name)
        at = self._blanks(self.content.index("=", at) + 1)
        step, name = parts[-1]
        return self._value(table.child(step, name), at)

    def _value(self, spot: _Spot, start: int) -> int:
        """Read the value that begins here; answers where it ends."""
        opening = self.content[start]
        if opening == "[":
            end = self._list(spot, start)
        elif opening == "{":
            end = self._inline(spot, start)
        else:
            end = _end(_scalar(self.content, start))
        spot.span = Span(start, end)
        return end

    def _list(self, spot: _Spot, start: int) -> int:
        at = self._blanks(start + 1)
        while self.content[at] != "]":
            element = spot.child(len(spot.below), Span(at, at))
            end = self._value(element, at)
            element.name = element.span
            at = self._next(end)
        return at + 1

    def _inline(self, spot: _Spot, start: int) -> int:
        at = self._blanks(start + 1)
        while self.content[at] != "}":
            at = self._next(self._member(spot, at))
        return at + 1

    def _next(self, end: int) -> int:
        """Where the next item of a list or an inline table begins, or its closing bracket stands."""
        at = self._blanks(end)
        return self._blanks(at + 1) if self.content[at] == "," else at


def _last(spot: _Spot) -> _Spot:
    """Of a list of tables the table that was begun last, to which further headers add; of a table itself."""
    return spot.below.get(len(spot.below) - 1, spot)


def _name(key: str) -> str:
    """What a part of a key means."""
    return str(next(iter(tomllib.loads(f"{key} = 0")))) if key[0] in "\"'" else key


def _end(match: re.Match[str] | None) -> int:
    if match is None:
        raise ValueError("a text that was read is TOML")
    return match.end()
