"""The config file of a run: the one that is named, or the nearest; nothing is loaded for it where there is none."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Protocol, TypeAlias

import typer

from replint import config
from replint.cli.layout import INPUTS, RULES
from replint.cli.speech import misuse, show, unusable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.config import Config
    from replint.span import Place

UNREADABLE = 2

ConfigFile: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The config file.",
        show_default="the nearest replint.toml",
        rich_help_panel=INPUTS,
    ),
]
"""The flag that names a config file."""

Packs: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--rules", metavar="DIR", help="A folder with more rules; may be repeated.", rich_help_panel=RULES),
]
"""The flag that names rule packs."""


def project(named: str | None) -> Config:
    """What the config file says; ends the run with exit code 2 where it cannot be used."""
    path = named or config.find(os.getcwd())
    if path is None:
        return config.NONE
    try:
        return config.read(path)
    except config.ConfigError as wrong:
        raise refused(wrong) from None
    except OSError as problem:
        raise unusable(problem) from None


@contextmanager
def refusing() -> Iterator[None]:
    """Run something; a rule or a path that there is not, or that nobody can read, ends the command with exit code 2."""
    from replint.linter import UnknownRuleError

    try:
        yield
    except UnknownRuleError as problem:
        raise refused(problem) from None
    except FileNotFoundError as problem:
        from replint.cli.beginning import misspelt  # hardly a path is

        raise misspelt(problem) from None
    except OSError as problem:
        raise unusable(problem) from None


class Placed(Protocol):
    """An error that may have a place in a config file."""

    place: Place | None


def refused(wrong: Placed) -> Exception:
    """What to raise for a name or a value that cannot be; of one in a config file the place is shown."""
    if wrong.place is None:
        return misuse(str(wrong))
    show(str(wrong), wrong.place)
    return typer.Exit(UNREADABLE)
