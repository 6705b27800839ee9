"""`-`: one document from standard input, only where it is asked for; knows no document."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeAlias

import typer

from replint.cli.layout import INPUTS
from replint.cli.speech import misuse, say, unusable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STDIN = "-"

StdinName: TypeAlias = Annotated[
    str | None,
    typer.Option("--stdin-name", metavar="FILE", help="Which file `-` stands in for.", rich_help_panel=INPUTS),
]
"""The flag that names the file whose text comes from standard input, as an editor has it before it is saved."""

_AT_ONCE = 1 << 20


class Asked(NamedTuple):
    """What is to be read: paths, and texts in place of files by their paths."""

    paths: Sequence[str]
    texts: Mapping[str, bytes]


def asked(paths: Sequence[str], name: str | None) -> Asked:
    """The paths with the text that `-` among them stands for, under the name that it is given.

    Nothing is read unless `-` is there. Raises BadParameter where that cannot be done.
    """
    number = paths.count(STDIN)
    if not number:
        if name is not None:
            raise misuse(f"`--stdin-name {name}` names what is read from `-`, and no path is `-`")
        return Asked(paths, {})
    if number > 1:
        raise misuse("`-` is named twice; standard input holds one document")
    if name is None:
        return Asked(paths, {STDIN: _read()})
    if name == STDIN or not name or "\0" in name or os.path.isdir(name):
        raise misuse(f"`--stdin-name` names the file that `-` stands in for, and `{name}` is none")
    return Asked([name if path == STDIN else path for path in paths], {name: _read()})


def _read() -> bytes:
    """All of standard input, or as much of it as shows that it is too large."""
    from replint.syntax.decoding import LARGEST

    stream = sys.stdin
    if stream is None:
        raise misuse("`-` is standard input, and that is closed")
    if stream.isatty():
        say("replint: reading a document from the terminal; Ctrl-D on a line of its own ends it")
    parts: list[bytes] = []
    try:
        # Less than was asked for is the end: a terminal would have to be told it once more.
        while not parts or (len(parts[-1]) == _AT_ONCE and len(parts) * _AT_ONCE <= LARGEST):
            parts.append(stream.buffer.read(_AT_ONCE) or b"")
    except OSError as problem:
        raise unusable(problem) from None
    return b"".join(parts)
