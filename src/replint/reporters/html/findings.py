"""Findings -> what a page says of each: where, why, what S3 makes of it, and the change that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Severity
from replint.reporters.cases import SAFETIES, call, pointer, reference, stopped, then, why
from replint.reporters.html.changes import changes
from replint.reporters.html.escaping import NOTHING, Markup, block, escape, inline, joined, link, prose
from replint.reporters.html.source import snippets, where
from replint.reporters.names import flow_name
from replint.reporters.sequel import doubt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Finding, Report
    from replint.reporters.groups import Group
    from replint.reporters.html.index import Index

CONCERNED = 4
"""So many flows are named that a finding concerns, before it is said how many more there are."""


def findings(index: Index) -> Markup:
    """The findings, those of one cause together, each with an anchor; that there are none, where there are none."""
    if not index.groups:
        return inline("p", {"class": "quiet"}, escape(_nothing(index.report)))
    return Markup("\n".join(_group(number, group, index) for number, group in enumerate(index.groups, 1)))


def _nothing(report: Report) -> str:
    """That there are no findings, and what was not asked for or is not told."""
    if report.since:
        return "Nothing new was found wrong."
    return "Nothing else was found wrong." if report.hidden else "Nothing was found wrong."


def _group(number: int, group: Group, index: Index) -> Markup:
    return block(
        "details",
        {
            "class": f"finding {group.severity}",
            "id": f"finding-{number}",
            "data-severity": str(group.severity),
            "data-number": len(group.findings) + len(group.also),
            "data-about": index.about(*group.findings, *group.also),
            "open": True,
        },
        _title(group),
        block("div", {"class": "body"}, *_body(group, index)),
    )


def _title(group: Group) -> Markup:
    rules = (inline("span", {"class": "rule"}, escape(rule)) for rule in group.rules)
    return block(
        "summary",
        {},
        inline("span", {"class": "badge"}, escape(str(group.severity))),
        joined(" ", rules),
        inline("span", {"class": "where"}, where(group.place)),
        inline("h3", {}, prose(group.message)),
    )


def _body(group: Group, index: Index) -> Iterator[Markup]:
    worst = group.worst
    if len(group.rules) == 1 and (reason := why(worst, index.infos)):
        yield inline("p", {"class": "why"}, prose(reason))
    yield from snippets(group.primary, group.related)
    at = pointer(worst)
    told = [*([("at", (prose(at),))] if at else []), *_called(group), *_told(group, index)]
    rows = (Markup(f"{inline('dt', {}, escape(name))}{inline('dd', {}, *body)}") for name, body in told)
    yield block("dl", {}, *rows) if told else NOTHING
    members = (*group.findings, *group.also) if len(group.rules) > 1 else group.also
    yield block("ul", {"class": "members"}, *(_member(each, index) for each in members)) if members else NOTHING
    yield from _mending(group)
    pages = dict.fromkeys(reference(each, index.infos) for each in group.findings)
    for page in filter(None, pages):
        yield inline("p", {"class": "reference"}, Markup("Reference: "), link(page, escape(page)))


def _called(group: Group) -> Iterator[tuple[str, tuple[Markup, ...]]]:
    """Which calls are refused, on what for instance, and who stops them; of advice the call alone."""
    calls = dict.fromkeys(" ".join(call(each)) for each in group.findings if each.action)
    if calls and len(group.rules) == 1:
        yield "call", (joined("br", map(_called_so, calls)),)
    if group.worst.action and group.severity is not Severity.NOTE:
        caller = "" if group.worst.principal is None else f" as {group.worst.principal}"
        yield "outcome", (_called_so(stopped(group.worst) + caller),)


def _called_so(text: str) -> Markup:
    return inline("span", {"class": "call"}, escape(text))


def _told(group: Group, index: Index) -> Iterator[tuple[str, tuple[Markup, ...]]]:
    worst = group.worst
    if group.severity is not Severity.NOTE and len(group.rules) == 1:
        for text in dict.fromkeys(" ".join(then(each)) for each in group.findings):
            if text:
                yield "then", (prose(text),)
    if doubted := doubt(worst):
        yield "note", (prose(f"possible, not certain: {doubted}"),)
    flows = [flow for each in group.flows for flow in index.flows.get(each, ())]
    if flows:
        shown = [_leading(index.rows.get(number), prose(flow_name(flow))) for number, flow in flows[:CONCERNED]]
        if len(flows) > CONCERNED:
            shown.append(escape(f"and {len(flows) - CONCERNED} more"))
        yield "flows" if len(flows) > 1 else "flow", (joined("br", shown),)


def _leading(row: str | None, body: Markup) -> Markup:
    """A link to a row of the page; the body alone where that is not listed."""
    return body if row is None else inline("a", {"href": f"#{row}"}, body)


def _member(finding: Finding, index: Index) -> Markup:
    """One of several findings of one cause: its rule, what that finds, the call, and what S3 makes of it."""
    info = index.infos.get(finding.rule)
    advice = finding.severity is Severity.NOTE
    said = [
        " ".join(call(finding)),
        "" if advice else " ".join(then(finding, info)),
        "" if finding.symptoms else why(finding, index.infos),
    ]
    return block(
        "li",
        {},
        inline("span", {"class": f"badge {finding.severity}"}, escape(str(finding.severity))),
        inline("span", {"class": "rule"}, escape(finding.rule)),
        inline("b", {}, prose(info.title)) if info else NOTHING,
        *(inline("p", {}, prose(text)) for text in said if text),
    )


def _mending(group: Group) -> Iterator[Markup]:
    """What to change, and the change itself with how safe it is."""
    safeties = dict.fromkeys(SAFETIES[patch.safety] for patch in group.patches)
    drawn = [*changes(group.edits)] if group.patches else []
    advice = [inline("p", {}, prose(_sentence(text))) for text in group.help if text]
    if advice or drawn:
        told = [inline("span", {"class": "safety"}, escape(each)) for each in safeties]
        yield block("div", {"class": "mending"}, inline("h4", {}, Markup("What to change "), *told), *advice, *drawn)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
