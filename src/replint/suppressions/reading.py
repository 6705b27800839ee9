"""Suppressions as they are written, in TOML or in a bundle, to entries; what is wrong with one is a finding.

An entry that is wrong in any way hides nothing.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from replint.dialects.silencing import TOPIC
from replint.dialects.telling import did_you_mean, finding, shown
from replint.record import record, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from replint.dialects.told import Origin
    from replint.finding import Finding
    from replint.span import Place
    from replint.syntax import Node

Way: TypeAlias = Literal["pointer", "sid", "rule-id"]
"""How an entry says where: the way to a value, or the name of a statement or of a replication rule."""

TABLES = {name: name for name in ("rule", "path", "pointer", "sid", "rule-id", "reason", "expires")}
"""The keys of an entry in a config file."""
MEMBERS = {
    "rule": "Rule",
    "path": "Path",
    "pointer": "Pointer",
    "sid": "Sid",
    "rule-id": "RuleId",
    "reason": "Reason",
    "expires": "Expires",
}
"""The members of an entry in a bundle."""

_WAYS: tuple[Way, ...] = ("pointer", "sid", "rule-id")
_WHOLE = {True: "a table", False: "an object"}
_POINTER = re.compile(r"(?:/(?:[^~/]|~[01])*)*")


@record
class Entry:
    """One suppression: whose findings it hides and where, the reason, and the place where it says so.

    `path` is the absolute path of a file or a folder; None is any file of the bundle that says so, its `origin`.
    `expires` is the last day on which it holds.
    """

    rule: str
    way: Way
    target: str
    reason: str
    place: Place
    path: str | None = None
    expires: str | None = None
    origin: Origin | None = None
    said: str = ""
    """The path as it is written."""


class Source(NamedTuple):
    """Where entries stand: the folder that their paths start from, how keys are spelt, and the bundle, if it is one."""

    folder: str
    spelling: Mapping[str, str]
    origin: Origin | None = None


class Known(NamedTuple):
    """What entries may name: rules by their topics, and whether there may be others, since a rule file is broken."""

    rules: Mapping[str, str]
    others: bool = False


def read(node: Node, source: Source, known: Known) -> Entry | list[Finding]:
    """The entry that a table or an object is, or all that is wrong with it."""
    if not isinstance(node.value, dict):
        return [
            _wrong(node.place, f"a suppression is {node.kind}, and must be {_WHOLE[source.origin is None]}", source)
        ]
    faults = [*_faults(node, source, known)]
    if faults:
        return faults
    said = {name: _text(node, spelt) for name, spelt in source.spelling.items()}
    way = next(way for way in _WAYS if said[way] is not None)
    path = said["path"]
    return Entry(
        rule=said["rule"] or "",
        way=way,
        target=said[way] or "",
        reason=(said["reason"] or "").strip(),
        place=node.place,
        path=None if path is None else os.path.normpath(os.path.join(source.folder, path)),
        expires=said["expires"],
        origin=source.origin,
        said=path or "",
    )


def wrong(node: Node, message: str, source: Source) -> Finding:
    """A finding for something that should be entries and is none."""
    return _wrong(node.place, message, source)


def _text(node: Node, name: str) -> str | None:
    member = node.get(name)
    return member.value if member and isinstance(member.value, str) else None


def _wrong(place: Place, message: str, source: Source, hint: str | None = None, *, absent: bool = False) -> Finding:
    found = finding("malformed-suppression", place, message, hint, label="hides nothing", absent=absent)
    return replace(found, estate=source.origin.estate if source.origin else "")


def _faults(node: Node, source: Source, known: Known) -> Iterator[Finding]:
    spelling = source.spelling
    for name, member in node.members():
        if name not in spelling.values():
            hint = did_you_mean(name, spelling.values()) or f"it has {_listed(spelling.values())}"
            yield _wrong(member.key_place, f"{shown(name)} is nothing that a suppression has", source, hint)
    needed = ("rule", "reason") if source.origin else ("rule", "path", "reason")
    for name in needed:
        if node.get(spelling[name]) is None:
            yield _wrong(node.place, f"a suppression has no `{spelling[name]}`", source, _WHY.get(name), absent=True)
    ways = [spelling[way] for way in _WAYS if node.get(spelling[way])]
    if len(ways) != 1:
        names = _listed((spelling[way] for way in _WAYS), "or")
        message = f"a suppression has {_listed(ways)}" if ways else f"a suppression has no {names}"
        yield _wrong(node.place, message, source, f"it says where by one of {names}", absent=not ways)
    for name, spelt in spelling.items():
        found = node.get(spelt)
        if found:
            yield from _of_value(name, spelt, found, source, known)


_WHY = {"reason": "say why it is right not to be told", "rule": "name the rule whose finding it hides"}


def _of_value(name: str, spelt: str, member: Node, source: Source, known: Known) -> Iterator[Finding]:
    value = member.value
    if not isinstance(value, str):
        yield _wrong(member.place, f"`{spelt}` is {member.kind}, and must be a string", source)
    elif not value.strip() and name != "pointer":
        yield _wrong(member.place, f"`{spelt}` is blank", source, _WHY.get(name))
    elif fault := _CHECKS.get(name, _nothing)(value, known):
        message, hint = fault
        yield _wrong(member.place, message, source, hint)


Told: TypeAlias = "tuple[str, str | None] | None"


def _nothing(_: str, __: Known) -> Told:
    return None


def _rule(value: str, known: Known) -> Told:
    if value in known.rules:
        if known.rules[value] != TOPIC:
            return None
        return f"`{value}` is about suppressions, and no suppression hides it", "mend or remove the suppression"
    if value in known.rules.values():
        return f"`{value}` is a topic", "a suppression names one rule"
    if known.others:
        return None
    return f"{shown(value)} is no rule", did_you_mean(value, known.rules) or "`replint rules` lists them"


def _pointer(value: str, _: Known) -> Told:
    if _POINTER.fullmatch(value):
        return None
    if not value.startswith("/"):
        return f"{shown(value)} is no JSON pointer", f"did you mean `/{value}`?"
    return f"{shown(value)} is no JSON pointer", "in one `~` is written `~0`, and `/` in a name `~1`"


def _path(value: str, _: Known) -> Told:
    if os.path.isabs(value):
        return f"{shown(value)} is an absolute path", "write it relative to the file that says so"
    return None


def is_day(text: str) -> bool:
    """Whether a text is a day as ISO 8601 writes it, such as `2027-01-31`."""
    from datetime import date

    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _date(value: str, _: Known) -> Told:
    return None if is_day(value) else (f"{shown(value)} is no day", "write one such as `2027-01-31`")


_CHECKS: dict[str, Callable[[str, Known], Told]] = {
    "rule": _rule,
    "pointer": _pointer,
    "path": _path,
    "expires": _date,
}


def _listed(names: Iterable[str], last: str = "and") -> str:
    *first, end = (f"`{name}`" for name in names)
    return f"{', '.join(first)} {last} {end}" if first else end
