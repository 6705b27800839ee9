"""Report -> workflow commands of GitHub Actions, which annotate files, and the sum in a last line.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Severity
from replint.reporters.lines import lines, where
from replint.reporters.order import worst_first
from replint.reporters.summary import count, parts, worse
from replint.reporters.visible import harmless, tame, visible
from replint.span import UNNAMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from replint.finding import Finding, Report
    from replint.reporters.checkout import Checkout
    from replint.reporters.screen import Screen
    from replint.span import Place

MOST = 10
"""How many annotations of one level GitHub shows of a step."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}

# As the runner's own toolkit has it; the percent sign comes first.
_IN_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_DATA, ":": "%3A", ",": "%2C"}


def render(report: Report, screen: Screen, /) -> str:
    """A command for each finding, the worst first, at most 10 of a level, each flow that got worse, and the sum.

    The last command of a level that has more findings says how many. Paths are those of the repository. Whatever stands
    in a document, a command stays one command and gets no other property.
    """
    titles = {rule.name: rule.title for rule in report.rules}
    told = [line for severity in Severity for line in _commands(report, severity, titles, screen.checkout)]
    told += [harmless(visible(line)) for line in worse(report)]
    return "".join(f"{line}\n" for line in (*told, "".join(text for text, _ in parts(report))))


def _commands(report: Report, severity: Severity, titles: Mapping[str, str], checkout: Checkout) -> Iterator[str]:
    findings = worst_first(finding for finding in report.findings if finding.severity is severity)
    more = len(findings) - MOST
    for number, finding in enumerate(findings[:MOST], 1):
        rest = (f"and {count(more, f'more {severity}')}",) if more > 0 and number == MOST else ()
        at = () if _is_file(finding, checkout) else (f"see {where(checkout.places(finding)[0], checkout)}",)
        message = "\n".join((*lines(finding, checkout), *at, *rest))
        yield _command(_LEVELS[severity], _properties(finding, titles, checkout), message)


def _properties(finding: Finding, titles: Mapping[str, str], checkout: Checkout) -> dict[str, str | int]:
    place = checkout.places(finding)[0].place
    title = titles.get(finding.rule)
    annotated = {"file": tame(checkout.path(place.text.file.path)), **_position(place)}
    return {
        **(annotated if _is_file(finding, checkout) else {}),
        "title": visible(f"{finding.rule}: {title}" if title else finding.rule),
    }


def _is_file(finding: Finding, checkout: Checkout) -> bool:
    """Whether there is a file to annotate: what came from standard input has none."""
    return checkout.places(finding)[0].place.text.file.path != UNNAMED


def _position(place: Place) -> dict[str, str | int]:
    """Lines, and columns where there is one line only: GitHub passes over all of them otherwise."""
    start, end = (place.text.file.position(offset) for offset in place.span)
    told: dict[str, str | int] = {"line": start.line, "endLine": end.line}
    return told if start.line < end.line else {**told, "col": start.column, "endColumn": end.column}


def _command(name: str, properties: Mapping[str, str | int], message: str) -> str:
    told = ",".join(f"{key}={_escaped(str(value), _IN_PROPERTY)}" for key, value in properties.items() if value != "")
    return f"::{name} {told}::{_escaped(message, _IN_DATA)}"


def _escaped(text: str, signs: Mapping[str, str]) -> str:
    for sign, escape in signs.items():
        text = text.replace(sign, escape)
    return text
