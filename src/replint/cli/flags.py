"""Flags and arguments that several commands have; a command says what it makes of them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from replint.cli import choices
from replint.cli.layout import INPUTS, RULES

if TYPE_CHECKING:
    from collections.abc import Sequence


class Format(StrEnum):
    """How to answer: for people, or for programs."""

    TEXT = "text"
    JSON = "json"


Paths: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATHS]...", help="Files and folders.", show_default="the current folder", rich_help_panel=INPUTS
    ),
]
Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULE|TOPIC",
        help="Only these, or `advice`; may be repeated.",
        autocompletion=choices.rules_and_topics,
        rich_help_panel=RULES,
    ),
]
Ignore: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="RULE|TOPIC",
        help="Not these; may be repeated.",
        autocompletion=choices.rules_and_topics,
        rich_help_panel=RULES,
    ),
]
Together: TypeAlias = Annotated[
    bool, typer.Option("--together", help="One estate of all that is named.", rich_help_panel=INPUTS)
]


def listed(values: Sequence[str] | None) -> list[str]:
    """The names in flags, of which each may hold several with commas between."""
    return [name for value in values or () for name in value.split(",") if name]
