"""Labels -> the lines of source they point at, with line numbers and marks, file by file; says nothing of findings."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from replint.reporters.stretch import stretch
from replint.reporters.text.cells import width, wrap
from replint.reporters.text.window import window
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import Label
    from replint.reporters.text.paint import Ink, Line, Stretch
    from replint.span import Position, Text

BEFORE, AFTER = 2, 1
"""How many lines around a marked one are shown."""
HEAD, TAIL = 4, 2
"""How many of its first and last lines are shown of a long stretch: a statement tells most in these."""
NARROW = 32
"""A label that stands below its mark has at least this many cells, also where the mark is near the right edge."""
SHIFT = 8
"""It begins so many cells before its mark rather than to go on in a second line."""


class Mark(NamedTuple):
    """A label in its file: the first and the last character it points at, and how it is drawn."""

    text: Text
    first: Position
    last: Position
    message: str
    ink: Ink
    sign: str
    context: bool

    @property
    def tall(self) -> bool:
        """Whether it runs over more than one line."""
        return self.last.line > self.first.line


class Page(NamedTuple):
    """How a snippet is laid out: the cells of its line numbers, of the brackets of tall marks, and of the source."""

    margin: int
    inset: int
    room: int

    def numbered(self, number: int, bracket: str, source: str, ink: Ink, mark: Ink) -> Line:
        """A line of source."""
        return ((f"{number:>{self.margin}} | ", "frame"), (bracket.ljust(self.inset), mark), (source, ink))

    def below(self, text: str, ink: Ink, bracket: Stretch = ("", "plain")) -> Line:
        """A line that belongs to the source above it, inside of a bracket where there is one."""
        return ((" " * self.margin + " | ", "frame"), bracket, (text, ink))

    @property
    def gap(self) -> Line:
        """Where lines are left out."""
        return (("...", "frame"),)

    def skipped(self, mark: Ink) -> Line:
        """Where lines of a stretch are left out."""
        return ("...".ljust(self.margin + len(" | ")), "frame"), ("|", mark)


def mark(label: Label, ink: Ink, sign: str, *, context: bool) -> Mark:
    """Where a label points, and how it is drawn there."""
    return Mark(label.place.text.file, *stretch(label), visible(label.message), ink, sign, context)


def arrow(text: Text, start: Position, margin: int) -> Line:
    """The line that names a place: path, line and column, in the form that editors open."""
    return (" " * margin + "--> ", "frame"), (f"{visible(text.path)}:{start.line}:{start.column}", "plain")


def margin_of(marks: Sequence[Mark]) -> int:
    """How wide the widest line number is that these marks show."""
    return max(len(str(min(each.last.line + AFTER, each.text.lines))) for each in marks)


def snippet(marks: Sequence[Mark], margin: int, cells: int) -> Iterator[Line]:
    """The source of the marks, file by file, the file of the first mark first; within a file from top to bottom.

    `margin` is the width of the line numbers and `cells` that of the screen; only a line that names a place may be
    wider.
    """
    bar: Line = ((" " * margin + " |", "frame"),)
    for text in dict.fromkeys(each.text for each in marks):
        here = [each for each in marks if each.text is text]
        inset = 2 if any(each.tall for each in here) else 0
        yield arrow(text, here[0].first, margin)
        yield bar
        yield from _file(sorted(here, key=_order), Page(margin, inset, cells - margin - len(" | ") - inset))
        yield bar


def _order(each: Mark) -> tuple[Position, Position]:
    return each.first, each.last


def _file(marks: Sequence[Mark], page: Page) -> Iterator[Line]:
    text = marks[0].text
    inner = _inner(marks)
    outer = (each for each in marks if not any(each in found for found in inner.values()))
    groups = [list(group) for _, group in groupby(outer, key=_lines)]
    upto = 0
    for group, following in zip(groups, [*groups[1:], None], strict=True):
        first, last = group[0].first.line, group[0].last.line
        around = not group[0].tall and any(each.context for each in group)
        begin = min(max(upto + 1, first - BEFORE), first) if around else first
        if upto and begin != upto + 1:
            yield page.gap
        yield from _context(text, begin, first - 1, page)
        yield from _tall(group, inner.get((first, last), ()), page) if group[0].tall else _flat(group, page)
        upto = last
        if around:
            end = min(last + AFTER, text.lines, following[0].first.line - 1 if following else text.lines)
            yield from _context(text, last + 1, end, page)
            upto = max(last, end)


def _lines(each: Mark) -> tuple[int, int]:
    return each.first.line, each.last.line


def _inner(marks: Sequence[Mark]) -> dict[tuple[int, int], list[Mark]]:
    """The marks that are drawn inside a stretch, by its lines: those of one line of it that is not its last."""
    stretches = [*dict.fromkeys(_lines(each) for each in marks if each.tall)]
    found: dict[tuple[int, int], list[Mark]] = {}
    for each in marks:
        around = (lines for lines in stretches if lines[0] <= each.first.line < lines[1] and not each.tall)
        if lines := next(around, None):
            found.setdefault(lines, []).append(each)
    return found


def _context(text: Text, first: int, last: int, page: Page) -> Iterator[Line]:
    for number in range(first, last + 1):
        yield page.numbered(number, "", window(text.line(number), 0, 0, page.room).text, "dim", "dim")


def _flat(group: Sequence[Mark], page: Page, bracket: str = "", ink: Ink = "plain") -> Iterator[Line]:
    """One line and the marks on it; where the line is too long, a window of it for each."""
    line = group[0].text.line(group[0].first.line)
    beside: Stretch = (("|" if bracket else "").ljust(page.inset), ink)
    for each in group:
        view = window(line, each.first.column - 1, each.last.column, page.room)
        if each is group[0] or not view.whole:
            yield page.numbered(each.first.line, bracket, view.text, "plain", ink)
            bracket = bracket and "|"
        yield from _labelled(" " * view.start + each.sign * (view.end - view.start), view.start, each, page, beside)


def _tall(group: Sequence[Mark], inner: Sequence[Mark], page: Page) -> Iterator[Line]:
    """A stretch of lines in a bracket, its middle left out where it is long; less of what only tells why.

    The lines with marks of their own are among them.
    """
    text, ink, first, last = group[0].text, group[0].ink, group[0].first, group[0].last
    head, tail = (HEAD, TAIL) if any(each.context for each in group) else (HEAD - 1, TAIL - 1)
    numbers = [*range(first.line, last.line)]
    if len(numbers) > head + tail + 1:
        own = [number for number in numbers if any(_shows(each, number) for each in inner)]
        numbers = sorted({*numbers[:head], *own, *numbers[len(numbers) - tail + 1 :]})
    for number, previous in zip(numbers, [first.line - 1, *numbers], strict=False):
        line = text.line(number)
        start = first.column - 1 if number == first.line else len(line) - len(line.lstrip())
        bracket = "/" if number == first.line else "|"
        if number != previous + 1:
            yield page.skipped(ink)
        marked = [each for each in inner if each.first.line == number]
        if marked:
            yield from _flat(marked, page, bracket, ink)
        else:
            yield page.numbered(number, bracket, window(line, start, start, page.room).text, "plain", ink)
    if last.line != numbers[-1] + 1:
        yield page.skipped(ink)
    for each in group:
        view = window(text.line(last.line), each.last.column - 1, each.last.column, page.room)
        if each is group[0] or not view.whole:
            yield page.numbered(last.line, "|", view.text, "plain", ink)
        yield from _labelled("|" + "_" * (view.start + 1) + each.sign, 2, each, page)


def _shows(each: Mark, number: int) -> bool:
    """Whether a line is the mark's own, or one of those shown around it."""
    before, after = (BEFORE, AFTER) if each.context else (0, 0)
    return each.first.line - before <= number <= each.first.line + after


def _labelled(signs: str, start: int, each: Mark, page: Page, beside: Stretch = ("", "plain")) -> Iterator[Line]:
    """The signs of a mark with its label: behind them where it fits, else below from cell `start` on."""
    room = page.room + page.inset - len(beside[0])
    if not each.message:
        yield page.below(signs, each.ink, beside)
    elif len(signs) + 1 + width(each.message) <= room:
        yield page.below(f"{signs} {each.message}", each.ink, beside)
    else:
        yield page.below(signs, each.ink, beside)
        whole = width(each.message)
        # A word that just fills the line would be broken.
        longest = max(map(width, each.message.split(" "))) + 1
        wanted = whole if start - SHIFT <= room - whole else max(NARROW, whole * 2 // 3, longest)
        indent = min(start, max(0, room - wanted))
        fewest = max(2, len(wrap(each.message, room)))
        lines = wrap(each.message, room - indent)
        while len(lines) > fewest:
            indent -= 1
            lines = wrap(each.message, room - indent)
        for line in lines:
            yield page.below(" " * indent + line, each.ink, beside)
