"""Paths to documents: which files a folder has, which of them are ours, and which cannot be read; knows no facts."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from replint.finding import InputProblem
from replint.syntax import Unreadable, json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from replint.syntax import Node

ENDING = ".json"
"""Which files of a folder are looked at; a file that is named is looked at whatever its name."""

# A text without any of these names is none of ours: each document of ours has one, unless it is written with escapes.
_OURS = re.compile(
    rb'"(?:ReplintBundle|ReplicationConfiguration|Rules|Bucket|Arn|Role|KeyMetadata|RoleDetailList|Policy|Statement'
    rb"|ServerSideEncryptionConfiguration|OwnershipControls|PublicAccessBlockConfiguration|ObjectLockConfiguration"
    rb'|LocationConstraint|Payer|MFADelete|Status)"|\\u'
)
# Of a text that cannot be read, names that hardly stand in anybody else's documents.
_SURELY_OURS = re.compile(
    rb'"(?:ReplintBundle|ReplicationConfiguration|Rules|Destination|DeleteMarkerReplication|ReplicaKmsKeyID'
    rb"|AssumeRolePolicyDocument|PolicyDocument|KeyMetadata|RoleDetailList|Statement|Bucket|OwnershipControls"
    rb'|ServerSideEncryptionConfiguration|Versioning)"'
)


@dataclass(frozen=True, slots=True)
class File:
    """A file: its absolute path, its path as people see it, and whether they named it."""

    path: str
    shown: str
    named: bool = False

    @property
    def folder(self) -> str:
        """The absolute path of its folder."""
        return os.path.dirname(self.path)


@dataclass(frozen=True, slots=True)
class Document:
    """A file of ours and what it holds."""

    file: File
    root: Node


@dataclass(frozen=True, slots=True)
class Desk:
    """What was read so far: each file once, with what is to be said of those that are of no use."""

    recognises: Callable[[Node], bool]
    read: dict[str, Document | None] = field(default_factory=dict)
    problems: dict[InputProblem, None] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)

    def document(self, file: File) -> Document | None:
        """The document that a file holds; None when it is none of ours or cannot be read."""
        if file.path not in self.read:
            self.read[file.path] = self._document(file)
        return self.read[file.path]

    def _document(self, file: File) -> Document | None:
        try:
            with open(file.path, "rb") as stream:
                data = stream.read(json.LARGEST + 1)
        except OSError as error:
            self.problems[InputProblem(file.shown, f"cannot be read: {_reason(error)}")] = None
            return None
        root = None
        try:
            # UTF-16, as some shells write it, has the same names with a NUL beside every character.
            plain = data.replace(b"\0", b"") if b"\0" in data else data
            root = json.read(file.shown, data) if _OURS.search(plain) else None
        except Unreadable as error:
            if _SURELY_OURS.search(data.replace(b"\0", b"")):
                self.problems[InputProblem(file.shown, error.message, error.line, error.column)] = None
                return None
        if root is None or not self.recognises(root):
            if file.named:
                self.remarks[f"{file.shown}: passed over, it is no document that replint knows"] = None
            return None
        return Document(file, root)


def files(path: str, cwd: str, problems: dict[InputProblem, None]) -> Iterator[File]:
    """The files that a path names: itself, or everything in and below a folder that is not hidden.

    Links that lead out of the folder are not followed, nor links to folders in it, which are met anyway. Raises OSError
    when there is nothing at the path.
    """
    absolute = os.path.normpath(os.path.join(cwd, path))
    shown = os.path.relpath(absolute, cwd) if os.path.isabs(path) else os.path.normpath(path)
    if not stat.S_ISDIR(os.stat(absolute).st_mode):
        yield File(absolute, shown, named=True)
        return
    pending = [(absolute, "" if shown == os.curdir else shown)]
    while pending:
        folders = []
        for entry in _entries(*pending.pop(), absolute, problems):
            if isinstance(entry, File):
                yield entry
            else:
                folders.append(entry)
        pending.extend(reversed(folders))


def beside(file: File, problems: dict[InputProblem, None]) -> Iterator[File]:
    """The files in the folder of a file."""
    found = _entries(file.folder, os.path.dirname(file.shown), file.folder, problems)
    yield from (each for each in found if isinstance(each, File))


def _entries(
    folder: str, shown: str, root: str, problems: dict[InputProblem, None]
) -> Iterator[File | tuple[str, str]]:
    """What a folder has, in the order of the names: files that may be ours, and folders as path and shown path."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted((entry for entry in scan if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except OSError as error:
        problems[InputProblem(shown or os.curdir, f"cannot be read: {_reason(error)}")] = None
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield entry.path, os.path.join(shown, entry.name)
        elif entry.name.lower().endswith(ENDING) and _is_file(entry, root):
            yield File(entry.path, os.path.join(shown, entry.name))


def _is_file(entry: os.DirEntry[str], root: str) -> bool:
    """Whether an entry is a plain file, or a link to one inside the folder that is looked at."""
    if not entry.is_symlink():
        return entry.is_file(follow_symlinks=False)
    target = os.path.realpath(entry.path)
    return target.startswith(os.path.join(os.path.realpath(root), "")) and os.path.isfile(target)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
