"""Words about the version of a rule's form: V2 has `Filter` or S3 Replication Time Control, V1 a `Prefix` of its own.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html. Of a rule with Replication Time
Control and without `Filter` AWS does not say what else it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.configured import Configured
from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import TRUTH
from replint.vocabulary.configured.asking import addition, at, called, flaw, has, of_rule, word
from replint.vocabulary.word import NUMBER, Telling

if TYPE_CHECKING:
    from replint.configured import ConfiguredRule
    from replint.facts.replication import ReplicationRule
    from replint.vocabulary.word import Word

_V1 = "makes this a rule of the first version"
_V2 = "makes this a rule of the second version"
_SET_FILTER = "set `Filter`, which may be empty for all objects, and `Priority` and `DeleteMarkerReplication` with it"
_INTO_FILTER = "move `Prefix` into `Filter`, and set `Priority` and `DeleteMarkerReplication` in each rule"


def _priority(subject: ConfiguredRule) -> Telling:
    """What is wrong with a priority that is there, or that is not."""
    rule = subject.rule
    if rule.priority is not None:
        return _only_in_v2(subject, "priority", "Priority")
    free = _free_priority(subject)
    # Of rules for one destination the higher number wins: which of them that is to be, nobody has said.
    alone = all(other.destination != rule.destination for other in subject.others)
    return Telling(
        f"{called(subject)} has `Filter` and no `Priority`",
        f"set `Priority` to a number that no other rule has, such as {free}",
        at((rule.place, "no `Priority` here"), (rule.where("filtered"), f"`Filter` {_V2}")),
        addition(rule.place.at("Priority"), free) if rule.place and alone else None,
        absent=True,
    )


def _free_priority(subject: ConfiguredRule) -> int:
    taken = (other.priority for other in subject.others)
    return max((number for number in taken if isinstance(number, int)), default=0) + 1


def _delete_markers(subject: ConfiguredRule) -> Telling:
    rule = subject.rule
    if "delete_markers" in rule.places:
        return _only_in_v2(subject, "delete_markers", "DeleteMarkerReplication")
    return Telling(
        f"{called(subject)} has `Filter` and no `DeleteMarkerReplication`",
        "set `DeleteMarkerReplication`, with `Status` `Disabled` where delete markers are not to replicate",
        at((rule.place, "no `DeleteMarkerReplication` here"), (rule.where("filtered"), f"`Filter` {_V2}")),
        addition(rule.place and rule.place.at("DeleteMarkerReplication"), {"Status": "Disabled"}),
        absent=True,
    )


def _only_in_v2(subject: ConfiguredRule, field: str, element: str) -> Telling:
    rule = subject.rule
    return Telling(
        f"{called(subject)} has `{element}` and no `Filter`",
        _INTO_FILTER if "old_prefix" in rule.places else _SET_FILTER,
        at((rule.where(field), "only in rules with `Filter`"), (rule.where("old_prefix"), f"`Prefix` {_V1}")),
    )


def _old_prefix(subject: ConfiguredRule) -> Telling:
    rule = subject.rule
    if "old_prefix" in rule.places:
        return Telling(
            f"{called(subject)} has both `Prefix` and `Filter`",
            "move `Prefix` into `Filter`",
            at((rule.where("old_prefix"), f"`Prefix` {_V1}"), (rule.where("filtered"), f"`Filter` {_V2}")),
        )
    return Telling(
        f"{called(subject)} has neither `Filter` nor `Prefix`",
        _SET_FILTER,
        at((rule.place, "no `Filter` here")),
        absent=True,
    )


def _is_v1(rule: ReplicationRule) -> bool:
    """Whether a rule is surely of the first version."""
    return not rule.filtered and isinstance(rule.old_prefix, str) and "replication_time" not in rule.places


def _mixed(subject: Configured) -> Telling | None:
    rules = subject.configuration.rules
    old = next((rule for rule in rules if _is_v1(rule)), None)
    new = next((rule for rule in rules if rule.filtered), None)
    if old is None or new is None:
        return None
    return Telling(
        f"replication rule `{old.id}` has a `Prefix` of its own, and rule `{new.id}` has `Filter`",
        _INTO_FILTER,
        at((old.where("old_prefix"), f"`Prefix` {_V1}"), (new.where("filtered"), f"`Filter` {_V2}")),
    )


def _several_destinations(subject: Configured) -> Telling | Unresolved | None:
    rules = subject.configuration.rules
    if not all(map(_is_v1, rules)):
        return None
    named: dict[str, ReplicationRule] = {}
    for rule in rules:
        if isinstance(rule.destination, str):
            named.setdefault(rule.destination, rule)
    if len(named) <= 1:
        gaps = (rule.destination for rule in rules if isinstance(rule.destination, Unresolved))
        return next(gaps, None) if len(rules) > 1 else None
    first, second, *_ = named
    return Telling(
        f"rules without `Filter` name {len(named)} destinations, such as `{first}` and `{second}`",
        f"{_INTO_FILTER}: only such rules may have several destinations",
        at(
            (named[second].where("destination"), "a second destination"),
            (named[first].where("destination"), "the first one"),
        ),
    )


WORDS: tuple[Word[ConfiguredRule], ...] = (
    word("filtered", TRUTH, "The replication rule has `Filter`, as V2 rules do.", *of_rule("filtered")),
    word("own prefix stated", TRUTH, "The rule has `Prefix`, as V1 rules do.", *has("old_prefix"), tells=_old_prefix),
    word(
        "priority", NUMBER, "The rule's `Priority`; not set where it has none.", *of_rule("priority"), tells=_priority
    ),
    word(
        "delete markers stated",
        TRUTH,
        "The replication rule has `DeleteMarkerReplication`.",
        *has("delete_markers"),
        tells=_delete_markers,
    ),
    word(
        "replica modifications stated",
        TRUTH,
        "The replication rule has `ReplicaModifications`.",
        *has("replica_modifications"),
        tells=lambda subject: _only_in_v2(subject, "replica_modifications", "ReplicaModifications"),
    ),
    word(
        "existing objects asked for",
        TRUTH,
        "The replication rule has ExistingObjectReplication, whatever its status.",
        *has("existing_objects"),
        tells=lambda subject: Telling(
            f"{called(subject)} has `ExistingObjectReplication`, which S3 no longer takes",
            "remove it, and start a batch job for the objects that are there",
            at((subject.rule.where("existing_objects"), "no longer supported, whatever its status")),
        ),
    ),
)

OF_CONFIGURATIONS: tuple[Word[Configured], ...] = (
    flaw(Configured, "versions mixed", "Some rules have `Filter`, and others `Prefix` of their own.", _mixed),
    flaw(
        Configured,
        "several destinations without filter",
        "The rules are all of the first version, and name more than one destination.",
        _several_destinations,
    ),
)
