"""A model of a server that shows Markdown: the elements of a page, and what else it makes of a text.

What is CommonMark with tables, HTML and bare addresses a real renderer reads. What GitHub and GitLab make beyond of a
text, and never of code, is told here: https://docs.github.com/en/get-started/writing-on-github and
https://docs.gitlab.com/user/markdown/. Knows nothing of replint.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

EMPTY = {"br", "hr", "img", "input"}

# Each by a sign of its own: people and teams, issues and their kin on both servers, pictures by name, quick actions.
MADE = {
    "mention": re.compile(r"(?<![\w/`])@[A-Za-z0-9_]"),
    "reference": re.compile(r"(?<![\w&])(?:[#!~%&$]|GH-)\w"),
    "commit": re.compile(r"\b[0-9a-f]{7,40}\b"),
    "picture": re.compile(r":[\w+-]+:"),
    "formula": re.compile(r"\$"),
    "footnote": re.compile(r"\[[\^\[]"),
    "address": re.compile(r"https?:|www\.|[\w.+-]@\w"),
    "order": re.compile(r"^\s*/\w", re.MULTILINE),
}


@dataclass
class Element:
    """An element of a page with what is in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements right in it."""
        return [each for each in self.inside if isinstance(each, Element)]

    @property
    def text(self) -> str:
        """All of its text."""
        return "".join(each if isinstance(each, str) else each.text for each in self.inside)

    def find(self, *names: str) -> Iterator[Element]:
        """Yield the elements of these names at any depth, or of any name."""
        for each in self.children:
            if each.name in names or not names:
                yield each
            yield from each.find(*names)

    def plain(self) -> Iterator[str]:
        """Yield each text that is neither code nor a link."""
        for each in self.inside:
            if isinstance(each, str):
                yield each
            elif each.name not in ("code", "pre", "a"):
                yield from each.plain()


class _Reader(HTMLParser):
    """Builds the tree; an element that is not closed, or closes another one, is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


def page(markdown: str) -> Element:
    """Return the page that a text in Markdown is shown as."""
    reader = _Reader()
    reader.feed(MarkdownIt("gfm-like", {"html": True}).render(markdown))
    reader.close()
    assert len(reader.open) == 1, [element.name for element in reader.open]
    return reader.open[0]


def made(element: Element) -> list[tuple[str, str]]:
    """Return what a server makes of the texts of a page, by kind, with the text."""
    return [(kind, text) for text in element.plain() for kind, sign in MADE.items() if sign.search(text)]
