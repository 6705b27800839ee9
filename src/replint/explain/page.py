"""An explanation as a page for people, within the width of a screen; knows the order of its parts, no rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from replint.explain import FaultExplained, ReasonExplained, RuleExplained
from replint.explain.sentence import MEANS
from replint.reasons import Basis, Batch, Predictable
from replint.record import record
from replint.reporters.text.cells import wrap
from replint.reporters.text.paint import BLANK, paint
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.explain import Explained
    from replint.explain.sentence import Level
    from replint.finding import Override, RuleInfo
    from replint.reasons import Reason
    from replint.reporters.screen import Screen
    from replint.reporters.text.paint import Line

COLUMN = 11
"""How many cells the names of the parts take, with the blanks behind them."""

WIDEST = 100
"""How many cells a line has at most: text is read down a page, and on a wide screen nobody finds the next line."""

BULLET = "- "

_CERTAINTY = {
    Basis.DOCUMENTED: "AWS documents this",
    Basis.INFERRED: "partly concluded",
    Basis.DISPUTED: "AWS's pages disagree",
}

_BATCH = {
    Batch.ONLY: "Batch Replication only",
    Batch.MOSTLY: "Batch Replication, hardly ever live replication",
    Batch.TOO: "live replication and Batch Replication",
}


_FORETOLD = {
    Predictable.YES: "by documents",
    Predictable.PARTLY: "by documents, in part",
    Predictable.NO: "by no document",
}


@record
class Part:
    """A part of a page: paragraphs, then points of a list."""

    name: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


def render(explained: Explained, screen: Screen) -> str:
    """The page; only a URL may be wider than the screen, and nothing in it is for a terminal to obey."""
    return paint(_lines(explained, min(screen.width, WIDEST)), color=screen.color)


def _lines(explained: Explained, cells: int) -> Iterator[Line]:
    name, title = _heading(explained)
    first, *rest = wrap(f"{name}: {visible(title)}", cells)
    yield ((first[: len(name)], "strong"), (first[len(name) :], "plain"))
    yield from (((line, "plain"),) for line in rest)
    yield BLANK
    for part in _parts(explained):
        yield from _part(part, cells)


def _heading(explained: Explained) -> tuple[str, str]:
    match explained:
        case RuleExplained(info) | FaultExplained(info):
            return info.name, info.title
        case ReasonExplained(reason):
            return reason.code, reason.meaning
        case _:
            assert_never(explained)


def _part(part: Part, cells: int) -> Iterator[Line]:
    """The part, its name in the first column; a paragraph after another has a blank line before it."""
    room = cells - COLUMN
    told: list[str] = []
    for paragraph in part.paragraphs:
        told += [*([""] if told else []), *wrap(visible(paragraph), room, links=True)]
    for point in part.points:
        first, *rest = wrap(visible(point), room - len(BULLET), links=True)
        told += [BULLET + first, *(" " * len(BULLET) + line for line in rest)]
    for number, line in enumerate(told):
        yield ((("" if number else part.name).ljust(COLUMN), "dim"), (line, "plain"))


def _parts(explained: Explained) -> Iterator[Part]:
    match explained:
        case RuleExplained():
            yield from _of_rule(explained)
        case FaultExplained(info, severity, override):
            yield Part("severity", (f"{severity}: {MEANS[severity]}; another where AWS is stricter or laxer",))
            yield from _override(override)
            yield Part("found", ("while documents are read",))
            yield Part("why", _paragraphs(info.why))
            yield from _of_info(info)
        case ReasonExplained(reason, rules):
            yield from _of_reason(reason, rules)
        case _:
            assert_never(explained)


def _of_rule(explained: RuleExplained) -> Iterator[Part]:
    said = explained.sentence
    yield _listed("severity", tuple(_level(level, said.levels) for level in said.levels))
    yield from _override(explained.override)
    yield Part("requires", (said.required,))
    yield Part("where", (f"for each {said.each}{', if' if said.when else ''}",), said.when)
    yield Part("why", _paragraphs(explained.info.why))
    symptoms = tuple(_symptom(each.code, each.meaning) for each in explained.symptoms)
    yield _listed("symptom", symptoms or ("none that AWS names",))
    if explained.help:
        yield Part("help", (explained.help,))
    yield from _of_info(explained.info)


def _override(override: Override | None) -> Iterator[Part]:
    if override:
        level = f"severity {override.severity}" if override.severity else "switched off"
        yield Part("override", (f"{level}, at {override.path}: {override.reason}",))


def _level(level: Level, levels: tuple[Level, ...]) -> str:
    if level.where:
        return f"{level.severity}, where {level.where}"
    otherwise = "otherwise " if len(levels) > 1 else ""
    return f"{otherwise}{level.severity}: {MEANS[level.severity]}"


def _symptom(code: str, meaning: str | None) -> str:
    return f"{code}: {meaning}" if meaning else f"{code}, which is no failure reason that AWS lists"


def _of_info(info: RuleInfo) -> Iterator[Part]:
    yield Part("topic", (info.topic,))
    yield Part("choose", (), (f"`--select {info.name}` looks for this alone", f"`--ignore {info.name}` passes it over"))
    yield Part("docs", (info.reference,))


def _of_reason(reason: Reason, rules: tuple[RuleInfo, ...]) -> Iterator[Part]:
    if reason.aliases:
        yield Part("earlier", (", ".join(reason.aliases),))
    yield Part("reported", (f"in {_BATCH[reason.batch]}",))
    untold = f": {reason.untold}" if reason.untold else ""
    yield Part("foretold", (f"{_FORETOLD[reason.predictable]}{untold}",))
    if rules:
        yield Part("rules", (), tuple(f"{info.name}: {info.title}" for info in rules))
    elif reason.predictable is not Predictable.NO:
        yield Part("rules", ("none of this release is about it yet",))
    yield _listed("look at", reason.look)
    if reason.documents:
        yield _listed("documents", reason.documents)
    doubt = f": {reason.doubt}" if reason.doubt else ""
    yield Part("certainty", (f"{_CERTAINTY[reason.certainty]}{doubt}",))
    yield Part("docs", (reason.page,))


def _listed(name: str, items: tuple[str, ...]) -> Part:
    """One thing as a paragraph, several as a list."""
    return Part(name, (), items) if len(items) > 1 else Part(name, items)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(each.split()) for each in re.split(r"\n\s*\n", text))
