"""A key, or tables, put into the text of a config file, of which nothing else changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replint.config.discovery import TABLE
from replint.syntax.toml import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_OWN_HEADER = re.compile(rf"^[ \t]*\[[ \t]*{re.escape(TABLE)}[ \t]*\][^\n]*(?:\n|\Z)", re.MULTILINE)


def with_key(content: str, line: str, *, is_shared: bool) -> str:
    """The text with a line that tells a key of ours: in a file of our own below its head, in a pyproject in our table.

    A pyproject without the table gets it as its last. The line ends are those of the text.
    """
    end = _end(content)
    if is_shared and not _OWN_HEADER.search(content):
        return f"{_ended(content, end)}{end}[{TABLE}]{end}{line}{end}"
    at = _below_header(content) if is_shared else _below_head(content)
    return f"{_ended(content[:at], end)}{line}{end}{content[at:]}"


def with_tables(content: str, entries: Iterable[Mapping[str, str]], header: str) -> str:
    """The text of a config file with entries behind all that it has, in its own kind of line ends.

    `header` is the name of the tables, such as `suppress`.
    """
    end = _end(content)
    lines = [line for each in entries for line in ("", f"[[{header}]]", *_pairs(each))]
    if not content:
        lines = lines[1:]
    return _ended(content, end) + "".join(line + end for line in lines)


def _pairs(entry: Mapping[str, str]) -> Iterable[str]:
    return (f"{key} = {value if key == 'expires' else quoted(value)}" for key, value in entry.items())


def _end(content: str) -> str:
    return "\r\n" if "\r\n" in content else "\n"


def _below_header(content: str) -> int:
    found = _OWN_HEADER.search(content)
    return found.end() if found else len(content)


def _below_head(content: str) -> int:
    """Where what a file says of itself ends: its comments and blank lines before everything else."""
    at = 0
    for line in content.splitlines(keepends=True):
        if line.strip() and not line.lstrip().startswith("#"):
            break
        at += len(line)
    return at


def _ended(text: str, end: str) -> str:
    return text if not text or text.endswith("\n") else text + end
