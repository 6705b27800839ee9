"""JSON's grammar over a string, strictly: the first fault, if there is one; makes no values.

The standard library's reader makes values faster than anything written in Python could, but does not tell well enough
for a person what is wrong with a text. This scanner does, one regular expression a member, and is asked only about a
text that was refused. Nothing in it recurses or backtracks: its work and its stack do not depend on what the text says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replint.span import Span
from replint.syntax.diagnosis import STRING, WHITE, fault_after_value, fault_at_end, fault_at_value, fault_of_depth
from replint.syntax.fault import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][-+]?[0-9]++)?+(?![\w.+-])"
# Either a value that is complete, with the comma behind it if there is one, or the opening of one that is not.
_VALUE = rf"{WHITE}(?:({STRING}|(?:true|false|null)\b|{_NUMBER}|\{{{WHITE}\}}|\[{WHITE}\])(?:{WHITE},)?+|[\[{{])"
# An element has no name: its group 1 never matches, so that both patterns count their groups alike.
_ELEMENT = re.compile(rf"(\b\B)?+{_VALUE}").match
_MEMBER = re.compile(rf"{WHITE}({STRING}){WHITE}:{_VALUE}").match
_AFTER_ELEMENT = re.compile(rf"{WHITE}[,\]]").match
_AFTER_MEMBER = re.compile(rf"{WHITE}[,}}]").match
_WHITE = re.compile(WHITE).fullmatch


def scalars(content: str) -> Iterator[Span]:
    """Read a whole text by JSON's grammar (RFC 8259), and say of each value that is no list or object where it stands.

    Raises Fault at the first character that cannot belong to a JSON document, or where lists and objects nest deeper
    than DEEPEST; what comes before it has been said by then.
    """
    # Of each list or object that is not closed yet, where its name begins (-1 for none), and whether it is an object.
    opened: list[tuple[int, bool]] = []
    in_object = False
    at = 0
    while True:
        match = (_MEMBER if in_object else _ELEMENT)(content, at)
        if match is None:
            raise fault_at_value(content, at, in_object=in_object)
        at, name = match.end(), match.start(1)
        start, end = match.span(2)
        if end < 0:
            in_object = content[at - 1] == "{"
            opened.append((name, in_object))
            if len(opened) > DEEPEST:
                raise fault_of_depth(at - 1)
            continue
        yield Span(start, end)
        if at > end and opened:
            continue
        at = end
        while opened:
            match = (_AFTER_MEMBER if in_object else _AFTER_ELEMENT)(content, at)
            if match is None:
                raise fault_after_value(content, at, name)
            at = match.end()
            if content[at - 1] == ",":
                break
            name, _ = opened.pop()
            in_object = bool(opened) and opened[-1][1]
        else:
            break
    if not _WHITE(content, at):
        raise fault_at_end(content, at)
