"""An explanation as Markdown, for pages and for readers that show it beside a finding; knows the order of no part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.explain.parts import heading, parts
from replint.reporters.prose import prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.explain import Explained
    from replint.explain.parts import Part

HEADINGS = {
    "requires": "What must be so",
    "found": "When it is found",
    "why": "Why",
    "help": "What to do",
    "choose": "To choose it or leave it out",
    "docs": "Reference",
    "rules": "Rules that foretell it",
    "answered": "What S3 answers",
    "look at": "What to look at",
    "documents": "Documents that tell",
}
"""How the parts are headed that have a section, by name; one without a row stands in the table above them."""

_GO_ON = frozenset({"where"})
"""Parts that go on with the section of the one before."""


def markdown(explained: Explained) -> str:
    """The explanation: its name and what that is in one line, a table of what is short, a section for what is not."""
    name, title = heading(explained)
    told = [*parts(explained)]
    lines = [f"# {name}", "", prose(f"{title[:1].upper()}{title[1:]}."), *_table(told)]
    for part in told:
        if part.name in _GO_ON:
            lines += ["", *_lines(part)]
        elif part.name in HEADINGS:
            lines += ["", f"## {HEADINGS[part.name]}", "", *_lines(part)]
    return "".join(f"{line}\n" for line in lines)


def _table(told: Iterable[Part]) -> Iterator[str]:
    rows = [part for part in told if part.name not in _GO_ON and part.name not in HEADINGS]
    yield from ["", "| | |", "| --- | --- |"] if rows else []
    yield from (f"| **{part.name}** | {'<br>'.join(map(prose, (*part.paragraphs, *part.points)))} |" for part in rows)


def _lines(part: Part) -> Iterator[str]:
    for number, paragraph in enumerate(part.paragraphs):
        yield from ([""] if number else [])
        yield f"<{paragraph}>" if part.name == "docs" else prose(paragraph)
    yield from ([""] if part.paragraphs and part.points else [])
    yield from (f"- {prose(point)}" for point in part.points)
