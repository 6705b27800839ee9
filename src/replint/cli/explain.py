"""`replint explain`: what a rule, a fault of documents, a failure reason or an error of S3's means."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from typing import Annotated

import typer

from replint.cli import choices
from replint.cli.layout import INPUTS, OUTPUT
from replint.cli.project import ConfigFile, Packs, project
from replint.cli.speech import misuse, tell, unusable

UNREADABLE = 2

Format = StrEnum("Format", {"TEXT": "text", "JSON": "json", "MARKDOWN": "markdown"})


def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A rule, or a failure reason or error that S3 reported.",
            autocompletion=choices.names,
            rich_help_panel=INPUTS,
        ),
    ],
    *,
    packs: Packs = None,
    config: ConfigFile = None,
    form: Annotated[Format, typer.Option("--format", help="How to explain.", rich_help_panel=OUTPUT)] = Format.TEXT,
) -> None:
    """Say what a rule asks for and why, or what a failure reason means.

    Of a failure reason it says which rules predict it, what to look at, and which documents tell.
    """
    from replint.explain import Shelf, UnknownNameError

    settings = project(config)
    try:
        shelf = Shelf.of((*settings.rules, *(packs or ())), settings.overrides)
    except OSError as problem:
        raise unusable(problem) from None
    for trouble in shelf.problems:
        tell(trouble)
    try:
        explained = shelf.explain(name)
    except UnknownNameError as problem:
        raise misuse(str(problem)) from None
    if form == "json":
        import json

        from replint.explain.data import as_json

        sys.stdout.write(json.dumps(as_json(explained), indent=2) + "\n")
    elif form == "markdown":
        from replint.explain.markdown import markdown

        sys.stdout.write(markdown(explained))
    else:
        from replint.explain.page import render
        from replint.reporters.screen import Screen

        sys.stdout.write(render(explained, Screen.of(sys.stdout, os.environ)))
    raise typer.Exit(UNREADABLE if shelf.problems else 0)
