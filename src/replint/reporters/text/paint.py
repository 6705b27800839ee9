"""Styled stretches of text -> characters for a terminal; the one palette; knows no report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def plain(text: str) -> Line:
    """A line in the terminal's own colour."""
    return ((text, "plain"),)


def paint(lines: Iterable[Line], *, color: bool) -> str:
    """The lines as one text, each with its line end and no blanks before it."""
    if not color:
        return "".join("".join(text for text, _ in line).rstrip(" ") + "\n" for line in lines)
    from rich.color import ColorSystem  # only where there is colour: it is the larger half of what rich costs
    from rich.style import Style

    styles = {ink: Style.parse(definition) for ink, definition in _PALETTE.items()}
    system = ColorSystem.STANDARD

    def coloured(text: str, ink: Ink) -> str:
        return styles[ink].render(text, color_system=system) if ink in styles and text.strip(" ") else text

    return "".join("".join(coloured(*stretch) for stretch in line).rstrip(" ") + "\n" for line in lines)
