"""`replint baseline`: accept all that is found now, by fingerprint, and take out what is mended."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from replint.cli import settled
from replint.cli.flags import Ignore, Paths, Select, Together
from replint.cli.hiding import BaselineFile, found, hiding, home, split
from replint.cli.layout import OUTPUT, Laid, LaidGroup
from replint.cli.project import ConfigFile, Packs, project
from replint.cli.speech import say, unusable
from replint.config import SHARED
from replint.hiding import NOTHING
from replint.reporters.summary import count
from replint.reporters.visible import harmless, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.config import Config
    from replint.known import Accepted

NAME = "replint-baseline.json"
"""The file where neither a flag nor the config file names one, in the home of the run."""
MENDED = 1

app = typer.Typer(
    cls=LaidGroup,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _root() -> None:
    """Accept what is found now; tell only what is new."""


@app.command("write", cls=Laid)
def write(  # noqa: PLR0913 - one parameter a flag
    paths: Paths = None,
    *,
    output: Annotated[
        str | None,
        typer.Option("--output", metavar="FILE", help="Where to.", show_default="the config's", rich_help_panel=OUTPUT),
    ] = None,
    select: Select = None,
    ignore: Ignore = None,
    packs: Packs = None,
    config: ConfigFile = None,
    together: Together = False,
) -> None:
    """Write all that is found now into a file.

    What a suppression hides is left out. Without --output, a config file that names no baseline gets this one; without
    one, a replint.toml is made at the root of the repository.
    """
    from replint import baselines

    settings = project(config)
    report = found(paths, settings, NOTHING, select=select, ignore=ignore, packs=packs, together=together)
    meant, _ = split(report)
    path = output or _file(settings)
    _write(path, baselines.of(meant, home(settings), os.getcwd()))
    say(f"replint: wrote {count(len(meant), 'finding')} to {path}")
    if output is None and settings.baseline is None:
        _tell_config(path, settings)


@app.command("check", cls=Laid)
def check(  # noqa: PLR0913 - one parameter a flag
    paths: Paths = None,
    *,
    baseline: BaselineFile = None,
    prune: Annotated[bool, typer.Option("--prune", help="Take out what is mended.", rich_help_panel=OUTPUT)] = False,
    select: Select = None,
    ignore: Ignore = None,
    packs: Packs = None,
    config: ConfigFile = None,
    together: Together = False,
) -> None:
    """Tell what a baseline has that is found no more.

    The exit code is 1 if there is any, unless it is taken out.
    """
    from replint import baselines

    settings = project(config)
    path = baseline or _file(settings)
    hide = hiding(settings, path)
    report = found(paths, settings, hide, select=select, ignore=ignore, packs=packs, together=together)
    for each in report.mended:
        sys.stdout.write(harmless(visible(f"{each.path}: {each.rule}: {each.message}")) + "\n")
    accepted = hide.baseline.accepted if hide.baseline else ()
    say(f"replint: {len(report.mended)} of {count(len(accepted), 'finding')} of the baseline no longer found")
    if report.mended and prune and hide.baseline:
        _write(path, baselines.without(hide.baseline, report.mended))
        say(f"replint: took {count(len(report.mended), 'finding')} out of {path}")
    raise typer.Exit(MENDED if report.mended and not prune else 0)


def _tell_config(path: str, settings: Config) -> None:
    """Let the config file name the baseline, so that it counts from now on."""
    from replint.config.writing import with_key
    from replint.syntax.toml import quoted

    file = settled.file_with("baseline", settings)
    named = os.path.relpath(path, os.path.dirname(file)).replace(os.sep, "/")
    line = f"baseline = {quoted(named)}"
    text = with_key(settled.content(file), line, is_shared=os.path.basename(file) == SHARED)
    settled.refuse_unusable(text, f"nothing can be added to {settled.shown(file)}: write `{line}` there")
    settled.put(file, text)
    say(f"replint: {settled.shown(file)} names it, so that it counts from now on")


def _file(settings: Config) -> str:
    return settings.baseline or os.path.relpath(os.path.join(home(settings), NAME))


def _write(path: str, accepted: Iterable[Accepted]) -> None:
    from replint import baselines

    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(baselines.written(accepted))
    except OSError as problem:
        raise unusable(problem) from None
