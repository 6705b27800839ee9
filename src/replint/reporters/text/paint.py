"""Styled stretches of text -> characters for a terminal; the one palette; knows no report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, Self, TypeAlias

from replint.reporters.visible import inert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Ink: TypeAlias = Literal["plain", "strong", "dim", "error", "warning", "note", "good", "frame", "advice"]

Stretch: TypeAlias = tuple[str, Ink]
Line: TypeAlias = tuple[Stretch, ...]
"""One line of output. Its texts are visible ones: nothing here looks into them."""

# The eight colours that every terminal has and every theme keeps readable.
_PALETTE: dict[Ink, str] = {
    "strong": "bold",
    "dim": "dim",
    "error": "bold red",
    "warning": "bold yellow",
    "note": "bold green",
    "good": "green",
    "frame": "blue",
    "advice": "bold cyan",
}

BLANK: Line = ()

# What an address may hold so that no terminal takes its end, or anything in it, for something else.
_ADDRESS = re.compile(r"https?://[!-~]+")


class Linked(str):
    """A text that leads to an address where links are shown, and else is only itself."""

    __slots__ = ("address",)
    address: str

    def __new__(cls, text: str, address: str) -> Self:
        """The text, with where it leads: nowhere when the address is none that a terminal can be handed."""
        linked = super().__new__(cls, text)
        linked.address = address if _ADDRESS.fullmatch(address) else ""
        return linked


def plain(text: str) -> Line:
    """A line in the terminal's own colour."""
    return ((text, "plain"),)


def paint(lines: Iterable[Line], *, color: bool, links: bool = False) -> str:
    """The lines as one text, each with its line end and no blanks before it, and without commands to a runner.

    One may come together only here, where parts of the source and our own characters meet.
    """
    if not (color or links):
        return inert("".join("".join(text for text, _ in line).rstrip(" ") + "\n" for line in lines))
    styled = _styled() if color else _as_it_is
    shown = _linked(styled) if links else styled
    return inert("".join("".join(shown(*stretch) for stretch in _trimmed(line)) + "\n" for line in lines))


def _trimmed(line: Line) -> Line:
    """The line without the blanks at its end, which in colour would stand before the end of that."""
    while line and not line[-1][0].strip(" "):
        line = line[:-1]
    if not line or not line[-1][0].endswith(" "):
        return line
    *before, (text, ink) = line
    return *before, (text.rstrip(" "), ink)


def _as_it_is(text: str, _: Ink) -> str:
    return text


def _styled() -> Callable[[str, Ink], str]:
    from rich.color import ColorSystem  # only where there is colour: it is the larger half of what rich costs
    from rich.style import Style

    styles = {ink: Style.parse(definition) for ink, definition in _PALETTE.items()}
    system = ColorSystem.STANDARD

    def coloured(text: str, ink: Ink) -> str:
        return styles[ink].render(text, color_system=system) if ink in styles and text.strip(" ") else text

    return coloured


def _linked(styled: Callable[[str, Ink], str]) -> Callable[[str, Ink], str]:
    """The same, and around a text that leads somewhere the sequences OSC 8 that make it a link."""

    def shown(text: str, ink: Ink) -> str:
        told = styled(text, ink)
        if isinstance(text, Linked) and text.address:
            return f"\x1b]8;;{text.address}\x1b\\{told}\x1b]8;;\x1b\\"
        return told

    return shown
