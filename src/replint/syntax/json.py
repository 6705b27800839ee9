"""JSON to nodes: values by the standard library's fast reader, everything else by our own scanner when it is asked."""

from __future__ import annotations

import json
from math import isinf
from typing import TYPE_CHECKING, NoReturn

from replint.span import Text
from replint.syntax.decoding import decoded, refuse
from replint.syntax.fault import DEEPEST, LONGEST_NUMBER, Fault
from replint.syntax.locator import JsonLocator
from replint.syntax.node import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from replint.span import Place
    from replint.syntax.node import Value


def read(path: str, data: bytes) -> Node:
    """The root of a JSON file; `path` is what its places will call it.

    Accepts what RFC 8259 calls JSON, in UTF-8 with or without a byte order mark. Escaped lone surrogates become such
    code points of a string; of a name that stands twice in one object the last member counts (see `places.duplicates`).

    Raises Unreadable for everything else: other encodings, `NaN` and `Infinity`, files above LARGEST, lists and objects
    more than DEEPEST deep, numbers above LONGEST_NUMBER characters or beyond a double.
    """
    content = decoded(data)
    try:
        return document(path, content)
    except Fault as fault:
        refuse(fault, content)


def document(
    path: str, content: str, holder: Place | None = None, outward: Callable[[], Sequence[int]] | None = None
) -> Node:
    """The root of a JSON document that is already characters; raises Fault.

    For one that stands in another text, `holder` is where, and `outward` as in `JsonLocator`.
    """
    value, repeats = _values(content)
    return Node(Text(path, content, JsonLocator(content, repeats=repeats, outward=outward), holder), (), value)


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
