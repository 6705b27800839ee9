"""The documents of one version, by name, and how they are laid into a folder to be read there; no meaning of any."""

from __future__ import annotations

import json
import os
import posixpath
import stat
from typing import TYPE_CHECKING, Protocol, TypeAlias

from replint.dialects.folders import ENDINGS
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from replint.git import Entry


@record
class Link:
    """A symbolic link, and where it says that it leads."""

    target: str


Edition: TypeAlias = "dict[str, bytes | Link]"
"""What stands where: paths from the root of the edition, with slashes. Nobody changes one."""


class Tree(Protocol):
    """Where an edition is taken from."""

    def names(self) -> Collection[str]:
        """The paths of all files that may be documents."""

    def read(self, name: str) -> bytes | Link | None:
        """What a file holds; None where there is none."""


@record
class Committed:
    """A tree of git, with a reader of its blobs."""

    entries: Mapping[str, Entry]
    blob: Callable[[str], bytes]

    def names(self) -> Collection[str]:
        """Every file of the tree."""
        return self.entries.keys()

    def read(self, name: str) -> bytes | Link | None:
        """What the blob of a file holds."""
        entry = self.entries.get(name)
        if entry is None:
            return None
        content = self.blob(entry.blob)
        return Link(os.fsdecode(content)) if entry.is_link else content


@record
class Folder:
    """A folder of the file system, by its real path."""

    root: str

    def names(self) -> Collection[str]:
        """The files in and below it that have a document's ending, but for what is hidden; links are not followed."""
        found = set()
        for folder, below, files in os.walk(self.root):
            below[:] = [name for name in below if not name.startswith(".")]
            names = (name for name in files if is_document(name))
            found |= {os.path.relpath(os.path.join(folder, name), self.root).replace(os.sep, "/") for name in names}
        return found

    def read(self, name: str) -> bytes | Link | None:
        """What a file holds; nothing of what cannot be read, which whoever reads the folder itself is told."""
        path = os.path.join(self.root, name)
        try:
            mode = os.lstat(path).st_mode
            if stat.S_ISLNK(mode):
                return Link(os.readlink(path))
            if stat.S_ISREG(mode):
                with open(path, "rb") as stream:
                    return stream.read()
        except (OSError, ValueError):
            pass
        return None


@record
class Wanted:
    """What of a tree is wanted: whole folders, the files right in folders, and single files; `""` is the root."""

    deep: frozenset[str] = frozenset()
    flat: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()

    def takes(self, name: str) -> bool:
        """Whether a file is wanted: a document, or a link that leads to where something wanted is."""
        if is_document(name) and (
            posixpath.dirname(name) in self.flat or any(_is_seen(name, each) for each in self.deep)
        ):
            return True
        return any(is_below(each, name) for each in (*self.deep, *self.flat, *self.files))


def taken(tree: Tree, wanted: Wanted) -> Edition:
    """The documents that are wanted, and those that they lead to, by links and by `$file`."""
    found: Edition = {}
    names = tree.names()
    pending = [*wanted.files, *(name for name in names if wanted.takes(name))]
    while pending:
        name = pending.pop()
        if name in found:
            continue
        held = tree.read(name)
        if held is not None:
            found[name] = held
            pending.extend(each for each in _leads(name, held, names) if each not in found)
    return found


def lay(edition: Mapping[str, bytes | Link], folder: str) -> None:
    """Write an edition into a folder that is empty; links that would lead out of it are left out."""
    links = {}
    for name, held in edition.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if isinstance(held, Link):
            links[path] = held.target
        else:
            with open(path, "xb") as stream:
                stream.write(held)
    # Links come last, so that nothing is written through one, and are tried as a whole: one may lead on to another.
    for path, target in links.items():
        if not os.path.lexists(path):
            os.symlink(target, path)
    inside = os.path.join(os.path.realpath(folder), "")
    leave = [path for path in links if not os.path.join(os.path.realpath(path), "").startswith(inside)]
    for path in filter(os.path.islink, leave):
        os.unlink(path)


def _leads(name: str, held: bytes | Link, names: Collection[str]) -> Iterator[str]:
    """The files that a file leads to, inside the tree: those of `$file`, of a link its target or what is in that."""
    if isinstance(held, Link):
        target = _joined(name, held.target)
        if target is not None:
            yield target
            yield from () if target in names else (each for each in names if is_below(each, target))
        return
    yield from (each for each in (_joined(name, told) for told in _references(held)) if each is not None)


def _references(content: bytes) -> Iterator[str]:
    """What `$file` says anywhere in a document; nothing of a text that is no JSON."""
    if b"$file" not in content and b"\\u0024" not in content:
        return
    try:
        pending = [json.loads(content)]
    except (ValueError, RecursionError):
        return
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            told = value.get("$file")
            if isinstance(told, str):
                yield told
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)


def _joined(name: str, told: str) -> str | None:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), told))
    return None if path.startswith(("/", "..")) or "\0" in path else path


def is_document(name: str) -> bool:
    """Whether a file's name has the ending of a document."""
    return name.lower().endswith(ENDINGS)


def _is_seen(name: str, folder: str) -> bool:
    """Whether a file is in or below a folder, and not hidden from whoever looks there."""
    return is_below(name, folder) and "/." not in "/" + name[len(folder) :].lstrip("/")


def is_below(name: str, folder: str) -> bool:
    """Whether a path is that of a folder or of something in it."""
    return not folder or name == folder or name.startswith(folder + "/")
