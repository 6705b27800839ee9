"""`replint config`: every key of the config file that counts, with its value and where that is from."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from replint import config
from replint.cli.flags import Format
from replint.cli.layout import OUTPUT
from replint.cli.project import ConfigFile, project
from replint.reporters.visible import harmless, visible

if TYPE_CHECKING:
    from replint.finding import Json
    from replint.span import Place


def show(
    *,
    file: ConfigFile = None,
    form: Annotated[Format, typer.Option("--format", help="How to list.", rich_help_panel=OUTPUT)] = Format.TEXT,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of `replint.toml`.", rich_help_panel=OUTPUT)
    ] = False,
) -> None:
    """Show every value of the config file, and where it is from.

    The config file is the nearest `replint.toml`, `.replint.toml` or `[tool.replint]` of a `pyproject.toml`, from the
    current folder up to the root of the repository, with what it extends.
    """
    if schema:
        sys.stdout.write(json.dumps(config.schema(), indent=2) + "\n")
        return
    settings = project(file)
    told = [*config.values(settings)]
    if form == "json":
        listed = [{"key": key, "value": value, **_where(place)} for key, value, place in told]
        sys.stdout.write(json.dumps({"path": settings.path or None, "keys": listed}, indent=2) + "\n")
        return
    typer.echo(visible(settings.path) if settings.path else "there is no config file: these are the defaults")
    width = max(len(key) for key, _, _ in told)
    for key, value, place in told:
        where = _where(place)
        origin = f"{where['path']}:{where['line']}" if place else "default"
        said = f"{key:{width}} = {_written(value)}  # {origin}" if place or value is not None else f"# {key}: not told"
        typer.echo(harmless(visible(said)))


def _where(place: Place | None) -> dict[str, Json]:
    if place is None:
        return {"path": None, "line": None}
    return {"path": place.text.path, "line": place.text.position(place.span.start).line}


def _written(value: Json) -> str:
    """A value nearly as TOML has it, on one line."""
    match value:
        case dict():
            return f"{{ {', '.join(f'{name} = {_written(each)}' for name, each in value.items())} }}"
        case list():
            return f"[{', '.join(map(_written, value))}]"
        case _:
            return json.dumps(value, ensure_ascii=False)
