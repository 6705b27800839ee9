"""What a report is shown on: its width and its colour, found out from a stream and the environment; no format."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

NARROWEST, WIDEST, UNTOLD = 60, 200, 80


@dataclass(frozen=True, slots=True)
class Screen:
    """How many cells a line has, from 60 to 200, and whether colour is shown."""

    width: int = UNTOLD
    color: bool = False

    @staticmethod
    def of(stream: IO[str], environ: Mapping[str, str], width: int | None = None) -> Screen:
        """What `stream` can show: a terminal's own width, else 80 cells; colour on a terminal only.

        `width`, then COLUMNS, say the width instead. A NO_COLOR that is not empty (https://no-color.org) beats
        FORCE_COLOR, which beats TERM=dumb and a stream that is no terminal; FORCE_COLOR=0 asks for no colour.
        """
        cells = width or _told(environ.get("COLUMNS", "")) or _measured(stream) or UNTOLD
        return Screen(width=max(NARROWEST, min(WIDEST, cells)), color=_color(stream, environ))


def _told(columns: str) -> int:
    return int(columns) if columns.isdecimal() and len(columns) < len("10000") else 0


def _measured(stream: IO[str]) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return 0


def _color(stream: IO[str], environ: Mapping[str, str]) -> bool:
    forced = environ.get("FORCE_COLOR", "")
    if environ.get("NO_COLOR") or forced == "0":
        return False
    return bool(forced) or (stream.isatty() and environ.get("TERM") != "dumb")
