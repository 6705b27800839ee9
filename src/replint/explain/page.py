"""An explanation as a page for people, within the width of a screen; knows the order of its parts, no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.explain.parts import heading, parts
from replint.reporters.text.cells import wrap
from replint.reporters.text.paint import BLANK, paint
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.explain import Explained
    from replint.explain.parts import Part
    from replint.reporters.screen import Screen
    from replint.reporters.text.paint import Line

COLUMN = 11
"""How many cells the names of the parts take, with the blanks behind them."""

WIDEST = 100
"""How many cells a line has at most: text is read down a page, and on a wide screen nobody finds the next line."""

BULLET = "- "


def render(explained: Explained, screen: Screen) -> str:
    """The page; only a URL may be wider than the screen, and nothing in it is for a terminal to obey."""
    return paint(_lines(explained, min(screen.width, WIDEST)), color=screen.color)


def _lines(explained: Explained, cells: int) -> Iterator[Line]:
    name, title = heading(explained)
    first, *rest = wrap(f"{name}: {visible(title)}", cells)
    yield ((first[: len(name)], "strong"), (first[len(name) :], "plain"))
    yield from (((line, "plain"),) for line in rest)
    yield BLANK
    for part in parts(explained):
        yield from _part(part, cells)


def _part(part: Part, cells: int) -> Iterator[Line]:
    """The part, its name in the first column; a paragraph after another has a blank line before it."""
    room = cells - COLUMN
    told: list[str] = []
    for paragraph in part.paragraphs:
        told += [*([""] if told else []), *wrap(visible(paragraph), room, whole=True)]
    for point in part.points:
        first, *rest = wrap(visible(point), room - len(BULLET), whole=True)
        told += [BULLET + first, *(" " * len(BULLET) + line for line in rest)]
    for number, line in enumerate(told):
        yield ((("" if number else part.name).ljust(COLUMN), "dim"), (line, "plain"))
