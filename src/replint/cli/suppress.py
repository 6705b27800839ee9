"""`replint suppress`: an entry in the config file for each finding that there is now."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from replint.cli import settled
from replint.cli.flags import Ignore, Paths, Select, Together
from replint.cli.hiding import found, hiding, split
from replint.cli.layout import OUTPUT
from replint.cli.project import ConfigFile, Packs, project
from replint.cli.speech import misuse, say
from replint.config import SHARED
from replint.reporters.summary import count

LEFT = 1


def suppress(  # noqa: PLR0913 - one parameter a flag
    paths: Paths = None,
    *,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help="Why it is right not to be told.", rich_help_panel=OUTPUT)
    ],
    expires: Annotated[
        str | None,
        typer.Option("--expires", metavar="DATE", help="The last day on which it holds.", rich_help_panel=OUTPUT),
    ] = None,
    select: Select = None,
    ignore: Ignore = None,
    packs: Packs = None,
    config: ConfigFile = None,
    together: Together = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be written.", rich_help_panel=OUTPUT)
    ] = False,
) -> None:
    """Write a suppression for each finding there is now.

    The entries stand at the end of the nearest replint.toml or pyproject.toml; without one, a replint.toml is made at
    the root of the repository. Nothing else in it changes.
    """
    from replint.config.writing import with_tables
    from replint.suppressions import writing

    _refuse(reason, expires)
    settings = project(config)
    hide = hiding(settings, None)
    report = found(paths, settings, hide, select=select, ignore=ignore, packs=packs, together=together)
    meant, about = split(report)
    path = settled.file_with("suppress", settings)
    tables, unnamed = writing.tables(meant, os.path.dirname(path), os.getcwd(), reason.strip(), expires)
    content = settled.content(path)
    header = "tool.replint.suppress" if os.path.basename(path) == SHARED else "suppress"
    text = with_tables(content, tables, header)
    shown = settled.shown(path)
    settled.refuse_unusable(
        text, f"nothing can be added to {shown}: write its suppressions as tables, each headed `[[suppress]]`"
    )
    if dry_run:
        sys.stdout.write(text[len(content) :])
    elif tables:
        settled.put(path, text)
        say(f"replint: wrote {count(len(tables), 'suppression')} to {shown}")
    else:
        say("replint: nothing to suppress")
    for each in about:
        say(f"replint: left as it is, for no suppression hides it: {each.rule}: {each.message}")
    for each in unnamed:
        say(f"replint: left as it is, for TOML cannot name its place: {each.rule}: {each.message}")
    raise typer.Exit(LEFT if unnamed else 0)


def _refuse(reason: str, expires: str | None) -> None:
    from replint.hiding import today
    from replint.suppressions.reading import is_day

    if not reason.strip():
        raise misuse("--reason is blank: say why it is right not to be told")
    if expires is not None and not is_day(expires):
        raise misuse(f"`{expires}` is no day such as 2027-01-31")
    if expires is not None and expires < today():
        raise misuse(f"`{expires}` is over, in UTC: such a suppression would hide nothing")
