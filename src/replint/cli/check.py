"""`replint check`: documents in, reports out."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from replint import reporters
from replint.cli import choices
from replint.cli.comparing import looked_at
from replint.cli.flags import Ignore, Select, Together, listed
from replint.cli.hiding import BaselineFile, hiding, home
from replint.cli.hints import governed
from replint.cli.layout import EXIT, INPUTS, OUTPUT, RULES
from replint.cli.progress import watched
from replint.cli.project import ConfigFile, Packs, project, refusing
from replint.cli.speech import remark, say, unusable
from replint.cli.stdin import StdinName, asked
from replint.cli.targets import AUTO, targets
from replint.finding import Severity, Verdict
from replint.reporters.checkout import Checkout
from replint.reporters.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO

    from replint.config import Form
    from replint.finding import Report

CLEAN, FINDINGS, UNREADABLE, NOTHING = 0, 1, 2, 3


class FailOn(StrEnum):
    """The lowest severity that makes exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NEVER = "never"


def check(  # noqa: PLR0913 - one parameter a flag of the contract
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATHS]...",
            help="Files, folders, or `-`.",
            show_default="the current folder",
            rich_help_panel=INPUTS,
        ),
    ] = None,
    *,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"How to report; may be repeated: {', '.join((AUTO, *reporters.FORMATS))}.",
            show_default="text",
            autocompletion=choices.formats,
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    outputs: Annotated[
        list[str] | None,
        typer.Option("--output", metavar="FILE", help="Where the --format before it goes.", rich_help_panel=OUTPUT),
    ] = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on",
            metavar="LEVEL",
            autocompletion=choices.levels,
            help=f"The lowest severity that makes 1: {', '.join(FailOn)}.",
            show_default="error",
            rich_help_panel=EXIT,
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="What could not be verified makes 1, too.", rich_help_panel=EXIT)
    ] = False,
    select: Select = None,
    ignore: Ignore = None,
    packs: Packs = None,
    config: ConfigFile = None,
    stdin_name: StdinName = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="REV", help="Only what is new since git's REV.", rich_help_panel=INPUTS),
    ] = None,
    together: Together = False,
    force_exclude: Annotated[
        bool,
        typer.Option("--force-exclude", help="Pass over what is excluded, though it is named.", rich_help_panel=INPUTS),
    ] = False,
    allow_nothing: Annotated[
        bool,
        typer.Option("--allow-nothing", help="No document of ours makes 0 and not 3.", rich_help_panel=EXIT),
    ] = False,
    baseline: BaselineFile = None,
    no_suppress: Annotated[
        bool, typer.Option("--no-suppress", help="Tell also what is suppressed or known.", rich_help_panel=RULES)
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="In text also what was proved, and by what.", rich_help_panel=OUTPUT),
    ] = False,
) -> None:
    """Check replication configurations, and all that must allow them.

    PATHS are files and folders with bundles, replication configurations, buckets, roles and keys as JSON, or S3's own
    as XML. The documents of one folder belong together; `-`, from standard input, stands alone.
    """
    from replint import linter  # `--version` and `--help` are spared the river

    settings = project(config)
    wanted = targets(ctx, formats or [], outputs or [], os.environ, settings)
    level = fail_on or FailOn(settings.fail_on or "error")
    read = asked(governed(paths or ["."], config, settings), stdin_name)
    run = partial(
        linter.lint,
        together=together,
        force_exclude=force_exclude,
        select=listed(select),
        ignore=listed(ignore),
        rules=packs or (),
        advice=level is FailOn.NOTE,
        config=settings,
        hide=hiding(settings, baseline, audit=no_suppress),
        home=os.path.relpath(home(settings)),
    )
    with refusing(), watched(sys.stderr, os.environ) as watch:
        report, changed = looked_at(read, since, partial(run, watch=watch), wanted, settings)
    checkout = Checkout.around(os.getcwd(), os.environ, changed)
    code = _exit_code(report, level, strict=strict or settings.strict, allow_nothing=allow_nothing)
    _tell(report, read.paths, code, quiet=allow_nothing)
    for target in wanted:
        try:
            _write(report, target, lambda stream: Screen.of(stream, os.environ, verbose=verbose, checkout=checkout))
        except BrokenPipeError:
            raise
        except OSError as problem:
            raise unusable(problem) from None
    raise typer.Exit(code)


def _tell(report: Report, paths: Sequence[str], code: int, *, quiet: bool) -> None:
    """Say what was passed over and what could not be read, and if there was nothing to check, what to do next."""
    remark(report, quiet=quiet)
    if code == NOTHING or (report.silent and not quiet):
        from replint.cli import beginning  # most runs find something

        told = beginning.nothing_found(paths, os.getcwd()) if code == NOTHING else beginning.nothing_replicates(report)
        for line in told:
            say(line)


def _write(report: Report, target: Form, screened: Callable[[IO[str]], Screen]) -> None:
    """Write one report, and the longer one that GitHub shows of a whole step, if it asks for one."""
    render = reporters.load(target.name).render
    if target.output is None:
        sys.stdout.write(render(report, screened(sys.stdout)))
    else:
        with open(target.output, "w", encoding="utf-8") as stream:
            stream.write(render(report, screened(stream)))
    if beside := reporters.beside(target.name, os.environ):
        path, name = beside
        with open(path, "a", encoding="utf-8") as stream:
            # A step may have written something before: what stands below its last line would belong to that.
            stream.write("\n\n" if stream.tell() else "")
            stream.write(reporters.load(name).render(report, screened(stream)))


def _exit_code(report: Report, fail_on: FailOn, *, strict: bool, allow_nothing: bool) -> int:
    if report.problems:
        return UNREADABLE
    if not report.documents:
        return CLEAN if allow_nothing else NOTHING
    if fail_on != "never":
        worst = max((finding.severity.weight for finding in report.findings), default=0)
        if worst >= Severity(fail_on).weight:
            return FINDINGS
    return FINDINGS if strict and report.verdicts(Verdict.UNKNOWN) else CLEAN
