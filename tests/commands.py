"""The command line as tests start it, and the documents that they lay before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

import pytest

from replint import cli


class Run(Protocol):
    """The command line without a process of its own."""

    def __call__(self, *args: str) -> tuple[int, str, str]:
        """Return the exit code and what was written on both streams."""


def inside(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return the command line of this process."""

    def run(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["replint", *args])
        with pytest.raises(SystemExit) as end:
            cli.main()
        code = end.value.code
        return (code if isinstance(code, int) else 0, *capsys.readouterr())

    return run


def lay(name: str, value: object) -> None:
    """Write a document: a value as JSON, text as it is."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(value if isinstance(value, str) else json.dumps(value, indent=2), "utf-8")
