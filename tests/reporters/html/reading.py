"""A page as a parser of HTML reads it: which elements there are, with which attributes, and what text they hold."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

VOID = frozenset({"br", "input", "meta"})


class Element(NamedTuple):
    """An element: the names of those around it and its own, and its attributes."""

    path: tuple[str, ...]
    attributes: dict[str, str | None]

    @property
    def shape(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What the report's shape decides: where the element stands and which attributes it has."""
        return self.path, tuple(self.attributes)


class Read(HTMLParser):
    """A page that was read; it fails on an end tag that ends nothing."""

    def __init__(self, page: str) -> None:
        """Read all of it."""
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.texts: list[tuple[str, str]] = []
        self.odd: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    @property
    def text(self) -> str:
        """All that is told on the page, in its style and its script not."""
        return "".join(text for name, text in self.texts if name not in {"style", "script"})

    def inside(self, name: str) -> list[str]:
        """The texts that stand right in elements of a name."""
        return [text for each, text in self.texts if each == name]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append(Element((*self._open, tag), dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End the innermost element, which must be of that name."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.texts.append((self._open[-1] if self._open else "", data))

    def handle_comment(self, data: str) -> None:
        """Note what no page of ours holds."""
        self.odd.append(data)

    def handle_decl(self, decl: str) -> None:
        """Note any declaration but the one that every page begins with."""
        if decl.lower() != "doctype html":
            self.odd.append(decl)

    def handle_pi(self, data: str) -> None:
        """Note what no page of ours holds."""
        self.odd.append(data)

    def unknown_decl(self, data: str) -> None:
        """Note what no page of ours holds."""
        self.odd.append(data)
