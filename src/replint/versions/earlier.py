"""The same run on an earlier version of the documents, as git has it; decides nothing of what is new."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

from replint.finding import Report
from replint.git import GitError, Repository
from replint.record import record
from replint.versions.editions import Committed, Edition, Wanted, is_below, is_document, lay, taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Run(Protocol):
    """A run over paths, which are relative to `cwd`, as those of the report are."""

    def __call__(self, paths: Sequence[str], *, cwd: str | None = None) -> Report:
        """The report."""


@record
class Earlier:
    """What the run found in an earlier version, and the documents of that."""

    commit: str
    report: Report
    repository: Repository
    edition: Edition

    def changed(self, report: Report, cwd: str) -> frozenset[str]:
        """The files, from the root of the repository, that findings of today point at and that are not as they were."""
        labels = (label for finding in report.findings for label in (finding.primary, *finding.related))
        files = {_inside(label.place.text.file.path, cwd, self.repository) for label in labels}
        return frozenset(file for file in files if file is not None and self._is_changed(file))

    def _is_changed(self, file: str) -> bool:
        was = self.edition.get(file)
        if not isinstance(was, bytes):
            return was is None
        try:
            with open(os.path.join(self.repository.root, file), "rb") as stream:
                return _plain(stream.read()) != _plain(was)
        except OSError:
            return True


def earlier(
    revision: str, paths: Sequence[str], cwd: str, run: Run, claimed: Iterable[tuple[str, str]] = ()
) -> Earlier:
    """The run of the same paths, from the same folder, on what a revision and HEAD have in common.

    What did not exist there is nothing there; a file that did not brings the documents that were beside it. `claimed`
    are files and folders that may belong to what is named, wherever they are, each with a folder above it up to which
    a bundle may refer to them. Rules are those of today. Raises GitError where the revision cannot be read, or a path
    is not in the repository; OSError where nothing can be written into a temporary folder.
    """
    repository = Repository.around(cwd)
    commit = repository.base(revision)
    entries = repository.entries(commit)
    wanted = _with_claimed(_wanted(paths, cwd, repository), claimed, cwd, repository)
    with repository.blobs() as blob:
        edition = taken(Committed(entries, blob), wanted)
    with TemporaryDirectory(prefix="replint-") as root:
        lay(edition, root)
        here = os.path.normpath(os.path.join(os.path.realpath(root), os.path.relpath(cwd, repository.root)))
        os.makedirs(here, exist_ok=True)
        there = list(dict.fromkeys(each for path in paths for each in _existing(path, cwd, here)))
        report = run(there, cwd=here) if there else Report()
    return Earlier(commit, report, repository, edition)


def _wanted(paths: Sequence[str], cwd: str, repository: Repository) -> Wanted:
    deep, flat, files = set(), set(), set()
    start = _inside(".", cwd, repository)
    for path in paths:
        name = _inside(path, cwd, repository)
        if name is None or start is None:
            raise GitError(
                f"`{path}` lies outside of the repository `{repository.root}`, which has no earlier version of it"
            )
        if os.path.isdir(os.path.join(cwd, path)):
            deep.add(name)
            continue
        files.add(name)
        folder = os.path.dirname(name)
        flat.add(folder)
        # A bundle above a file may refer to it; it is looked for up to where replint was started.
        while folder != start and is_below(folder, start):
            folder = os.path.dirname(folder)
            flat.add(folder)
    return Wanted(frozenset(deep), frozenset(flat), frozenset(files))


def _with_claimed(wanted: Wanted, claimed: Iterable[tuple[str, str]], cwd: str, repository: Repository) -> Wanted:
    """What is wanted, with what may belong to it; the repository has no earlier version of what lies outside."""
    deep, flat, files = set(wanted.deep), set(wanted.flat), set(wanted.files)
    for path, top in claimed:
        name, end = (_inside(each, cwd, repository, clipped=True) for each in (path, top))
        if name is None:
            continue
        deep.add(name)
        files.add(name)
        while name != end and name:
            name = os.path.dirname(name)
            flat.add(name)
    return Wanted(frozenset(deep), frozenset(flat), frozenset(files))


def _existing(path: str, cwd: str, here: str) -> Iterator[str]:
    """What stands for a path in a folder that has an earlier version of it."""
    name = os.path.relpath(os.path.join(cwd, path), cwd)
    if os.path.exists(os.path.join(here, name)):
        yield name
    elif not os.path.isdir(os.path.join(cwd, path)):
        folder = os.path.join(here, os.path.dirname(name))
        beside = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
        names = (os.path.join(os.path.dirname(name), each) for each in beside if is_document(each))
        yield from (each for each in names if os.path.isfile(os.path.join(here, each)))


def _inside(path: str, cwd: str, repository: Repository, *, clipped: bool = False) -> str | None:
    """A path from the root of the repository, with slashes; None outside; `clipped`, the root for one above."""
    whole = os.path.normpath(os.path.join(cwd, path))
    if clipped and repository.root.startswith(os.path.join(whole, "")):
        return ""
    if whole != repository.root and not whole.startswith(os.path.join(repository.root, "")):
        return None
    name = os.path.relpath(whole, repository.root).replace(os.sep, "/")
    return "" if name == os.curdir else name


def _plain(content: bytes) -> bytes:
    """The content as git keeps it, where it writes other line ends into the work tree."""
    return content.replace(b"\r\n", b"\n")
