"""The table of formats: which there are and which module writes each; how one is written is that module's business."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from replint.finding import Report
    from replint.reporters.screen import Screen

FORMATS = {
    "checkstyle": "replint.reporters.checkstyle",
    "concise": "replint.reporters.concise",
    "github": "replint.reporters.github",
    "gitlab": "replint.reporters.gitlab",
    "html": "replint.reporters.html",
    "json": "replint.reporters.json",
    "junit": "replint.reporters.junit",
    "markdown": "replint.reporters.markdown",
    "rdjson": "replint.reporters.rdjson",
    "rdjsonl": "replint.reporters.rdjsonl",
    "sarif": "replint.reporters.sarif",
    "text": "replint.reporters.text",
}
"""Format name -> its module, which is imported when its format is asked for and not before."""

BESIDE = {"github": ("GITHUB_STEP_SUMMARY", "markdown")}
"""Format name -> the variable that names a file for a longer report beside it, and the format of that one."""


def automatic(environ: Mapping[str, str]) -> str:
    """The format for whoever looks: `github` in a job of GitHub Actions, which says so itself, else `text`."""
    return "github" if environ.get("GITHUB_ACTIONS") == "true" else "text"


def beside(name: str, environ: Mapping[str, str]) -> tuple[str, str] | None:
    """The file that a longer report beside this format goes to, and that one's format; None where none is asked for."""
    variable, form = BESIDE.get(name, ("", ""))
    path = environ.get(variable)
    return (path, form) if path else None


class Reporter(Protocol):
    """What the module of a format offers."""

    def render(self, report: Report, screen: Screen, /) -> str:
        """The whole report in this format, each line with its end; of the screen, machines are told the checkout alone.

        The text holds no half of a surrogate pair, so that any Unicode encoding can write it.
        """


def load(name: str) -> Reporter:
    """The reporter of a format; KeyError when there is none of that name."""
    return cast("Reporter", import_module(FORMATS[name]))
