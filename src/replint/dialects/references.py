"""`{"$file": "other.json"}`: values that stand in another file; opened only when looked at, so places stay true."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from replint.finding import InputProblem
from replint.syntax import Node, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from replint.syntax import Value

MEMBER = "$file"
MOST_OPENINGS = 100_000
"""How often one bundle may refer to files: a few files that refer to one another many times each have no end."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files that a bundle may refer to: those in its folder, each read once.

    `folder` is the real path of the bundle's folder, `shown` how its files' paths begin where people read them.
    `opened` has every file by its real path, None for one that could not be read; `problems` says why.
    """

    folder: str
    shown: str
    opened: dict[str, Node | None] = field(default_factory=dict)
    problems: dict[InputProblem, None] = field(default_factory=dict)
    openings: Iterator[int] = field(default_factory=count)


@dataclass(frozen=True, slots=True)
class Linked(Node):
    """A node of a document that may refer to files: every step down follows the reference that it meets.

    `chain` is the files that led here, innermost last, by real path. `parts` has the members of an object that is put
    together of a file's and those beside the reference. A reference that cannot be followed is as if it were absent.
    """

    shelf: Shelf = field(compare=False, repr=False)
    chain: tuple[str, ...] = field(compare=False)
    parts: Mapping[str, Node] | None = field(default=None, compare=False, repr=False)

    def get(self, name: str) -> Node | None:
        """The member of this name, wherever it is written; None when there is none."""
        if not isinstance(self.value, dict) or name not in self.value:
            return None
        return followed(self.part(name))

    def members(self) -> Iterator[tuple[str, Node]]:
        """The members of an object, wherever they are written."""
        if isinstance(self.value, dict):
            for name in self.value:
                member = followed(self.part(name))
                if member is not None:
                    yield name, member

    def elements(self) -> Iterator[Node]:
        """The elements of a list, wherever they are written."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                element = followed(Linked(self.text, (*self.route, index), value, self.shelf, self.chain))
                if element is not None:
                    yield element

    def part(self, name: str) -> Node:
        """The member of this name as it is written, a reference as a reference."""
        if self.parts is not None:
            return self.parts[name]
        value = self.value[name] if isinstance(self.value, dict) else None
        return Linked(self.text, (*self.route, name), value, self.shelf, self.chain)


def linked(root: Node, path: str, shelf: Shelf) -> Node | None:
    """The root of a file at a real path, ready to be followed; None when it is a reference that cannot be."""
    return followed(_rooted(root, path, shelf, ()))


def _rooted(root: Node, path: str, shelf: Shelf, chain: tuple[str, ...]) -> Node:
    """The root of a file; a plain node, which is quicker, where the text cannot hold a reference."""
    content = root.text.content
    if MEMBER not in content and "\\u" not in content:
        return root
    return Linked(root.text, root.route, root.value, shelf, (*chain, path))


def followed(node: Node) -> Node | None:
    """What a node refers to, or the node itself when it refers to nothing; None, and a problem, when that fails."""
    beside: dict[str, Node] = {}
    holder: Linked | None = None
    while isinstance(node, Linked) and isinstance(node.value, dict) and MEMBER in node.value and node.parts is None:
        beside = {**{name: node.part(name) for name in node.value if name != MEMBER}, **beside}
        holder = node
        target = _open(node)
        if target is None:
            return None
        node = target
    return _joined(node, beside, holder) if beside and holder else node


def _joined(node: Node, beside: Mapping[str, Node], holder: Linked) -> Node | None:
    """The object that a reference names, with the members that stand beside the reference."""
    if not isinstance(node.value, dict):
        first = next(iter(beside.values()))
        _problem(
            first, holder, f"`{first.route[-1]}` stands beside `$file`, which refers to {node.kind}, not an object"
        )
        return None
    below = node.part if isinstance(node, Linked) else partial(_plain_part, node)
    parts = {**{name: below(name) for name in node.value}, **beside}
    value: Value = {name: part.value for name, part in parts.items()}
    return Linked(node.text, node.route, value, holder.shelf, holder.chain, parts)


def _plain_part(node: Node, name: str) -> Node:
    value = node.value[name] if isinstance(node.value, dict) else None
    return Node(node.text, (*node.route, name), value)


def _open(node: Linked) -> Node | None:
    """The root of the file that a reference names."""
    reference = node.part(MEMBER)
    shelf, name = node.shelf, reference.value
    if next(shelf.openings) >= MOST_OPENINGS:
        shelf.problems[InputProblem(shelf.shown, f"the bundle refers to files more than {MOST_OPENINGS:,} times")] = (
            None
        )
        return None
    if not isinstance(name, str) or not name or "\0" in name:
        _problem(reference, node, f"`$file` is {reference.kind}, and must be the path of a file")
        return None
    real = _real(os.path.dirname(node.chain[-1]), name)
    if not real.startswith(os.path.join(shelf.folder, "")):
        _problem(reference, node, f"`{name}` lies outside of the bundle's folder")
        return None
    if real in node.chain:
        _problem(reference, node, f"`{name}` refers back to itself")
        return None
    root = _read(real, reference, node)
    return _rooted(root, real, shelf, node.chain) if root else None


def _real(folder: str, name: str) -> str:
    """The real path of a file; a look at the file is enough for a plain name in a folder whose path is real."""
    path = os.path.join(folder, name)
    if name == os.path.basename(name) and name not in (os.curdir, os.pardir) and not os.path.islink(path):
        return path
    return os.path.realpath(path)


def _read(real: str, reference: Node, holder: Linked) -> Node | None:
    from replint.syntax import json

    shelf = holder.shelf
    if real in shelf.opened:
        return shelf.opened[real]
    shown = os.path.join(shelf.shown, real[len(shelf.folder) :].lstrip(os.sep))
    root = None
    try:
        if not stat.S_ISREG(os.stat(real).st_mode):
            _problem(reference, holder, f"`{reference.value}` is no file")
        else:
            with open(real, "rb") as file:
                root = json.read(shown, file.read(json.LARGEST + 1))
    except Unreadable as error:
        shelf.problems[InputProblem(shown, error.message, error.line, error.column)] = None
    except OSError as error:
        _problem(reference, holder, f"`{reference.value}` cannot be read: {(error.strerror or str(error)).lower()}")
    shelf.opened[real] = root
    return root


def _problem(reference: Node, holder: Linked, message: str) -> None:
    """Note why a reference cannot be followed."""
    line, column = reference.text.position(reference.place.span.start)
    holder.shelf.problems[InputProblem(reference.text.path, message, line, column)] = None
