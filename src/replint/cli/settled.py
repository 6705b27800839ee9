"""The config file as a command writes into it: which it is, its text, and the text that takes its place."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint.cli.hiding import home
from replint.cli.speech import misuse, unusable
from replint.config import OWN
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from replint.config import Config


def file_with(key: str, settings: Config) -> str:
    """The absolute path of the file that has a key, or else of the one that counts, or of a new one in the home."""
    stated = settings.nodes.get(key)
    path = stated.text.path if stated else settings.path
    return os.path.abspath(path) if path else os.path.join(home(settings), OWN[0])


def content(path: str) -> str:
    """The text of a config file with its line ends; nothing where there is no file yet."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""
    except OSError as problem:
        raise unusable(problem) from None


def refuse_unusable(text: str, otherwise: str) -> None:
    """End the run with what to do instead before a file is written that would be no TOML."""
    import tomllib

    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise misuse(otherwise) from None


def put(path: str, text: str) -> None:
    """Write a config file."""
    try:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as problem:
        raise unusable(problem) from None


def shown(path: str) -> str:
    """The path of a file as people see it."""
    return visible(os.path.relpath(path))
