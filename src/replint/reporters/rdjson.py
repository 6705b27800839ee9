"""Report -> reviewdog's diagnostics as one document; what they are is `rdjsonl`'s business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.reporters.encoding import encoded
from replint.reporters.rdjsonl import SOURCE, diagnostics

if TYPE_CHECKING:
    from replint.finding import Json, Report
    from replint.reporters.screen import Screen


def render(report: Report, screen: Screen, /) -> str:
    """The findings as a list of diagnostics, the worst first."""
    told: Json = {"source": SOURCE, "diagnostics": [*diagnostics(report, screen.checkout)]}
    return encoded(told, indent=2) + "\n"
