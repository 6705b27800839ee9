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
