"""Repositories of git for tests: each its own, deaf to the settings of the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ISOLATED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}
INHERITED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""What a hook that runs the tests would have set."""


@dataclass(frozen=True, slots=True)
class Repo:
    """A repository in a folder."""

    root: Path

    def git(self, *arguments: str, data: bytes = b"") -> str:
        """Return what git prints."""
        environ = {name: value for name, value in os.environ.items() if name not in INHERITED}
        ran = subprocess.run(
            [shutil.which("git") or "git", *arguments],
            cwd=self.root,
            env={**environ, **ISOLATED},
            input=data,
            capture_output=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr.decode("utf-8", "replace")
        return os.fsdecode(ran.stdout).strip()

    def lay(self, name: str | bytes, content: bytes) -> Path:
        """Write a file of the work tree."""
        path = self.root / os.fsdecode(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def commit(self) -> str:
        """Commit everything and return the commit's id."""
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x")
        return self.git("rev-parse", "HEAD")


def isolate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program under test see no settings of the machine either."""
    for name in INHERITED:
        monkeypatch.delenv(name, raising=False)
    for name, value in ISOLATED.items():
        monkeypatch.setenv(name, value)


def repository(root: Path) -> Repo:
    """Make a repository on branch `main` in a folder."""
    root.mkdir(parents=True, exist_ok=True)
    repo = Repo(root)
    repo.git("init", "--quiet", "--initial-branch", "main")
    return repo
