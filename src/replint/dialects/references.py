"""`{"$file": "other.json"}`: the value of another file in the place of the reference; it keeps its own place."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

from replint.finding import InputProblem
from replint.record import field, record
from replint.syntax import Node, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from replint.syntax import Value

MEMBER = "$file"
DEEPEST = 200
"""How many lists and objects may stand inside one another, all files taken together."""
LOST = "it stands in a file that cannot be read"
MOST_LOOKS = 5_000_000
"""How many lists and objects a bundle may come to: a few files that refer to one another often would have no end."""


@record
class Joined(Node):
    """An object or a list with parts from other files. Its value is the whole, less what could not be had.

    `missing` are the members that could not be had; `lost` tells whether anything in or below it could not.
    """

    parts: Mapping[str, Node] | tuple[Node, ...] = field(default=(), compare=False, repr=False)
    missing: frozenset[str] = field(default=frozenset(), compare=False)
    lost: bool = field(default=False, compare=False)

    def get(self, name: str) -> Node | None:
        """The member of this name, wherever it is written; None when there is none."""
        return None if isinstance(self.parts, tuple) else self.parts.get(name)

    def members(self) -> Iterator[tuple[str, Node]]:
        """The members of an object, wherever they are written."""
        return iter(() if isinstance(self.parts, tuple) else self.parts.items())

    def elements(self) -> Iterator[Node]:
        """The elements of a list, wherever they are written."""
        return iter(self.parts if isinstance(self.parts, tuple) else ())


@record
class Shelf:
    """The files that a bundle may refer to: those in its folder.

    `folder` is the real path of the bundle's folder, `shown` how its files' paths begin where people read them.
    `fetch` reads a file, given its real path and how it is shown; it raises Unreadable and OSError. `opened` has every
    file by its real path, None for one that could not be read; `problems` says why.
    """

    folder: str
    shown: str
    fetch: Callable[[str, str], Node]
    opened: dict[str, Node | None] = field(default_factory=dict)
    problems: dict[InputProblem, None] = field(default_factory=dict)
    looks: Iterator[int] = field(default_factory=count)


def joined(root: Node, path: str, shelf: Shelf) -> Node | None:
    """A document with all that it refers to; `path` is its real path. None when it is a reference that fails itself."""
    return _whole(root, (path,), 0, shelf)


def is_lost(node: Node) -> bool:
    """Whether something in or below a value stands in a file that could not be had."""
    return isinstance(node, Joined) and node.lost


def _whole(node: Node, chain: tuple[str, ...], depth: int, shelf: Shelf) -> Node | None:
    """A node with all that it refers to, or None; `chain` is the files that led here by real path, innermost last."""
    content = node.text.content
    if not isinstance(node.value, dict | list) or (MEMBER not in content and "\\u" not in content):
        return node
    if not _is_within_limits(node, depth, shelf):
        return None
    if isinstance(node.value, list):
        return _list(node, [_whole(element, chain, depth + 1, shelf) for element in node.elements()])
    members = {name: _whole(member, chain, depth + 1, shelf) for name, member in node.members() if name != MEMBER}
    reference = node.get(MEMBER)
    return _referred(node, reference, members, chain, depth, shelf) if reference else _object(node, {}, members)


def _referred(  # noqa: PLR0913, PLR0917 - what `_whole` has at hand
    node: Node,
    reference: Node,
    beside: Mapping[str, Node | None],
    chain: tuple[str, ...],
    depth: int,
    shelf: Shelf,
) -> Node | None:
    """What a reference names, with the members that stand beside it."""
    real = _real_path(reference, chain, shelf)
    root = _opened(real, reference, shelf) if real else None
    target = _whole(root, (*chain, real), depth + 1, shelf) if root and real else None
    if target is None or not beside:
        return target
    if isinstance(target.value, dict):
        return _object(target, dict(target.members()), beside)
    name = next(iter(beside))
    _problem(node, f"`{name}` stands beside `$file`, which refers to {target.kind} and not to an object", shelf)
    return None


def _is_within_limits(node: Node, depth: int, shelf: Shelf) -> bool:
    if depth > DEEPEST:
        _problem(node, f"more than {DEEPEST} lists and objects stand inside one another", shelf)
    looked_at = next(shelf.looks)
    if looked_at == MOST_LOOKS:
        _problem(node, f"the bundle comes to more than {MOST_LOOKS:,} lists and objects", shelf)
    return depth <= DEEPEST and looked_at < MOST_LOOKS


def _list(node: Node, elements: list[Node | None]) -> Node:
    kept = tuple(element for element in elements if element is not None)
    lost = len(kept) < len(elements) or any(map(is_lost, kept))
    return Joined(node.text, node.route, [element.value for element in kept], kept, lost=lost)


def _object(node: Node, base: dict[str, Node], beside: Mapping[str, Node | None]) -> Node:
    """An object at this node's place: the members of `base`, with those beside the reference over them."""
    parts = base | {name: member for name, member in beside.items() if member is not None}
    missing = frozenset(name for name, member in beside.items() if member is None)
    if missing:
        parts = {name: member for name, member in parts.items() if name not in missing}
    value: Value = {name: member.value for name, member in parts.items()}
    if isinstance(node, Joined):
        missing |= node.missing - beside.keys()
    return Joined(node.text, node.route, value, parts, missing, bool(missing) or any(map(is_lost, parts.values())))


def _real_path(reference: Node, chain: tuple[str, ...], shelf: Shelf) -> str | None:
    """The real path of the file that a reference names, if it may be opened."""
    name = reference.value
    if not isinstance(name, str) or not name or "\0" in name:
        _problem(reference, f"`$file` is {reference.kind}, and must be the path of a file", shelf)
        return None
    real = _real(os.path.dirname(chain[-1]), name)
    if not real.startswith(os.path.join(shelf.folder, "")):
        _problem(reference, f"`{name}` lies outside of the bundle's folder", shelf)
        return None
    if real in chain:
        _problem(reference, f"`{name}` refers back to itself", shelf)
        return None
    return real


def _real(folder: str, name: str) -> str:
    """The real path of a file; a look at the file is enough for a plain name in a folder whose path is real."""
    path = os.path.join(folder, name)
    if os.sep not in name and name not in (os.curdir, os.pardir) and not os.path.islink(path):
        return path
    return os.path.realpath(path)


def _opened(real: str, reference: Node, shelf: Shelf) -> Node | None:
    """The root of a file in the bundle's folder; None, and a problem, when it cannot be read."""
    if real in shelf.opened:
        return shelf.opened[real]
    shown = os.path.join(shelf.shown, real[len(shelf.folder) :].lstrip(os.sep))
    root = None
    try:
        root = shelf.fetch(real, shown)
    except Unreadable as error:
        shelf.problems[InputProblem(shown, error.message, error.line, error.column)] = None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        _problem(reference, f"`{reference.value}` cannot be read: {reason}", shelf)
    shelf.opened[real] = root
    return root


def _problem(at: Node, message: str, shelf: Shelf) -> None:
    line, column = at.text.position(at.place.span.start)
    shelf.problems[InputProblem(at.text.path, message, line, column)] = None
