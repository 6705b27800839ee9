"""Whole processes, measured by the operating system's own accounting of each run."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MEBIBYTE = 1 << 20
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1 << 10


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: seconds of wall and processor time, and the most memory it held."""

    wall: float
    cpu: float
    peak: float
    code: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The counted runs of one command."""

    runs: tuple[Run, ...]

    @property
    def wall(self) -> float:
        """The median of wall seconds."""
        return median(run.wall for run in self.runs)

    @property
    def span(self) -> tuple[float, float]:
        """The least and the most of wall seconds."""
        return min(run.wall for run in self.runs), max(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        """The median of processor seconds, which a busy machine disturbs less."""
        return median(run.cpu for run in self.runs)

    @property
    def peak(self) -> float:
        """The median of the most memory held, in MiB."""
        return median(run.peak for run in self.runs)

    @property
    def codes(self) -> set[int]:
        """The exit codes that occurred."""
        return {run.code for run in self.runs}


def measure(command: Sequence[str], cwd: str, env: Mapping[str, str], runs: int) -> Figures:
    """Run a command once to warm the caches, then as often as asked; what it prints is thrown away."""
    run(command, cwd, env)
    return Figures(tuple(run(command, cwd, env) for _ in range(runs)))


def run(command: Sequence[str], cwd: str, env: Mapping[str, str]) -> Run:
    """One run. Raises OSError when the command cannot be started."""
    nothing = os.open(os.devnull, os.O_RDWR)
    try:
        here = os.getcwd()
        os.chdir(cwd)
        begun = time.perf_counter()
        child = os.posix_spawnp(
            command[0],
            [*command],
            env,
            file_actions=[(os.POSIX_SPAWN_DUP2, nothing, descriptor) for descriptor in (0, 1, 2)],
        )
        os.chdir(here)
        _, status, used = os.wait4(child, 0)
        wall = time.perf_counter() - begun
    finally:
        os.close(nothing)
    peak = used.ru_maxrss * _MAXRSS_UNIT / _MEBIBYTE
    return Run(wall, used.ru_utime + used.ru_stime, peak, os.waitstatus_to_exitcode(status))
