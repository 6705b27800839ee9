"""What a report is shown on, found out from a stream and the environment, and how much of it; knows no format."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from replint.record import field, record
from replint.reporters.checkout import Checkout

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

NARROWEST, WIDEST, UNTOLD = 60, 200, 80

# Terminals that show OSC 8 links and tell their name, or set a variable that no other sets. There is no way to ask a
# terminal: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
_PROGRAMS = frozenset({"ghostty", "hyper", "iterm.app", "tabby", "vscode", "warpterminal", "wezterm", "zed"})
_TERMS = ("alacritty", "contour", "foot", "rio", "xterm-ghostty", "xterm-kitty")
_SIGNS = ("DOMTERM", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WT_SESSION")
_VTE = 5000
"""The first version of VTE (0.50), of which GNOME's and most other Linux terminals are made, that shows links."""


@record
class Screen:
    """How many cells a line has, from 60 to 200, whether colour and links are shown, and whether all is told."""

    width: int = UNTOLD
    color: bool = False
    links: bool = False
    verbose: bool = False
    """Whether a person asked also for what was proved, and for the reasons that are otherwise left out."""
    checkout: Checkout = field(default_factory=Checkout)
    """Where the documents are in their repository, for those who show a report beside its files."""

    @staticmethod
    def of(
        stream: IO[str],
        environ: Mapping[str, str],
        width: int | None = None,
        *,
        verbose: bool = False,
        checkout: Checkout | None = None,
    ) -> Screen:
        """What `stream` can show: a terminal's own width, else 80 cells; colour and links on a terminal only.

        `width`, then COLUMNS, say the width instead. A NO_COLOR that is not empty (https://no-color.org) beats
        FORCE_COLOR, which beats TERM=dumb and a stream that is no terminal; FORCE_COLOR=0 asks for no colour.

        Links are shown where the environment names a terminal that has them and NO_COLOR asks for nothing plainer;
        FORCE_HYPERLINK asks for them on any stream but a file, and FORCE_HYPERLINK=0 for none. TERM=dumb has none.
        """
        cells = width or _told(environ.get("COLUMNS", "")) or _measured(stream) or UNTOLD
        return Screen(
            width=max(NARROWEST, min(WIDEST, cells)),
            color=_color(stream, environ),
            links=_links(stream, environ),
            verbose=verbose,
            checkout=checkout or Checkout(),
        )


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


def _links(stream: IO[str], environ: Mapping[str, str]) -> bool:
    forced = environ.get("FORCE_HYPERLINK", "")
    if forced == "0" or environ.get("TERM") == "dumb" or _is_file(stream):
        return False
    return bool(forced) or (stream.isatty() and not environ.get("NO_COLOR") and _has_links(environ))


def _is_file(stream: IO[str]) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def _has_links(environ: Mapping[str, str]) -> bool:
    """Whether the environment names a terminal that shows links; one inside tmux or screen may not get to see them."""
    term = environ.get("TERM", "")
    if environ.get("TMUX") or environ.get("STY") or term.startswith(("screen", "tmux")):
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM", "").lower() in _PROGRAMS
        or term.startswith(_TERMS)
        or any(environ.get(sign) for sign in _SIGNS)
        or (vte.isdecimal() and len(vte) < len("100000") and int(vte) >= _VTE)
    )
