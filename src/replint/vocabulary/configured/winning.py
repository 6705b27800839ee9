"""Words of a replication rule about the others that win over it for its destination, and what is lost by that.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.lang.lexicon import TRUTH
from replint.vocabulary.configured.asking import of_rule, word
from replint.vocabulary.word import Telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.configured import ConfiguredRule
    from replint.facts.replication import ReplicationRule
    from replint.routes import Meeting, Route
    from replint.span import Place
    from replint.vocabulary.word import Word

SWITCHES = (
    ("delete_markers", "delete markers"),
    ("sse_kms", "objects with KMS keys"),
    ("replica_modifications", "changes of replicas"),
    ("replication_time", "Replication Time Control"),
    ("metrics", "metrics"),
    ("owner_override", "the change of owner"),
)
"""What a replication rule may switch on, by the field that says so."""


def _winner(subject: ConfiguredRule) -> Route | None:
    route = subject.route
    return subject.within.routes.before(route) if route else None


def _across(subject: ConfiguredRule) -> Meeting | None:
    """The one with the highest priority that wins over some of its objects; None where one wins over all."""
    route = subject.route
    if route is None or subject.within.routes.before(route):
        return None
    return max(
        subject.within.routes.across(route, lambda _: True), key=lambda found: found.route.priority or 0, default=None
    )


def _kms_across(subject: ConfiguredRule) -> Meeting | None:
    """One that wins over some of its objects and leaves out KMS objects, which this one selects.

    One that is about a part of its objects is an exception that somebody made on purpose.
    """
    route = subject.route
    if route is None or subject.rule.sse_kms is not True or subject.within.routes.before(route):
        return None
    found = subject.within.routes.across(route, lambda rule: not rule.sse_kms)
    return next((each for each in found if not route.objects.cover(each.route.objects)), None)


def _tells_winner(subject: ConfiguredRule) -> Telling | None:
    winner = _winner(subject)
    if winner is None or subject.route is None:
        return None
    this, other = subject.rule, winner.rule
    whom = "" if subject.copies_nothing else " to objects without KMS keys"
    same = winner.objects == subject.route.objects
    return Telling(
        f"replication rule `{this.id}` never applies{whom}: `{other.id}`, with priority {other.priority} over "
        f"{this.priority}, selects {'the same' if same else 'all of its'} objects for the same bucket"
        f"{_lost(this, other)}",
        "remove one of the two, or make them select different objects"
        if same
        else f"give `{this.id}`, which selects fewer objects, a higher priority than `{other.id}`, or remove it",
        tuple(_places(this, other)),
    )


def _tells_across(subject: ConfiguredRule) -> Telling | None:
    found = _across(subject)
    if found is None:
        return None
    this, other = subject.rule, found.route.rule
    return Telling(
        f"`{other.id}`, with priority {other.priority} over {this.priority}, wins over replication rule `{this.id}` "
        f"where both select an object, such as {found.example}{_lost(this, other)}",
        f"where this is not meant, give `{this.id}` a higher priority than `{other.id}`, or narrow one of the filters",
        tuple(_places(this, other)),
    )


def _tells_kms_across(subject: ConfiguredRule) -> Telling | None:
    found = _kms_across(subject)
    if found is None:
        return None
    this, other = subject.rule, found.route.rule
    return Telling(
        f"`{other.id}`, with priority {other.priority} over {this.priority}, wins over replication rule `{this.id}` "
        f"for objects such as {found.example}, and does not select those with KMS keys",
        f"let `{other.id}` select objects with KMS keys as well, or give `{this.id}` a higher priority",
        tuple(_places(this, other)),
    )


def _places(this: ReplicationRule, other: ReplicationRule) -> Iterator[tuple[Place, str]]:
    told = ((this, f"priority {this.priority}"), (other, f"`{other.id}` wins by priority {other.priority}"))
    for rule, said in told:
        place = rule.where("priority")
        if place:
            yield place, said


def _lost(this: ReplicationRule, other: ReplicationRule) -> str:
    """What one replication rule does for an object and the other, which wins, does not.

    A delete marker has no tags, so that a rule that goes by tags wins over none.
    """
    switches = SWITCHES[1:] if other.tags else SWITCHES
    named = [said for name, said in switches if getattr(this, name) is True and getattr(other, name) is not True]
    if isinstance(this.storage_class, str) and this.storage_class != other.storage_class:
        named.append(f"storage class `{this.storage_class}`")
    if isinstance(this.replica_key, str) and this.replica_key != other.replica_key:
        named.append("its key for the replicas")
    if not named:
        return ""
    *first, last = named
    return f"; lost with it: {' and '.join(filter(None, (', '.join(first), last)))}"


WORDS: tuple[Word[ConfiguredRule], ...] = (
    word(
        "wholly outranked",
        TRUTH,
        "Another enabled rule for the same destination has a higher priority, and selects all that this one selects.",
        lambda subject: _winner(subject) is not None,
        of_rule("priority")[1],
        tells=_tells_winner,
    ),
    word(
        "partly outranked",
        TRUTH,
        "Another enabled rule for the same destination has a higher priority, and selects some of what this selects.",
        lambda subject: _across(subject) is not None,
        of_rule("priority")[1],
        tells=_tells_across,
    ),
    word(
        "kms objects outranked",
        TRUTH,
        "The rule selects objects with KMS keys, and one that partly outranks it, and is no exception to it, does not.",
        lambda subject: _kms_across(subject) is not None,
        of_rule("priority")[1],
        tells=_tells_kms_across,
    ),
)
