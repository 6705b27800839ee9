"""Report -> one line a finding, for editors, logs and grep, and the sum in a last one; passes over the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Certainty
from replint.reporters.summary import parts, worse
from replint.reporters.visible import harmless, visible

if TYPE_CHECKING:
    from replint.finding import Finding, Report
    from replint.reporters.screen import Screen


def render(report: Report, _screen: Screen, /) -> str:
    """One line for each finding, by path and place, each flow that got worse, and a last line with the sum.

    Lines and columns count from 1, columns in code points. Whatever stands in a document, a line stays one line.
    """
    lines = [_line(finding) for finding in sorted(report.findings, key=_order)]
    lines += [harmless(visible(line)) for line in worse(report)]
    return "".join(f"{line}\n" for line in (*lines, "".join(text for text, _ in parts(report))))


def _order(finding: Finding) -> tuple[str, int, int, int, str, str]:
    place = finding.primary.place
    return (place.text.file.path, *place.span, -finding.severity.weight, finding.rule, finding.message)


def _line(finding: Finding) -> str:
    place = finding.primary.place
    line, column = place.text.file.position(place.span.start)
    possible = "possible: " if finding.certainty is Certainty.POSSIBLE else ""
    what = f"{finding.severity}[{visible(finding.rule)}] {possible}{visible(finding.message)}"
    return f"{harmless(visible(place.text.file.path))}:{line}:{column}: {what}"
