"""How far a long run is, in one line that a person sees in a terminal and that is gone before anything else is said."""

from __future__ import annotations

import os
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import IO

PATIENCE, BETWEEN = 1.0, 0.1
"""After how many seconds a run is called long, and how many are between two lines."""

_BAR = 24


class Progress:
    """A line about the work, on a terminal; it is written over, and written over with blanks in the end."""

    def __init__(self, stream: IO[str], clock: Callable[[], float]) -> None:
        self._stream = stream
        self._clock = clock
        self._due = clock() + PATIENCE
        self._width = 0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Say that so many of these are done, if it is time to."""
        now = self._clock()
        if now < self._due:
            return
        self._due = now + BETWEEN
        full = _BAR * done // total if total else 0
        self._write(f"replint: [{'=' * full:<{_BAR}}] {what} {done} of {total}"[: _columns(self._stream) - 1])

    def clear(self) -> None:
        """Leave no trace of it."""
        if self._width:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()

    def _write(self, line: str) -> None:
        self._stream.write(f"\r{line:<{self._width}}")
        self._stream.flush()
        self._width = len(line)


@contextmanager
def watched(stream: IO[str], environ: Mapping[str, str]) -> Iterator[Progress | None]:
    """What a run tells how far it is; None where nobody watches: no terminal, one that is dumb, or a CI job's."""
    if not stream.isatty() or environ.get("TERM") == "dumb" or environ.get("CI", "") not in {"", "0", "false"}:
        yield None
        return
    progress = Progress(stream, monotonic)
    try:
        yield progress
    finally:
        progress.clear()


def _columns(stream: IO[str]) -> int:
    """How wide the terminal is: a line that is broken could not be written over."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
