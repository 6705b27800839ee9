"""The config file of a run: the one that is named, or the nearest; nothing is loaded for it where there is none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeAlias

import typer

from replint import config
from replint.cli.layout import INPUTS, RULES
from replint.cli.speech import misuse, show, unusable

if TYPE_CHECKING:
    from replint.config import Config

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
    here = os.getcwd()
    path = named or config.find(here)
    if path is None:
        return config.NONE
    try:
        return config.read(path, here)
    except config.ConfigError as wrong:
        refuse(wrong)
    except OSError as problem:
        raise unusable(problem) from None


def refuse(wrong: config.ConfigError) -> NoReturn:
    """End the run with what is wrong with a config file."""
    if wrong.place is None:
        raise misuse(str(wrong))
    show(str(wrong), wrong.place)
    raise typer.Exit(UNREADABLE)
