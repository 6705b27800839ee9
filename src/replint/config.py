"""What a project says about its runs: `replint.toml`, or `[tool.replint]` of `pyproject.toml`; knows no rule.

The keys at the top are about every run. Whatever is about one thing among several will be a table of its own.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from replint.record import field, record
from replint.span import Place, Span, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, NoReturn

    from replint.span import Route

OWN = "replint.toml"
SHARED = "pyproject.toml"
_TABLE = "tool.replint"
_HEADER = re.compile(r"^[ \t]*\[[ \t]*tool[ \t]*\.[ \t]*replint[ \t]*[\].]", re.MULTILINE)
_ANY_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_KEYS = ("rules", "select", "ignore")
NEAR = 0.6
"""How alike a key must be to one that there is, so that it may be meant."""


class ConfigError(ValueError):
    """A config file that cannot be used: why, and the place to change; None where no character is to blame."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.place = place


@record
class Config:
    """What a config file says; a key that it does not have is empty.

    `rules` are folders of rule packs, as paths from where replint was started; `select` and `ignore` name rules or
    topics. `places` has the place of every value, by its key and itself.
    """

    path: str = ""
    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict, compare=False)


NONE = Config()
"""What a project says that has no config file."""


def find(folder: str) -> str | None:
    """The config file that counts in a folder: its own or that of the nearest folder above, up to the repository's.

    In one folder `replint.toml` comes before a `pyproject.toml` that has `[tool.replint]`; one that has not is passed
    over. A folder with `.git` is the last that is looked at.
    """
    folder = os.path.abspath(folder)
    while True:
        own, shared = os.path.join(folder, OWN), os.path.join(folder, SHARED)
        if os.path.isfile(own):
            return own
        if os.path.isfile(shared) and _has_table(shared):
            return shared
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = above


def read(path: str, cwd: str) -> Config:
    """What a config file says, with paths relative to `cwd`.

    A file that is called `pyproject.toml` says it in its table `tool.replint`. Raises ConfigError for what cannot be
    used, and OSError where there is no file.
    """
    shown = os.path.relpath(os.path.join(cwd, path), cwd)
    with open(path, "rb") as file:
        data = file.read()
    text = _text(shown, data)
    told: Any = _parsed(text)
    start = body = 0
    if os.path.basename(path) == SHARED:
        tool = told.get("tool")
        told = tool.get("replint") if isinstance(tool, dict) else None
        header = _HEADER.search(text.content)
        start, body = header.span() if header else (0, 0)
        if not isinstance(told, dict):
            raise ConfigError(f"`{shown}` has no table `[{_TABLE}]`")
    return _config(told, _Sheet(text, start, body), cwd)


def _has_table(path: str) -> bool:
    """Whether a pyproject has our table; to mention us is not enough, and to parse each costs too much."""
    with open(path, "rb") as file:
        data = file.read()
    return b"replint" in data and _HEADER.search(data.decode("utf-8", "replace")) is not None


@record
class _Sheet:
    """The text of a config file, where the part begins that is ours, and where its keys begin, behind a header."""

    text: Text
    start: int
    body: int

    def key(self, name: str) -> Place:
        """Where a key stands; the beginning of our part where it is written in a way that is not looked for."""
        found = self._found(rf"^[ \t]*[\"']?({re.escape(name)})[\"']?[ \t]*[=.]")
        return self._place(*found.span(1)) if found else self._place(self.start, self.start)

    def value(self, key: str, value: str) -> Place:
        """Where a string stands behind a key, with its quotes; the key where it is not found."""
        place = self.key(key)
        found = re.compile(rf"\"{re.escape(value)}\"|'{re.escape(value)}'").search(self.text.content, place.span.end)
        return self._place(*found.span()) if found else place

    def _found(self, pattern: str) -> re.Match[str] | None:
        after = _ANY_HEADER.search(self.text.content, self.body)
        end = after.start() if after else len(self.text.content)
        return re.compile(pattern, re.MULTILINE).search(self.text.content, self.body, end)

    def _place(self, start: int, end: int) -> Place:
        return Place(self.text, (start, end))


def _config(told: Mapping[str, Any], sheet: _Sheet, cwd: str) -> Config:
    for key in told:
        if key not in _KEYS:
            raise ConfigError(f"`{key}` is nothing that replint can be told{_meant(key)}", sheet.key(key))
    listed = {key: tuple(_strings(key, told.get(key, []), sheet)) for key in _KEYS}
    places = {(key, value): sheet.value(key, value) for key, values in listed.items() for value in values}
    rules = []
    for each in listed["rules"]:
        rules.append(os.path.join(os.path.dirname(sheet.text.path), each))
        if not os.path.isdir(os.path.join(cwd, rules[-1])):
            raise ConfigError(f"`{each}` is not a folder beside this file, as a rule pack is", places["rules", each])
    return Config(sheet.text.path, tuple(rules), listed["select"], listed["ignore"], places)


def _strings(key: str, value: object, sheet: _Sheet) -> Iterator[str]:
    if not isinstance(value, list):
        raise ConfigError(f'`{key}` must be a list of strings, such as `{key} = ["..."]`', sheet.key(key))
    for each in value:
        if not isinstance(each, str) or not each:
            raise ConfigError(f"an element of `{key}` is no name; expected strings", sheet.key(key))
        yield each


def _meant(key: str, known: Iterable[str] = _KEYS) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key.lower(), list(known), 1, cutoff=NEAR)
    return f"; did you mean `{near[0]}`?" if near else f"; it reads {', '.join(f'`{each}`' for each in known)}"


def _text(shown: str, data: bytes) -> Text:
    try:
        return Text(shown, data.decode("utf-8"), _span)
    except UnicodeDecodeError as wrong:
        text = Text(shown, data.decode("utf-8", "replace"), _span)
        at = len(data[: wrong.start].decode("utf-8", "replace"))
        message = f"byte {data[wrong.start]:#04x} is not UTF-8, in which TOML is written"
        raise ConfigError(message, Place(text, (at, at + 1))) from None


def _parsed(text: Text) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text.content)
    except tomllib.TOMLDecodeError as wrong:
        _refuse(str(wrong), text)


def _refuse(said: str, text: Text) -> NoReturn:
    """Raise what the parser said, which has the place in words."""
    message, _, where = said.partition(" (at ")
    numbers = re.fullmatch(r"line (\d+), column (\d+)\)", where)
    at = len(text.content)
    if numbers:
        lines = text.content.split("\n")[: int(numbers[1]) - 1]
        at = sum(len(line) + 1 for line in lines) + int(numbers[2]) - 1
    raise ConfigError(f"this is not TOML: {message[:1].lower()}{message[1:]}", Place(text, (at, at + 1)))


def _span(route: Route, key: bool) -> Span:  # noqa: FBT001 - the shape of Text.locate
    del key
    start, end = route
    return Span(int(start), int(end))
