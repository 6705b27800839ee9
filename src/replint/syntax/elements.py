"""XML's elements as values and places: what each says, and where its characters stand; reads no XML.

Expat counts bytes and tells where a tag begins. What else a place needs is found in the characters when somebody asks.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from replint.record import record
from replint.span import Span
from replint.syntax.places import Locator, Spot, by_name
from replint.syntax.telling import Holder, Member

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from replint.span import Place, Route
    from replint.syntax.node import Node, Value
    from replint.syntax.telling import Root, Telling

WHITE = " \t\r\n"
STRAY = "text()"
"""The step to characters between elements, as XPath writes it."""
UNKNOWN = Holder()
"""What an element is told as that nobody expects: an object if it holds elements, else its characters."""

_QUOTED = r"\"[^\"]*+\"|'[^']*+'"
_OPENING = re.compile(rf"<([^\s/>]++)(?:[^\"'>]++|{_QUOTED})*+>")
_ATTRIBUTE = re.compile(rf"(?P<name>[^\s=\"'<>/]++)\s*+=\s*+(?:{_QUOTED})")
# What characters in an element come to: a section as it stands, nothing, one character, one end of a line, or many.
_MEANT = re.compile(
    r"<!\[CDATA\[(?P<raw>.*?)\]\]>|<!--.*?-->|<\?.*?\?>|(?P<one>&[^;]*+;|\r\n)|(?P<many>[^<&\r]++|\r)", re.DOTALL
)


class Element(NamedTuple):
    """An element that was read; its offsets are of bytes.

    `close` is where its closing tag begins, or where it ends if it has none. `below` are its elements in the order of
    the text, each with how it is told. `attributes` are those that mean nothing, and `stray` is where characters stand
    between its elements, or -1.
    """

    name: str
    start: int
    close: int
    value: Value
    below: Sequence[tuple[Member, Element]]
    attributes: Sequence[str] = ()
    stray: int = -1


class Run(NamedTuple):
    """Elements that are one list."""

    elements: list[Element]


class _Wrapped(NamedTuple):
    """What is inside of a document that has its root element as a member."""

    name: str


class Quirk(NamedTuple):
    """What an element has and no value tells of: an attribute, or characters between its elements."""

    place: Place
    what: str
    of: str
    """The element's name."""
    is_attribute: bool


def expected(telling: Telling, name: str) -> Member:
    """How an element of this name is told in an element that is told so.

    One that nobody expects keeps its name, unless that is the name in the object of one that is expected.
    """
    members = telling.members if isinstance(telling, Holder) else {}
    known = members.get(name)
    if known:
        return known
    taken = any(name == each.name for each in members.values())
    return Member(f"<{name}>" if taken else name, UNKNOWN)


def told(telling: Telling, below: Sequence[tuple[Member, Element]], content: str) -> Value:
    """The value of an element, of the elements in it and of its own characters."""
    if not below and not isinstance(telling, Holder):
        return telling(content)
    if not below and content.strip(WHITE):
        return content
    value: dict[str, Value] = {}
    for member, element in below:
        if member.many:
            listed = value.setdefault(member.name, [])
            if isinstance(listed, list):
                listed.append(element.value)
        else:
            value[member.name] = element.value
    return value


@record
class Spelling:
    """What an XML text calls a value: its element's name."""

    name: str
    root: Root

    def __call__(self, route: Route) -> str:
        """The name of the element that a route leads to, or would lead to."""
        name = self.name
        telling: Telling = Holder({name: self.root}) if isinstance(self.root, Member) else self.root
        for step in route:
            if isinstance(step, str):
                name, telling = _spelt(telling, step)
        return name


def _spelt(telling: Telling, step: str) -> tuple[str, Telling]:
    for name, member in telling.members.items() if isinstance(telling, Holder) else ():
        if member.name == step:
            return name, member.value
    return step.strip("<>"), UNKNOWN


def _opening(content: str, start: int) -> re.Match[str]:
    """The tag that begins an element."""
    match = _OPENING.match(content, start)
    if match is None:
        message = "a text that was read is XML"
        raise ValueError(message)
    return match


class ElementLocator(Locator):
    """The places of an XML text: of an element that holds elements all of it, of any other its characters.

    The place of a list is from its first element to its last. `quirks` tells whether some element has what no value
    tells of. With a `wrapper` the document is an object whose one member, of this name, is the root element.
    """

    def __init__(self, content: str, document: Element, *, wrapper: str | None, repeats: bool, quirks: bool) -> None:
        """Look for places in `content`, whose root element is `document`."""
        self.content = content
        self.document = document
        self.wrapper = wrapper
        self.repeats = repeats
        self.quirks = quirks
        self._known: dict[int, Mapping[str | int, Spot]] = {}

    @property
    def offsets(self) -> Sequence[int]:
        """The offset in the file of every character of the text, and of its end: an XML text is a file."""
        return range(len(self.content) + 1)

    @property
    def root(self) -> Spot:
        """Where the root element stands."""
        spot = self._spot(self.document)
        return spot if self.wrapper is None else spot._replace(inside=_Wrapped(self.wrapper))

    def steps(self, spot: Spot) -> Mapping[str | int, Spot]:
        """The steps from an element to those in it, from a list to its elements, and to what no value tells of."""
        inside = spot.inside
        if isinstance(inside, _Wrapped):
            return {inside.name: self._spot(self.document)}
        if not isinstance(inside, Element | Run):
            return {}
        if id(inside) not in self._known:
            self._known[id(inside)] = (
                dict(enumerate(map(self._spot, inside.elements))) if isinstance(inside, Run) else self._below(inside)
            )
        return self._known[id(inside)]

    def value(self, spot: Spot) -> Value:
        """What the element or the list at a spot is told as."""
        match spot.inside:
            case Element(value=value):
                return value
            case Run(elements):
                return [each.value for each in elements]
            case _Wrapped(name):
                return {name: self.document.value}
            case _:
                return None

    def characters(self, route: Route) -> Sequence[int]:
        """The offset in the file of every character that an element's text means, and of the text's end."""
        spot = self.find(route)[0]
        offsets = array("q")
        if isinstance(spot.inside, Element) and spot.inside.value:
            for match in _MEANT.finditer(self.content, spot.start, spot.end):
                start, end = match.span("raw" if match["raw"] else "many")
                if match["one"] or match["raw"]:
                    offsets.append(match.start())  # where the section begins that the character is the first of
                    start += 1
                more = (at for at in range(start, end) if self.content[at] != "\n" or self.content[at - 1] != "\r")
                offsets.extend(more)
        offsets.append(spot.end)
        return offsets

    def _below(self, element: Element) -> Mapping[str | int, Spot]:
        runs: dict[str, Run] = {}
        held: list[tuple[str, Element | Run]] = []
        for member, each in element.below:
            if not member.many:
                held.append((member.name, each))
                continue
            if member.name not in runs:
                runs[member.name] = Run([])
                held.append((member.name, runs[member.name]))
            runs[member.name].elements.append(each)
        steps = by_name((name, self._spot(each)) for name, each in held)
        steps.update(self._quirks(element))
        return steps

    def _quirks(self, element: Element) -> Iterator[tuple[str, Spot]]:
        """Steps that lead to no value; no element's name begins like them."""
        opening = _opening(self.content, self._at(element.start))
        meaningless = frozenset(element.attributes)
        for match in _ATTRIBUTE.finditer(self.content, opening.end(1), opening.end()) if meaningless else ():
            if match["name"] in meaningless:
                yield f"@{match['name']}", Spot(*match.span(), Span(*match.span("name")))
        if element.stray >= 0:
            at = self._at(element.stray)
            end = self.content.find("<", at)
            yield STRAY, Spot(at, at + max(1, len(self.content[at:end].rstrip(WHITE))))

    def _spot(self, held: Element | Run) -> Spot:
        if isinstance(held, Run):
            (start, _, name, _), (_, _, _, end) = self._tags(held.elements[0]), self._tags(held.elements[-1])
            return Spot(start, end, name, held)
        start, inner, name, end = self._tags(held)
        close = self._at(held.close)
        if inner < close and not isinstance(held.value, dict):
            return Spot(inner, close, name, held)
        return Spot(start, end, name, held)

    def _tags(self, element: Element) -> tuple[int, int, Span, int]:
        """Where an element begins, where its first tag ends, the name in that, and where the element ends."""
        opening = _opening(self.content, self._at(element.start))
        closed = self.content[opening.end() - 2] == "/"
        end = opening.end() if closed else self.content.index(">", self._at(element.close)) + 1
        return opening.start(), opening.end(), Span(*opening.span(1)), end

    def _at(self, byte: int) -> int:
        """The character that begins at a byte of the text."""
        starts, surplus = self._wide
        before = bisect_left(starts, byte)
        return byte - (surplus[before - 1] if before else 0)

    @cached_property
    def _wide(self) -> tuple[Sequence[int], Sequence[int]]:
        """Of each character of more than one byte where it begins, and how far bytes are ahead of characters then."""
        starts, surplus = array("q"), array("q")
        more = 0
        for match in re.finditer(r"[^\x00-\x7f]", self.content):
            starts.append(match.start() + more)
            more += len(match[0].encode()) - 1
            surplus.append(more)
        return starts, surplus


def quirks(node: Node) -> tuple[Quirk, ...]:
    """What elements at or below a node have that no value tells of, in the order of the text; no other format has such.

    A document without any is known at once: reading noticed it.
    """
    locator = node.text.locate
    if not isinstance(locator, ElementLocator) or not locator.quirks:
        return ()
    found: dict[int, Quirk] = {}
    for place, steps in locator.walk(node.place):
        for step, spot in steps.items():
            if isinstance(step, str) and (step == STRAY or step.startswith("@")):
                what = node.text.content[spot.start : spot.end] if step == STRAY else step[1:]
                of = node.text.spelt(place.route) if node.text.spelt else ""
                found[spot.start] = Quirk(place.at(step, key=True), what, of, step != STRAY)
    return tuple(found[start] for start in sorted(found))
