"""Two versions of one document as one: what both say, and where they differ, so that any mixture can be written.

It knows JSON and no meaning. A string that holds an object is looked into, as AWS hands policies out.
"""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from replint.record import record
from replint.syntax import Unreadable
from replint.syntax.embedded import embedded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from replint.finding import Json
    from replint.span import Place
    from replint.syntax import Node


class Nothing(Enum):
    """What stands where a version has no value; null is a value."""

    NOTHING = "nothing"


NOTHING: Final = Nothing.NOTHING

# By which member an element of a list is the same one, though it says something else.
_NAMES = ("Sid", "ID", "Id", "Arn", "Bucket", "PolicyName", "PolicyArn", "$file", "Key")


@record(eq=False)
class Difference:
    """A value that differs, with its places: one of them None where a version has no such value.

    What cannot be told value by value, as another syntax or a text that cannot be read, differs as a whole file; it has
    no places then.
    """

    number: int
    path: str
    old: Json | Nothing
    new: Json | Nothing
    old_place: Place | None = None
    new_place: Place | None = None


@record(eq=False)
class Same:
    """A value that both versions have."""

    value: Json


@record(eq=False)
class Parted:
    """An object, a list or a string that holds an object, of which some parts differ.

    The steps of parts are names of members; those of a list's elements say nothing.
    """

    kind: type
    parts: tuple[tuple[str, Part], ...]


Part: TypeAlias = "Same | Difference | Parted"
Tell: TypeAlias = "Callable[[Node | None, Node | None], Difference]"
"""Makes a difference of two nodes, with its number."""


def merged(old: Node, new: Node, tell: Tell) -> Part:
    """Two values as one; `tell` is called once for each difference, in the order of the documents."""
    if _text(old.value) == _text(new.value):
        return Same(old.value)
    match old.value, new.value:
        case dict(), dict():
            return Parted(dict, tuple(_members(old, new, tell)))
        case list(), list():
            return Parted(
                list, tuple(("", part) for part in _elements(list(old.elements()), list(new.elements()), tell))
            )
        case str(), str():
            inner = _inner(old), _inner(new)
            if inner[0] and inner[1]:
                return Parted(str, (("", merged(inner[0], inner[1], tell)),))
        case _:
            pass
    return tell(old, new)


def mixture(part: Part, chosen: AbstractSet[int]) -> Json | Nothing:
    """The old version with the chosen differences as the new one has them."""
    match part:
        case Same(value):
            return value
        case Difference():
            return part.new if part.number in chosen else part.old
        case Parted(kind, parts):
            mixed = [(name, mixture(each, chosen)) for name, each in parts]
            values = [(name, value) for name, value in mixed if not isinstance(value, Nothing)]
            if kind is dict:
                return dict(values)
            return json.dumps(values[0][1]) if kind is str else [value for _, value in values]


def _members(old: Node, new: Node, tell: Tell) -> Iterator[tuple[str, Part]]:
    befores, afters = dict(old.members()), dict(new.members())
    for name in dict.fromkeys((*befores, *afters)):
        yield name, _either(befores.get(name), afters.get(name), tell)


def _either(old: Node | None, new: Node | None, tell: Tell) -> Part:
    return merged(old, new, tell) if old and new else tell(old, new)


def _elements(old: Sequence[Node], new: Sequence[Node], tell: Tell) -> Iterator[Part]:
    """The elements of two lists: those that stay, those that are the same one and differ, those that go and come."""
    befores, afters = ([_text(each.value) for each in nodes] for nodes in (old, new))
    for kind, start, end, first, last in SequenceMatcher(None, befores, afters, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Same(each.value) for each in old[start:end])
        else:
            yield from (_either(was, now, tell) for was, now in _paired(old[start:end], new[first:last]))


def _paired(old: Sequence[Node], new: Sequence[Node]) -> Iterator[tuple[Node | None, Node | None]]:
    """Elements that make way for others, each with the one that it becomes, if any.

    That is the one of its name, or else one that says most of the same, or else the next object.
    """
    left = list(new)
    partners: dict[int, Node] = {}
    for same in (_alike_by_name, _alike_by_most, _alike_by_kind):
        for index, was in enumerate(old):
            now = None if index in partners else next((each for each in left if same(was.value, each.value)), None)
            if now is not None:
                partners[index] = now
                left = [each for each in left if each is not now]
    yield from ((was, partners.get(index)) for index, was in enumerate(old))
    yield from ((None, now) for now in left)


def _alike_by_name(old: Json, new: Json) -> bool:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    return any(name in old and name in new and old[name] == new[name] for name in _NAMES)


def _alike_by_most(old: Json, new: Json) -> bool:
    """Whether both are objects of which more than half of all members are the same."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    same = sum(name in new and _text(old[name]) == _text(new[name]) for name in old)
    return 2 * same > len(old.keys() | new.keys())


def _alike_by_kind(old: Json, new: Json) -> bool:
    """Whether both are objects of which no name says that they are two."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    return not any(name in old and name in new for name in _NAMES)


def _inner(node: Node) -> Node | None:
    """The document that a string holds, if it holds an object."""
    try:
        root = embedded(node) if isinstance(node.value, str) and node.value.lstrip()[:1] in {"{", "%"} else None
    except (Unreadable, TypeError):
        return None
    return root if root and isinstance(root.value, dict) else None


def _text(value: Json) -> str:
    """What tells a value from all others: true is not 1, and the order of members says nothing."""
    return json.dumps(value, sort_keys=True)
