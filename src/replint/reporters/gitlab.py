"""Report -> GitLab's code quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Severity
from replint.reporters.encoding import encoded
from replint.reporters.lines import headline
from replint.reporters.order import numbered, worst_first

if TYPE_CHECKING:
    from replint.finding import Finding, Json, Report
    from replint.reporters.checkout import Checkout
    from replint.reporters.screen import Screen

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "minor"}


def render(report: Report, screen: Screen, /) -> str:
    """A list with each finding on a line of its own; an empty one for a clean run, which GitLab compares others with.

    No two findings have one fingerprint, since GitLab would show only one of them.
    """
    told = [encoded(_issue(*each, screen.checkout)) for each in numbered(worst_first(report.findings))]
    return "[\n" + ",\n".join(told) + "\n]\n" if told else "[]\n"


def _issue(finding: Finding, number: int, checkout: Checkout) -> Json:
    place = checkout.places(finding)[0].place
    file = place.text.file
    start, end = (file.position(offset).line for offset in place.span)
    return {
        "description": headline(finding),
        "check_name": finding.rule,
        "fingerprint": f"{finding.fingerprint}-{number}",
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": checkout.path(file.path), "lines": {"begin": start, "end": end}},
    }
