"""Labels -> the lines of source that they point at, with what is marked and what is to be said of it; no finding."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from replint.reporters.html.escaping import NOTHING, Markup, block, escape, inline, prose, source
from replint.reporters.stretch import stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from replint.finding import Label
    from replint.span import Place, Position, Text

BEFORE, AFTER = 2, 1
"""How many lines around a marked one are shown."""
HEAD, TAIL = 5, 2
"""How many of its first and last lines are shown of a long stretch: a statement tells most in these."""
LONG = 240
"""A longer line is shown only around what is marked in it."""
LEAD = 60
"""How much is shown of what stands before that."""

CUT = Markup("…")


class Mark(NamedTuple):
    """A label in its file: the first and the last character it points at."""

    first: Position
    last: Position
    message: str
    primary: bool

    @property
    def tall(self) -> bool:
        """Whether it runs over more than one line."""
        return self.last.line > self.first.line

    @property
    def kind(self) -> str:
        """The class of what is drawn for it."""
        return "primary" if self.primary else "secondary"


def snippets(primary: Label, related: Sequence[Label]) -> Iterator[Markup]:
    """A figure for each file, that of the place to change first; within a file from top to bottom."""
    files: dict[Text, list[Mark]] = {}
    for at, label in enumerate((primary, *dict.fromkeys(related))):
        files.setdefault(label.place.text.file, []).append(_mark(label, primary=at == 0))
    for text, marks in files.items():
        caption = inline("figcaption", {}, _where(text, marks[0].first))
        yield block("figure", {"class": "source"}, caption, *_rows(text, sorted(marks, key=lambda mark: mark[:2])))


def where(place: Place) -> Markup:
    """A place as people and editors read it."""
    return _where(place.text.file, place.text.file.position(place.span.start))


def _where(text: Text, start: Position) -> Markup:
    return Markup(f"{escape(text.path)}:{start.line}:{start.column}")


def _mark(label: Label, *, primary: bool) -> Mark:
    return Mark(*stretch(label), label.message, primary)


def _rows(text: Text, marks: Sequence[Mark]) -> Iterator[Markup]:
    numbers = sorted({number for mark in marks for number in _shown(mark, text.lines)})
    for before, number in zip([numbers[0] - 1, *numbers], numbers, strict=False):
        if number > before + 1:
            yield inline("div", {"class": "gap"}, CUT)
        here = [mark for mark in marks if not mark.tall and mark.first.line == number]
        around = [mark for mark in marks if mark.tall and mark.first.line <= number <= mark.last.line]
        kinds = " ".join(["row", *dict.fromkeys(f"in {mark.kind}" for mark in around)])
        yield row(kinds, str(number), marked(text.line(number), here))
        for mark in marks:
            if mark.last.line == number and mark.message:
                yield inline("div", {"class": f"label {mark.kind}"}, prose(mark.message))


def _shown(mark: Mark, lines: int) -> Iterable[int]:
    first, last = mark.first.line, mark.last.line
    if mark.tall:
        return {*range(first, min(first + HEAD, last)), *range(max(first, last - TAIL + 1), last + 1)}
    return range(max(1, first - BEFORE), min(lines, last + AFTER) + 1) if mark.primary else (first,)


def row(kinds: str, number: str, body: Markup, sign: str = "") -> Markup:
    """A line with its number."""
    signed = inline("span", {"class": "sign"}, escape(sign)) if sign else NOTHING
    return inline(
        "div", {"class": kinds}, inline("span", {"class": "number"}, escape(number)), signed, inline("code", {}, body)
    )


def marked(line: str, marks: Sequence[Mark]) -> Markup:
    """A line with what is marked in it; where marks meet, the one that matters most is seen."""
    spans = [(mark.first.column - 1, max(mark.last.column, mark.first.column), mark) for mark in marks]
    start, end = _window(line, [(first, last) for first, last, _ in spans])
    cuts = {start, end, *(at for first, last, _ in spans for at in (first, last) if start < at < end)}
    told = [CUT] if start else []
    for first, last in pairwise(sorted(cuts)):
        over = [mark for low, high, mark in spans if low <= first and last <= high]
        text = source(line[first:last])
        worst = max(over, key=lambda mark: mark.primary, default=None)
        told.append(inline("mark", {"class": worst.kind}, text) if worst else text)
    # What is missing at the end of a line has no character of its own.
    told += [inline("mark", {"class": mark.kind}, Markup(" ")) for first, _, mark in spans if first >= len(line)]
    return Markup("".join([*told, CUT if end < len(line) else NOTHING]))


def _window(line: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The stretch of a line that is shown: all of it, unless nobody laid it out."""
    if len(line) <= LONG:
        return 0, len(line)
    first = min((first for first, _ in spans), default=0)
    start = min(max(0, first - LEAD), len(line)) if first >= LONG // 2 else 0
    return start, min(len(line), start + LONG)
