"""What a project says about its runs: the config file that counts, and what it says; knows no rule.

Whatever is about the whole run is a key at the top; what is about one thing among several stands in a table of its own.
`keys.py` is the list of all there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.config.discovery import OWN, SHARED, find
from replint.config.settings import NONE, Area, Config, ConfigError, Estate, Form, Organization

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Json
    from replint.span import Place

__all__ = [
    "NONE",
    "OWN",
    "SHARED",
    "Area",
    "Config",
    "ConfigError",
    "Estate",
    "Form",
    "Organization",
    "find",
    "read",
    "schema",
    "values",
]


def read(path: str) -> Config:
    """What a config file says, and what the files say that it extends, with paths from the current folder.

    A file that is called `pyproject.toml` says it in its table `tool.replint`. Raises ConfigError for what cannot be
    used, and OSError where there is no file.
    """
    from replint.config import reading  # a run without a config file is spared the reader of TOML

    return reading.read(path)


def values(config: Config) -> Iterator[tuple[str, Json, Place | None]]:
    """Each key that there is, with its value as the file says it and where; tables of one key one by one.

    A key that nobody told has its default, or None, and no place.
    """
    from replint.config import keys

    return keys.values(config)


def schema() -> Json:
    """The JSON Schema of `replint.toml`, for editors."""
    from replint.config import keys

    return keys.schema()
