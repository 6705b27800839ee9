"""A model of GitHub's runner: what it takes for commands in what a step prints; knows nothing of replint.

https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

KNOWN = {"error", "warning", "notice", "add-mask", "add-matcher", "debug", "echo", "group", "set-output"}


class Command(NamedTuple):
    """What the runner makes of a line."""

    name: str
    properties: dict[str, str]
    data: str


def commands(output: str) -> Iterator[Command]:
    """Yield the commands in an output, as the runner finds them: one a line at most, of the new form or the old."""
    for line in output.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if found := _new(line.lstrip()) or _old(line):
            yield found


def _new(line: str) -> Command | None:
    info, separator, data = line.removeprefix("::").partition("::")
    name, _, told = info.partition(" ")
    if not line.startswith("::") or not separator or name.lower() not in KNOWN:
        return None
    pairs = (pair.partition("=") for pair in told.strip().split(",") if pair)
    return Command(name, {key: _plain(value, ":,") for key, _, value in pairs}, _plain(data, ""))


def _old(line: str) -> Command | None:
    info, separator, data = line.partition("##[")[2].partition("]")
    name = info.partition(" ")[0]
    return Command(name, {}, data) if separator and name.lower() in KNOWN else None


def _plain(text: str, signs: str) -> str:
    for sign in ("\r", "\n", *signs, "%"):
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text
