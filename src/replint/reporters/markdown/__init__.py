"""Report -> Markdown, for comments on pull requests, notes on merge requests and the summary of a step.

What a reviewer needs comes first: the sum, the table of flows, the picture of them, then the findings, each in a block
that opens. GitHub takes 65,536 characters of a comment and 1 MiB of what a step says of itself
(https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary). For either
a report has at most 60,000 bytes: the worst findings whole, the next in a line each, of the others how many there are;
and the same for whatever else is listed. The other formats tell all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Severity, Verdict
from replint.reporters.gaps import gaps
from replint.reporters.groups import groups
from replint.reporters.inline import prose
from replint.reporters.markdown.closing import beside, overridden, unread, untold
from replint.reporters.markdown.findings import SIGNS, Guide, entry, opening
from replint.reporters.markdown.flows import SIGNS as VERDICTS
from replint.reporters.markdown.flows import table
from replint.reporters.markdown.limit import Entry, fitted, size
from replint.reporters.markdown.picture import picture
from replint.reporters.names import listed
from replint.reporters.order import worst_first
from replint.reporters.summary import count, parts, worse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import Report
    from replint.reporters.groups import Group
    from replint.reporters.screen import Screen

LIMIT = 60_000
"""How many bytes of UTF-8 a report has at most."""

# How much of it each section may take; the findings have what the others leave.
_TABLE, _PICTURE, _GAPS, _LISTED = 12_000, 12_000, 8_000, 2_000
_COUNTED = 200
"""What a heading takes, and the words that say how many more there are."""


def render(report: Report, screen: Screen, /) -> str:
    """The report, of which nothing that stands in a document leaves its place, makes a link or calls anybody."""
    guide = Guide({rule.name: rule for rule in report.rules}, {flow.id: flow for flow in report.flows}, screen)
    before = [*_head(report, screen)]
    behind = [*_tail(report, guide)]
    room = LIMIT - sum(size(block) + 1 for block in (*before, *behind)) - _COUNTED
    return "\n\n".join([*before, *_findings(groups(worst_first(report.findings)), guide, room), *behind]) + "\n"


def _head(report: Report, screen: Screen) -> Iterator[str]:
    yield f"### {_sign(report)} replint: {prose(''.join(text for text, _ in parts(report)))}"
    yield from _list([f"- {prose(text)}" for text in worse(report)])
    yield from table(report.flows, _TABLE, every=screen.verbose)
    yield from picture(report.flows, _PICTURE)
    yield from _list([*beside(report.subjects)])


def _sign(report: Report) -> str:
    """The worst that there is to say, as a sign: an error, a warning, something unknown; else that all is well."""
    verdicts = {*(flow.verdict for flow in report.flows), *(subject.verdict for subject in report.subjects)}
    failing = Verdict.FAILS in verdicts
    if report.problems or report.count(Severity.ERROR) or (failing and not report.hidden):
        return SIGNS[Severity.ERROR]
    if report.count(Severity.WARNING) or failing:
        return SIGNS[Severity.WARNING]
    if report.since and not report.unverified and not verdicts:
        return VERDICTS[Verdict.HOLDS]
    return VERDICTS[Verdict.UNKNOWN if report.unverified or verdicts != {Verdict.HOLDS} else Verdict.HOLDS]


def _findings(told: Sequence[Group], guide: Guide, room: int) -> Iterator[str]:
    whole, lines, left = fitted([entry(group, guide) for group in told], room)
    if told:
        yield "#### Findings"
    yield from whole
    yield from _block(lines)
    more = [finding.severity for group in told[len(told) - left :] for finding in (*group.findings, *group.also)]
    if more:
        numbers = [count(more.count(each), f"more {each}") for each in Severity if each in more]
        yield f"and {listed(numbers)}"


def _tail(report: Report, guide: Guide) -> Iterator[str]:
    pending = [*gaps(report)]
    whole, lines, left = fitted([untold(gap, guide) for gap in pending], _GAPS)
    if pending:
        yield "#### Could not be verified"
    yield from whole
    yield from _block([*lines, *_more(left)])
    assumptions = [f"- {prose(text)}" for text in dict.fromkeys(report.assumptions)]
    overrides = [overridden(each, guide.checkout) for each in report.overrides]
    for told, noun in ((assumptions, "assumption"), (overrides, "override")):
        if told:
            yield opening(count(len(told), noun), _list(told))
    if report.problems:
        yield "#### Could not be read"
        yield from _list([unread(problem, guide.checkout) for problem in report.problems])


def _list(lines: Sequence[str]) -> Iterator[str]:
    """A list within its room."""
    told, _, left = fitted([Entry(line.__str__) for line in lines], _LISTED)
    yield from _block([*told, *_more(left)])


def _block(lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield "\n".join(lines)


def _more(left: int) -> Iterator[str]:
    if left:
        yield f"- and {left} more"
