"""`replint simulate`: one request, or a list of them, decided by the policies beside it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from replint.cli.flags import Format
from replint.cli.layout import INPUTS, OUTPUT
from replint.cli.speech import say, unusable
from replint.reporters.visible import visible

UNREADABLE = 2


def simulate(
    scenario: Annotated[
        str,
        typer.Argument(metavar="SCENARIO", help="A scenario, or a list of scenarios, as JSON.", rich_help_panel=INPUTS),
    ],
    *,
    form: Annotated[Format, typer.Option("--format", help="How to answer.", rich_help_panel=OUTPUT)] = Format.TEXT,
) -> None:
    """Decide what policies say of a request.

    Exit code 0 when every scenario has an answer, whatever it is; 2 when one cannot be read.
    """
    from replint import simulate as simulator

    try:
        with open(scenario, "rb") as stream:
            answers = simulator.simulate(scenario, stream.read())
    except OSError as problem:
        raise unusable(problem) from None
    except simulator.Unreadable as problem:
        say(f"{scenario}:{problem.line}:{problem.column}: {problem.message}")
        raise typer.Exit(UNREADABLE) from None
    answered = [each for each in answers if isinstance(each, simulator.Answer)]
    if form == "json":
        import json

        sys.stdout.write(json.dumps(simulator.as_json(answered), indent=2) + "\n")
    else:
        for line in simulator.as_lines(answered):
            typer.echo(visible(line))
    unanswered = [each for each in answers if isinstance(each, simulator.Unanswered)]
    for each in unanswered:
        say(each.message)
    raise typer.Exit(UNREADABLE if unanswered else 0)
