"""Texts and places in them: what every layer may point at, and nothing about what a text means."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Callable


UNNAMED = "<stdin>"
"""What people read in place of the path of a text that is no file."""

Route = tuple["str | int", ...]
"""Where a value stands in its document, outermost step first; `()` is the whole document."""


def _offsets() -> array[int]:
    return array("q")


class Span(NamedTuple):
    """A stretch of a text in code points: `start` included, `end` excluded."""

    start: int
    end: int


class Position(NamedTuple):
    """A line and a column, both counted from 1; columns count code points."""

    line: int
    column: int


@record(eq=False)
class Text:
    """One file's characters, or a document that stands as a string inside another.

    The syntax module that read the text gives `locate`, its way from a route to a span; spans are computed only when
    somebody must be shown one. For an embedded text, `holder` is the string it stands in, and `locate` answers with
    spans of the *outermost* text, so that a finding inside a policy string points at characters of the file.
    """

    path: str
    content: str
    locate: Callable[[Route, bool], Span]
    holder: Place | None = None
    spelt: Callable[[Route], str] | None = None
    """What the text calls the value at a route, if that is not the route's last name: the text is not JSON then."""
    _starts: array[int] = field(default_factory=_offsets, repr=False)

    @property
    def file(self) -> Text:
        """The outermost text: the file that a person can open."""
        return self.holder.text.file if self.holder else self

    def position(self, offset: int) -> Position:
        """The line and column of a code-point offset into this text; CR LF, LF and CR each end one line."""
        if not self._starts:
            self._starts.extend(_line_starts(self.content))
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The characters of one line (from 1), without its line end."""
        self.position(0)
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.content)
        return self.content[start:end].rstrip("\r\n")

    @property
    def lines(self) -> int:
        """How many lines the text has; an empty text has one."""
        self.position(0)
        return len(self._starts)


class Place(NamedTuple):
    """A value in a text: the text and the value's route.

    With `key` the place is the member's name instead of its value. Two places are equal when they name one value of
    one text.
    """

    text: Text
    route: Route = ()
    key: bool = False

    def at(self, *steps: str | int, key: bool = False) -> Place:
        """The place of a value below this one."""
        return Place(self.text, (*self.route, *steps), key=key)

    @property
    def value(self) -> Place:
        """The place of the value whose name this is; of a value, itself."""
        return Place(self.text, self.route)

    @property
    def span(self) -> Span:
        """The stretch of the file's characters; where the value is absent, its nearest existing parent's."""
        return self.text.locate(self.route, self.key)

    @property
    def outer(self) -> Place:
        """The place in the file itself: of an embedded text, the string that holds it."""
        return self.text.holder.outer if self.text.holder else self

    @property
    def pointer(self) -> str:
        """The JSON pointer of the value in the file; inside a policy string, the pointer of the string."""
        return pointer(self.outer.route)

    @property
    def inner(self) -> str | None:
        """The JSON pointer inside the embedded document, or None for a value of the file itself."""
        return pointer(self.route) if self.text.holder else None


def plain(path: str, content: str) -> Text:
    """A text in which no value is known: the route of a place in it is the pair of its offsets."""
    return Text(path, content, _stretch)


def _stretch(route: Route, key: bool) -> Span:  # noqa: FBT001 - the shape of Text.locate
    del key
    start, end = route
    return Span(int(start), int(end))


def pointer(route: Route) -> str:
    """The JSON pointer (RFC 6901) of a route; `""` is the whole document."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in route)


def _line_starts(content: str) -> list[int]:
    starts = [0]
    offset = content.find("\n")
    if "\r" not in content:
        while offset >= 0:
            starts.append(offset + 1)
            offset = content.find("\n", offset + 1)
        return starts
    for offset, char in enumerate(content):
        if char == "\n" or (char == "\r" and content[offset + 1 : offset + 2] != "\n"):
            starts.append(offset + 1)
    return starts
