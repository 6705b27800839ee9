"""Words about S3 Replication Time Control (RTC) and the metrics of replication.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH, Choice
from replint.vocabulary.configured.asking import addition, at, called, has, of_rule, word
from replint.vocabulary.word import NUMBER, Telling

if TYPE_CHECKING:
    from replint.configured import ConfiguredRule
    from replint.finding import Json
    from replint.vocabulary.configured.asking import Asked
    from replint.vocabulary.word import Word

STATUS = Choice("status", ("Enabled", "Disabled"))
MINUTES = 15
"""The only time that S3 offers: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationTimeValue.html."""


def _status(name: str) -> Asked:
    """A switch of the rule as its document says it."""

    def answer(subject: ConfiguredRule) -> object:
        found = getattr(subject.rule, name)
        return found if found is None or isinstance(found, Unresolved) else "Enabled" if found else "Disabled"

    return answer, lambda subject: subject.rule.where(name)


def _metrics(subject: ConfiguredRule) -> Telling:
    rule = subject.rule
    destination = rule.places.get("destination_element")
    wanted: Json = {"Status": "Enabled", "EventThreshold": {"Minutes": MINUTES}}
    if rule.replication_time is False:
        wanted = {"Status": "Disabled"}
    return Telling(
        f"{called(subject)} has `ReplicationTime` and no `Metrics`",
        "set `Metrics` in the destination, with the same `Status` and an `EventThreshold` of 15 minutes",
        at((destination or rule.place, "no `Metrics` here"), (rule.where("replication_time"), "needs `Metrics`")),
        addition(destination and destination.at("Metrics"), wanted),
        absent=True,
    )


def _unlike(subject: ConfiguredRule) -> Telling:
    rule = subject.rule
    one, other = ("Enabled", "Disabled") if rule.metrics else ("Disabled", "Enabled")
    return Telling(
        f"{called(subject)} has metrics that are `{one}`, and `ReplicationTime` that is `{other}`",
        "give both one `Status`, or leave `ReplicationTime` out",
        at((rule.where("metrics"), f"`{one}`"), (rule.where("replication_time"), f"`{other}`")),
    )


def _minutes(subject: ConfiguredRule, name: str, element: str) -> Telling:
    told = getattr(subject.rule, name)
    return Telling(
        f"`{element}` of {called(subject)} has {told} minutes, and S3 offers {MINUTES} only",
        f"set `Minutes` to {MINUTES}",
        at((subject.rule.where(name), f"only {MINUTES} is offered")),
    )


def _threshold(subject: ConfiguredRule) -> Telling:
    rule = subject.rule
    if "threshold_minutes" in rule.places:
        why = (
            "`ReplicationTime` is `Disabled`" if "replication_time" in rule.places else "there is no `ReplicationTime`"
        )
        return Telling(
            f"{called(subject)} has an `EventThreshold`, and {why}",
            "remove `EventThreshold`, or switch on `ReplicationTime` beside the metrics",
            at(
                (rule.where("threshold_minutes"), "only with `ReplicationTime`"),
                (rule.places.get("replication_time"), "switched off"),
            ),
        )
    metrics = rule.places.get("metrics_element")
    return Telling(
        f"{called(subject)} has `ReplicationTime`, and `Metrics` without `EventThreshold`",
        "set `EventThreshold` to 15 minutes",
        at((metrics or rule.place, "no `EventThreshold` here"), (rule.where("replication_time"), "needs it")),
        addition(metrics and metrics.at("EventThreshold"), {"Minutes": MINUTES}),
        absent=True,
    )


WORDS: tuple[Word[ConfiguredRule], ...] = (
    word(
        "replication time stated",
        TRUTH,
        "The rule's destination has `ReplicationTime`, whatever its status.",
        *has("replication_time"),
    ),
    word("replication time enabled", TRUTH, "The rule's `ReplicationTime` is enabled.", *of_rule("replication_time")),
    word(
        "replication time status",
        STATUS,
        "The status of the rule's `ReplicationTime`; not set where it has none.",
        *_status("replication_time"),
    ),
    word(
        "replication minutes",
        NUMBER,
        "The minutes of the rule's `ReplicationTime`; not set where it has none.",
        *of_rule("replication_minutes"),
        tells=lambda subject: _minutes(subject, "replication_minutes", "ReplicationTime"),
    ),
    word(
        "metrics stated",
        TRUTH,
        "The rule's destination has `Metrics`, whatever their status.",
        has("metrics")[0],
        lambda subject: subject.rule.places.get("metrics_element") or subject.rule.where("destination_element"),
        tells=_metrics,
    ),
    word(
        "metrics status",
        STATUS,
        "The status of the rule's `Metrics`; not set where it has none.",
        *_status("metrics"),
        tells=_unlike,
    ),
    word(
        "threshold stated",
        TRUTH,
        "The rule's `Metrics` have an `EventThreshold`.",
        *has("threshold_minutes"),
        tells=_threshold,
    ),
    word(
        "threshold minutes",
        NUMBER,
        "The minutes of the metrics' `EventThreshold`; not set where there is none.",
        *of_rule("threshold_minutes"),
        tells=lambda subject: _minutes(subject, "threshold_minutes", "EventThreshold"),
    ),
)
