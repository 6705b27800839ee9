"""An explanation as parts, each with a name, paragraphs and points: what every page is made of; knows no layout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from replint.dialects.silencing import TOPIC
from replint.explain import FaultExplained, ReasonExplained, RefusalExplained, RuleExplained
from replint.explain.sentence import MEANS
from replint.reasons import Basis, Batch, Predictable
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.explain import Explained
    from replint.explain.sentence import Level
    from replint.finding import Override, PutError, RuleInfo
    from replint.reasons import Reason

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


_NO_TEXT = "no page of AWS's has the text of the error"
_ERRORS = "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"


@record
class Part:
    """A part of a page: paragraphs, then points of a list; texts have code in backticks and no other marks."""

    name: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


def heading(explained: Explained) -> tuple[str, str]:
    """What is explained: its name, and what that is in one line."""
    match explained:
        case RuleExplained(info) | FaultExplained(info):
            return info.name, info.title
        case ReasonExplained(reason):
            return reason.code, reason.meaning
        case RefusalExplained(code):
            return code, "S3 refuses the replication configuration when somebody puts it"
        case _:
            assert_never(explained)


def parts(explained: Explained) -> Iterator[Part]:
    """Everything there is to say, in the order in which people ask."""
    match explained:
        case RuleExplained():
            yield from _of_rule(explained)
        case FaultExplained(info, severity, refused, override):
            yield Part("severity", (f"{severity}: {MEANS[severity]}; another where AWS is stricter or laxer",))
            yield from _of_override(override)
            yield Part("found", ("where findings are hidden" if info.topic == TOPIC else "while documents are read",))
            yield Part("why", _paragraphs(info.why))
            yield from _of_refusal(refused)
            yield from _of_info(info)
        case ReasonExplained(reason, rules):
            yield from _of_reason(reason, rules)
        case RefusalExplained(_, rules):
            yield _listed("rules", tuple(f"{info.name}: {info.title}" for info, _ in rules))
            yield _listed("answered", tuple(f"{info.name}: {text}" for info, text in rules if text) or (_NO_TEXT,))
            yield Part("docs", (_ERRORS,))
        case _:
            assert_never(explained)


def _of_refusal(refused: PutError | None) -> Iterator[Part]:
    if refused:
        text = f": {refused.text}" if refused.text else ""
        yield Part("refused", (f"when the configuration is put, with {refused.code}{text}",))


def _of_rule(explained: RuleExplained) -> Iterator[Part]:
    said = explained.sentence
    yield _listed("severity", tuple(_level(level, said.levels) for level in said.levels))
    yield from _of_override(explained.override)
    yield Part("requires", (said.required,))
    yield Part("where", (f"for each {said.each}{', if' if said.when else ''}",), said.when)
    yield Part("why", _paragraphs(explained.info.why))
    symptoms = tuple(_symptom(each.code, each.meaning) for each in explained.symptoms)
    yield from _of_refusal(explained.refused)
    if symptoms or not explained.refused:
        yield _listed("symptom", symptoms or ("none that AWS names",))
    if explained.possible:
        why = "AWS does not say for certain what S3 does" if explained.refused or symptoms else "it may be meant so"
        yield Part("certainty", (f"possible: {why}",))
    if explained.help:
        yield Part("help", (explained.help,))
    yield from _of_info(explained.info)


def _of_override(override: Override | None) -> Iterator[Part]:
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
    alone = f"`--select {info.name}` looks for this alone"
    ways = (
        "no `--select` leaves it out: it is about the run" if info.topic == TOPIC else alone,
        f"`--ignore {info.name}` passes it over",
        f'`ignore = ["{info.name}"]` in `replint.toml` passes it over in every run',
    )
    yield Part("choose", (), ways)
    if info.reference:
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
