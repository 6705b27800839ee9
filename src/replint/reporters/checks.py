"""Requirements as a report shows them: in which column, how bad a column is, what was asked; knows no layout."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from replint.finding import FlowReport, Verdict
from replint.reporters.order import worst_first
from replint.reporters.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from replint.finding import Check, Finding, Label, Report, SubjectReport

HOPS = ("trust", "read", "write", "decrypt", "encrypt")
SETUP = "setup"
"""The column of requirements that are no call of a hop."""

WHOLE = 25
"""So many flows are all listed; of more, those in which everything holds are only counted."""

_COUNTED = ((Verdict.HOLDS, "holds", "hold"), (Verdict.FAILS, "fails", "fail"), (Verdict.UNKNOWN, "unknown", "unknown"))
_SAID = {Verdict.HOLDS: "not so: ", Verdict.FAILS: "", Verdict.UNKNOWN: "perhaps "}
"""What stands before the fault that a rule is named after: where the requirement holds, the fault is not there."""


def hop_of(check: Check) -> str:
    """The hop of a requirement, or the column of those that belong to none."""
    return check.hop if check.hop in HOPS else SETUP


def columns(subjects: Iterable[FlowReport | SubjectReport]) -> tuple[str, ...]:
    """The columns of a table of these: every hop, and the setup where any of them has a requirement there."""
    beside = any(check.hop not in HOPS for each in subjects for check in each.checks)
    return (*HOPS, SETUP) if beside else HOPS


def rows(flows: Sequence[FlowReport], *, every: bool = False) -> tuple[Sequence[FlowReport], str]:
    """The flows that a table has a row for, and what is said of the others; of many only those that do not hold."""
    told = flows if every or len(flows) <= WHOLE else [flow for flow in flows if flow.verdict is not Verdict.HOLDS]
    if len(told) == len(flows):
        return told, ""
    return told, f"{count(len(flows) - len(told), 'more flow' if told else 'flow')} in which everything holds"


def worst(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The worst of some verdicts: a failure, else what is unknown; None of none."""
    return max(verdicts, key=lambda verdict: verdict.weight, default=None)


def tally(subject: FlowReport | SubjectReport) -> str:
    """How many requirements came to which verdict, such as `3 hold, 1 fails`; empty where nothing was asked."""
    verdicts = [check.verdict for check in subject.checks]
    numbers = [(verdicts.count(verdict), one, many) for verdict, one, many in _COUNTED]
    return ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in numbers if number)


def alike(checks: Iterable[Check]) -> Iterator[tuple[Verdict, tuple[Label, ...], Sequence[Check]]]:
    """The checks one after the other, those together that the same statements grant."""
    for (verdict, evidence), same in groupby(checks, key=lambda check: (check.verdict, check.evidence)):
        yield verdict, evidence, (*same,)


def told(check: Check) -> str:
    """What was asked: the call; of what is no call, what was found of the rule's fault, if that has a title."""
    if check.action is None:
        return f"{_SAID[check.verdict]}{check.title}" if check.title else ""
    return check.action if check.resource is None else f"{check.action} on {check.resource}"


def pending(check: Check, subject: str) -> str:
    """How a report names a requirement, of a flow or something else by its id, that waits for a document."""
    return f"{check.rule}: {subject}" if check.action is None else f"{check.action} on {check.resource}"


class Reasons:
    """The findings of a report, also those that are hidden, by the requirements that they tell of."""

    def __init__(self, report: Report) -> None:
        """Look at all of them, the worst first."""
        self._by_call: dict[tuple[str, str | None, str | None], list[Finding]] = {}
        for finding in worst_first((*report.findings, *(each.finding for each in report.hidden))):
            for flow in dict.fromkeys(finding.flows) or (None,):
                self._by_call.setdefault((finding.rule, finding.action, flow), []).append(finding)

    def of(self, check: Check, subject: FlowReport | SubjectReport) -> Sequence[Finding]:
        """The findings of a requirement; where some are about its very resource, only they."""
        # Findings name flows, and nothing else that was looked at.
        flow = subject.id if isinstance(subject, FlowReport) else None
        found = self._by_call.get((check.rule, check.action, flow), [])
        return [finding for finding in found if finding.resource == check.resource] or found
