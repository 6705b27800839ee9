"""Edits of a document -> what is put where in its text, in the document's own way of writing; draws nothing.

Only JSON is understood, and of it no document that stands as a string in another: for anything else there is no
splice, and whoever shows the edit shows the value alone.
"""

from __future__ import annotations

import json
import re
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from replint.span import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replint.finding import Edit, Json
    from replint.span import Route, Span, Text

UNIT = "  "
"""How a level is indented where the file does not tell."""
SHORT_LINE, SHORT_OBJECT = 80, 60
"""Up to so many characters a list of texts (with its line), or an object of one member, stands on one line."""
SHORT_NAME = len('"Principal": ,')
"""What stands on a line beside such a value."""

_LINE_END = re.compile(r"\r\n?|\n")
_INDENTED = re.compile(r"\n([ \t]+)\S")
_COMPACT = re.compile(r'":\S')
_LOOSE = re.compile(r'": ')


class Splice(NamedTuple):
    """The characters from `start` to before `end` of a file make way for a text."""

    start: int
    end: int
    text: str


class Joining(NamedTuple):
    """The values that join one place."""

    place: Place
    values: tuple[Json, ...]
    listed: bool = False

    @property
    def value(self) -> Json:
        """What stands at the place where nothing stood: the value, or a list where one is put, or several are."""
        return self.values[0] if len(self.values) == 1 and not self.listed else [*self.values]


def joinings(edits: Sequence[Edit]) -> list[Joining]:
    """The edits place by place; values that differ in one member alone are one, with the texts of both in it.

    What several put below one null is one value in its place.
    """
    found: dict[Place, list[Json]] = {}
    listed: set[Place] = set()
    for edit in edits:
        anchor, missing = _nearest(edit.place)
        if missing and anchor.text.content[slice(*anchor.span)] == "null":
            known = found.setdefault(anchor, [])
            known[:] = [_united(*known, _below(missing, edit.value))]
            continue
        known = found.setdefault(edit.place, [])
        if isinstance(edit.value, list):
            listed.add(edit.place)
        for value in edit.value if isinstance(edit.value, list) else [edit.value]:
            _fold(known, value)
    return [Joining(place, tuple(values), place in listed) for place, values in found.items()]


def _united(one: Json, *others: Json) -> Json:
    """Objects as one with the members of all; what several have under one name joins."""
    for other in others:
        if not (isinstance(one, dict) and isinstance(other, dict)):
            return _both(one, other)
        one = {**one, **{name: _united(one[name], value) if name in one else value for name, value in other.items()}}
    return one


def _fold(values: list[Json], value: Json) -> None:
    """Add a value to others: nothing if it is there, else into one from which it differs in one member, else beside."""
    for index, known in enumerate(values):
        if known == value:
            return
        if isinstance(known, dict) and isinstance(value, dict) and known.keys() == value.keys():
            differing = [name for name in known if known[name] != value[name]]
            if len(differing) == 1:
                values[index] = {**known, differing[0]: _both(known[differing[0]], value[differing[0]])}
                return
    values.append(value)


def _both(one: Json, other: Json) -> Json:
    """Two values as one list of all; two lists as one, folded."""
    values: list[Json] = [*one] if isinstance(one, list) else [one]
    for each in other if isinstance(other, list) else [other]:
        _fold(values, each)
    return values if len(values) > 1 or isinstance(one, list) else values[0]


def splices(joining: Joining, cells: int = SHORT_LINE) -> list[Splice] | None:
    """What to put where so that the values join the place; None where the text is not one that is understood.

    A list that would stand on a line of more than `cells` cells, or SHORT_LINE, is broken.
    """
    text = joining.place.text
    if text.holder or text.spelt:
        return None
    anchor, missing = _nearest(joining.place)
    held = text.content[slice(*anchor.span)]
    writer = Writer(text, anchor.span, min(cells, SHORT_LINE))
    if held == "null":
        return [Splice(*anchor.span, writer.laid_out(_below(missing, joining.value), writer.margin))]
    if not missing:
        return _beside(joining.values, anchor, held, writer)
    first, *rest = missing
    return [writer.inserted([f"{json.dumps(str(first))}:"], [_below(rest, joining.value)])] if _is(held, "{}") else None


def rewriting(edits: Sequence[Edit]) -> dict[Text, list[Splice]] | None:
    """What all of the edits together put where, file by file in the order of the text, with the file's line ends.

    None where one of them can be put into no text, or two would change the same characters: half a change mends
    nothing.
    """
    found: dict[Text, list[Splice]] = {}
    for joining in joinings(edits):
        parts = splices(joining)
        known = found.setdefault(joining.place.text, [])
        if parts is None or not all(_is_clear_of(part, known) for part in parts):
            return None
        end = _line_end(joining.place.text)
        known += (part._replace(text=_LINE_END.sub(end, part.text)) for part in parts)
    return {text: sorted(parts) for text, parts in found.items()}


def _is_clear_of(part: Splice, others: Sequence[Splice]) -> bool:
    return all(part.end < other.start or other.end < part.start for other in others)


def _line_end(text: Text) -> str:
    found = _LINE_END.search(text.content)
    return found[0] if found else "\n"


def shown(joining: Joining, cells: int = SHORT_LINE) -> list[str]:
    """The lines of the values by themselves, with the member that they make where nothing stood."""
    _, missing = _nearest(joining.place)
    if missing:
        first, *rest = missing
        return f"{json.dumps(str(first))}: {layout(_below(rest, joining.value), '', UNIT, cells)}".split("\n")
    return [line for value in joining.values for line in layout(value, "", UNIT, cells).split("\n")]


def _below(steps: Sequence[str | int], value: Json) -> Json:
    """The value with the objects that lead to it."""
    for step in reversed(steps):
        value = {str(step): value}
    return value


def _beside(values: Sequence[Json], anchor: Place, held: str, writer: Writer) -> list[Splice] | None:
    """The values as members of one list with what stands at a place."""
    if _is(held, "[]"):
        known = _elements(anchor, held)
        return [writer.listed(known, values) if known else writer.appended(values)]
    if _is(held, '""'):
        return [writer.listed([held], values)]
    if _is(held, "{}"):
        more = "".join(writer.comma + writer.laid_out(value, writer.margin) for value in values)
        start, end = anchor.span
        return [Splice(start, start, "["), Splice(end, end, more + "]")]
    return None


def _elements(anchor: Place, held: str) -> list[str]:
    """The elements of a list that stands on one line, as they are written; none of any other."""
    start, end = anchor.span
    found: list[str] = []
    if "\n" in held or "\r" in held:
        return found
    for number in count():
        span = anchor.at(number).span
        if not start < span.start < span.end < end:
            return found
        found.append(anchor.text.content[slice(*span)])
        start = span.end
    return found


def _is(held: str, ends: str) -> bool:
    return len(held) > 1 and held[0] == ends[0] and held[-1] == ends[1]


def _nearest(place: Place) -> tuple[Place, Route]:
    """The deepest value on the way to a place that is there, and the steps that lead on from it."""
    found = Place(place.text)
    for depth, step in enumerate(place.route):
        below = found.at(step)
        if below.span == found.span:
            return found, place.route[depth:]
        found = below
    return found, ()


class Writer:
    """How a value is written at one place of a file: as the lines around it are."""

    def __init__(self, text: Text, span: Span, cells: int) -> None:
        """Look at the file around a stretch of it; lists go on one line up to so many cells."""
        line = text.line(text.position(span.start).line)
        self.content = text.content
        self.span = span
        self.cells = cells
        self.taken = len(line) - (span.end - span.start)
        self.margin = line[: len(line) - len(line.lstrip(" \t"))]
        self.compact = bool(_COMPACT.search(line)) and not _LOOSE.search(line)
        found = _INDENTED.search(text.content, 0, 4096)
        self.unit = found[1] if found else UNIT

    @property
    def comma(self) -> str:
        """What parts two values on one line."""
        return "," if self.compact else ", "

    def laid_out(self, value: Json, margin: str) -> str:
        """The value in the way of the file, its further lines indented from a margin."""
        if self.compact:
            return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
        return layout(value, margin, self.unit, self.cells)

    def listed(self, known: Sequence[str], values: Sequence[Json]) -> Splice:
        """A list of what stands at the stretch and of the values, on one line if that is short, else on many."""
        start, end = self.span
        texts = [*known, *(self.laid_out(value, self.margin + self.unit) for value in values)]
        line = f"[{self.comma.join(texts)}]"
        if self.compact or (len(line) + self.taken <= self.cells and "\n" not in line):
            if _is(self.content[start:end], "[]"):
                return self.appended(values)
            return Splice(start, end, line)
        inner = f"\n{self.margin}{self.unit}"
        return Splice(start, end, f"[{inner}{f',{inner}'.join(texts)}\n{self.margin}]")

    def appended(self, values: Sequence[Json]) -> Splice:
        """The values as the last of the list at the stretch."""
        return self.inserted([""] * len(values), values)

    def inserted(self, names: Sequence[str], values: Sequence[Json]) -> Splice:
        """The values, with what stands before each, as the last in the list or object at the stretch."""
        start, end = self.span
        inside = self.content[start + 1 : end - 1].rstrip()
        at = start + 1 + len(inside)
        broken = max(self.content.rfind("\n", start, at), self.content.rfind("\r", start, at))
        if inside and broken >= 0:
            line = self.content[broken + 1 : at]
            margin = line[: len(line) - len(line.lstrip(" \t"))]
            glue = ",\n" + margin
        else:
            margin = self.margin
            glue = self.comma
        blank = "" if self.compact else " "
        texts = [(name + blank if name else "") + self.laid_out(value, margin) for name, value in _pairs(names, values)]
        if inside:
            return Splice(at, at, "".join(glue + text for text in texts))
        return Splice(at, at, glue.join(texts))


def _pairs(names: Sequence[str], values: Sequence[Json]) -> zip[tuple[str, Json]]:
    return zip(names, values, strict=True)


def layout(value: Json, margin: str, unit: str, cells: int = SHORT_LINE) -> str:
    """The value as people write policies: an object member by member, a short list on one line."""
    inner = margin + unit
    match value:
        case dict() if value:
            members = [
                f"{json.dumps(name, ensure_ascii=False)}: {layout(each, inner, unit, cells)}"
                for name, each in value.items()
            ]
            line = "{" + ", ".join(members) + "}"
            short = len(members) == 1 and len(line) <= SHORT_OBJECT and "\n" not in line
            ends = "{}"
        case list() if value:
            members = [layout(each, inner, unit, cells) for each in value]
            line = "[" + ", ".join(members) + "]"
            short = not any(isinstance(each, dict | list) for each in value)
            ends = "[]"
        case _:
            return json.dumps(value, ensure_ascii=False)
    if short and len(margin) + SHORT_NAME + len(line) <= cells:
        return line
    lines = f",\n{inner}".join(members)
    return f"{ends[0]}\n{inner}{lines}\n{margin}{ends[1]}"
