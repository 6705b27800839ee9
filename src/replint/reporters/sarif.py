"""Report -> SARIF 2.1.0, as code scanning reads it, with suggested changes for viewers that can make them.

The format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html.
What of it GitHub reads, and how much:
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from replint.finding import Certainty, RuleInfo, Safety, Severity
from replint.known import Hider
from replint.reporters.checkout import quoted
from replint.reporters.edits import rewriting
from replint.reporters.encoding import encoded
from replint.reporters.lines import told
from replint.reporters.order import numbered, worst_first
from replint.reporters.prose import prose
from replint.reporters.summary import count
from replint.reporters.visible import visible
from replint.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from replint.finding import Finding, Hidden, InputProblem, Json, Label, Patch, Report
    from replint.reporters.checkout import Checkout
    from replint.reporters.edits import Splice
    from replint.reporters.screen import Screen
    from replint.span import Place, Span, Text

MOST_RESULTS, MOST_PLACES, LONGEST = 25_000, 100, 1_024
"""How many results a file may have, how many places of one are shown, how long the texts of a rule may be."""

_PRECISIONS = {Certainty.CERTAIN: "very-high", Certainty.POSSIBLE: "medium"}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}
_SAFETIES = {
    Safety.SAFE: "change it as shown",
    Safety.UNSAFE: "change it as shown, which widens access",
}
"""What is said of a change; one that is for reading alone is no fix."""

_URL = re.compile(r"https?://[!-~]+")
_LINK = re.compile(r"[\\\[\]]")


def render(report: Report, screen: Screen, /) -> str:
    """A log of one run, with a result for each finding, the worst first, and a rule for each that a finding names.

    What could not be read or verified, and what was assumed, is a notification. Columns count code points. What is
    hidden stands behind what is told, with the reason; where it would become an alert nevertheless, only if all is
    asked for.
    """
    hidden = report.hidden if screen.verbose or not screen.checkout.alerts else ()
    excused = {id(each.finding): each for each in hidden}
    findings = [*worst_first(report.findings), *worst_first(each.finding for each in hidden)]
    rules = _rules(findings, report.rules)
    numbers = {name: number for number, name in enumerate(rules)}
    told = [*numbered(findings)][:MOST_RESULTS]
    run: Json = {
        "tool": {
            "driver": {
                "name": "replint",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [*rules.values()],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not report.problems,
                "toolExecutionNotifications": [*_notifications(report, len(findings) - len(told), screen.checkout)],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, number, numbers[finding.rule], screen.checkout) | _suppressed(finding, excused)
            for finding, number in told
        ],
    }
    log: Json = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return encoded(log, indent=2) + "\n"


def _rules(findings: Sequence[Finding], infos: Iterable[RuleInfo]) -> dict[str, Json]:
    """The rules that findings name, by name; one of which the report knows no more has its name to say for all."""
    known = {info.name: info for info in infos}
    named: dict[str, list[Finding]] = {}
    for finding in findings:
        named.setdefault(finding.rule, []).append(finding)
    return {name: _rule(known.get(name) or RuleInfo(name, name, name, "", ""), told) for name, told in named.items()}


def _rule(info: RuleInfo, findings: Sequence[Finding]) -> Json:
    """A rule as good as its findings: as bad as the worst of them, as precise as the least certain."""
    worst = findings[0].severity
    certainties = {finding.certainty for finding in findings}
    surest = Certainty.POSSIBLE if Certainty.POSSIBLE in certainties else Certainty.CERTAIN
    why = visible(" ".join(info.why.split())) or info.name
    url = info.reference if _URL.fullmatch(info.reference) else ""
    markdown = [prose(why), *([f"[What AWS says]({url})"] if url else []), f"`replint explain {visible(info.name)}`"]
    return {
        "id": info.name,
        "name": info.name[:255],
        "shortDescription": {"text": _short(visible(info.title) or info.name)},
        "fullDescription": {"text": _short(why)},
        "help": {"text": f"{why}\n{url}".strip(), "markdown": "\n\n".join(markdown)},
        **({"helpUri": url} if url else {}),
        "defaultConfiguration": {"level": _LEVELS[worst]},
        "properties": {
            "tags": [info.topic] if info.topic else [],
            "precision": _PRECISIONS[surest],
            "problem.severity": _PROBLEMS[worst],
        },
    }


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _notifications(report: Report, more: int, checkout: Checkout) -> Iterator[Json]:
    yield from (_problem(problem, checkout) for problem in report.problems)
    if more:
        text = f"{count(more, 'more finding')} than a log may have, none of them worse than those that are told"
        yield {"level": "error", "message": {"text": text}}
    for gap in report.unverified:
        text = f"could not verify {visible(gap.missing)}: {visible(gap.why)}"
        yield {
            "level": "warning",
            "message": {"text": text},
            "locations": _each_once({"physicalLocation": _physical(place, checkout)} for place in gap.places),
        }
    for assumption in report.assumptions:
        yield {"level": "note", "message": {"text": f"assumption: {visible(assumption)}"}}


def _each_once(values: Iterable[Json]) -> list[Json]:
    """The values without those that are equal to an earlier one, which SARIF does not take in a list of places."""
    return [*{encoded(value): value for value in values}.values()]


def _problem(problem: InputProblem, checkout: Checkout) -> Json:
    physical: dict[str, Json] = {"artifactLocation": _artifact(problem.path, checkout)}
    if problem.line is not None:
        column: Mapping[str, Json] = {} if problem.column is None else {"startColumn": problem.column}
        physical["region"] = {"startLine": problem.line, **column}
    return {
        "level": "error",
        "message": {"text": visible(problem.message)},
        "locations": [{"physicalLocation": physical}],
    }


def _suppressed(finding: Finding, excused: Mapping[int, Hidden]) -> dict[str, Json]:
    """Why a result is not to be looked at, if so; all results of a run have the list, or none (SARIF, 3.27.23)."""
    hidden = excused.get(id(finding))
    if hidden is None:
        return {"suppressions": []} if excused else {}
    until = f" (until {hidden.expires})" if hidden.expires else ""
    reason = f"{visible(hidden.reason)}{until}" if hidden.by is Hider.SUPPRESSION else "it is in the baseline"
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": reason}]}


def _result(finding: Finding, number: int, rule: int, checkout: Checkout) -> dict[str, Json]:
    shown, *others = checkout.places(finding)
    others = others[:MOST_PLACES]
    fix = _fix(finding.patch, checkout) if finding.patch else None
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join(_message(finding, shown, others))},
        "locations": [_location(shown, checkout, short=True)],
        "relatedLocations": [{"id": index, **_location(label, checkout)} for index, label in enumerate(others, 1)],
        "partialFingerprints": {"primaryLocationLineHash": f"{finding.fingerprint}:{number}"},
        **({"fixes": [fix]} if fix else {}),
    }


def _message(finding: Finding, shown: Label, others: Sequence[Label]) -> Iterator[str]:
    """Lines of a message; the numbers in its links are those of the other places."""
    yield from map(_plain, told(finding, shown))
    for number, label in enumerate(others, 1):
        text = visible(label.message) or "this place"
        yield f"{'change' if label is finding.primary else 'see'}: [{_plain(text)}]({number})"


def _plain(text: str) -> str:
    """Text in which nothing is a link: of SARIF's messages only brackets mean something, and the sign that escapes."""
    return _LINK.sub(lambda sign: f"\\{sign[0]}", text) if "[" in text or "]" in text else text


def _location(label: Label, checkout: Checkout, *, short: bool = False) -> dict[str, Json]:
    message: dict[str, Json] = {"message": {"text": visible(label.message)}} if label.message else {}
    return {"physicalLocation": _physical(label.place, checkout, short=short), **message}


def _physical(place: Place, checkout: Checkout, *, short: bool = False) -> Json:
    """A place in its file; a short one is its first line, since a review shows what lies in changed lines alone."""
    file, span = place.text.file, place.span
    told: dict[str, Json] = {"artifactLocation": _artifact(file.path, checkout), "region": _region(file, span)}
    first = file.position(span.start)
    if short and file.position(span.end).line > first.line:
        told["contextRegion"] = told["region"]
        length = len(file.line(first.line)) - (first.column - 1)
        told["region"] = _region(file, span._replace(end=span.start + max(length, 0)))
    return told


def _artifact(path: str, checkout: Checkout) -> dict[str, Json]:
    """A file by its address: relative to the root of the repository, or whole where it lies outside."""
    told = checkout.path(path)
    if os.path.isabs(told):
        return {"uri": f"file:///{quoted(told.removeprefix('/'))}"}
    return {"uri": quoted(told), "uriBaseId": "%SRCROOT%"}


def _region(file: Text, span: Span | Splice) -> dict[str, Json]:
    start, end = file.position(span.start), file.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _fix(patch: Patch, checkout: Checkout) -> Json:
    """A change that can be made as it stands; None for any other."""
    files = rewriting(patch.edits) if patch.safety in _SAFETIES else None
    if not files:
        return None
    return {
        "description": {"text": _SAFETIES[patch.safety]},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(file.path, checkout),
                "replacements": [
                    {"deletedRegion": _region(file, part), "insertedContent": {"text": part.text}} for part in parts
                ],
            }
            for file, parts in files.items()
        ],
    }
