"""Flows by requirements: a row for each flow, a sign for each requirement of each hop, and below it what grants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import FlowReport, Verdict
from replint.reporters.checks import columns, hop_of, told, worst
from replint.reporters.html.escaping import NOTHING, Markup, block, escape, inline, prose
from replint.reporters.html.signs import SIGNS
from replint.reporters.html.source import where
from replint.reporters.names import bucket, flow_name, origins
from replint.reporters.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import Check, Label, SubjectReport
    from replint.reporters.html.index import Index


def matrix(index: Index) -> Markup:
    """The table, a row for each flow and whatever else was looked at; of many flows those that hold are counted."""
    flows, subjects = [flow for _, flow in index.listed], index.report.subjects
    hops = columns((*flows, *subjects))
    called = [(flow_name(flow), flow.place) for flow in flows] + [
        ((each.kind, each.id), each.place) for each in subjects
    ]
    froms = origins(called)
    rows = [
        _row(f"flow-{number}", flow, _flow(flow, origin), hops, index)
        for (number, flow), origin in zip(index.listed, froms, strict=False)
    ]
    rows += (
        _row(f"subject-{number}", each, _subject(each, origin), hops, index)
        for number, (each, origin) in enumerate(zip(subjects, froms[len(flows) :], strict=True), 1)
    )
    left = len(index.report.flows) - len(flows)
    more = f"{count(left, 'more flow' if flows else 'flow')} in which everything holds, not listed"
    return block(
        "div",
        {"class": "matrix"},
        _head(hops) if rows else NOTHING,
        *rows,
        inline("p", {"class": "quiet"}, escape(more)) if left else NOTHING,
        NOTHING if rows or left else inline("p", {"class": "quiet"}, _none(index.report.since is not None)),
    )


def _none(only_new: bool) -> Markup:  # noqa: FBT001 - it is the whole question
    return Markup("No flow is worse than before." if only_new else "No replication to check.")


def _head(hops: Sequence[str]) -> Markup:
    """What the columns are; each cell says it, too."""
    return block(
        "div",
        {"class": "head", "aria-hidden": "true"},
        inline("span", {}, Markup("flow")),
        *(inline("span", {}, escape(hop)) for hop in hops),
    )


def _flow(flow: FlowReport, origin: str) -> Markup:
    return block(
        "span",
        {"class": "name"},
        inline("span", {"class": "ends"}, escape(bucket(flow.source))),
        inline("span", {"class": "ends"}, Markup("→ "), escape(bucket(flow.destination))),
        inline("span", {"class": "by"}, Markup("rule "), escape(flow.replication_rule)),
        inline("span", {"class": "by"}, escape(origin)) if origin else NOTHING,
    )


def _subject(subject: SubjectReport, origin: str) -> Markup:
    return block(
        "span",
        {"class": "name"},
        inline("span", {"class": "ends"}, escape(subject.id)),
        inline("span", {"class": "by"}, escape(subject.kind)),
        inline("span", {"class": "by"}, escape(origin)) if origin else NOTHING,
    )


def _row(name: str, subject: FlowReport | SubjectReport, title: Markup, hops: Sequence[str], index: Index) -> Markup:
    by_hop = {hop: [check for check in subject.checks if hop_of(check) == hop] for hop in hops}
    asked = inline("p", {"class": "asked"}, *_asked(subject))
    return block(
        "details",
        {
            "class": f"flow {subject.verdict}",
            "id": name,
            "data-verdict": str(subject.verdict),
            "data-about": index.about(*subject.checks),
        },
        block("summary", {}, title, *(_cell(hop, checks) for hop, checks in by_hop.items())),
        block(
            "div",
            {"class": "body"},
            asked,
            *(_hop(hop, checks, subject, index) for hop, checks in by_hop.items() if checks),
        ),
    )


def _asked(subject: FlowReport | SubjectReport) -> Iterator[Markup]:
    """Who makes the calls, and where they are asked for."""
    yield Markup("As ")
    yield inline("code", {}, escape(subject.role))
    if subject.place:
        yield Markup(", asked for at ")
        yield inline("span", {"class": "where"}, where(subject.place))


def _cell(hop: str, checks: Sequence[Check]) -> Markup:
    """What came out of a hop: a sign for each requirement, and the worst of them in a word."""
    verdict = worst(check.verdict for check in checks)
    name = inline("span", {"class": "hop"}, escape(hop))
    if verdict is None:
        return inline("span", {"class": "cell"}, name, inline("span", {"class": "none"}, Markup("-")))
    marks = (
        inline("span", {"class": str(check.verdict), "title": _called(check)}, escape(SIGNS[check.verdict]))
        for check in checks
    )
    signs = inline("span", {"class": "signs", "aria-hidden": "true"}, *marks)
    return inline(
        "span", {"class": f"cell {verdict}"}, name, signs, inline("span", {"class": "word"}, escape(str(verdict)))
    )


def _called(check: Check) -> str:
    return f"{check.rule}: {check.verdict}"


def _hop(hop: str, checks: Sequence[Check], subject: FlowReport | SubjectReport, index: Index) -> Markup:
    return block(
        "section",
        {"class": "hop"},
        inline("h3", {}, escape(hop)),
        *(_check(check, subject, index) for check in checks),
    )


def _check(check: Check, subject: FlowReport | SubjectReport, index: Index) -> Markup:
    """One requirement: the verdict, what was asked and by which rule; it opens where there is more to tell."""
    line = (
        inline("span", {"class": "verdict"}, escape(f"{SIGNS[check.verdict]} {check.verdict}")),
        inline("span", {"class": "call" if check.action else "found"}, prose(told(check) or check.rule)),
        inline("span", {"class": "rule"}, escape(check.rule)),
    )
    kind = f"check {check.verdict}"
    more = [*_proof(check, subject, index)]
    if not more:
        return block("div", {"class": kind}, block("div", {"class": "line"}, *line))
    return block("details", {"class": kind}, block("summary", {"class": "line"}, *line), block("ul", {}, *more))


def _proof(check: Check, subject: FlowReport | SubjectReport, index: Index) -> Iterator[Markup]:
    """What grants a requirement; else the findings that tell why it fails, and what no document tells."""
    if check.verdict is Verdict.HOLDS:
        yield from (inline("li", {}, Markup("granted by "), *_granting(label)) for label in check.evidence)
        return
    for number in index.findings(check, subject):
        message = prose(index.groups[number - 1].message)
        yield inline(
            "li", {}, inline("a", {"href": f"#finding-{number}"}, Markup(f"finding {number}")), Markup(": "), message
        )
    for reason in index.excuses(check, subject):
        yield inline("li", {}, inline("a", {"href": "#hidden"}, Markup("hidden")), Markup(": "), prose(reason))
    gap = index.gap(check, subject) if check.verdict is Verdict.UNKNOWN else None
    if gap is not None:
        missing = prose(index.gaps[gap - 1].missing)
        yield inline("li", {}, inline("a", {"href": f"#gap-{gap}"}, Markup("not told")), Markup(": "), missing)


def _granting(label: Label) -> tuple[Markup, ...]:
    """Which statement of which policy grants, and where it stands."""
    place = label.place
    inside = NOTHING if place.inner is None else prose(f", in that string `{place.inner}`")
    return prose(label.message), inside, Markup(" "), inline("span", {"class": "where"}, where(place))
