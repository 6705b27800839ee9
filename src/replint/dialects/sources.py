"""Documents with all that they refer to, and what stands around them; knows not which of them form an estate."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint.dialects.folders import beside
from replint.dialects.references import Shelf, joined
from replint.record import field, record, replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from replint.dialects.files import Desk, Document, File
    from replint.syntax import Node


@record
class Source:
    """A document with the root to read it by, and where it may refer to files, those that it does."""

    document: Document
    root: Node
    real: str
    """The file's path without links."""
    shelf: Shelf | None = None

    @property
    def file(self) -> File:
        """The document's file."""
        return self.document.file

    @property
    def alone(self) -> bool:
        """Whether the document is an estate by itself, as a bundle is, and whatever is no file."""
        return self.document.form.alone or self.file.alone

    @property
    def opened(self) -> Collection[str]:
        """The real paths of the files that the document refers to."""
        return self.shelf.opened.keys() if self.shelf else ()

    def opens(self, files: Collection[str]) -> bool:
        """Whether the document refers to one of some files, by their real paths."""
        return self.shelf is not None and not self.shelf.opened.keys().isdisjoint(files)

    def misses_one_in(self, folders: Collection[str]) -> bool:
        """Whether this is a bundle that refers to a file in one of some folders that is not there.

        It may go by another name now.
        """
        opened = self.shelf.opened if self.alone and self.shelf else {}
        return any(root is None and os.path.dirname(path) in folders for path, root in opened.items())

    def refers_into(self, folder: str) -> bool:
        """Whether the document refers to something in or below a folder, by its real path with a separator behind."""
        return self.shelf is not None and any(path.startswith(folder) for path in self.shelf.opened)


def sources(found: Iterable[File], desk: Desk) -> list[Source]:
    """Those of some files that hold a document of ours."""
    folders: dict[str, str] = {}
    documents = (desk.document(file) for file in found)
    return [source for each in documents if each and (source := _source(each, desk, folders))]


def unreferred(found: Sequence[Source]) -> list[Source]:
    """The sources without those that one among them refers to."""
    opened = {path for source in found if source.shelf for path in source.shelf.opened}
    return [source for source in found if not opened or source.real not in opened]


@record
class Room:
    """What was looked at so far: every source by its path, and of each folder that was looked at beside, its own.

    `parts` are files that were named and are no document by themselves, by their real paths.
    """

    cwd: str
    desk: Desk
    seen: dict[str, Source] = field(default_factory=dict)
    parts: dict[str, File] = field(default_factory=dict)
    folders: dict[str, tuple[list[Source], Desk]] = field(default_factory=dict)

    def add(self, found: Iterable[Source]) -> None:
        """Take in what was not seen before."""
        for source in found:
            self.seen.setdefault(source.file.path, source)

    def look_around(self, file: File, top: str, *, beside_too: bool = True) -> None:
        """Take in what may belong to the estate of a file: the documents beside it, and those that may refer to it.

        The folders above are looked at up to `top`; what is wrong there is not of this estate. Nor is it where what
        stands beside the file is not of it, without `beside_too`.
        """
        folder = file.folder
        if beside_too:
            self.add(sources(beside(folder, self._shown(folder), self.desk.problems), self.desk))
        else:
            self._take_referring(folder, file)
        while folder.startswith(os.path.join(top, "")):
            folder = os.path.dirname(folder)
            self._take_referring(folder, file)

    def _take_referring(self, folder: str, file: File) -> None:
        if folder not in self.folders:
            elsewhere = replace(self.desk, problems={}, remarks={}, strangers={})
            self.folders[folder] = (
                sources(beside(folder, self._shown(folder), elsewhere.problems), elsewhere),
                elsewhere,
            )
        found, elsewhere = self.folders[folder]
        real = os.path.join(os.path.realpath(file.folder), "")
        if any(source.refers_into(real) for source in found if not source.alone):
            self.desk.problems.update(elsewhere.problems)
            self.add(found)
        self.add(source for source in found if source.alone)

    def _shown(self, folder: str) -> str:
        shown = os.path.relpath(folder, self.cwd)
        return "" if shown == os.curdir else shown


def _source(document: Document, desk: Desk, folders: dict[str, str]) -> Source | None:
    """A document ready to be read, with all that it refers to."""
    file = document.file
    if file.folder not in folders:
        folders[file.folder] = os.path.realpath(file.folder)
    real = folders[file.folder] + file.path[len(file.folder) :]
    if file.is_link:
        real = os.path.realpath(real)
    if not document.form.refers:
        return Source(document, document.root, real)
    shelf = Shelf(os.path.dirname(real), os.path.dirname(file.shown), desk.fetch)
    root = joined(document.root, real, shelf)
    if root is None:
        desk.problems.update(shelf.problems)
        return None
    return Source(document, root, real, shelf)
