"""Report -> text for a person: findings in the manner of cargo, then what the run as a whole has to say.

The one door of rich, for the width of characters and for colour; either is loaded only where it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.reporters.text.block import block
from replint.reporters.text.closing import assumption, summary, unverified
from replint.reporters.text.flows import table
from replint.reporters.text.paint import BLANK, paint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.finding import Finding, Report
    from replint.reporters.screen import Screen
    from replint.reporters.text.paint import Line


def render(report: Report, screen: Screen, /) -> str:
    """The report within the width of the screen; only the lines that name a place or a URL may be wider."""
    return paint(_lines(report, screen.width), color=screen.color)


def _lines(report: Report, cells: int) -> Iterator[Line]:
    rules = {rule.name: rule for rule in report.rules}
    flows = {flow.id: flow for flow in report.flows}
    told = None
    for finding in _in_order(report.findings):
        yield from block(finding, rules.get(finding.rule), flows, cells, whole=finding.rule != told)
        yield BLANK
        told = finding.rule
    yield from _spaced(table(report.flows, cells))
    for gap in dict.fromkeys(report.unverified):
        yield from _spaced(unverified(gap, cells))
    yield from _spaced(line for text in dict.fromkeys(report.assumptions) for line in assumption(text, cells))
    yield from summary(report, cells)


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """The worst first; among these by document and line, but all of one rule together, at the first of them."""
    ordered = sorted(
        findings, key=lambda each: (-each.severity.weight, each.primary.place.text.file.path, *each.primary.place.span)
    )
    groups: dict[tuple[int, str], list[Finding]] = {}
    for finding in ordered:
        groups.setdefault((finding.severity.weight, finding.rule), []).append(finding)
    return [finding for group in groups.values() for finding in group]


def _spaced(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with a blank one after them, if there are any."""
    empty = True
    for line in lines:
        empty = False
        yield line
    if not empty:
        yield BLANK
