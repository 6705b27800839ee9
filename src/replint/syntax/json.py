"""JSON to nodes: values by the standard library's fast reader, everything else by our own scanner when it is asked."""

from __future__ import annotations

import json
from math import isinf
from typing import TYPE_CHECKING, NoReturn

from replint.record import record
from replint.span import Place, Text
from replint.syntax.fault import DEEPEST, LONGEST_NUMBER, Fault
from replint.syntax.locator import Earlier, Locator
from replint.syntax.node import Node
from replint.syntax.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from replint.syntax.node import Value

LARGEST = 64 * 1024 * 1024
"""How many bytes a file may have; its values take up to some 20 times as much memory."""

_MEBIBYTE = 1024 * 1024
_MARK = b"\xef\xbb\xbf"


@record
class Duplicate:
    """A name that stands more than once in one object, where only its last member counts."""

    name: str
    first: Place
    """The name of the first such member."""
    again: Place
    """The name of this one."""


def read(path: str, data: bytes) -> Node:
    """The root of a JSON file; `path` is what its places will call it.

    Accepts what RFC 8259 calls JSON, in UTF-8 with or without a byte order mark. Escaped lone surrogates become such
    code points of a string; of a name that stands twice in one object the last member counts (see `duplicates`).

    Raises Unreadable for everything else: other encodings, `NaN` and `Infinity`, files above LARGEST, lists and objects
    more than DEEPEST deep, numbers above LONGEST_NUMBER characters or beyond a double.
    """
    content = _decoded(data)
    try:
        return document(path, content)
    except Fault as fault:
        raise _unreadable(fault, content) from None


def document(
    path: str, content: str, holder: Place | None = None, outward: Callable[[], Sequence[int]] | None = None
) -> Node:
    """The root of a JSON document that is already characters; raises Fault.

    For one that stands in another text, `holder` is where, and `outward` as in `Locator`.
    """
    value, repeats = _values(content)
    return Node(Text(path, content, Locator(content, repeats=repeats, outward=outward), holder), (), value)


def duplicates(node: Node) -> tuple[Duplicate, ...]:
    """Every repetition of a name in an object at or below this node, in the order of the text.

    A document without any is known at once: reading noticed it.
    """
    locator = node.text.locate
    if not isinstance(locator, Locator) or not locator.repeats:
        return ()
    found: dict[int, Duplicate] = {}
    pending = [(locator.find(node.route)[0], node.place)]
    while pending:
        spot, place = pending.pop()
        steps = locator.steps(spot)
        for step, below in steps.items():
            if isinstance(step, Earlier):
                again = step.following if step.following in steps else str(step)
                duplicate = Duplicate(str(step), place.at(step.first, key=True), place.at(again, key=True))
                found[steps[again].start] = duplicate
            if locator.content[below.start] in "{[":
                pending.append((below, place.at(step)))
    return tuple(found[start] for start in sorted(found))


def _decoded(data: bytes) -> str:
    if len(data) > LARGEST:
        size = f"{len(data) / _MEBIBYTE:,.1f} MiB"
        raise Unreadable(f"expected at most {LARGEST // _MEBIBYTE} MiB, found {size}", 1, 1)
    encoding = json.detect_encoding(data)
    if not encoding.startswith("utf-8"):
        raise Unreadable(f"expected UTF-8, found {encoding[:6].upper()}", 1, 1)
    data = data.removeprefix(_MARK)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        fault = Fault(f"expected UTF-8, found the byte 0x{data[error.start]:02X}", len(before))
        raise _unreadable(fault, before) from None


def _unreadable(fault: Fault, content: str) -> Unreadable:
    line, column = Text("", content, Locator(content, repeats=False)).position(fault.offset)
    return Unreadable(fault.message, line, column)


def _values(content: str) -> tuple[Value, bool]:
    """What the text says, and whether some object has a name twice."""
    repeats = False

    def members(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        nonlocal repeats
        values = dict(pairs)
        repeats = repeats or len(values) < len(pairs)
        return values

    decoder = json.JSONDecoder(
        object_pairs_hook=members, parse_int=_integer, parse_float=_real, parse_constant=_constant
    )
    try:
        value: Value = decoder.decode(content)
    except (ValueError, RecursionError) as refusal:
        raise _fault(content) or refusal from None
    if content.count("{") + content.count("[") > DEEPEST and _is_too_deep(value):
        raise _fault(content) or RecursionError
    return value, repeats


def _integer(number: str) -> int:
    if len(number) > LONGEST_NUMBER:
        raise ValueError
    return int(number)


def _real(number: str) -> float:
    if _is_refused(number):
        raise ValueError
    return float(number)


def _is_refused(number: str) -> bool:
    return len(number) > LONGEST_NUMBER or isinf(float(number))


def _constant(_: str) -> NoReturn:
    """Refuse `NaN`, `Infinity` and `-Infinity`, which the standard library would read."""
    raise ValueError


def _is_too_deep(value: Value) -> bool:
    """Whether lists and objects nest more than DEEPEST deep.

    The standard library reads as deep as its stack goes, which differs between Pythons and from call to call.
    """
    level = [value]
    for _ in range(DEEPEST):
        level = [below for held in level for below in _held(held) if isinstance(below, (dict, list))]
    return bool(level)


def _held(value: Value) -> Collection[Value]:
    match value:
        case dict():
            return value.values()
        case list():
            return value
        case _:
            return ()


def _fault(content: str) -> Fault | None:
    """The first fault of a text that was refused; None if it has none, so that the refusal was about something else."""
    from replint.syntax.diagnosis import fault_of_number
    from replint.syntax.scan import scalars  # a text without faults is spared the grammar

    try:
        for start, end in scalars(content):
            if content[start] in "-0123456789" and _is_refused(content[start:end]):
                return fault_of_number(content, start, end)
    except Fault as fault:
        return fault
    return None
