"""`replint rules`: which rules there are."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from replint.cli.speech import tell, unusable

UNREADABLE = 2

Format = StrEnum("Format", {"TEXT": "text", "JSON": "json"})


def rules(
    *,
    packs: Annotated[
        list[str] | None, typer.Option("--rules", metavar="DIR", help="A folder with more rules; may be repeated.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to list.")] = Format.TEXT,
) -> None:
    """List the rules by topic, with what each finds."""
    from replint import linter

    try:
        infos, problems = linter.catalogue(packs or ())
    except OSError as problem:
        raise unusable(problem) from None
    for trouble in problems:
        tell(trouble)
    if form == "json":
        import json

        listed = [
            {"name": info.name, "topic": info.topic, "title": info.title, "why": info.why, "reference": info.reference}
            for info in infos
        ]
        sys.stdout.write(json.dumps(listed, indent=2) + "\n")
    else:
        width = max(len(info.name) for info in infos)
        for topic in dict.fromkeys(info.topic for info in infos):
            typer.echo(topic)
            for info in infos:
                if info.topic == topic:
                    typer.echo(f"  {info.name:<{width}}  {info.title}")
    raise typer.Exit(UNREADABLE if problems else 0)
