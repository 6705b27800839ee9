"""Which config file counts: the nearest, up to the repository's root; loads nothing where there is none."""

from __future__ import annotations

import os
import re

OWN = ("replint.toml", ".replint.toml")
SHARED = "pyproject.toml"
TABLE = "tool.replint"
_HEADER = re.compile(r"^[ \t]*\[{1,2}[ \t]*[\"']?tool[\"']?[ \t]*\.[ \t]*[\"']?replint[\"']?[ \t]*[\].]", re.MULTILINE)
# A table may be made by keys, too: by `replint.strict = true` in `[tool]`, or by `tool.replint.strict = true`.
_KEY = re.compile(
    r"^[ \t]*(?:[\"']?tool[\"']?[ \t]*(?:\.[ \t]*[\"']?replint\b|=[ \t]*\{)|[\"']?replint[\"']?[ \t]*(?:\.|=[ \t]*\{))",
    re.MULTILINE,
)


def find(folder: str) -> str | None:
    """The config file that counts in a folder: its own or that of the nearest folder above, up to the repository's.

    In one folder `replint.toml` comes before `.replint.toml`, and that before a `pyproject.toml` that has
    `[tool.replint]`; one that has not is passed over. A folder with `.git` is the last that is looked at.
    """
    folder = os.path.abspath(folder)
    while True:
        for name in OWN:
            if os.path.isfile(own := os.path.join(folder, name)):
                return own
        if os.path.isfile(shared := os.path.join(folder, SHARED)) and _has_table(shared):
            return shared
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return None
        folder = above


def _has_table(path: str) -> bool:
    """Whether a pyproject has our table; to mention us is not enough, and to parse each costs too much."""
    with open(path, "rb") as file:
        data = file.read()
    if b"replint" not in data:
        return False
    text = data.decode("utf-8", "replace")
    return _HEADER.search(text) is not None or (_KEY.search(text) is not None and _tells(text))


def _tells(text: str) -> bool:
    """Whether our table is in a TOML text, however it is written; of what is not TOML it may be, and is to be told."""
    import tomllib  # hardly a project writes it without a header

    try:
        tool = tomllib.loads(text).get("tool")
    except (RecursionError, ValueError):
        return True
    return isinstance(tool, dict) and isinstance(tool.get("replint"), dict)
