"""Report -> Checkstyle's XML, which many servers and editors read: a finding's start and message, file by file."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from replint.finding import Severity
from replint.reporters.lines import headline
from replint.reporters.order import worst_first
from replint.reporters.visible import tame, visible
from replint.reporters.xml import DECLARATION, element
from replint.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Finding, Report
    from replint.reporters.screen import Screen

_TOOL = "replint"
_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "info"}


def render(report: Report, _screen: Screen, /) -> str:
    """The findings by path; lines and columns count from 1, columns in code points; the rule is the source."""
    findings = sorted(worst_first(report.findings), key=_path)
    files = (
        line for path, told in groupby(findings, _path) for line in element("file", {"name": tame(path)}, _errors(told))
    )
    lines = element("checkstyle", {"version": __version__}, files)
    return "".join(f"{line}\n" for line in (DECLARATION, *lines))


def _path(finding: Finding) -> str:
    return finding.primary.place.text.file.path


def _errors(findings: Iterator[Finding]) -> Iterator[str]:
    for finding in findings:
        place = finding.primary.place
        line, column = place.text.file.position(place.span.start)
        yield from element(
            "error",
            {
                "line": line,
                "column": column,
                "severity": _SEVERITIES[finding.severity],
                "message": headline(finding),
                "source": f"{_TOOL}.{visible(finding.rule)}",
            },
        )
