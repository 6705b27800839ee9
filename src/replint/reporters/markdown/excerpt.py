"""Stretches of source and changes of it as blocks of code, line by line with a mark below; knows no finding."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from replint.reporters.hunks import MINIFIED, change
from replint.reporters.inline import TAB, fenced
from replint.reporters.stretch import stretch
from replint.reporters.visible import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import Edit, Label
    from replint.reporters.checkout import Checkout
    from replint.reporters.hunks import Change, Hunk
    from replint.span import Text

BEFORE, AFTER = 2, 1
"""How many lines around a marked one are shown."""
HEAD, TAIL = 4, 2
"""How many of its first and last lines are shown of a long stretch."""
ROOM = 110
"""So many characters of a line are shown of one that nobody laid out; a line up to MINIFIED is whole."""
CUT = "..."


def source(label: Label) -> str:
    """The lines that a label points at, with numbers: several have a sign before them, and a single one marks below."""
    text, pointed = label.place.text.file, stretch(label)
    (first, last), tall = pointed, pointed.tall
    begin, end = max(1, first.line - BEFORE), min(text.lines, last.line + AFTER)
    digits = len(str(end))
    told: list[str] = []
    for number in _shown(begin, first.line, last.line, end):
        if number is None:
            told.append(CUT)
            continue
        line = text.line(number)
        meant = first.line <= number <= last.line
        start, stop = (first.column - 1, last.column) if meant and not tall else (0, 0)
        view, at, long = _window(line, start, stop)
        told.append(f"{number:>{digits}} {'>' if meant and tall else '|'} {view}".rstrip())
        if meant and not tall:
            told.append(f"{' ' * digits} | {' ' * at}{'^' * long}")
    return fenced(told)


def _shown(begin: int, first: int, last: int, end: int) -> Iterator[int | None]:
    """The numbers of the lines that are shown, and None where some are left out."""
    yield from range(begin, first)
    if last - first >= HEAD + TAIL + 1:
        yield from range(first, first + HEAD)
        yield None
        yield from range(last - TAIL + 1, last + 1)
    else:
        yield from range(first, last + 1)
    yield from range(last + 1, end + 1)


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """What is shown of a line, and the cells that the characters from `start` to before `end` have there."""
    end = max(start + 1, min(end, len(line)))
    first, last = 0, len(line)
    if len(line) > MINIFIED:
        first = max(0, min(start - ROOM // 4, len(line) - ROOM))
        last = min(len(line), first + ROOM)
        end = max(start + 1, min(end, last))
    before = CUT if first else ""
    told = before + _plain(line[first:last]) + (CUT if last < len(line) else "")
    at = len(before) + _cells(line[first:start])
    return told, at, max(1, _cells(line[start:end]))


def _plain(line: str) -> str:
    return "".join(shown(line.replace("\t", TAB)))


def _cells(line: str) -> int:
    """About how wide the text is in the letters that pages show code with."""
    return sum(1 + (east_asian_width(sign) in "WF") - bool(combining(sign)) for sign in _plain(line))


def diff(edits: Sequence[Edit], home: Text, checkout: Checkout) -> str:
    """The change as a diff, with a line around it; a file other than `home` is named. Empty of no edits."""
    changed = change(edits, ROOM)
    told = [*_hunks(changed, home, checkout), *(f"+{_plain(line)}" for line in changed.values)]
    return fenced(told, "diff") if told else ""


def _hunks(changed: Change, home: Text, checkout: Checkout) -> Iterator[str]:
    """The lines of the change in the form of a patch: hunks that are near each other have one head."""
    more, known = 0, home
    for together in _near(changed.hunks):
        text, first, behind = together[0].text, together[0].first, _end(together[-1])
        if text is not known:
            more, known = 0, text
            path = "".join(shown(checkout.path(text.path)))
            yield from (f"--- {path}", f"+++ {path}")
        last = behind if behind <= text.lines and text.line(behind).strip() else behind - 1
        body, at = [], max(1, first - 1)
        for hunk in together:
            body += [f" {_cut(text.line(number), 0)}" for number in range(at, hunk.first)]
            body += [f"-{_cut(line, hunk.head if not number else 0)}" for number, line in enumerate(hunk.old)]
            body += [f"+{_cut(line, hunk.head if not number else 0)}" for number, line in enumerate(hunk.new)]
            at = _end(hunk)
        body += [f" {_cut(text.line(number), 0)}" for number in range(at, last + 1)]
        start, grown = max(1, first - 1), sum(len(hunk.new) - len(hunk.old) for hunk in together)
        yield f"@@ -{start},{last + 1 - start} +{start + more},{last + 1 - start + grown} @@"
        yield from body
        more += grown


def _near(hunks: Sequence[Hunk]) -> Iterator[list[Hunk]]:
    """The hunks, those of one file together between which no line would be left out."""
    together: list[Hunk] = []
    for hunk in hunks:
        if together and (hunk.text is not together[-1].text or hunk.first > _end(together[-1]) + 2):
            yield together
            together = []
        together.append(hunk)
    if together:
        yield together


def _end(hunk: Hunk) -> int:
    """The number of the line behind the lines that go."""
    return hunk.first + len(hunk.old)


def _cut(line: str, start: int) -> str:
    return _window(line, start, start)[0]
