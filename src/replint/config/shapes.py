"""What a value of the config file must look like: how it is read, and how a JSON Schema says so; knows no key."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Protocol

from replint.config.settings import ConfigError
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from replint.finding import Json
    from replint.syntax import Node

NEAR = 0.6
"""How alike a key must be to one that there is, so that it may be meant."""

_KINDS = {"null": "nothing", "an object": "a table"}


class Shape(Protocol):
    """A kind of value."""

    def read(self, node: Node, /) -> Any:  # noqa: ANN401 - each shape has values of its own
        """The value; raises ConfigError where it is of another kind."""

    def schema(self) -> Json:
        """A JSON Schema of the value."""

    @property
    def said(self) -> str:
        """What it is, in a few words of Markdown."""


@record
class Key:
    """A key of a table: how it is called, what it may have, and what that is for, as a sentence.

    `default` is what counts where nobody says it, as the file would say it; None where nothing then counts.
    """

    name: str
    shape: Shape
    meaning: str
    needed: bool = False
    default: Json = None


def expected(node: Node, what: str) -> ConfigError:
    """What to raise for a value that is of another kind."""
    named = next((step for step in reversed(node.route) if isinstance(step, str)), "")
    subject = f"`{named}`" if node.route[-1:] == (named,) else f"an element of `{named}`"
    found = f"`{node.value}`" if isinstance(node.value, str) else _KINDS.get(node.kind, node.kind)
    return ConfigError(f"{subject} must be {what}, not {found}", node.place)


@record
class Name:
    """A string of some form."""

    what: str = "a string that is not empty"
    form: str = ".+"

    def read(self, node: Node, /) -> str:
        """The string."""
        if not isinstance(node.value, str) or not re.fullmatch(self.form, node.value, re.DOTALL | re.ASCII):
            raise expected(node, self.what)
        return node.value

    def schema(self) -> Json:
        """A string with a pattern."""
        return {"type": "string", "pattern": f"^(?:{self.form})$"}

    @property
    def said(self) -> str:
        """What it is, in a few words of Markdown."""
        return self.what.removesuffix(" that is not empty")


@record
class Flag:
    """True or false."""

    def read(self, node: Node, /) -> bool:
        """Which of the two."""
        if not isinstance(node.value, bool):
            raise expected(node, "true or false")
        return node.value

    def schema(self) -> Json:
        """A boolean."""
        return {"type": "boolean"}

    @property
    def said(self) -> str:
        """What it is, in a few words of Markdown."""
        return "true or false"


@record
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: Node, /) -> str:
        """The word."""
        if not isinstance(node.value, str) or node.value not in self.words:
            *others, last = (f"`{word}`" for word in self.words)
            raise expected(node, f"{', '.join(others)} or {last}")
        return node.value

    def schema(self) -> Json:
        """A string out of a list."""
        return {"enum": [*self.words]}

    @property
    def said(self) -> str:
        """What it is, in a few words of Markdown."""
        return ", ".join(f"`{word}`" for word in self.words)


@record
class Beside:
    """A path that starts from the folder of the config file: of a folder, or of a file, that may have to exist."""

    what: str
    exists: Callable[[str], bool] | None = None

    def read(self, node: Node, /) -> str:
        """The path from where replint was started."""
        told = Name().read(node)
        if "\0" in told:
            raise ConfigError(f"`{told}` is no path", node.place)
        path = os.path.normpath(os.path.join(os.path.dirname(node.text.path), told))
        if self.exists and not self.exists(path):
            raise ConfigError(f"`{told}` is not {self.what}", node.place)
        return path

    def schema(self) -> Json:
        """A string."""
        return {"type": "string", "minLength": 1}

    @property
    def said(self) -> str:
        """What it is, in a few words of Markdown."""
        return "a path"


@record
class Many:
    """A list of values of one kind."""

    shape: Shape
    what: str = "a list of strings"

    def read(self, node: Node, /) -> tuple[Any, ...]:
        """The values."""
        if not isinstance(node.value, list):
            raise expected(node, self.what)
        return tuple(self.shape.read(element) for element in node.elements())

    def schema(self) -> Json:
        """An array."""
        return {"type": "array", "items": self.shape.schema()}

    @property
    def said(self) -> str:
        """What it is, in a few words of Markdown."""
        return f"a list: {self.shape.said}"


@record
class Each:
    """A table in which any name has a value of one kind."""

    shape: Shape
    what: str

    def read(self, node: Node, /) -> dict[str, Any]:
        """The values by their names."""
        if not isinstance(node.value, dict):
            raise expected(node, self.what)
        return {name: self.shape.read(member) for name, member in node.members()}

    def schema(self) -> Json:
        """An object with any members."""
        return {"type": "object", "additionalProperties": self.shape.schema()}

    @property
    def said(self) -> str:
        """What it is, in a few words of Markdown."""
        return f"a table: {self.shape.said}"


@record
class Table:
    """A table with certain keys."""

    keys: tuple[Key, ...]
    what: str

    def read(self, node: Node, /) -> dict[str, Any]:
        """The values of the keys that are there."""
        if not isinstance(node.value, dict):
            raise expected(node, self.what)
        refuse_unknown(node, self.keys)
        for key in self.keys:
            if key.needed and key.name not in node.value:
                raise ConfigError(f"{self.what} needs `{key.name}`", node.place)
        return {key.name: key.shape.read(held) for key in self.keys if (held := node.get(key.name))}

    def schema(self) -> Json:
        """An object with these members and no others."""
        return closed(self.keys)

    @property
    def said(self) -> str:
        """What it is, in a few words of Markdown."""
        return f"a table of {', '.join(f'`{key.name}`' for key in self.keys)}"


@record
class Either:
    """A word, or a table that says more: `short` is the key of the table that the word alone tells."""

    short: str
    table: Table

    def read(self, node: Node, /) -> dict[str, Any]:
        """The values of the table's keys."""
        if isinstance(node.value, dict):
            return self.table.read(node)
        (key,) = (key for key in self.table.keys if key.name == self.short)
        return {self.short: key.shape.read(node)}

    def schema(self) -> Json:
        """Either of the two."""
        (key,) = (key for key in self.table.keys if key.name == self.short)
        return {"anyOf": [key.shape.schema(), self.table.schema()]}

    @property
    def said(self) -> str:
        """What it is, in a few words of Markdown."""
        (key,) = (key for key in self.table.keys if key.name == self.short)
        return f"{key.shape.said}, or {self.table.said}"


@record
class Untouched:
    """Whatever stands there, for somebody else to read, who takes what has this shape."""

    shape: Shape

    def read(self, node: Node, /) -> Node:
        """The node itself."""
        return node

    def schema(self) -> Json:
        """What it should look like."""
        return self.shape.schema()

    @property
    def said(self) -> str:
        """What it is, in a few words of Markdown."""
        return self.shape.said


def closed(keys: Iterable[Key]) -> dict[str, Json]:
    """The JSON Schema of an object that has some keys and no others."""
    told = [*keys]
    properties: Mapping[str, Json] = {key.name: _described(key) for key in told}
    needed: list[Json] = [key.name for key in told if key.needed]
    schema: dict[str, Json] = {"type": "object", "additionalProperties": False, "properties": {**properties}}
    return {**schema, **({"required": needed} if needed else {})}


def _described(key: Key) -> Json:
    schema = key.shape.schema()
    default: Mapping[str, Json] = {} if key.default is None else {"default": key.default}
    return {"description": key.meaning, **(schema if isinstance(schema, dict) else {}), **default}


def refuse_unknown(node: Node, keys: Iterable[Key]) -> None:
    """Raise ConfigError for the first key of a table that is not one of some."""
    known = [key.name for key in keys]
    for name, member in node.members():
        if name not in known:
            raise ConfigError(f"`{name}` is nothing that replint can be told{_meant(name, known)}", member.key_place)


def _meant(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.lower().replace("_", "-"), known, 1, cutoff=NEAR)
    return f"; did you mean `{near[0]}`?" if near else f"; it reads {', '.join(f'`{each}`' for each in known)}"
