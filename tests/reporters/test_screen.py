"""What a stream and the environment say of width and colour."""

from __future__ import annotations

import io
import os
import pty
import struct
from fcntl import ioctl
from termios import TIOCSWINSZ
from typing import TYPE_CHECKING

import pytest

from replint.reporters.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal() -> Iterator[IO[str]]:
    """Return a real terminal of 100 columns."""
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
    with os.fdopen(ours, "rb"), os.fdopen(theirs, "w") as stream:
        yield stream


def test_a_terminal_tells_its_width(terminal: IO[str]) -> None:
    """A terminal's own width is taken, and it shows colour."""
    assert Screen.of(terminal, {}) == Screen(100, color=True)


def test_a_pipe_has_80_cells() -> None:
    """What is no terminal has 80 cells and no colour."""
    assert Screen.of(io.StringIO(), {}) == Screen(80, color=False)


@pytest.mark.parametrize(
    ("told", "columns", "cells"),
    [
        (None, "90", 90),
        (110, "90", 110),
        (None, "1", 60),
        (5_000, "", 200),
        (None, "0", 80),
        (None, "wide", 80),
        (None, "\u0663\u0663\u0663", 200),
        (None, "9" * 5_000, 80),
    ],
)
def test_a_told_width_comes_first(told: int | None, columns: str, cells: int) -> None:
    """A width given, then COLUMNS, says how many cells, within 60 and 200; what is no number says nothing."""
    assert Screen.of(io.StringIO(), {"COLUMNS": columns}, told).width == cells


@pytest.mark.parametrize(
    ("environ", "on_terminal", "on_pipe"),
    [
        ({}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "0"}, False, False),
        ({"FORCE_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
    ],
)
def test_colour_is_asked_for(environ: dict[str, str], *, on_terminal: bool, on_pipe: bool) -> None:
    """NO_COLOR beats FORCE_COLOR, which beats what the stream is."""
    assert Screen.of(_Terminal(), environ).color is on_terminal
    assert Screen.of(io.StringIO(), environ).color is on_pipe


@pytest.mark.parametrize(
    ("environ", "on_terminal", "on_pipe"),
    [
        ({}, False, False),
        ({"TERM": "xterm-256color"}, False, False),
        ({"TERM": "xterm-kitty"}, True, False),
        ({"TERM_PROGRAM": "vscode"}, True, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True, False),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False, False),
        ({"WT_SESSION": "1"}, True, False),
        ({"VTE_VERSION": "7600"}, True, False),
        ({"VTE_VERSION": "4999"}, False, False),
        ({"VTE_VERSION": "9" * 5_000}, False, False),
        ({"VTE_VERSION": "7600", "TMUX": "1"}, False, False),
        ({"VTE_VERSION": "7600", "TERM": "screen"}, False, False),
        ({"VTE_VERSION": "7600", "TERM": "dumb"}, False, False),
        ({"VTE_VERSION": "7600", "NO_COLOR": "1"}, False, False),
        ({"VTE_VERSION": "7600", "FORCE_HYPERLINK": "0"}, False, False),
        ({"FORCE_HYPERLINK": "1"}, True, True),
        ({"FORCE_HYPERLINK": "1", "NO_COLOR": "1"}, True, True),
        ({"FORCE_HYPERLINK": "1", "TERM": "dumb"}, False, False),
    ],
)
def test_links_are_for_terminals_that_have_them(environ: dict[str, str], *, on_terminal: bool, on_pipe: bool) -> None:
    """Links are shown where a terminal is known to have them, or where they are asked for; never on a dumb one."""
    assert Screen.of(_Terminal(), environ).links is on_terminal
    assert Screen.of(io.StringIO(), environ).links is on_pipe


def test_a_file_has_no_links(tmp_path: Path) -> None:
    """A file has no links, also where they are asked for; a pipe has them then."""
    with (tmp_path / "report.txt").open("w") as stream:
        assert Screen.of(stream, {"FORCE_HYPERLINK": "1"}).links is False
    ours, theirs = os.pipe()
    with os.fdopen(ours), os.fdopen(theirs, "w") as stream:
        assert Screen.of(stream, {"FORCE_HYPERLINK": "1"}).links is True


@pytest.mark.parametrize("verbose", [False, True])
def test_what_a_person_asked_for_is_kept(*, verbose: bool) -> None:
    """The screen carries how much is to be told."""
    assert Screen.of(io.StringIO(), {}, verbose=verbose).verbose is verbose
