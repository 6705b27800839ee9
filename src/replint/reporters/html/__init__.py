"""Report -> one HTML file for people: a verdict for who has a minute, and under it all that led there.

It needs nothing beside it, asks no network, and is readable without its script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.reporters.html.page import page

if TYPE_CHECKING:
    from replint.finding import Report
    from replint.reporters.screen import Screen


def render(report: Report, screen: Screen, /) -> str:
    """The report as a page; of many flows those in which everything holds are listed for who asks for all.

    Nothing in it is a command to GitHub's runner, which finds one of the form `##[command]` anywhere in a line.
    """
    return page(report, every=screen.verbose).replace("##[", "##&#91;")
