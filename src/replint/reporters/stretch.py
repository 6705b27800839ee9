"""A label -> the lines and columns that it points at, for those who show source; draws nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.span import Position

if TYPE_CHECKING:
    from replint.finding import Label


class Stretch(NamedTuple):
    """The first and the last character of what is pointed at."""

    first: Position
    last: Position

    @property
    def tall(self) -> bool:
        """Whether it runs over more than one line."""
        return self.last.line > self.first.line


def stretch(label: Label) -> Stretch:
    """Where a label points in its file; an empty span is taken as the character at it.

    Of what lacks something the line with its beginning is enough: nothing in the others is to blame.
    """
    text, span = label.place.text.file, label.place.span
    first, last = text.position(span.start), text.position(max(span.start, span.end - 1))
    if label.absent and last.line > first.line:
        last = Position(first.line, max(first.column, len(text.line(first.line).rstrip())))
    return Stretch(first, last)
