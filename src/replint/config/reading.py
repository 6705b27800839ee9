"""Files to a config: which keys were told where, and what they say together; knows what no key is for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from replint.config.discovery import SHARED, TABLE
from replint.config.globs import Globs
from replint.config.keys import AREA, ESTATE, KEYS, OFF
from replint.config.settings import Area, Config, ConfigError, Estate, Form, Organization
from replint.config.shapes import refuse_unknown
from replint.finding import Override, Severity
from replint.span import Place, plain
from replint.syntax import Node, Unreadable, toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_BOM = b"\xef\xbb\xbf"


def read(path: str) -> Config:
    """As `replint.config.read`."""
    shown = os.path.relpath(path)
    files: list[str] = []
    nodes = _extended(shown, files)
    told = {key.name: key.shape.read(nodes[key.name]) for key in KEYS if key.name in nodes}
    return Config(
        path=shown,
        files=tuple(files),
        rules=told.get("rules", ()),
        select=told.get("select", ()),
        ignore=told.get("ignore", ()),
        overrides=tuple(_overrides(told.get("severity", {}), nodes.get("severity"))),
        exclude=_globs(nodes["exclude"]) if "exclude" in nodes else None,
        formats=tuple(Form(each["name"], each.get("output")) for each in told.get("format", ())),
        fail_on=told.get("fail-on"),
        strict=told.get("strict", False),
        baseline=told.get("baseline"),
        organization=_organization(told, nodes),
        estates=tuple(map(_estate, told.get("estate", ()))),
        areas=tuple(map(_area, told.get("path", ()))),
        suppress=told.get("suppress", ()),
        nodes=nodes,
    )


def _extended(path: str, files: list[str]) -> dict[str, Node]:
    """The keys of a file, each with its value, and those of the files that it extends, which it stands before.

    Appends the file and them to `files`.
    """
    root = _root(path)
    files.append(path)
    refuse_unknown(root, KEYS)
    own = dict(root.members())
    if (extend := own.get("extend")) is None:
        return own
    (key,) = (key for key in KEYS if key.name == "extend")
    other = key.shape.read(extend)
    if os.path.realpath(other) in map(os.path.realpath, files):
        raise ConfigError(f"`{extend.value}` extends this file itself", extend.place)
    return {**_extended(other, files), **own}


def _root(path: str) -> Node:
    """What a file has for us."""
    with open(path, "rb") as file:
        data = file.read()
    try:
        root = toml.read(path, data)
    except Unreadable as wrong:
        raise ConfigError(wrong.message, _at(path, data, wrong)) from None
    if os.path.basename(path) != SHARED:
        return root
    tool = root.get("tool")
    ours = tool.get("replint") if tool else None
    if ours is None or not isinstance(ours.value, dict):
        raise ConfigError(f"`{path}` has no table `[{TABLE}]`")
    return ours


def _at(path: str, data: bytes, wrong: Unreadable) -> Place:
    """Where a text stops being TOML, in a text that a person can be shown."""
    text = plain(path, data.removeprefix(_BOM).decode("utf-8", "replace"))
    at = next(offset for offset in range(len(text.content) + 1) if text.position(offset) == (wrong.line, wrong.column))
    return Place(text, (at, at + 1))


def _overrides(told: Mapping[str, Mapping[str, Any]], node: Node | None) -> Iterator[Override]:
    for name, each in told.items():
        place = node.place.at(name, key=True) if node else None
        if place:
            reason = each.get("reason", f"`{place.text.path}` says so")
            yield Override(name, _level(each), " ".join(reason.split()), place)


def _level(told: Mapping[str, Any]) -> Severity | None:
    return None if told["level"] == OFF else Severity(told["level"])


def _globs(patterns: Node) -> Globs:
    return Globs(os.path.dirname(patterns.text.path), tuple(str(each.value) for each in patterns.elements()))


def _organization(told: Mapping[str, Any], nodes: Mapping[str, Node]) -> Organization:
    keys = ("organization", "allowed-regions", "allowed-accounts")
    id_, regions, accounts = map(told.get, keys)
    return Organization(id_, regions, accounts, {key: nodes[key].place for key in keys if key in nodes})


def _estate(node: Node) -> Estate:
    told = ESTATE.read(node)
    return Estate(
        told["name"], _globs(node.get("paths") or node), _organization(told, dict(node.members())), node.place
    )


def _area(node: Node) -> Area:
    told = AREA.read(node)
    return Area(
        files=_globs(node.get("paths") or node),
        node=node,
        ignore=told.get("ignore", ()),
        severity={name: _level(each) for name, each in told.get("severity", {}).items()},
    )
