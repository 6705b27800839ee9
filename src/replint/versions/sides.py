"""What people name a version by -> its documents: a path, or `REV:PATH` as git has it."""

from __future__ import annotations

import errno
import os
import posixpath

from replint.git import GitError, Repository
from replint.versions.comparison import EVERYTHING, Side
from replint.versions.editions import Committed, Folder, Wanted, is_below, taken


class UnlikeError(Exception):
    """Two things that are no versions of one another."""


def sides(old: str, new: str, cwd: str) -> tuple[Side, Side]:
    """Both versions. Two files are the same document, whatever they are called.

    Raises OSError where there is nothing at a path, GitError where a revision or its files cannot be read, and
    UnlikeError for a file and a folder.
    """
    before, after = _side(old, cwd), _side(new, cwd)
    if (before.paths == EVERYTHING) != (after.paths == EVERYTHING):
        folder, file = (old, new) if before.paths == EVERYTHING else (new, old)
        raise UnlikeError(f"`{folder}` is a folder and `{file}` a file: name two of one kind")
    if before.paths != after.paths:
        (was,), (now,) = before.paths, after.paths
        renamed = {now if path == was else path: held for path, held in before.edition.items() if path != now}
        before = before._replace(edition=renamed, paths=after.paths)
    return before, after


def _side(name: str, cwd: str) -> Side:
    path = os.path.join(cwd, name)
    if os.path.lexists(path):
        return _of_path(name, os.path.realpath(path))
    revision, colon, inner = name.partition(":")
    if not colon:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    return _of_revision(name, revision, inner, cwd)


def _of_path(name: str, path: str) -> Side:
    if os.path.isdir(path):
        return Side(name, taken(Folder(path), Wanted(deep=frozenset({""}))), EVERYTHING)
    folder, file = os.path.split(path)
    with open(path, "rb"):  # whatever keeps it from being read is told of this file
        pass
    return Side(name, taken(Folder(folder), _file_of(file)), [file])


def _of_revision(name: str, revision: str, inner: str, cwd: str) -> Side:
    """A file or folder as a revision has it; `./` and `../` begin where one stands, all else at the root."""
    repository = Repository.around(cwd)
    commit = repository.resolved(revision)
    entries = repository.entries(commit)
    start = os.path.relpath(cwd, repository.root).replace(os.sep, "/") if inner.startswith(("./", "../")) else ""
    path = posixpath.normpath(posixpath.join(start, inner or "."))
    path = "" if path == "." else path
    is_file = path in entries
    if not is_file and path and not any(is_below(each, path) for each in entries):
        raise GitError(f"`{revision}` has no `{path}`")
    folder = posixpath.dirname(path) if is_file else path
    below = {each[len(folder) + 1 if folder else 0 :]: each for each in entries if is_below(each, folder)}
    with repository.blobs() as blob:
        tree = Committed({short: entries[each] for short, each in below.items()}, blob)
        file = posixpath.basename(path)
        wanted = _file_of(file) if is_file else Wanted(deep=frozenset({""}))
        edition = taken(tree, wanted)
    return Side(name, edition, [file] if is_file else EVERYTHING)


def _file_of(file: str) -> Wanted:
    return Wanted(flat=frozenset({""}), files=frozenset({file}))
