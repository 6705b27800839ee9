"""`replint rules new` and `replint rules test`: the first files of a rule of one's own, and a pack on its cases."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from replint.cli import choices
from replint.cli.layout import INPUTS, RULES
from replint.cli.project import ConfigFile, project
from replint.cli.speech import misuse, say, tell, unusable
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

PASSED, FAILED, UNREADABLE = 0, 1, 2

FOLDER = "rules"
"""Where a rule is begun when nobody says where rules are."""


def new(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="The fault in kebab-case, such as `replica-elsewhere`.", rich_help_panel=INPUTS
        ),
    ],
    *,
    folder: Annotated[
        str | None,
        typer.Option(
            "--rules",
            metavar="DIR",
            help="The pack.",
            show_default="the config file's first, or `rules`",
            rich_help_panel=RULES,
        ),
    ] = None,
    subject: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="SUBJECT",
            help="What the rule looks at: `flow`, `bucket` or another.",
            autocompletion=choices.subjects,
            rich_help_panel=RULES,
        ),
    ] = "flow",
    config: ConfigFile = None,
) -> None:
    """Begin a rule: write it, with a case that it fires in.

    A case in which it is silent comes with it. What is yours to write stands in the rule as TODO.
    """
    from replint.trial.scaffold import ScaffoldError, scaffold

    home = folder or next(iter(project(config).rules), FOLDER)
    try:
        files = scaffold(name, home, subject)
        for each in files:
            os.makedirs(os.path.dirname(each.path), exist_ok=True)
            with open(each.path, "x", encoding="utf-8", newline="\n") as stream:
                stream.write(each.content)
            typer.echo(visible(f"wrote {each.path}"))
    except ScaffoldError as problem:
        raise misuse(str(problem)) from None
    except OSError as problem:
        raise unusable(problem) from None
    rule, bad = files[0].path, os.path.dirname(files[1].path)
    typer.echo("")
    typer.echo(visible(f"next: write what stands as TODO in {rule},"))
    typer.echo(visible(f"      change the documents in {bad} so that the rule is broken there,"))
    typer.echo(visible(f"      then run `replint rules test {home}`"))


def run_cases(
    folders: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DIR]...",
            help="Folders of packs.",
            show_default="those of the config file",
            rich_help_panel=INPUTS,
        ),
    ] = None,
    *,
    config: ConfigFile = None,
) -> None:
    """Try packs on their cases.

    A case is DIR/fixtures/RULE/CASE, documents and `expected.txt`. Exit code 0 when every case is as expected and every
    rule fires in one; 1 when not; 2 for what cannot be read.
    """
    from replint.reporters.screen import Screen
    from replint.trial.run import trial
    from replint.trial.telling import render

    found: Sequence[str] = folders or project(config).rules
    if not found:
        message = "there is no pack: name its folder, or write `rules = [...]` into a config file"
        raise misuse(message)
    try:
        trials = [trial(each) for each in found]
    except OSError as problem:
        raise unusable(problem) from None
    for trouble in (each for one in trials for each in one.problems):
        tell(trouble)
    sys.stdout.write(render(trials, Screen.of(sys.stdout, os.environ)))
    if any(each.problems for each in trials):
        say("replint: what cannot be read was not tried")
        raise typer.Exit(UNREADABLE)
    raise typer.Exit(FAILED if any(each.failed or each.never for each in trials) else PASSED)
