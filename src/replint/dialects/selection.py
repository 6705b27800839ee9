"""Which documents belong together: a bundle with the files it refers to, or the other documents of one folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint.dialects.files import Desk, beside, files
from replint.dialects.references import Shelf, joined
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from replint.dialects.files import Document, File
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


@record
class Group:
    """The documents of one estate, under the name of the bundle or of the folder."""

    name: str
    sources: tuple[Source, ...]


def groups(paths: Sequence[str], cwd: str, desk: Desk, *, together: bool) -> list[Group]:
    """The estates that some paths name, in the order of their names. Raises OSError when there is nothing at a path."""
    named = {file.path: file for path in paths for file in files(path, cwd, desk)}
    sources = _sources(named.values(), desk)
    if together:
        return [Group("", tuple(_unreferred(sources)))] if sources else []
    seen = {source.file.path: source for source in sources}
    loose = {source.file.folder: source.file for source in sources if source.file.named and not source.alone}
    for file in loose.values():
        for each in _around(file, cwd, desk):
            seen.setdefault(each.file.path, each)
    return _grouped(list(seen.values()), set(named))


def _around(file: File, cwd: str, desk: Desk) -> Iterator[Source]:
    """What may belong to the estate of a file: the documents beside it, and those above that may refer to it.

    The folders above are looked at up to where replint was started; what is wrong there is not of this estate.
    """
    folder, shown = file.folder, os.path.dirname(file.shown)
    yield from _sources(beside(folder, shown, desk.problems), desk)
    real = os.path.join(os.path.realpath(folder), "")
    while folder.startswith(os.path.join(cwd, "")):
        folder, shown = os.path.dirname(folder), os.path.dirname(shown)
        elsewhere = Desk(desk.forms, desk.read, texts=desk.texts)
        above = _sources(beside(folder, shown, elsewhere.problems), elsewhere)
        if any(_refers_into(source, real) for source in above if not source.alone):
            desk.problems.update(elsewhere.problems)
            yield from above
        yield from (source for source in above if source.alone)


def _refers_into(source: Source, folder: str) -> bool:
    return source.shelf is not None and any(path.startswith(folder) for path in source.shelf.opened)


def _grouped(seen: Sequence[Source], chosen: set[str]) -> list[Group]:
    """The groups that the chosen files are in; `seen` may have more of their folders than was chosen."""
    loose = _unreferred(seen)
    hidden = chosen - {source.file.path for source in loose}
    referred = {source.real for source in seen if source.file.path in hidden}
    folders = {os.path.dirname(source.real) for source in seen if source.file.path in chosen and source.file.named}
    wanted = [
        source
        for source in loose
        if source.file.path in chosen or _opens(source, referred) or _misses_one_in(source, folders)
    ]
    found = [Group(source.file.shown, (source,)) for source in wanted if source.alone]
    holding = {source.file.folder for source in wanted if not source.alone}
    members: dict[str, list[Source]] = {}
    for source in sorted(loose, key=lambda source: source.file.shown):
        if not source.alone and source.file.folder in holding:
            members.setdefault(os.path.dirname(source.file.shown) or os.curdir, []).append(source)
    found.extend(Group(name, tuple(each)) for name, each in members.items())
    return sorted(found, key=lambda group: group.name)


def _opens(source: Source, files: Collection[str]) -> bool:
    """Whether a document refers to one of some files, by their real paths."""
    return source.shelf is not None and not source.shelf.opened.keys().isdisjoint(files)


def _misses_one_in(source: Source, folders: Collection[str]) -> bool:
    """Whether a bundle refers to a file in one of some folders that cannot be had: it may go by another name now."""
    opened = source.shelf.opened if source.alone and source.shelf else {}
    return any(root is None and os.path.dirname(path) in folders for path, root in opened.items())


def _unreferred(sources: Sequence[Source]) -> list[Source]:
    """The sources without those that one among them refers to."""
    opened = {path for source in sources if source.shelf for path in source.shelf.opened}
    return [source for source in sources if not opened or source.real not in opened]


def _sources(found: Iterable[File], desk: Desk) -> list[Source]:
    folders: dict[str, str] = {}
    documents = (desk.document(file) for file in found)
    return [source for each in documents if each and (source := _source(each, desk, folders))]


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
