"""A key put into the text of a config file, of which nothing else changes."""

from __future__ import annotations

import re

from replint.config.discovery import TABLE

_OWN_HEADER = re.compile(rf"^[ \t]*\[[ \t]*{re.escape(TABLE)}[ \t]*\][^\n]*(?:\n|\Z)", re.MULTILINE)


def with_key(content: str, line: str, *, is_shared: bool) -> str:
    """The text with a line that tells a key of ours: in a file of our own below its head, in a pyproject in our table.

    A pyproject without the table gets it as its last. The line ends are those of the text.
    """
    end = "\r\n" if "\r\n" in content else "\n"
    if is_shared and not _OWN_HEADER.search(content):
        return f"{_ended(content, end)}{end}[{TABLE}]{end}{line}{end}"
    at = _below_header(content) if is_shared else _below_head(content)
    return f"{_ended(content[:at], end)}{line}{end}{content[at:]}"


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
