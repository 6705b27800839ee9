"""Suggested edits -> a figure with the lines that go and those that come; knows no finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.reporters.html.escaping import Markup, block, escape, inline, source
from replint.reporters.html.source import CUT, LEAD, LONG, marked, row
from replint.reporters.hunks import change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import Edit
    from replint.reporters.hunks import Hunk
    from replint.span import Text

ROOM = 100
"""So many characters fit in a line of the page."""


def changes(edits: Sequence[Edit]) -> Iterator[Markup]:
    """A figure for each file that changes, and one for values that can be shown in no file."""
    changed = change(edits, ROOM)
    files: dict[Text, list[Hunk]] = {}
    for hunk in changed.hunks:
        files.setdefault(hunk.text, []).append(hunk)
    for text, hunks in files.items():
        caption = inline("figcaption", {}, escape(text.path))
        yield block("figure", {"class": "source change"}, caption, *_rows(text, hunks))
    if changed.values:
        yield block(
            "figure", {"class": "source change"}, *(row("row comes", "", source(line), "+") for line in changed.values)
        )


def _rows(text: Text, hunks: Sequence[Hunk]) -> Iterator[Markup]:
    """The hunks with a line around each; numbers are those of the file, and of what it becomes."""
    more, upto = 0, 0
    for hunk in hunks:
        first, after = hunk.first, hunk.first + len(hunk.old)
        if upto and first - 1 > upto + 1:
            yield inline("div", {"class": "gap"}, CUT)
        if upto < first - 1:
            yield row("row", str(first - 1 + more), marked(text.line(first - 1), ()), " ")
        yield from _lines("goes", "-", hunk.old, first, hunk)
        yield from _lines("comes", "+", hunk.new, first + more, hunk)
        more += len(hunk.new) - len(hunk.old)
        upto = after - 1
        if after <= text.lines and text.line(after).strip():
            yield row("row", str(after + more), marked(text.line(after), ()), " ")
            upto = after


def _lines(kind: str, sign: str, lines: Sequence[str], first: int, hunk: Hunk) -> Iterator[Markup]:
    """The lines of one side; of one that nobody laid out, a window where it changes."""
    for at, line in enumerate(lines):
        start = max(0, hunk.head - LEAD) if len(line) > LONG and not at else 0
        end = start + LONG if len(line) > LONG else len(line)
        body = f"{CUT if start else ''}{source(line[start:end])}{CUT if end < len(line) else ''}"
        yield row(f"row {kind}", str(first + at), Markup(body), sign)
