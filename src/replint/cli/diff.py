"""`replint diff`: two versions of documents in, what became of their flows out."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from replint import config
from replint.cli.flags import Format
from replint.cli.layout import INPUTS, OUTPUT
from replint.cli.project import ConfigFile, Packs, project, refused
from replint.cli.speech import misuse, say, tell, unusable
from replint.record import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replint.config import Config
    from replint.finding import Report
    from replint.versions.comparison import Comparison

SAME, WORSE, UNREADABLE, NOTHING = 0, 1, 2, 3


def diff(  # noqa: PLR0913 - one parameter a flag
    old: Annotated[
        str,
        typer.Argument(metavar="OLD", help="A file or a folder, or as git has it, REV:PATH.", rich_help_panel=INPUTS),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another one.", rich_help_panel=INPUTS)],
    *,
    form: Annotated[Format, typer.Option("--format", help="How to answer.", rich_help_panel=OUTPUT)] = Format.TEXT,
    packs: Packs = None,
    file: ConfigFile = None,
    together: Annotated[
        bool, typer.Option("--together", help="One estate of all that is in a folder.", rich_help_panel=INPUTS)
    ] = False,
) -> None:
    """Say which flows work now, broke or changed, and by which change.

    OLD and NEW are two versions of documents.

    Exit code 0 when nothing got worse, 1 when something did, 2 when a version cannot be read, 3 when neither has a
    document of ours.
    """
    comparison = _compared(old, new, project(file), packs or (), together=together)
    for name, report in zip((old, new), (comparison.old, comparison.new), strict=True):
        for trouble in report.problems:
            tell(replace(trouble, path=f"{name}: {trouble.path}", place=None))
    if form == "json":
        import json

        from replint.versions.data import as_json

        sys.stdout.write(json.dumps(as_json(comparison), indent=2) + "\n")
    else:
        from replint.reporters.screen import Screen
        from replint.versions.telling import render

        sys.stdout.write(render(comparison, Screen.of(sys.stdout, os.environ)))
    raise typer.Exit(_exit_code(comparison))


def _compared(old: str, new: str, settings: Config, packs: Sequence[str], *, together: bool) -> Comparison:
    """The comparison by the rules that count in the project; what its file says of paths is of neither version."""
    from replint import linter
    from replint.git import GitError
    from replint.versions.comparison import compared
    from replint.versions.sides import UnlikeError, sides

    def run(paths: Sequence[str], *, cwd: str | None = None) -> Report:
        return linter.run(paths, pack, linter.Terms(together=together, cwd=cwd, config=chosen))

    chosen = replace(config.NONE, select=settings.select, ignore=settings.ignore)
    try:
        pack = linter.gathered((*settings.rules, *packs), settings)
        before, after = sides(old, new, os.getcwd())
        return compared(before, after, run, together=together)
    except linter.UnknownRuleError as problem:
        raise refused(problem) from None
    except (GitError, UnlikeError) as problem:
        raise misuse(str(problem)) from None
    except OSError as problem:
        raise unusable(problem) from None


def _exit_code(comparison: Comparison) -> int:
    if comparison.old.problems or comparison.new.problems:
        return UNREADABLE
    if not comparison.old.documents and not comparison.new.documents:
        say("replint: no document of ours was found: name bundles or folders with AWS documents")
        return NOTHING
    return WORSE if comparison.worse else SAME
