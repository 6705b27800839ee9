"""What commands say on standard error: nothing that a name in it could turn into an escape sequence or a command."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import typer

from replint.reporters.visible import harmless, visible

if TYPE_CHECKING:
    from replint.finding import InputProblem, Report
    from replint.span import Place


def say(message: str) -> None:
    """One line on standard error."""
    typer.echo(harmless(visible(message)), err=True)


def remark(report: Report, *, quiet: bool = False) -> None:
    """What a report has for standard error: its notes, files of others unless it is to be `quiet`, unreadable texts."""
    for note in report.remarks:
        say(f"replint: {note}")
    for path in () if quiet else report.strangers:
        say(f"replint: {path}: passed over, it is no document that replint knows")
    for problem in report.problems:
        tell(problem)


def tell(problem: InputProblem) -> None:
    """A text that could not be read, with its place; where it stands in a text of lines, shown as findings are."""
    if problem.place:
        show(problem.message, problem.place)
        return
    where = f"{problem.path}:{problem.line}:{problem.column}" if problem.line else problem.path
    say(f"{where}: {problem.message}")


def show(message: str, place: Place) -> None:
    """What is wrong at a place, with the line and a caret, on standard error."""
    from replint.reporters.screen import Screen
    from replint.reporters.text.problem import render

    sys.stderr.write(render(message, place, Screen.of(sys.stderr, os.environ)))


def misuse(message: str) -> typer.BadParameter:
    """What to raise for a flag or argument that cannot be: exit code 2."""
    return typer.BadParameter(visible(message))


def unusable(problem: OSError) -> typer.BadParameter:
    """What to raise for a path that cannot be read or written."""
    reason = (problem.strerror or "cannot be used").lower()
    return misuse(f"{os.path.relpath(problem.filename)}: {reason}" if problem.filename else reason)
