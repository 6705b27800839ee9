"""How a verdict is put into words: message, place to change, what to change, and the places it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint import vocabulary
from replint.context import EITHER_WILL_DO, LEFT_TO_NOTES
from replint.finding import Label
from replint.iam.decision import KeyUnknown, Layer, ServiceUnknown
from replint.iam.policy import Policy
from replint.iam.request import EachOf, OneOf
from replint.requirements import Called, Stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.iam.decision import Doubt, Failure
    from replint.iam.evaluate import Policies
    from replint.iam.request import Request
    from replint.requirements import Requirement
    from replint.span import Place
    from replint.vocabulary.word import Telling


def hardly_fires(failure: Failure) -> bool:
    """Whether a possible Deny rests on a key that nobody documents and that hardly ever decides."""
    return failure.explicit and all(
        any(condition.key.lower() in LEFT_TO_NOTES for condition in ground.statement.conditions)
        for ground in failure.grounds
    )


def has_known_cases(doubt: Doubt, request: Request) -> bool:
    """Whether a doubt is between a few cases that are all known to occur, or about a name that is hardly meant."""
    if isinstance(doubt, KeyUnknown):
        either = isinstance(request.context.of(doubt.key), EachOf | OneOf)
        return either and doubt.key.lower() not in EITHER_WILL_DO
    return isinstance(doubt, ServiceUnknown)


def owner(failure: Failure, demand: Called) -> str:
    """Whose document has to change: the same for failures that one change mends."""
    return demand.target.name if failure.layer in (Layer.RESOURCE, Layer.RCP) else demand.caller.name


def unknown_key(key: str) -> str:
    """Why it is not known what a call carries as a context key."""
    if key.lower() == "kms:encryptioncontext:aws:s3:arn":
        return "with a Bucket Key at the destination only, S3 may use the object's ARN or the bucket's: allow both"
    if "org" in key.lower():
        return "no document tells the organisation of the account"
    if "tag/" in key.lower():
        return "no document tells these tags"
    return "AWS does not document it for replication"


def shown(requirement: Requirement) -> str:
    """What the requirement's call is made on."""
    return requirement.demand.target.shown if isinstance(requirement.demand, Called) else ""


def condition_on(key: str, policies: Policies) -> Place | None:
    """Where the policies first look at a context key."""
    return next(
        (
            condition.place
            for _, given in policies.layers()
            for policy in given
            if isinstance(policy, Policy)
            for statement in policy.statements
            for condition in statement.conditions
            if condition.key.lower() == key.lower()
        ),
        None,
    )


def in_one_line(requirement: Requirement) -> str:
    """A requirement in one line: the rule, and what it asks of its subject."""
    demand = requirement.demand
    if isinstance(demand, Called):
        return f"{demand.action} on {demand.target.shown}"
    return f"{requirement.rule.name}: {requirement.subject.id}"


def subject_place(requirement: Requirement) -> Place:
    """The place of what asks for the requirement: of a flow, the replication rule's."""
    place = requirement.subject.place
    if place is None:
        message = "what was read from a document has a place"
        raise ValueError(message)
    return place


def required_by(requirement: Requirement) -> Iterator[Label]:
    """What asks for it, and the words that made the rule apply and as grave as it is."""
    place, said = requirement.subject.asked
    yield Label(place or subject_place(requirement), said)
    for phrase in requirement.because:
        place = vocabulary.where(requirement.subject, phrase)
        if place:
            yield Label(place, _said(requirement, phrase))


def fact_labels(requirement: Requirement) -> tuple[Label, ...]:
    """The words of the demand with what was found, each at its place; the first is the one to change.

    Words that stand nowhere are told where the subject is asked for.
    """
    said = telling(requirement)
    if said and said.places:
        return tuple(Label(place, text) for place, text in said.places)
    phrases = requirement.demand.phrases if isinstance(requirement.demand, Stated) else ()
    otherwise = subject_place(requirement)
    return tuple(
        Label(vocabulary.where(requirement.subject, phrase) or otherwise, _said(requirement, phrase))
        for phrase in phrases
    )


def telling(requirement: Requirement) -> Telling | None:
    """What the first word of a demand that has more to say than its answer says of the fault."""
    phrases = requirement.demand.phrases if isinstance(requirement.demand, Stated) else ()
    told = (vocabulary.telling(requirement.subject, phrase) for phrase in phrases)
    return next((said for said in told if said), None)


def _said(requirement: Requirement, phrase: str) -> str:
    """A word with its answer."""
    answer = vocabulary.answer(requirement.subject, phrase)
    match answer:
        case True:
            return f"{phrase}: yes"
        case False:
            return f"{phrase}: no"
        case None:
            return f"{phrase} is not set"
        case str():
            return f"{phrase} is `{answer}`"
        case _:
            return phrase
