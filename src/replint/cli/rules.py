"""`replint rules`: which rules there are, and which words they are made of."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from replint.cli import choices, rule_packs
from replint.cli.flags import Format
from replint.cli.layout import INPUTS, OUTPUT, Laid, LaidGroup
from replint.cli.project import ConfigFile, Packs, project
from replint.cli.speech import misuse, tell, unusable
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from replint.linter import Catalogue

UNREADABLE = 2

Form = Annotated[Format, typer.Option("--format", help="How to list.", rich_help_panel=OUTPUT)]

app = typer.Typer(
    cls=LaidGroup,
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("new", cls=Laid)(rule_packs.new)
app.command("test", cls=Laid)(rule_packs.run_cases)


@app.callback(invoke_without_command=True)
def rules(context: typer.Context, *, packs: Packs = None, form: Form = Format.TEXT, config: ConfigFile = None) -> None:
    """List the rules by topic; begin and try rules of your own."""
    if context.invoked_subcommand is None:
        _list(packs, form, config)
    elif packs or config or form is not Format.TEXT:
        message = f"flags of `{context.invoked_subcommand}` stand behind it"
        raise misuse(message)


@app.command("list", cls=Laid)
def listed(*, packs: Packs = None, form: Form = Format.TEXT, config: ConfigFile = None) -> None:
    """List the rules by topic, as `replint rules` alone does."""
    _list(packs, form, config)


@app.command("words", cls=Laid)
def words(
    subject: Annotated[
        str | None,
        typer.Argument(
            metavar="[SUBJECT]",
            help="What rules look at, such as `flow`.",
            show_default="all",
            autocompletion=choices.subjects,
            rich_help_panel=INPUTS,
        ),
    ] = None,
) -> None:
    """List the words that rules are made of, with an example of each."""
    from replint.words import by_subject

    found = by_subject()
    if subject is not None and subject not in found:
        message = f"`{subject}` is nothing that a rule looks at; there are {', '.join(f'`{each}`' for each in found)}"
        raise misuse(message)
    for each in found if subject is None else (subject,):
        typer.echo(f"for each {each}")
        for word in found[each]:
            typer.echo(f"  {word.form}: {word.type}\n      {word.meaning}\n      require {word.example}")


def _list(packs: list[str] | None, form: Format, config: str | None) -> None:
    from replint import linter

    settings = project(config)
    try:
        found = linter.catalogue(packs or (), settings)
    except OSError as problem:
        raise unusable(problem) from None
    for trouble in found.problems:
        tell(trouble)
    if form == "json":
        sys.stdout.write(_as_json(found))
    else:
        _tell(found)
    raise typer.Exit(UNREADABLE if found.problems else 0)


def _tell(found: Catalogue) -> None:
    width = max(len(info.name) for info in found.infos)
    overrides = {each.rule: each for each in found.overrides}
    for topic in dict.fromkeys(info.topic for info in found.infos):
        typer.echo(visible(topic))
        for info in found.infos:
            if info.topic == topic:
                typer.echo(visible(f"  {info.name:<{width}}  {info.title}"))
                if each := overrides.get(info.name):
                    level = each.severity or "off"
                    typer.echo(visible(f"  {'':<{width}}  {level}, at {each.path}: {each.reason}"))


def _as_json(found: Catalogue) -> str:
    import json

    overrides = {
        each.rule: {"severity": each.severity, "reason": each.reason, "where": each.path} for each in found.overrides
    }
    told = [
        {
            "name": info.name,
            "topic": info.topic,
            "title": info.title,
            "why": info.why,
            "reference": info.reference,
            "severity": found.severities[info.name],
            "override": overrides.get(info.name),
        }
        for info in found.infos
    ]
    return json.dumps(told, indent=2) + "\n"
