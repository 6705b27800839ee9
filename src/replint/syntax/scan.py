"""JSON's grammar over a string, strictly: where every value stands, or the first fault; makes no values.

The standard library's reader makes values faster than anything written in Python could, but tells neither where they
stand nor, well enough for a person, what is wrong. This scanner tells both, one regular expression a member, and is
asked only when somebody must be shown a place. Nothing in it recurses or backtracks: its work and its stack do not
depend on what the text says.
"""

from __future__ import annotations

import json
import re
from array import array
from dataclasses import dataclass, field

from replint.span import Span
from replint.syntax.diagnosis import STRING, WHITE, fault_after_value, fault_at_end, fault_at_value, fault_of_depth
from replint.syntax.fault import DEEPEST

_NUMBER = r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][-+]?[0-9]++)?+(?![\w.+-])"
# Either a value that is complete, with the comma behind it if there is one, or the opening of one that is not.
_VALUE = rf"{WHITE}(?:({STRING}|(?:true|false|null)\b|{_NUMBER}|\{{{WHITE}\}}|\[{WHITE}\])(?:{WHITE},)?+|[\[{{])"
# An element has no name: its group 1 never matches, so that both patterns count their groups alike.
_ELEMENT = re.compile(rf"(\b\B)?+{_VALUE}").match
_MEMBER = re.compile(rf"{WHITE}({STRING}){WHITE}:{_VALUE}").match
_AFTER_ELEMENT = re.compile(rf"{WHITE}[,\]]").match
_AFTER_MEMBER = re.compile(rf"{WHITE}[,}}]").match
_WHITE = re.compile(WHITE).fullmatch
_NAME = re.compile(STRING).match


def _offsets() -> array[int]:
    return array("q")


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Where every value of a text stands: one row a value in the order of the text, so the root is row 0.

    Rows are columns of machine integers, because a file of 50 MB has millions of values.
    """

    content: str = field(repr=False)
    names: array[int] = field(default_factory=_offsets)
    """Where the member's name begins; -1 for what is no member."""
    starts: array[int] = field(default_factory=_offsets)
    ends: array[int] = field(default_factory=_offsets)
    nexts: array[int] = field(default_factory=_offsets)
    """The row behind this value and all that is in it."""

    def span(self, row: int) -> Span:
        """Where the value stands."""
        return Span(self.starts[row], self.ends[row])

    def name(self, row: int) -> tuple[str, Span]:
        """The name of a row that is a member, and where the name stands; raises IndexError for other rows."""
        match = _NAME(self.content, self.names[row])
        if match is None:
            raise IndexError(row)
        name: str = json.loads(match[0]) if "\\" in match[0] else match[0][1:-1]
        return name, Span(*match.span())

    def below(self, row: int) -> list[int]:
        """The rows of the values directly inside this one."""
        rows = []
        child, end = row + 1, self.nexts[row]
        while child < end:
            rows.append(child)
            child = self.nexts[child]
        return rows


def scan(content: str) -> Table:
    """Read a whole text by JSON's grammar (RFC 8259) and say where each value stands.

    Raises Fault at the first character that cannot belong to a JSON document, or where lists and objects nest deeper
    than DEEPEST.
    """
    table = Table(content)
    starts, ends, nexts = table.starts, table.ends, table.nexts
    opened: list[int] = []
    in_object = False
    at = 0
    while True:
        match = (_MEMBER if in_object else _ELEMENT)(content, at)
        if match is None:
            raise fault_at_value(content, at, in_object=in_object)
        row = len(starts)
        at = match.end()
        start, end = match.span(2)
        table.names.append(match.start(1))
        starts.append(start if end >= 0 else at - 1)
        ends.append(end)
        nexts.append(row + 1)
        if end < 0:
            opened.append(row)
            if len(opened) > DEEPEST:
                raise fault_of_depth(at - 1)
            in_object = content[at - 1] == "{"
            continue
        if at > end and opened:
            continue
        at = end
        while opened:
            match = (_AFTER_MEMBER if in_object else _AFTER_ELEMENT)(content, at)
            if match is None:
                raise fault_after_value(content, at, table.names[row])
            at = match.end()
            if content[at - 1] == ",":
                break
            row = opened.pop()
            ends[row] = at
            nexts[row] = len(starts)
            in_object = bool(opened) and content[starts[opened[-1]]] == "{"
        else:
            break
    if not _WHITE(content, at):
        raise fault_at_end(content, at)
    return table
