"""What a command hides, and the home of its fingerprints, from flags, the config file and the checkout around."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from replint.cli.flags import listed
from replint.cli.layout import RULES
from replint.cli.speech import remark, say, show, tell, unusable
from replint.hiding import Hiding
from replint.reporters.checkout import Checkout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replint.baselines import Baseline
    from replint.config import Config
    from replint.finding import Finding, Report

UNREADABLE, NOTHING = 2, 3

BaselineFile: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="What is known and not told again.",
        show_default="the config's",
        rich_help_panel=RULES,
    ),
]


def home(settings: Config) -> str:
    """The folder that fingerprints start from, so that they are the same wherever replint is started.

    That is the root of the repository, else the folder of the config file, else the current one.
    """
    here = os.path.realpath(os.getcwd())
    root = Checkout.around(here, os.environ).root
    if root != here or os.path.lexists(os.path.join(root, ".git")):
        return root
    return os.path.abspath(settings.home)


def hiding(settings: Config, baseline: str | None, *, audit: bool = False) -> Hiding:
    """What `--baseline` or the config file hides; nothing for an audit. Ends the run where there is no baseline."""
    path = baseline or settings.baseline
    return Hiding(audit=audit, baseline=None if audit or path is None else read(path))


def read(path: str) -> Baseline:
    """The baseline in a file; ends the run with exit code 2 and what is wrong where there is none."""
    from replint import baselines  # most runs have none
    from replint.finding import InputProblem
    from replint.syntax import Unreadable

    try:
        return baselines.read(path, path)
    except baselines.BaselineError as wrong:
        show(str(wrong), wrong.place)
    except Unreadable as wrong:
        tell(InputProblem(path, wrong.message, wrong.line, wrong.column))
    except OSError as problem:
        raise unusable(problem) from None
    raise typer.Exit(UNREADABLE)


def found(  # noqa: PLR0913 - what the command line lets choose
    paths: Sequence[str] | None,
    settings: Config,
    hide: Hiding,
    *,
    select: Sequence[str] | None,
    ignore: Sequence[str] | None,
    packs: Sequence[str] | None,
    together: bool,
) -> Report:
    """What `replint check` would tell with these flags.

    Ends the run where an input cannot be read, since the rest is not all there is, and where there is none.
    """
    from replint import linter
    from replint.cli.project import refusing

    named = paths or ["."]
    with refusing():
        report = linter.lint(
            named,
            together=together,
            select=listed(select),
            ignore=listed(ignore),
            rules=packs or (),
            advice=settings.fail_on == "note",
            config=settings,
            hide=hide,
            home=os.path.relpath(home(settings)),
        )
    _refuse_partial(report, named)
    return report


def _refuse_partial(report: Report, paths: Sequence[str]) -> None:
    """Tell what was passed over; end the run where not all that there is was read, or nothing was."""
    remark(report)
    if report.problems:
        say("replint: nothing is written: what cannot be read may hold more")
        raise typer.Exit(UNREADABLE)
    if not report.documents:
        from replint.cli import beginning  # most runs find something

        for line in beginning.nothing_found(paths, os.getcwd()):
            say(line)
        raise typer.Exit(NOTHING)


def split(report: Report) -> tuple[list[Finding], list[Finding]]:
    """The findings that may be hidden, and those about suppressions, which may not."""
    from replint.dialects.silencing import TOPIC

    about = {info.name for info in report.rules if info.topic == TOPIC}
    hideable = [each for each in report.findings if each.rule not in about]
    return hideable, [each for each in report.findings if each.rule in about]
