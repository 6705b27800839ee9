"""A value in a document, with the way back to its place; knows no format and no meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from replint.record import field, record
from replint.span import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.span import Route, Text

Value: TypeAlias = "dict[str, Value] | list[Value] | str | int | float | bool | None"
"""What a document says, in Python's words. Nobody changes it: nodes share it."""


@record
class Node:
    """A value and where it stands. Two nodes are equal when their values are: the place does not count.

    Navigation makes nodes as they are asked for. Asking an object for its elements, a list for its members or a string
    for either finds nothing; `kind` tells what is there instead.
    """

    text: Text = field(compare=False, repr=False)
    route: Route = field(compare=False)
    value: Value

    @property
    def place(self) -> Place:
        """Where the value stands."""
        return Place(self.text, self.route)

    @property
    def key_place(self) -> Place:
        """Where the member's name stands; of the root and of a list's element, where the value stands."""
        return Place(self.text, self.route, key=True)

    @property
    def kind(self) -> str:
        """The value's JSON type in people's words, with its article, for messages."""
        match self.value:
            case None:
                return "null"
            case bool():
                return "true or false"
            case str():
                return "a string"
            case int() | float():
                return "a number"
            case list():
                return "a list"
            case dict():
                return "an object"

    def get(self, name: str) -> Node | None:
        """The member of this name; None when there is none. A member that is null is a node with the value None."""
        if isinstance(self.value, dict) and name in self.value:
            return Node(self.text, (*self.route, name), self.value[name])
        return None

    def written(self, name: str) -> str:
        """How the text of an object writes the name of a member, there or not; JSON writes it as it is."""
        return self.text.spelt((*self.route, name)) if self.text.spelt else name

    def members(self) -> Iterator[tuple[str, Node]]:
        """The members of an object in the order of the text; of a name that stands twice only the last counts."""
        if isinstance(self.value, dict):
            for name, value in self.value.items():
                yield name, Node(self.text, (*self.route, name), value)

    def elements(self) -> Iterator[Node]:
        """The elements of a list in the order of the text."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Node(self.text, (*self.route, index), value)
