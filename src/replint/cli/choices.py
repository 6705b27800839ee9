"""What may stand for the value of a flag, for shells that complete it: each with a short text, none computed before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Choice = tuple[str, str]


def formats(incomplete: str) -> list[Choice]:
    """The formats of reports."""
    from replint import reporters
    from replint.cli.targets import AUTO

    return _beginning(((name, "") for name in (AUTO, *reporters.FORMATS)), incomplete)


def rules_and_topics(incomplete: str) -> list[Choice]:
    """The built-in rules, their topics, and what selects advice; of several with commas between, the last."""
    before, comma, last = incomplete.rpartition(",")
    topics = {topic: f"every rule of the topic {topic}" for _, topic, _ in _rules()}
    told = [("advice", "the notes of every rule"), *topics.items(), *((name, title) for name, _, title in _rules())]
    return [(before + comma + name, text) for name, text in _beginning(told, last)]


def names(incomplete: str) -> list[Choice]:
    """What `replint explain` explains: rules, and the reasons that S3 reports."""
    from replint.reasons import reasons

    told = [(name, title) for name, _, title in _rules()] + [(each.code, each.meaning) for each in reasons()]
    return _beginning(told, incomplete)


def subjects(incomplete: str) -> list[Choice]:
    """What rules look at."""
    from replint.words import by_subject

    return _beginning(((each, "") for each in by_subject()), incomplete)


def levels(incomplete: str) -> list[Choice]:
    """The severities, and none of them."""
    from replint.finding import Severity

    return _beginning(((level, "") for level in (*Severity, "never")), incomplete)


def _rules() -> Iterator[tuple[str, str, str]]:
    """Each rule with its topic and title, as the compiled pack has it, and the faults of documents."""
    from replint import packs
    from replint.dialects.faults import FAULTS

    infos = (*packs.compiled_infos(), *(fault.info for fault in FAULTS.values()))
    return ((info.name, info.topic, info.title) for info in infos)


def _beginning(told: Iterable[Choice], incomplete: str) -> list[Choice]:
    return [(name, text) for name, text in told if name.startswith(incomplete)]
