"""The table of formats: which there are and which module writes each; how one is written is that module's business."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from replint.finding import Report
    from replint.reporters.screen import Screen

FORMATS = {
    "concise": "replint.reporters.concise",
    "json": "replint.reporters.json",
    "text": "replint.reporters.text",
}
"""Format name -> its module, which is imported when its format is asked for and not before."""


class Reporter(Protocol):
    """What the module of a format offers."""

    def render(self, report: Report, screen: Screen, /) -> str:
        """The whole report in this format, ending in a line end; a format for machines passes over the screen.

        The text holds no half of a surrogate pair, so that any Unicode encoding can write it.
        """


def load(name: str) -> Reporter:
    """The reporter of a format; KeyError when there is none of that name."""
    return cast("Reporter", import_module(FORMATS[name]))
