"""XML to nodes, by the standard library's expat; knows of XML what JSON can say too, and no document's meaning.

A document is told as the values that it would have in JSON, by a table of its elements; places are those of the XML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from replint.record import field, record
from replint.span import Text
from replint.syntax import malformed
from replint.syntax.decoding import decoded, refuse
from replint.syntax.diagnosis import quoted
from replint.syntax.elements import WHITE, Element, ElementLocator, Spelling, expected, told
from replint.syntax.fault import DEEPEST, MOST_ELEMENTS, Fault
from replint.syntax.node import Node
from replint.syntax.telling import Member

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import NoReturn

    from replint.syntax.telling import Root, Telling

_SEPARATOR = " "
_ENCODINGS = frozenset({"UTF-8", "US-ASCII"})
# Encodings in which a text of ASCII alone has the same bytes begin like these.
_BEYOND_ASCII = ("ISO-8859-", "WINDOWS-125")


def read(path: str, data: bytes, roots: Mapping[str, Root]) -> Node:
    """The root of an XML file, told as `roots` say of an element of its name; `path` is what its places will call it.

    Namespaces are looked through: only local names count. Accepts XML 1.0 in UTF-8 with or without a byte order mark.
    Of an element that stands twice where one is expected the last counts (see `places.duplicates`); for attributes and
    characters that no value tells of see `elements.quirks`.

    Raises Unreadable for everything else: a root element that is not among `roots`, what is not well-formed, a document
    type, other entities than XML's five, other encodings, files above LARGEST, more than MOST_ELEMENTS elements or
    DEEPEST of them inside one another.
    """
    content = decoded(data)
    reading = _Reading(content, content.encode(), roots)
    try:
        document, root = reading.document()
    except Fault as fault:
        refuse(fault, content)
    wrapper = root.name if isinstance(root, Member) else None
    locator = ElementLocator(content, document, wrapper=wrapper, repeats=reading.repeats, quirks=reading.quirks)
    text = Text(path, content, locator, spelt=Spelling(document.name, root))
    return Node(text, (), document.value if wrapper is None else {wrapper: document.value})


@record
class _Frame:
    """An element that is not closed yet."""

    member: Member
    name: str
    start: int
    attributes: list[str]
    below: list[tuple[Member, Element]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    inked: list[int] = field(default_factory=list)
    """The bytes where characters begin that are not white."""


class _Reading:
    """One text on its way through expat, and what is noticed on it."""

    def __init__(self, content: str, data: bytes, roots: Mapping[str, Root]) -> None:
        self.content = content
        self.data = data
        self.roots = roots
        self.elements = 0
        self.repeats = False
        self.quirks = False
        self.open: list[_Frame] = []
        self.last: Element | None = None
        # Text is UTF-8 by now, whatever the document says of itself.
        self.parser = expat.ParserCreate("UTF-8", _SEPARATOR)
        self.parser.ordered_attributes = True
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def document(self) -> tuple[Element, Root]:
        """The root element, and what it is told as; raises Fault."""
        try:
            self.parser.Parse(self.data, True)  # noqa: FBT003 - that this is all of it; expat has no name for it
        except expat.ExpatError as error:
            opened = self._tag(self.open[-1].start) if self.open else None
            raise malformed.fault(self.content, self._at(self.parser.ErrorByteIndex), error.code, opened) from None
        assert self.last is not None  # noqa: S101 - for the type checker: a text without an element is an error
        return self.last, self.roots[self.last.name]

    def _at(self, byte: int) -> int:
        """The character at a byte; slow, and asked only where reading ends."""
        return len(self.data[: max(0, byte)].decode(errors="ignore"))

    def _tag(self, byte: int) -> str:
        """The name in the tag that begins at a byte, as it is written."""
        return self.data[byte + 1 : byte + 300].decode(errors="ignore").replace("/", ">").partition(">")[0].split()[0]

    def _declaration(self, _: str, encoding: str | None, __: int) -> None:
        said = (encoding or "UTF-8").upper()
        if said not in _ENCODINGS and not (self.content.isascii() and said.startswith(_BEYOND_ASCII)):
            raise malformed.of_encoding(self.content, encoding or "")

    def _doctype(self, *_: object) -> NoReturn:
        raise malformed.of_doctype(self.content, self._at(self.parser.CurrentByteIndex))

    def _start(self, name: str, attributes: list[str]) -> None:
        start = self.parser.CurrentByteIndex
        name = name.rpartition(_SEPARATOR)[2]
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise malformed.of_number(self._at(start))
        if len(self.open) >= DEEPEST:
            raise malformed.of_depth(self._at(start))
        member = expected(self.open[-1].member.value, name) if self.open else self._root(name, start)
        unheard = [each for each in attributes[::2] if _SEPARATOR not in each] if attributes else attributes
        self.open.append(_Frame(member, name, start, unheard))

    def _root(self, name: str, start: int) -> Member:
        root = self.roots.get(name)
        if root is None:
            names = ", ".join(f"`{each}`" for each in self.roots)
            raise Fault(f"expected one of the elements {names}, found {quoted(name)}", self._at(start))
        return root if isinstance(root, Member) else Member("", root)

    def _characters(self, content: str) -> None:
        frame = self.open[-1]
        frame.pieces.append(content)
        bare = content.lstrip(WHITE)
        if bare and not frame.inked:
            frame.inked.append(self.parser.CurrentByteIndex + len(content) - len(bare))

    def _end(self, _: str) -> None:
        frame = self.open.pop()
        content = "".join(frame.pieces)
        telling: Telling = frame.member.value
        below = tuple(frame.below)
        stray = frame.inked[0] if below and frame.inked else -1
        singles = [member.name for member, _ in below if not member.many]
        self.repeats = self.repeats or len(set(singles)) < len(singles)
        self.quirks = self.quirks or stray >= 0 or bool(frame.attributes)
        close = self.parser.CurrentByteIndex
        value = told(telling, below, content)
        element = Element(frame.name, frame.start, close, value, below, frame.attributes, stray)
        if self.open:
            self.open[-1].below.append((frame.member, element))
        else:
            self.last = element
