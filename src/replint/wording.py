"""How a verdict is put into words: message, place to change, what to change, and the places it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint import vocabulary
from replint.context import EITHER_WILL_DO, LEFT_TO_NOTES
from replint.context.beside import OF_PEOPLE
from replint.finding import Label
from replint.iam.decision import KeyUnknown, Layer, ServiceUnknown
from replint.iam.policy import Policy
from replint.iam.request import EachOf, Gap, OneOf
from replint.iam.strings import written
from replint.requirements import Called, Stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from replint.iam.decision import Doubt, Failure, Ground
    from replint.iam.evaluate import Policies
    from replint.iam.layers import Given
    from replint.iam.request import Domain, Request
    from replint.requirements import Requirement
    from replint.span import Place
    from replint.vocabulary.word import Telling


MOST_SHOWN = 3
"""How many names a sentence gives before it says how many more there are."""

SERVICES = {"s3.amazonaws.com": "S3", "batchoperations.s3.amazonaws.com": "S3 Batch Operations"}
"""Who assumes roles, by the names that trust policies have for them."""

IF_NEEDED = "which S3 needs if replicas have a Bucket Key"
"""Of a call that S3 makes in one of two admissible cases only: what is uncertain is the need."""

UNDER_WHICH = "AWS does not say whether replicas have a Bucket Key where only the destination's default has one"
"""Why it is uncertain."""

PERHAPS_NEEDED = "which S3 may need"
"""Of a call that a rule is not sure about."""

NOT_DOCUMENTED = "AWS does not say plainly that S3 needs it"
"""Why it is not."""

LAYERS = {
    Layer.IDENTITY: "{whose} policies",
    Layer.BOUNDARY: "{whose} permissions boundary",
    Layer.SESSION: "the session policy",
    Layer.SCP: "the service control policies",
    Layer.RCP: "the resource control policies",
}


def needed(requirement: Requirement, failure: Failure) -> str:
    """The end of a sentence on a refused call that S3 may not make at all; nothing where it surely does."""
    if requirement.is_sure(denied=failure.explicit):
        return ""
    demand = requirement.demand
    return IF_NEEDED if isinstance(demand, Called) and demand.perhaps else PERHAPS_NEEDED


def why_perhaps(requirement: Requirement, failure: Failure) -> str:
    """Why that is uncertain, where it alone makes a finding possible; else nothing."""
    whys = {IF_NEEDED: UNDER_WHICH, PERHAPS_NEEDED: NOT_DOCUMENTED}
    return whys.get(needed(requirement, failure), "") if failure.certain else ""


def hardly_fires(failure: Failure, request: Request) -> bool:
    """Whether a possible Deny rests on a key that nobody documents and that hardly ever decides."""
    # Only of people's calls is it not known from which network they come: S3 has none of the customer's.
    of_people = request.context.of("aws:sourceip") is Gap.UNKNOWN

    def undecided(key: str) -> bool:
        return key in LEFT_TO_NOTES or (of_people and key in OF_PEOPLE and request.context.of(key) is Gap.UNKNOWN)

    return failure.explicit and all(
        any(undecided(condition.key.lower()) for condition in ground.statement.conditions) for ground in failure.grounds
    )


def has_known_cases(doubt: Doubt, request: Request) -> bool:
    """Whether a doubt is between a few cases that are all known to occur, or about a name that is hardly meant."""
    if isinstance(doubt, KeyUnknown):
        either = isinstance(request.context.of(doubt.key), EachOf | OneOf)
        return either and doubt.key.lower() not in EITHER_WILL_DO
    return isinstance(doubt, ServiceUnknown)


def rests_on(failure: Failure, doubt: Doubt | None) -> bool:
    """Whether what a finding says of a failure says this doubt, too: of a key, that its statements ask for it."""
    if not isinstance(doubt, KeyUnknown):
        return True
    statements = (each.statement for each in (*failure.grounds, *(near.ground for near in failure.near)))
    return any(condition.key.lower() == doubt.key.lower() for each in statements for condition in each.conditions)


def owner(failure: Failure, demand: Called) -> str:
    """Whose document has to change: the same for failures that one change mends."""
    return demand.target.name if failure.layer in (Layer.RESOURCE, Layer.RCP) else demand.caller.name


WHY_UNKNOWN = (
    (
        "kms:encryptioncontext:aws:s3:arn",
        "with a Bucket Key at the destination only, S3 may use the object's ARN or the bucket's: allow both",
    ),
    ("aws:principalorg", "no document tells the role's organisation; `organization` in a config file would tell it"),
    ("org", "no document tells the organisation of the account"),
    ("aws:principaltag/", "no document tells the role's tags; `Tags` in the role's document would tell them"),
    ("tag/", "no document tells these tags"),
    ("aws:userid", "it begins with the role's unique id, which `RoleId` in the role's document tells"),
)
"""Why it is not known what a call carries as a key that has such a part, in lower case; the first row counts."""


def unknown_key(key: str, *, by_people: bool) -> str:
    """Why it is not known what a call, of people or of S3, carries as a context key."""
    if by_people and key.lower() in OF_PEOPLE:
        return "it depends on where the caller is and how they signed in"
    found = (why for part, why in WHY_UNKNOWN if part in key.lower())
    return next(found, "AWS does not document it for replication")


def may_go_unasked(key: str, *, by_people: bool) -> bool:
    """Whether a grant may as well not ask for a key: not where it is about people, or has two values to allow."""
    return not (by_people and key.lower() in OF_PEOPLE) and not key.lower().startswith("kms:encryptioncontext")


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
        # What the subject does not have stands nowhere in it, and to mark all of it shows nothing.
        if place and place != requirement.subject.place:
            yield Label(place, _said(requirement, phrase))


def fact_labels(requirement: Requirement) -> tuple[Label, ...]:
    """The words of the demand with what was found, each at its place; the first is the one to change.

    Words that stand nowhere are told where the subject is asked for, as absent there.
    """
    said = telling(requirement)
    if said and said.places:
        return tuple(Label(place, text, said.absent and not index) for index, (place, text) in enumerate(said.places))
    phrases = requirement.demand.phrases if isinstance(requirement.demand, Stated) else ()
    whole = subject_place(requirement)
    places = ((vocabulary.where(requirement.subject, phrase) or whole, phrase) for phrase in phrases)
    return tuple(Label(place, _said(requirement, phrase), absent=place == whole) for place, phrase in places)


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
            return phrase
        case False:
            return f"{phrase}: no"
        case None:
            return f"{phrase} is not set"
        case str():
            return f"{phrase} is `{answer}`"
        case _:
            return phrase


def listed(names: Sequence[str]) -> str:
    """Names one after the other, for a sentence; of many a few, with how many more there are."""
    more = [f"{len(names) - MOST_SHOWN} more"] if len(names) > MOST_SHOWN else []
    *first, last = (*names[:MOST_SHOWN], *more)
    return f"{', '.join(first)} and {last}" if first else last


def statement_name(ground: Ground) -> str:
    """A statement as people find it: by its Sid, else by its number, in its policy where that has a name."""
    return ground.policy.called(ground.statement)


def tags_of(failure: Failure) -> str:
    """The tags of the object that shows a failure, for the end of a sentence; empty where no policy looks at them."""
    told = [
        f"tag `{name}` `{written(value[0])}`" if isinstance(value, tuple) else f"no tag `{name}`"
        for family, _, name, value in ((*key.partition("/"), value) for key, value in failure.witness.context)
        if family == "s3:existingobjecttag"
    ]
    return f"with {listed(told)}" if told else ""


def broken_statements(policies: Iterable[Given]) -> Iterator[Label]:
    """The statements that might have granted a call, had they been in order; what is wrong is a finding of its own."""
    for policy in policies:
        for place in policy.unread if isinstance(policy, Policy) else ():
            yield Label(place, "this statement is broken, and counts for nothing")


def carried(domain: Domain) -> str:
    """What the call carries as a key, for the end of a sentence that begins with the call."""
    match domain:
        case Gap.ABSENT:
            return "does not carry it"
        case Gap.UNKNOWN:
            return "carries nobody knows what"
        case OneOf(values):
            return " or ".join(dict.fromkeys(carried(value) for value in values))
        case EachOf(members):
            return f"carries `{members}`"
        case _:
            return "carries " + " and ".join(f"`{written(value)}`" for value in domain)


def in_call(domain: Domain) -> str:
    """What a key is in a call, for the end of a sentence that begins with the key."""
    match domain:
        case Gap.ABSENT:
            return "is absent"
        case Gap.UNKNOWN:
            return "is not known"
        case OneOf(values):
            return " or ".join(dict.fromkeys(in_call(value) for value in values))
        case EachOf(members):
            return f"is one of `{members}`"
        case _:
            return "is " + " and ".join(f"`{written(value)}`" for value in domain)
