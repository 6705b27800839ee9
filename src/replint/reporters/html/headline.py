"""The first screen: the verdict in one sentence, and the numbers behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Severity, Verdict
from replint.reporters.html.escaping import NOTHING, Markup, block, escape, inline, joined
from replint.reporters.html.signs import SIGNS
from replint.reporters.summary import count, parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replint.finding import Report
    from replint.since import Since

WIDE, HIGH = 300, 8
"""The size of a bar, in units of its own."""


def headline(report: Report) -> Markup:
    """The verdict, the sum of the report as every format has it, and how much came to which verdict."""
    kind, said = verdict(report)
    sign = inline("span", {"class": "sign", "aria-hidden": "true"}, escape(SIGNS[kind]))
    summed = (inline("span", {"class": tone}, escape(text)) for text, tone in parts(report))
    flows = [flow.verdict for flow in report.flows]
    return block(
        "div",
        {"class": f"headline {kind}"},
        inline("h1", {}, sign, escape(said)),
        inline("p", {"class": "sum"}, joined("", summed)),
        block(
            "ul",
            {"class": "tiles"},
            _tile("flow", [(each, flows.count(each)) for each in Verdict]),
            _tile("requirement", [(each, report.verdicts(each)) for each in Verdict]),
            _tile("finding", [(each, report.count(each)) for each in Severity]),
        ),
    )


def verdict(report: Report) -> tuple[Verdict, str]:
    """Whether all is well, in a word and in a sentence that needs no knowledge of S3."""
    if report.since:
        return _changed(report, report.since)
    flows, errors = len(report.flows), report.count(Severity.ERROR)
    stopped = {each for finding in report.findings if finding.severity is Severity.ERROR for each in finding.flows}
    broken = sum(flow.id in stopped for flow in report.flows)
    if broken:
        which = f"{broken} of {flows} flows" if broken < flows else f"None of {flows} flows"
        told = "The only flow will not" if flows == 1 else f"{which} will{'' if broken == flows else ' not'}"
        return Verdict.FAILS, f"{told} replicate as configured"
    if errors:
        return Verdict.FAILS, f"{count(errors, 'error')} in what was checked"
    if report.problems:
        return Verdict.UNKNOWN, f"{count(len(report.problems), 'input')} could not be read"
    if not flows and not report.subjects:
        return Verdict.UNKNOWN, "No replication to check"
    return _unbroken(report)


def _changed(report: Report, since: Since) -> tuple[Verdict, str]:
    """The verdict where only what is new is told, which says nothing of what was there before."""
    errors, warnings = report.count(Severity.ERROR), report.count(Severity.WARNING)
    if errors:
        return Verdict.FAILS, f"{count(errors, 'new error')} since {since.short}"
    if report.problems:
        return Verdict.UNKNOWN, f"{count(len(report.problems), 'input')} could not be read"
    if warnings:
        return Verdict.UNKNOWN, f"No new error since {since.short}, but {count(warnings, 'new warning')}"
    if since.worse:
        return Verdict.UNKNOWN, f"Nothing new was found wrong, but not all is as sure as at {since.short}"
    return Verdict.HOLDS, f"Nothing is worse than at {since.short}"


def _unbroken(report: Report) -> tuple[Verdict, str]:
    """The verdict where nothing is an error."""
    warnings, unknown = report.count(Severity.WARNING), report.verdicts(Verdict.UNKNOWN)
    unverified = f"{count(unknown, 'requirement')} could not be verified" if unknown else ""
    if report.hidden and not warnings:
        told = f"Nothing was found wrong beyond {count(len(report.hidden), 'accepted finding')}"
        return Verdict.UNKNOWN, f"{told}; {unverified}" if unknown else told
    if warnings or report.verdicts(Verdict.FAILS):
        told = f"No error, but {count(warnings, 'warning') if warnings else 'not every requirement holds'}"
        return Verdict.UNKNOWN, f"{told}; {unverified}" if unknown else told
    if unknown:
        return Verdict.UNKNOWN, f"Nothing was found wrong, but {unverified}"
    if not report.flows:
        return Verdict.HOLDS, "Everything holds that was checked"
    flows = "the only flow" if len(report.flows) == 1 else f"all {len(report.flows)} flows"
    return Verdict.HOLDS, f"Everything holds in {flows}"


def _tile(noun: str, counted: Sequence[tuple[Verdict | Severity, int]]) -> Markup:
    """How many there are of something, and of which kind, as numbers and as a bar."""
    total = sum(number for _, number in counted)
    numbers = (
        inline(
            "span",
            {"class": f"count {kind}"},
            inline("b", {}, escape(str(number))),
            Markup(" "),
            escape(_kind(kind, number)),
        )
        for kind, number in counted
        if number
    )
    return block(
        "li",
        {},
        inline("span", {"class": "total"}, escape(count(total, noun))),
        _bar(counted, total) if total else NOTHING,
        inline("span", {"class": "counts"}, joined(" ", numbers)),
    )


def _kind(kind: Verdict | Severity, number: int) -> str:
    """What so many of a kind are called or do."""
    match kind:
        case Severity():
            return f"{kind}" if number == 1 else f"{kind}s"
        case Verdict.UNKNOWN:
            return "unknown"
        case _:
            return f"{kind}" if number == 1 else f"{kind}".removesuffix("s")


def _bar(counted: Sequence[tuple[Verdict | Severity, int]], total: int) -> Markup:
    at, pieces = 0.0, []
    for kind, number in counted:
        width = WIDE * number / total
        if number:
            place = {"x": f"{at:.1f}", "width": f"{width:.1f}", "height": str(HIGH)}
            pieces.append(inline("rect", {"class": str(kind), **place}))
        at += width
    size = {"viewBox": f"0 0 {WIDE} {HIGH}", "preserveAspectRatio": "none", "aria-hidden": "true"}
    return inline("svg", {"class": "bar", **size}, *pieces)
