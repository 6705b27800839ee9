"""`replint check`: documents in, reports out."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from replint import reporters
from replint.cli.comparing import looked_at
from replint.cli.hints import governed
from replint.cli.project import ConfigFile, project
from replint.cli.speech import misuse, say, show, tell, unusable
from replint.cli.targets import AUTO, targets
from replint.finding import Severity, Verdict
from replint.reporters.checkout import Checkout
from replint.reporters.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO

    from replint.cli.targets import Target
    from replint.config import Config
    from replint.finding import Report
    from replint.linter import UnknownRuleError

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
        typer.Argument(metavar="[PATHS]...", help="Files and folders.", show_default="the current folder"),
    ] = None,
    *,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"How to report; may be repeated: {', '.join((AUTO, *reporters.FORMATS))}.",
            show_default="text",
        ),
    ] = None,
    outputs: Annotated[
        list[str] | None,
        typer.Option("--output", metavar="FILE", help="Where the --format before it goes; may be repeated."),
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="The lowest severity that makes exit code 1.")
    ] = FailOn.ERROR,
    strict: Annotated[
        bool, typer.Option("--strict", help="What could not be verified makes exit code 1, too.")
    ] = False,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="RULE|TOPIC", help="Only these, or `advice`; may be repeated."),
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", metavar="RULE|TOPIC", help="Not these; may be repeated.")
    ] = None,
    packs: Annotated[
        list[str] | None, typer.Option("--rules", metavar="DIR", help="A folder with more rules; may be repeated.")
    ] = None,
    config: ConfigFile = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="REV", help="Only what is new since the work left revision REV of git."),
    ] = None,
    together: Annotated[bool, typer.Option("--together", help="One estate of all that is named.")] = False,
    allow_nothing: Annotated[
        bool, typer.Option("--allow-nothing", help="Exit code 0 when no document is ours.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="In text also what was proved, with the statements that grant it.")
    ] = False,
) -> None:
    """Check replication configurations with everything that must allow them.

    PATHS are files and folders with bundles, replication configurations, buckets, roles and keys as JSON, or S3's own
    as XML. The documents of one folder belong together.
    """
    from replint import linter  # `--version` and `--help` are spared the river

    wanted = targets(ctx, formats or [], outputs or [], os.environ)
    settings = project(config)
    chosen = _Chosen(_listed(select) or settings.select, _listed(ignore) or settings.ignore)
    run = partial(
        linter.lint,
        together=together,
        select=chosen.select,
        ignore=chosen.ignore,
        rules=(*settings.rules, *(packs or ())),
        advice=fail_on is FailOn.NOTE,
    )
    try:
        report, changed = looked_at(governed(paths or ["."], config), since, run, wanted)
    except linter.UnknownRuleError as problem:
        raise _misnamed(problem, settings, chosen) from None
    except OSError as problem:
        raise unusable(problem) from None
    checkout = Checkout.around(os.getcwd(), os.environ, changed)
    for remark in report.remarks:
        say(f"replint: {remark}")
    for trouble in report.problems:
        tell(trouble)
    code = _exit_code(report, fail_on, strict=strict, allow_nothing=allow_nothing)
    if code == NOTHING:
        say("replint: no document of ours was found: name a bundle or a folder with AWS documents")
    for target in wanted:
        try:
            _write(report, target, lambda stream: Screen.of(stream, os.environ, verbose=verbose, checkout=checkout))
        except BrokenPipeError:
            raise
        except OSError as problem:
            raise unusable(problem) from None
    raise typer.Exit(code)


class _Chosen(NamedTuple):
    """The names that select and ignore rules, from flags, or from the config file where there are no flags."""

    select: Sequence[str]
    ignore: Sequence[str]


def _misnamed(problem: UnknownRuleError, settings: Config, chosen: _Chosen) -> Exception:
    """What to raise for a name that no rule has; of one in the config file the place is shown."""
    for key, names in (("select", chosen.select), ("ignore", chosen.ignore)):
        place = settings.places.get((key, problem.name))
        if place and names is getattr(settings, key):
            show(str(problem), place)
            return typer.Exit(UNREADABLE)
    return misuse(str(problem))


def _listed(values: Sequence[str] | None) -> list[str]:
    return [name for value in values or () for name in value.split(",") if name]


def _write(report: Report, target: Target, screened: Callable[[IO[str]], Screen]) -> None:
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
