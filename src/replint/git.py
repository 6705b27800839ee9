"""The one door of git, and the only module that starts a process: what a repository holds, read as it lies there.

No file of the work tree is touched, no hook, filter or pager is run, and nothing is fetched: only trees and blobs are
read (https://git-scm.com/docs/git-cat-file). It knows no document of ours.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple

from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_LINK, _FILE = "120000", "100"

# Nothing is locked or fetched, nobody is asked, and no transport is let through: older versions of git do not know of
# GIT_NO_LAZY_FETCH, and a clone without all of its blobs would get them as they are read.
_QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "LC_ALL": "C",
}


class GitError(Exception):
    """What keeps a version from being read, in words for whoever asked for it."""


class Entry(NamedTuple):
    """A file of a tree: the id of its blob, and whether it is a symbolic link, whose blob is its target."""

    blob: str
    is_link: bool


@record
class Repository:
    """The repository around a folder; `root` is the absolute path of its work tree, without links."""

    program: str
    root: str

    @staticmethod
    def around(folder: str) -> Repository:
        """The repository that a folder lies in. Raises GitError where there is none, or no git to read it with."""
        program = shutil.which("git")
        if program is None:
            raise GitError("there is no program `git` here, which reads earlier versions")
        ran = _run(program, folder, ("rev-parse", "--show-toplevel"))
        root = os.fsdecode(ran.stdout).removesuffix("\n")
        if ran.returncode or not root:
            raise GitError(f"no work tree of git is here: git says `{_said(ran)}`")
        return Repository(program, os.path.realpath(root))

    def base(self, revision: str) -> str:
        """The commit that the work tree and a revision have in common, which `git diff REV...` compares with.

        A revision that is a tree and no commit stands for itself. Raises GitError for one that does not exist, or has
        nothing in common with HEAD.
        """
        kind, found = self._resolved(revision)
        if kind == "tree":
            return found
        if common := self._one_line("merge-base", found, "HEAD"):
            return common
        why = "this clone is shallow" if self._is_shallow() else "their histories have nothing in common"
        hint = _DEEPEN if self._is_shallow() else f"; `{revision}^{{tree}}` compares with its files alone"
        raise GitError(f"`{revision}` and HEAD have no common commit here: {why}{hint}")

    def resolved(self, revision: str) -> str:
        """The commit, or else the tree, that people call so. Raises GitError for a revision that does not exist."""
        return self._resolved(revision)[1]

    def entries(self, tree: str) -> dict[str, Entry]:
        """Every file of a commit or tree by its path from the root, with slashes; submodules are passed over."""
        ran = self._run("ls-tree", "-r", "-z", "--full-tree", tree)
        if ran.returncode:
            raise GitError(f"the files of `{tree}` cannot be listed: git says `{_said(ran)}`")
        found = {}
        for line in ran.stdout.split(b"\0")[:-1]:
            about, _, name = line.partition(b"\t")
            mode, _, blob = about.decode("ascii").split(" ")
            path = os.fsdecode(name)
            if mode.startswith(_FILE) or mode == _LINK:
                found[path] = Entry(blob, mode == _LINK)
        return {path: entry for path, entry in found.items() if _is_sound(path)}

    @contextmanager
    def blobs(self) -> Iterator[Callable[[str], bytes]]:
        """A reader of blobs by their ids, all by one process; it raises GitError for one that is not in this clone."""
        command = [self.program, *_FLAGS, "cat-file", "--batch"]
        with subprocess.Popen(  # noqa: S603 - a list, no shell
            command,
            cwd=self.root,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as running:
            asked, answers = running.stdin, running.stdout
            if asked is None or answers is None:
                raise GitError("git cannot be talked to")
            try:
                yield lambda blob: _blob(blob, asked, answers)
            finally:
                # What is left unread must not keep git waiting for a reader.
                running.kill()

    def changed(self, old: str, new: str) -> frozenset[str]:
        """The files that differ between two commits, by their paths from the root."""
        ran = self._run("diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff", old, new)
        return frozenset(os.fsdecode(name) for name in ran.stdout.split(b"\0") if name)

    def _resolved(self, revision: str) -> tuple[str, str]:
        # What begins with a dash would be an option.
        if revision and not revision.startswith("-") and "\0" not in revision:
            for kind in ("commit", "tree"):
                if found := self._one_line("rev-parse", "--verify", "--quiet", f"{revision}^{{{kind}}}"):
                    return kind, found
        raise GitError(f"`{revision}` is no revision of this repository{self._hint(revision)}")

    def _hint(self, revision: str) -> str:
        from difflib import get_close_matches

        ran = self._run("for-each-ref", "--format=%(refname:short)")
        names = ["HEAD", *ran.stdout.decode("utf-8", "replace").split()]
        if near := get_close_matches(revision, names, 1):
            return f"; did you mean `{near[0]}`?"
        return _DEEPEN if self._is_shallow() else ""

    def _is_shallow(self) -> bool:
        return self._one_line("rev-parse", "--is-shallow-repository") == "true"

    def _one_line(self, *arguments: str) -> str:
        ran = self._run(*arguments)
        return "" if ran.returncode else ran.stdout.decode("utf-8", "replace").strip()

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return _run(self.program, self.root, arguments)


_FLAGS = ("--no-pager", "-c", "core.fsmonitor=false")
_DEEPEN = (
    "; it may be in the part that a shallow clone leaves out: `git fetch --unshallow`, in a workflow `fetch-depth: 0`"
)


def _run(program: str, folder: str, arguments: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - a list, no shell
        [program, *_FLAGS, *arguments],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


# Where a hook of git runs, these say what repository it is of, and would make any folder the root of its work tree.
_OF_HOOKS = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE"})


def _environment() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _OF_HOOKS} | _QUIET


def _blob(blob: str, asked: IO[bytes], answers: IO[bytes]) -> bytes:
    """The answer to one question of `cat-file --batch`: a line of id, kind and size, the content and a line's end."""
    try:
        asked.write(blob.encode("ascii") + b"\n")
        asked.flush()
        about = answers.readline().split()
    except OSError:
        about = []
    if len(about) < len(("id", "kind", "size")) or about[1] != b"blob":
        raise GitError(f"the file `{blob[:7]}` is not in this clone, and nothing is fetched: clone without `--filter`")
    content = answers.read(int(about[2]))
    answers.read(1)
    return content


def _is_sound(path: str) -> bool:
    """Whether a path stays below its root on any system: a tree that somebody forged may hold any."""
    steps = path.split("/")
    forged = {"", ".", ".."} & set(steps) or any(step.lower() == ".git" for step in steps)
    return not forged and (os.sep == "/" or not {"\\", ":"} & set(path))


def _said(ran: subprocess.CompletedProcess[bytes]) -> str:
    told = ran.stderr.decode("utf-8", "replace").strip().splitlines()
    return told[0].removeprefix("fatal: ") if told else "nothing"
