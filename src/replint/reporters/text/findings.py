"""Findings as blocks of text, the worst first; none repeats what those before it have told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Severity
from replint.reporters.groups import groups
from replint.reporters.order import worst_first
from replint.reporters.text.block import Guide, Seen, block, explained

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Label, Report
    from replint.reporters.groups import Group
    from replint.reporters.screen import Screen
    from replint.reporters.text.paint import Line


def findings(report: Report, screen: Screen) -> Iterator[list[Line]]:
    """A block for each finding, or for several that have one cause in one place."""
    guide = Guide({rule.name: rule for rule in report.rules}, {flow.id: flow for flow in report.flows}, screen)
    before: Group | None = None
    rules: set[str] = set()
    labels: set[Label] = set()
    for group in groups(worst_first(report.findings)):
        yield [*block(group, guide, Seen(before, rules, labels))]
        before = group
        rules.update(explained(group))
        labels.update(group.related if group.severity is not Severity.NOTE else ())
