"""What the parts of a page look up: rules, flows, findings and gaps by number, so that one part can lead to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Verdict
from replint.reporters.checks import Reasons, pending
from replint.reporters.gaps import gaps
from replint.reporters.groups import groups
from replint.reporters.order import worst_first

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.finding import Check, Finding, FlowReport, Report, RuleInfo, SubjectReport

WHOLE = 200
"""So many flows are all listed; of more, those in which everything holds are only counted."""


class Index:
    """A report by what its parts are called on the page; every number is from 1 and of the report's shape alone."""

    def __init__(self, report: Report, *, every: bool = False) -> None:
        """Number everything; list every flow, also of many, where that is asked for."""
        self.report = report
        self.groups = groups(worst_first(report.findings))
        self.gaps = [*gaps(report)]
        self.infos: dict[str, RuleInfo] = {rule.name: rule for rule in report.rules}
        self.listed = [
            (number, flow)
            for number, flow in enumerate(report.flows, 1)
            if every or len(report.flows) <= WHOLE or flow.verdict is not Verdict.HOLDS
        ]
        self.rows = {number: f"flow-{number}" for number, _ in self.listed}
        """The address of each flow that is listed."""
        self.flows: dict[str, list[tuple[int, FlowReport]]] = {}
        for number, flow in enumerate(report.flows, 1):
            self.flows.setdefault(flow.id, []).append((number, flow))
        self._reasons = Reasons(report)
        self._groups = {
            id(each): number for number, group in enumerate(self.groups, 1) for each in (*group.findings, *group.also)
        }
        self._gaps = {asked.text: number for number, gap in enumerate(self.gaps, 1) for asked in gap.requirements}
        told = [each.rule for group in self.groups for each in (*group.findings, *group.also)]
        checks = (*(flow.checks for flow in report.flows), *(each.checks for each in report.subjects))
        asked = {check.rule for each in checks for check in each}
        self.numbers = _numbered([*sorted(told), *sorted(asked)])
        """The rules that are named, those with findings first."""
        self.topics = _numbered(sorted(info.topic for info in report.rules))

    def about(self, *named: Finding | Check) -> str:
        """The rules of these and their topics, as what filters them looks for."""
        rules = dict.fromkeys(each.rule for each in named)
        topics = dict.fromkeys(self.infos[rule].topic for rule in rules if rule in self.infos)
        words = (
            *(f"rule-{self.numbers[rule]}" for rule in rules),
            *(f"topic-{self.topics[topic]}" for topic in topics),
        )
        return " ".join(words)

    def findings(self, check: Check, subject: FlowReport | SubjectReport) -> list[int]:
        """The numbers of what the page tells of a requirement that does not hold; what is hidden has none."""
        told = (each for each in self._reasons.of(check, subject) if id(each) in self._groups)
        return [*dict.fromkeys(self._groups[id(each)] for each in told)]

    def gap(self, check: Check, subject: FlowReport | SubjectReport) -> int | None:
        """The number of what no document tells, for a requirement that is unknown."""
        return self._gaps.get(pending(check, subject.id))


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names), 1)}
