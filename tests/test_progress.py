"""The line that tells how far a long run is: only for a person who watches, and gone without a trace."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from replint import lint
from replint.cli import progress
from replint.cli.progress import Progress, watched

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
DEMO = FIXTURES / "_estates/demo"


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def shown(written: str) -> str:
    """Return what stands in the terminal's line, after all was written."""
    line: list[str] = []
    at = 0
    for sign in written:
        if sign == "\r":
            at = 0
        else:
            line[at : at + 1] = [sign]
            at += 1
    return "".join(line)


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_a_short_run_shows_nothing() -> None:
    """Within the first second nothing is written, however many steps there are."""
    stream, clock = Terminal(), Clock()
    told = Progress(stream, clock)
    for step in range(1000):
        clock.now = step / 1001
        told("file", step, 1000)
    told.clear()
    assert stream.getvalue() == ""


def test_a_long_run_shows_a_line() -> None:
    """After a second there is one line, written over where it stands."""
    stream, clock = Terminal(), Clock()
    told = Progress(stream, clock)
    clock.now = 1.0
    told("file", 999, 4000)
    assert shown(stream.getvalue()) == f"replint: [{'=' * 5:<24}] file 999 of 4000"
    clock.now = 2.0
    told("estate", 5, 10)
    assert shown(stream.getvalue()).rstrip() == f"replint: [{'=' * 12:<24}] estate 5 of 10"
    assert "\n" not in stream.getvalue()


def test_it_is_gone_in_the_end() -> None:
    """When it is cleared, the line is blank and the next text begins at its beginning."""
    stream, clock = Terminal(), Clock()
    told = Progress(stream, clock)
    clock.now = 1.0
    told("file", 999, 4000)
    told.clear()
    stream.write("next")
    assert shown(stream.getvalue()).rstrip() == "next"


def test_it_takes_little_of_a_run() -> None:
    """No more than ten lines are written in a second."""
    stream, clock = Terminal(), Clock()
    told = Progress(stream, clock)
    for step in range(10_000):
        clock.now = 1 + step / 10_000
        told("file", step, 10_000)
    assert 1 < stream.getvalue().count("\r") <= 10


def test_a_line_is_never_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a narrow terminal the line is cut: a broken one could not be written over."""
    monkeypatch.setattr(progress, "_columns", lambda _: 20)
    stream, clock = Terminal(), Clock()
    told = Progress(stream, clock)
    clock.now = 1.0
    told("file", 999, 4000)
    assert len(shown(stream.getvalue())) == 19


@pytest.mark.parametrize(
    ("stream", "environ", "seen"),
    [
        (Terminal(), {"TERM": "xterm"}, True),
        (Terminal(), {"TERM": "xterm", "CI": "false"}, True),
        (Terminal(), {"TERM": "xterm", "CI": ""}, True),
        (Terminal(), {}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"TERM": "xterm", "CI": "true"}, False),
        (Terminal(), {"CI": "1"}, False),
        (io.StringIO(), {"TERM": "xterm"}, False),
    ],
)
def test_who_watches(stream: io.StringIO, environ: dict[str, str], *, seen: bool) -> None:
    """A person at a terminal does; a pipe, a dumb terminal and a CI job do not."""
    with watched(stream, environ) as told:
        assert (told is not None) is seen


def test_it_is_cleared_when_a_run_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the run ends by an error, nothing of the line is left."""
    clock = Clock()
    monkeypatch.setattr(progress, "monotonic", clock)
    stream = Terminal()

    def broken_off() -> None:
        with watched(stream, {}) as told:
            assert told
            clock.now = 1.0
            told("file", 1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert "file 1 of 2" in stream.getvalue()
    assert shown(stream.getvalue()).strip() == ""


def test_a_run_tells_its_steps() -> None:
    """The files that are read are counted first, then the estates, each from none; nobody has to listen."""
    steps: list[tuple[str, int, int]] = []
    report = lint([DEMO], watch=lambda *step: steps.append(step))
    files = [step for step in steps if step[0] == "file"]
    estates = [step for step in steps if step[0] == "estate"]
    assert steps == [*files, *estates]
    assert [done for _, done, _ in files] == list(range(len(files)))
    assert {total for *_, total in files} == {len(files)}
    assert estates == [("estate", 0, 2), ("estate", 1, 2)]
    assert [each.fingerprint for each in report.findings] == [each.fingerprint for each in lint([DEMO]).findings]


SLOW = """
import itertools, sys
import replint.cli, replint.cli.progress
replint.cli.progress.monotonic = itertools.count().__next__
sys.argv = ["replint", "check", *sys.argv[1:]]
replint.cli.main()
"""
"""The command line by a clock that a second passes on with every look."""


@pytest.mark.parametrize(("environ", "seen"), [({}, True), ({"CI": "true"}, False), ({"TERM": "dumb"}, False)])
def test_a_real_terminal(environ: dict[str, str], *, seen: bool) -> None:
    """A terminal sees the line and in the end only the report, the same as without it."""
    plain = subprocess.run(
        [sys.executable, "-m", "replint", "check", str(DEMO), "--format", "concise"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, str(DEMO), "--format", "concise"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=slave,
        env={"PATH": os.environ["PATH"], "TERM": "xterm", **environ},
        text=True,
    ) as run:
        os.close(slave)
        out, _ = run.communicate()
    told = _rest(master)
    assert (run.returncode, out) == (1, plain.stdout)
    assert ("estate 1 of 2" in told) is seen
    assert ("file 1 of " in told) is seen
    assert shown(told).strip() == ""


def _rest(master: int) -> str:
    """Return what a terminal was told; at its end some systems raise, and others tell nothing."""
    parts = []
    try:
        while part := os.read(master, 65536):
            parts.append(part)
    except OSError:
        pass
    os.close(master)
    return b"".join(parts).decode()


def test_no_run_loads_rich_for_it() -> None:
    """A line of its own needs no library of screens."""
    script = SLOW.replace("replint.cli.main()", "try: replint.cli.main()\nfinally: print(*sys.modules)")
    done = subprocess.run(
        [sys.executable, "-c", script, str(DEMO / "repaired"), "--format", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "rich" not in done.stdout.splitlines()[-1].split()
