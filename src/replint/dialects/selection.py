"""Which documents belong together: a bundle with its files, what a project claims, or the others of one folder."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from replint.dialects.folders import files
from replint.dialects.guidance import NO_GUIDANCE
from replint.dialects.sources import Room, sources, unreferred
from replint.facts.estate import NOTHING, Declared
from replint.record import record, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from replint.dialects.files import Desk, File
    from replint.dialects.guidance import Claim, Guidance
    from replint.dialects.sources import Source

    Claiming = Callable[[str], tuple[Claim, ...]]
    """Which estates a file is of."""


@record
class Group:
    """The documents of one estate, under the name of the bundle, of the folder, or the one that it was given.

    `declared` is what was said of it, `shared` the files that other estates claim too, and `elsewhere` those of which
    one is not read, as people see their paths.
    """

    name: str
    sources: tuple[Source, ...]
    declared: Declared = NOTHING
    shared: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()


def groups(
    paths: Sequence[str], cwd: str, desk: Desk, guidance: Guidance = NO_GUIDANCE, *, together: bool
) -> list[Group]:
    """The estates that some paths name, in the order of their names. Raises OSError when there is nothing at a path."""
    found = [file for path in paths for file in files(path, cwd, desk)]
    met = {file.path: file for file in sorted(found, key=lambda file: file.named)}
    own = sources(_watched(met.values(), desk), desk)
    if together:
        return [Group("", tuple(unreferred(own)), guidance.declared)] if own else []
    room = Room(cwd, desk, {source.file.path: source for source in own})
    claiming = cache(guidance.claiming)
    loose = [source.file for source in own if source.file.named and not source.alone]
    # Of several files in one folder the last is taken: one that no estate claims, for which the others there count.
    loose.sort(key=lambda file: not claiming(file.path))
    for file in {file.folder: file for file in loose}.values():
        room.look_around(file, cwd, beside_too=not claiming(file.path))
    named = (file for file in met.values() if file.named and not file.alone and file.path not in room.seen)
    room.parts.update((os.path.realpath(file.path), file) for file in named)
    for file in {file.folder: file for file in room.parts.values()}.values():
        room.look_around(file, cwd, beside_too=False)
    folders = _folders(paths, cwd)
    pending = [claim for claim in guidance.claims if _lies_in(claim, folders, cwd)]
    claims = _claims(room, set(met), folders, pending, claiming) if guidance.claims else []
    found_groups = [*_grouped(room, set(met), claims, claiming, guidance.declared)]
    for path in {path for group in found_groups for source in group.sources for path in source.opened}:
        if path in room.parts:
            desk.strangers.pop(room.parts[path].shown, None)
    return sorted(found_groups, key=lambda group: group.name)


def _watched(found: Collection[File], desk: Desk) -> Iterator[File]:
    """The files, each told of before it is read."""
    for number, file in enumerate(found):
        if desk.watch:
            desk.watch("file", number, len(found))
        yield file


def _folders(paths: Sequence[str], cwd: str) -> list[str]:
    """The folders among some paths."""
    absolute = (os.path.normpath(os.path.join(cwd, path)) for path in paths)
    return [path for path in absolute if os.path.isdir(path)]


def _claims(
    room: Room, chosen: set[str], folders: Sequence[str], pending: Sequence[Claim], claiming: Claiming
) -> list[Claim]:
    """The estates that claim a chosen file, and those that are pending anyway; each is read whole."""
    taken: list[Claim] = []
    pending = pending or _untaken(room, chosen, taken, claiming)
    while pending:
        for claim in pending:
            _gather(room, claim, folders, claiming)
            if claim.place and not any(claim in claiming(path) for path in room.seen):
                line = claim.place.text.position(claim.place.span.start).line
                remark = f"{claim.place.text.path}:{line}: the paths of estate `{claim.name}` match no document"
                room.desk.remarks[remark] = None
        taken += pending
        # What was gathered may show who refers to a chosen file, and select the estate of that.
        pending = _untaken(room, chosen, taken, claiming)
    return taken


def _untaken(room: Room, chosen: set[str], taken: Sequence[Claim], claiming: Claiming) -> list[Claim]:
    """The estates of chosen documents, each once, without those that are taken."""
    wanted = (source.file.path for source in _wanted(room, chosen) if not source.alone)
    found: list[Claim] = []
    for claim in (claim for path in wanted for claim in claiming(path)):
        if claim not in taken and claim not in found:
            found.append(claim)
    return found


def _lies_in(claim: Claim, folders: Sequence[str], cwd: str) -> bool:
    roots = [os.path.join(cwd, root, "") for root in claim.files.roots()]
    return all(any(root.startswith(os.path.join(folder, "")) for folder in folders) for root in roots)


def _was_met(root: str, home: str, folders: Sequence[str]) -> bool:
    """Whether a folder that was looked through has shown all that an estate of `home` may have there."""
    around = (folder for folder in folders if os.path.join(home, "").startswith(os.path.join(folder, "")))
    steps = (os.path.relpath(root, folder).split(os.sep) for folder in around)
    return any(not any(step.startswith(".") and step != os.curdir for step in each) for each in steps)


def _gather(room: Room, claim: Claim, folders: Sequence[str], claiming: Claiming) -> None:
    """Take in what an estate claims, wherever it stands, and whatever may refer to that."""
    desk = room.desk
    for root in (os.path.join(room.cwd, root) for root in claim.files.roots()):
        if os.path.exists(root) and (desk.apart or not _was_met(root, claim.home, folders)):
            found = files(root, room.cwd, desk, within=claim.home)
            new = (each for each in found if each.path not in room.seen and claim in claiming(each.path))
            room.add(sources((replace(each, named=False) for each in new), desk))
    members = [source for path, source in room.seen.items() if not source.alone and claim in claiming(path)]
    for file in {source.file.folder: source.file for source in members}.values():
        room.look_around(file, claim.home, beside_too=False)


def _wanted(room: Room, chosen: set[str]) -> list[Source]:
    """The documents that were chosen, or that refer to one that was; none that another refers to."""
    loose = unreferred([*room.seen.values()])
    hidden = chosen - {source.file.path for source in loose}
    referred = {source.real for source in room.seen.values() if source.file.path in hidden} | room.parts.keys()
    folders = {os.path.dirname(each.real) for path, each in room.seen.items() if path in chosen and each.file.named}
    return [
        source
        for source in loose
        if source.file.path in chosen or source.opens(referred) or source.misses_one_in(folders)
    ]


def _grouped(
    room: Room, chosen: set[str], taken: Sequence[Claim], claiming: Claiming, declared: Declared
) -> Iterator[Group]:
    """The groups that the chosen files are in, and those of the estates that were taken."""
    wanted = _wanted(room, chosen)
    for source in wanted:
        if source.alone:
            claims = claiming(source.file.path)
            yield Group(source.file.shown, (source,), claims[0].declared if claims else declared)
    # Of two documents that differ the first counts: which that is must not hang on where replint was started.
    loose = sorted(
        (source for source in unreferred([*room.seen.values()]) if not source.alone), key=lambda each: each.file.path
    )
    shared = frozenset(source.file.shown for source in loose if len(claiming(source.file.path)) > 1)
    elsewhere = frozenset(
        source.file.shown for source in loose if any(claim not in taken for claim in claiming(source.file.path))
    )
    for claim in taken:
        if members := tuple(source for source in loose if claim in claiming(source.file.path)):
            yield Group(claim.name, members, claim.declared, shared, elsewhere)
    folders = {source.file.folder for source in wanted if not source.alone and not claiming(source.file.path)}
    beside: dict[str, list[Source]] = {}
    for source in loose:
        if source.file.folder in folders and not claiming(source.file.path):
            beside.setdefault(os.path.dirname(source.file.shown) or os.curdir, []).append(source)
    for name, there in beside.items():
        yield Group(name, tuple(there), declared)
