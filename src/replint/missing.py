"""What would settle an unknown: what no document tells, why that matters, and which document would tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from replint import vocabulary, wording
from replint.context.circumstances import DEPLOYER
from replint.context.places import untold
from replint.facts.unresolved import Unresolved
from replint.finding import Document
from replint.iam.actions import matches
from replint.iam.decision import (
    AccountUnknown,
    CanonicalUnknown,
    KeyUnknown,
    NameUnknown,
    ServiceUnknown,
    SessionUnknown,
)
from replint.iam.policy import Policy, Untold
from replint.record import record
from replint.wording import LAYERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.iam.decision import Doubt
    from replint.iam.policy import Statement
    from replint.lang.evaluate import Gap
    from replint.requirements import Called
    from replint.span import Place
    from replint.subjects import Subject


@record
class Missing:
    """Something that no document tells, and why it matters or what would tell it.

    `tellable` says that a document could tell it; else AWS leaves it open, and only another policy settles it.
    """

    what: str
    why: str
    place: Place | None = None
    document: Document | None = None
    tellable: bool = True


TELLABLE = ("aws:userid", "aws:principaltag/", "aws:principalorg")
"""Keys that rest on what a document or the config file would tell."""

PERHAPS = Missing(
    "whether replicas use a Bucket Key",
    "with a Bucket Key at the destination only AWS does not say it; only then S3 decrypts with the replica key",
    tellable=False,
)


def of_gaps(subject: Subject, gaps: Iterable[Gap]) -> tuple[Missing, ...]:
    """What is missing where a subject does not answer some words."""
    found = []
    for phrase, told in gaps:
        value = vocabulary.told_by(subject, phrase)
        found.append(_of(value) if value else Missing(told.reason, ""))
    return tuple(found)


def _of(value: Unresolved) -> Missing:
    return Missing(value.what, _why(value.why, value.tells), value.place, value.document)


def of_doubt(doubt: Doubt, demand: Called, whose: str) -> Missing:
    """What is missing where policies leave a call open; `whose` says of whom the caller's policies are."""
    match doubt:
        case KeyUnknown(key):
            missing = _about_key(key, demand, whose)
        case Untold(what, tells, place, document):
            told_by = document if isinstance(document, Document) else None
            missing = Missing(what, _why("no document tells it", tells), place, told_by)
        case AccountUnknown():
            what = f"the owner account of {demand.target.name}"
            why = "whether it is the role's own account decides; `Account` in its document would tell it"
            owner = demand.target.circumstances(demand.action).owner
            missing = Missing(what, why, None, owner.document if isinstance(owner, Unresolved) else None)
        case ServiceUnknown():
            what = "whether S3 assumes roles by the name that it has in one Region"
            why = "AWS documents the name `s3.amazonaws.com` for roles, also in Regions that are opted into"
            missing = Missing(what, why, tellable=False)
        case CanonicalUnknown(canonical, place):
            what = f"which account has the canonical user id `{canonical}`"
            missing = Missing(what, _why("no document tells it", "a policy that names the account by number"), place)
        case SessionUnknown():
            what = "the name of the session in which S3 replicates"
            why = "AWS does not document it; a policy that names the role itself does not depend on it"
            missing = Missing(what, why, tellable=False)
        case NameUnknown():
            why = "it is not known, or the policies are too large to decide"
            missing = Missing("a name that the policies depend on", why)
        case _:
            assert_never(doubt)
    return missing


def _about_key(key: str, demand: Called, whose: str) -> Missing:
    """What no document tells and a context key rests on; else that AWS does not say what the call carries."""
    rests_on = untold(key, demand.target.circumstances(demand.action))
    if rests_on:
        return _of(rests_on)
    where = wording.condition_on(key, demand.policies)
    tellable = key.lower().startswith(TELLABLE)
    by_people = demand.target.circumstances(demand.action).service == DEPLOYER
    why = wording.unknown_key(key, by_people=by_people)
    names = (
        ()
        if tellable or not wording.may_go_unasked(key, by_people=by_people)
        else tuple(_granting_by(key, demand, whose))
    )
    if names:
        why = f"{why}; to take the condition on `{key}` out of {wording.listed(names)} would settle it"
    return Missing(f"what the call carries as `{key}`", why, where, tellable=tellable)


def _granting_by(key: str, demand: Called, whose: str) -> Iterator[str]:
    """The statements that grant the call on a condition on a key, by name, with whose policies they are of."""
    for layer, given in demand.policies.layers():
        where = LAYERS[layer].format(whose=whose) if layer in LAYERS else demand.target.policy_name
        for policy in (each for each in given if isinstance(each, Policy)):
            for statement in policy.statements:
                asks = any(condition.key.lower() == key.lower() for condition in statement.conditions)
                if asks and statement.effect == "Allow" and _covers(statement, demand.action):
                    yield f"{policy.called(statement)} of {where}"


def _covers(statement: Statement, action: str) -> bool:
    element = statement.actions
    texts = [text for text in element.values if isinstance(text, str)] if element else []
    return element is not None and any(matches(text, action) for text in texts) is not element.complement


def _why(why: str, tells: str) -> str:
    return f"{why}; {tells} would tell it" if tells else why
