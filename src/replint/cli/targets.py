"""Which report goes where: each `--output` belongs to the `--format` before it; knows no report."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint import reporters
from replint.cli.commands import ORDER
from replint.cli.project import refused
from replint.cli.speech import misuse
from replint.config import ConfigError, Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import typer

    from replint.config import Config

AUTO = "auto"
"""The format for whoever looks, beside those that have a name of their own."""


def targets(
    ctx: typer.Context, formats: Sequence[str], outputs: Sequence[str], environ: Mapping[str, str], settings: Config
) -> list[Form]:
    """Every format that is asked for with its output, `auto` by the name that it has for this environment.

    Without flags they are those of the config file, or text. Raises BadParameter for a format that does not exist, for
    two outputs of one format, and for two formats that would go to one place; ends the run where the config file asks
    for a format that does not exist.
    """
    paired = _paired(ctx.meta[ORDER], formats, outputs)
    told = paired or settings.formats or (Form("text"),)
    for number, (name, _) in enumerate(told):
        if name != AUTO and name not in reporters.FORMATS:
            message = f"`{name}` is no format; there are {', '.join((AUTO, *reporters.FORMATS))}"
            raise refused(ConfigError(message, None if paired else settings.nodes["format"].place.at(number)))
    _refuse_collisions(told)
    return [Form(reporters.automatic(environ) if name == AUTO else name, output) for name, output in told]


def _paired(order: Iterable[str], formats: Iterable[str], outputs: Iterable[str]) -> list[Form]:
    """The formats with their outputs; an output that comes first is that of the first format, or of none at all."""
    names, files = iter(formats), iter(outputs)
    found: list[Form] = []
    first: str | None = None
    for option in order:
        if option == "formats":
            found.append(Form(next(names), first))
            first = None
        elif option == "outputs":
            file, before = next(files), found[-1].output if found else first
            if before is not None:
                raise misuse(f"`{before}` and `{file}` are outputs of one report: each --output follows its --format")
            if found:
                found[-1] = found[-1]._replace(output=file)
            else:
                first = file
    return found if found or first is None else [Form("text", first)]


def _refuse_collisions(paired: Iterable[Form]) -> None:
    """Refuse two reports in one place, of which the second would follow or replace the first."""
    taken: dict[str | None, str] = {}
    for name, output in paired:
        place = None if output is None else os.path.abspath(output)
        if place in taken:
            where = "standard output" if output is None else f"`{output}`"
            hint = ": give all but one an --output" if output is None else ""
            raise misuse(f"`{taken[place]}` and `{name}` would both go to {where}{hint}")
        taken[place] = name
