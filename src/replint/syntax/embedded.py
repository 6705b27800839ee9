"""Documents that stand as a string inside a document, plain or percent-encoded: read through, places and all."""

from __future__ import annotations

import re
from array import array
from functools import partial
from typing import TYPE_CHECKING

from replint.syntax.fault import Fault
from replint.syntax.json import document
from replint.syntax.places import Locator
from replint.syntax.unreadable import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from replint.syntax.node import Node

_ENCODED = r"(?:%[0-9a-fA-F]{2})+|%"
_ENCODED_BYTE = len("%41")


def embedded(node: Node) -> Node:
    """The root of the JSON document that a node's string holds, as `get-bucket-policy` prints a policy.

    The string may be percent-encoded as a whole, as IAM's API returns policies
    (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html). Places in the document give spans of the
    file's characters. What is read is no further looked into: a string in it may be `embedded` again. Two calls make
    two texts, whose places are not equal.

    Takes a node whose value is a string. Raises Unreadable, with the line and column of the file, when
    the string is not a JSON document.
    """
    string, locator = node.value, node.text.locate
    if not isinstance(string, str) or not isinstance(locator, Locator):
        raise TypeError(node.kind)
    content = string
    outward = partial(locator.characters, node.route)
    try:
        if string.lstrip().startswith("%"):
            content = _decoded(string)
            outward = partial(_of_decoded, string, outward)
        return document(node.text.path, content, node.place, outward)
    except Fault as fault:
        line, column = node.text.file.position(outward()[fault.offset])
        raise Unreadable(fault.message, line, column) from None


def _of_decoded(string: str, outward: Callable[[], Sequence[int]]) -> Sequence[int]:
    """The offset in the file of every character that a percent-encoded string means, and of its end."""
    encoded = outward()
    offsets = array("q")
    at = 0
    for match in re.finditer(_ENCODED, string):
        offsets.extend(encoded[at : match.start()])
        at = match.start()
        for char in _character_run(match):
            offsets.append(encoded[at])
            at += _ENCODED_BYTE * len(char.encode())
    offsets.extend(encoded[at:])
    return offsets


def _decoded(string: str) -> str:
    return re.sub(_ENCODED, _character_run, string)


def _character_run(match: re.Match[str]) -> str:
    """The characters that a run of percent-encoded bytes means; raises Fault."""
    if match[0] == "%":
        found = match.string[match.start() : match.start() + _ENCODED_BYTE]
        raise Fault(f"expected two hexadecimal digits after `%`, found `{found}`", match.start())
    try:
        return bytes.fromhex(match[0].replace("%", "")).decode()
    except UnicodeDecodeError as error:
        at = error.start * _ENCODED_BYTE
        found = match[0][at : at + _ENCODED_BYTE]
        raise Fault(f"expected UTF-8, found the encoded byte `{found}`", match.start() + at) from None
