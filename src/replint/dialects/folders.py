"""Paths to files: which a folder has, and which texts are given in place of files; reads none."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

from replint.dialects.files import File, reason
from replint.finding import InputProblem
from replint.span import UNNAMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from replint.dialects.files import Desk

STDIN = "-"
"""What names a text that is no file, where such a text is given; elsewhere it is a name as any other."""

_NOWHERE = "\0"
"""A name that no file can have."""

ENDINGS = (".json", ".xml")
"""Which files of a folder are looked at; a file that is named is looked at whatever its name."""


def placed(texts: Mapping[str, bytes], cwd: str) -> dict[str, bytes]:
    """Texts that are given in place of files, by where they are looked for: absolute paths with and without links."""
    found = {}
    for path, data in texts.items():
        absolute = os.path.join(cwd, _NOWHERE) if path == STDIN else os.path.normpath(os.path.join(cwd, path))
        found[absolute] = data
        if path != STDIN:
            found[os.path.realpath(absolute)] = data
    return found


def files(path: str, cwd: str, desk: Desk, *, within: str | None = None) -> Iterator[File]:
    """The files that a path names: itself, or everything in and below a folder that is not hidden.

    Folders below it that stand apart are passed over. Links that lead out of the folder (or out of `within`, one above
    it) are not followed, nor links to folders in it, which are met anyway. Raises OSError when there is nothing at the
    path.
    """
    if not path:
        raise FileNotFoundError(errno.ENOENT, "an empty name is no path")
    if path == STDIN and (nowhere := os.path.join(cwd, _NOWHERE)) in desk.texts:
        yield File(cwd, nowhere, UNNAMED, named=True, alone=True)
        return
    absolute = os.path.normpath(os.path.join(cwd, path))
    shown = os.path.relpath(absolute, cwd)
    if absolute in desk.texts or not stat.S_ISDIR(os.stat(absolute).st_mode):
        yield File(os.path.dirname(absolute), absolute, shown, named=True, is_link=os.path.islink(absolute))
        return
    pending = [(absolute, "" if shown == os.curdir else shown)]
    while pending:
        folders = []
        for entry in _entries(*pending.pop(), within or absolute, desk.problems):
            if isinstance(entry, File):
                yield entry
            elif entry[0] not in desk.apart:
                folders.append(entry)
        pending.extend(reversed(folders))


def beside(folder: str, shown: str, problems: dict[InputProblem, None]) -> Iterator[File]:
    """The files in a folder, and none below it; a text that was never saved may have no folder."""
    if not os.path.isdir(folder):
        return
    found = _entries(folder, shown, folder, problems)
    yield from (each for each in found if isinstance(each, File))


def _entries(
    folder: str, shown: str, root: str, problems: dict[InputProblem, None]
) -> Iterator[File | tuple[str, str]]:
    """What a folder has, in the order of the names: files that may be ours, and folders as path and shown path."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted((entry for entry in scan if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError as error:
        problems[InputProblem(shown or os.curdir, f"cannot be read: {reason(error)}")] = None
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield entry.path, os.path.join(shown, entry.name)
        elif entry.name.lower().endswith(ENDINGS) and _is_file(entry, root):
            yield File(folder, entry.path, os.path.join(shown, entry.name), is_link=entry.is_symlink())


def _is_file(entry: os.DirEntry[str], root: str) -> bool:
    """Whether an entry is a plain file, or a link to one inside the folder that is looked at."""
    if not entry.is_symlink():
        return entry.is_file(follow_symlinks=False)
    target = os.path.realpath(entry.path)
    return target.startswith(os.path.join(os.path.realpath(root), "")) and os.path.isfile(target)
