"""A text that could not be used, shown as findings are: what is wrong, the place, the line with a caret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Label
from replint.reporters.text.block import header
from replint.reporters.text.paint import BLANK, paint
from replint.reporters.text.snippet import margin_of, mark, snippet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.reporters.screen import Screen
    from replint.reporters.text.paint import Line
    from replint.span import Place


def render(message: str, place: Place, screen: Screen) -> str:
    """The message with the lines of its place, within the width of the screen."""
    return paint(_lines(message, place, screen.width), color=screen.color)


def _lines(message: str, place: Place, cells: int) -> Iterator[Line]:
    marks = [mark(Label(place, ""), "error", "^", context=True)]
    yield from header("error", "error", message, cells)
    yield from snippet(marks, margin_of(marks), cells)
    yield BLANK
