"""By which name people call the place of a finding: a statement's `Sid`, a replication rule's `ID`; decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from replint.syntax import json
from replint.syntax.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.span import Place, Text
    from replint.syntax import Value


class Naming(NamedTuple):
    """The member that names an object, and the members by one of which such an object is known."""

    member: str
    beside: frozenset[str]


SID = Naming("Sid", frozenset({"Effect", "Action", "NotAction", "Resource", "NotResource", "Principal"}))
RULE_ID = Naming("ID", frozenset({"Destination"}))


class Names:
    """What places are called by; a text is read again when it is first asked for, and then kept."""

    def __init__(self) -> None:
        """Know no text yet."""
        self._values: dict[int, tuple[Text, Value]] = {}

    def of(self, place: Place, naming: Naming) -> str | None:
        """The name of the innermost named object that a place is or lies in; None where there is none."""
        value = self._value(place.text)
        name = _name(value, naming)
        for step in place.route:
            match value:
                case dict() if isinstance(step, str) and step in value:
                    value = value[step]
                case list() if isinstance(step, int) and step < len(value):
                    value = value[step]
                case _:
                    break
            name = _name(value, naming) or name
        return name

    def is_unique(self, place: Place, naming: Naming, name: str) -> bool:
        """Whether one object alone has this name in the file of a place, policies in its strings included."""
        return sum(_name(value, naming) == name for value in _values(self._value(place.text.file))) == 1

    def _value(self, text: Text) -> Value:
        if id(text) not in self._values:
            self._values[id(text)] = text, _read(text)
        return self._values[id(text)][1]


def _name(value: Value, naming: Naming) -> str | None:
    if isinstance(value, dict) and not naming.beside.isdisjoint(value):
        name = value.get(naming.member)
        return name if isinstance(name, str) else None
    return None


def _read(text: Text) -> Value:
    """What a text says that was read before; nothing where it is neither JSON nor XML, as a config file is."""
    if text.spelt:
        from replint.dialects import rest  # a run without XML is spared its parser

        return rest.read(text.path, text.content.encode()).value
    try:
        return json.document(text.path, text.content).value
    except Fault:
        return None


def _values(root: Value) -> Iterator[Value]:
    """All values in and below one, also of policies that stand as strings."""
    pending = [root]
    while pending:
        value = pending.pop()
        yield value
        if isinstance(value, dict):
            pending.extend(value.values())
        elif isinstance(value, list):
            pending.extend(value)
        elif isinstance(value, str) and "Statement" in value:
            try:
                pending.append(json.document("", unquote(value) if value.lstrip().startswith("%") else value).value)
            except Fault:
                continue
