"""What could not be verified, was assumed, overridden, hidden or not read -> the end of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.reporters.excuses import by_place, excuse, level
from replint.reporters.html.escaping import NOTHING, Markup, block, escape, inline, joined, prose
from replint.reporters.html.source import where
from replint.reporters.summary import worse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.finding import Hidden, InputProblem, Override, Report
    from replint.reporters.gaps import Gap


def gaps(told: Iterable[Gap]) -> Markup:
    """A card for each gap, with an anchor: what is missing, which document would tell it, and what hangs on it."""
    return Markup("\n".join(_gap(number, gap) for number, gap in enumerate(told, 1)))


def _gap(number: int, gap: Gap) -> Markup:
    rows = [("named at", joined("br", _places(gap)))] if gap.places else []
    rows += ((name, prose(" ".join(parts))) for name, parts in gap.told)
    commands = (inline("code", {"class": "command"}, escape(command)) for command in gap.commands)
    hanging = inline("summary", {}, escape(gap.counted.removesuffix(":")))
    pending = (inline("li", {}, prose(each)) for each in gap.pending)
    return block(
        "article",
        {"class": "gap", "id": f"gap-{number}"},
        inline("h3", {}, prose(gap.missing)),
        block("dl", {}, *(Markup(f"{inline('dt', {}, escape(name))}{inline('dd', {}, body)}") for name, body in rows)),
        *commands,
        block("details", {}, hanging, block("ul", {}, *pending)) if gap.counted else NOTHING,
    )


def _places(gap: Gap) -> Iterator[Markup]:
    return (inline("span", {"class": "where"}, where(place)) for place in gap.places)


def unread(problems: Iterable[InputProblem]) -> Iterator[Markup]:
    """Each input that could not be read, and why."""
    for problem in problems:
        place = "" if problem.line is None else f":{problem.line}:{problem.column}"
        path = inline("span", {"class": "where"}, escape(problem.path), escape(place))
        yield inline("li", {}, path, Markup(" "), prose(problem.message))


def beside(report: Report) -> Iterator[Markup]:
    """What was taken for granted, and what packs say of rules that are not theirs."""
    yield from (inline("li", {}, Markup("assumed: "), prose(each)) for each in dict.fromkeys(report.assumptions))
    yield from (_overridden(each) for each in report.overrides)


def hidden(report: Report) -> Iterator[Markup]:
    """What is not told, in the order of the places, and why."""
    yield from (_hidden(each) for each in by_place(report.hidden))


def worsened(report: Report) -> Iterator[Markup]:
    """What got worse since an earlier version, where only what is new is told."""
    yield from (inline("li", {}, prose(text)) for text in worse(report))


def _hidden(hidden: Hidden) -> Markup:
    told = prose(f"`{hidden.finding.rule}`, {hidden.finding.message}; {excuse(hidden)}")
    return inline("li", {}, told, Markup(" "), inline("span", {"class": "where"}, where(hidden.finding.primary.place)))


def _overridden(override: Override) -> Markup:
    told = prose(f"override: `{override.rule}` {level(override)}: {override.reason}")
    return inline("li", {}, told, Markup(" "), inline("span", {"class": "where"}, escape(override.path)))
