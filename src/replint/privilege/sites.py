"""Calls that would show that a role may do too much: a resource for instance, and whether the call really succeeds."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, assert_never

from replint import governing
from replint.context import context
from replint.context.circumstances import KMS, S3, Circumstances
from replint.facts.bucket import Bucket
from replint.facts.key import Key
from replint.facts.unresolved import Unresolved
from replint.iam.arn import segmented
from replint.iam.decision import Allowed, Layer
from replint.iam.evaluate import Policies, decide
from replint.iam.matching import Call, resource_patterns
from replint.iam.pattern import Pattern
from replint.iam.policy import Element, Policy, PrincipalName, Principals, Statement, Untold
from replint.iam.request import Caller, Gap, PrincipalType, Request
from replint.iam.strings import PatternSet, classes
from replint.privilege.needs import KEY_ACTIONS, roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.iam.layers import Given
    from replint.iam.pattern import Word
    from replint.iam.request import Member
    from replint.privilege.needs import Resting
    from replint.privilege.statements import Allow

NOTHING = PatternSet(())
MOST_FLOWS = 2
"""Of how many flows the own buckets and keys are looked at before any other."""


class Site(NamedTuple):
    """A resource that a call may be made on, the account that owns it, and its own policy."""

    resource: Member
    owner: str | None
    policy: Given | None


def sites(allow: Allow, action: str, *, beyond_replicas: bool = False) -> Iterator[Site]:
    """Resources of an action that a role's statement names: the flows' own first, then any other.

    With `beyond_replicas`, none is in a bucket that the role replicates to.
    """
    inside = resources(allow)
    if inside is None:
        return
    replicas = allow.needs.destinations if beyond_replicas else ()
    left_out = tuple(Pattern.glob(f"{arn}/*") for arn in replicas)
    for space, but, site in _spaces(allow, action):
        word = member(space, inside, PatternSet((*but.patterns, *left_out)))
        if word is not None:
            yield site._replace(resource=word)


def succeeds(allow: Allow, action: str, site: Site) -> bool:
    """Whether the statement surely lets its role make this call, after all that may deny it."""
    role = allow.caller
    caller = Caller(PrincipalType.ROLE, role.arn, role.account, role.arn, role.id)
    scps = allow.estate.scps.of(role.account) if allow.estate.scps else None
    circumstances = _circumstances(allow, action, site)
    request = Request(caller, action, Pattern(tuple(site.resource)), site.owner, context(circumstances))
    policies = Policies(
        identity=governing.identity(role),
        boundary=governing.boundary(role),
        resource=site.policy,
        scps=scps or (),
    )
    decision = decide(request, policies)
    return isinstance(decision, Allowed) and any(ground.statement is allow.statement for ground in decision.evidence)


def limits(resting: Resting) -> tuple[Statement, ...]:
    """The statements that decide which calls of a role succeed: actions that none of them tells apart fare alike."""
    role, estate = roles(resting)[0], resting.flows[0].estate
    identity = (each for each in governing.identity(role) if isinstance(each, Policy))
    boundary = (each for each in governing.boundary(role) or () if isinstance(each, Policy))
    scps = (estate.scps.of(role.account) if estate.scps else None) or ()
    own = (site.policy for _, site in _own(resting) if isinstance(site.policy, Policy))
    return (
        *(each for policy in identity for each in policy.statements if each.effect == "Deny"),
        *(each for policy in boundary for each in policy.statements),
        *(each for level in scps for policy in level for each in policy.statements),
        *(each for policy in own for each in policy.statements),
    )


def resources(allow: Allow) -> PatternSet | None:
    """The resources of a role's statement; None where they are not all known, or there are none."""
    element = allow.statement.resources
    if element is None:
        return None
    role = allow.caller
    caller = Caller(PrincipalType.ROLE, role.arn, role.account, role.arn, role.id)
    call = Call(caller, "", "", context(_circumstances(allow, "", None)))
    found = resource_patterns(element, Layer.IDENTITY, call.value, variables=allow.statement.variables)
    if element.complement and any(isinstance(pattern, Gap) for pattern in found):
        return None
    return PatternSet(tuple(pattern for pattern in found if isinstance(pattern, Pattern)), element.complement)


def member(space: Pattern, inside: PatternSet, outside: PatternSet) -> Word | None:
    """A shortest member of the space that is surely in the one set and surely not in the other."""
    split = classes(space, (*inside.patterns, *outside.patterns))
    count = len(inside.patterns)
    found = [
        word
        for bits, word in (split or {}).items()
        if inside.holds(bits[:count]) is True and outside.holds(bits[count:]) is False
    ]
    return min(found, key=len, default=None)


class Kind(Enum):
    """What an action is on."""

    OBJECT = "objects"
    BUCKET = "buckets"
    KEY = "keys"
    ROLE = "roles"
    WHOLE = "everything or nothing"
    OTHER = "other resources of its service"


_ON_OBJECTS = frozenset(
    {
        "abortmultipartupload",
        "bypassgovernanceretention",
        "initiatereplication",
        "listmultipartuploadparts",
        "replicatedelete",
        "replicatetags",
    }
)
_ON_BUCKETS = frozenset(
    f"{verb}{name}configuration"
    for verb in ("get", "put")
    for name in (
        "accelerate",
        "analytics",
        "encryption",
        "intelligenttiering",
        "inventory",
        "lifecycle",
        "metrics",
        "replication",
    )
)
_WITHOUT_KEY = frozenset({"createkey", "generaterandom", "listaliases", "listkeys", "listretirablegrants"})


@lru_cache(maxsize=1024)
def kind(action: str) -> Kind:
    """What an action, in lower case, is on; of S3's and KMS's actions their names tell."""
    service, _, name = action.partition(":")
    match service:
        case "s3" if name in _ON_OBJECTS or ("object" in name and "objectl" not in name):
            return Kind.OBJECT
        case "s3" if name in _ON_BUCKETS or ("bucket" in name and name != "listallmybuckets"):
            return Kind.BUCKET
        case "kms":
            return Kind.WHOLE if name in _WITHOUT_KEY or "customkeystore" in name else Kind.KEY
        case "sts":
            return Kind.ROLE
        case _:
            return Kind.OTHER


def _spaces(allow: Allow, action: str) -> Iterator[tuple[Pattern, PatternSet, Site]]:
    """Sets of resources that the action has, each less another set, with what is known of all its members."""
    partition = allow.partition
    anything = Site((), allow.caller.account, None)
    what = kind(action.lower())
    own: list[Pattern] = []
    for arn, site in _own(allow.resting) if what in (Kind.OBJECT, Kind.BUCKET, Kind.KEY) else ():
        if (what is Kind.KEY) is (":kms:" in arn):
            own.append(Pattern.glob(f"{arn}/*") if what is Kind.OBJECT else Pattern.literal(arn))
            yield own[-1], NOTHING, site
    match what:
        case Kind.OBJECT:
            yield any_bucket(partition, objects=True), PatternSet(tuple(own)), anything
        case Kind.BUCKET:
            yield any_bucket(partition, objects=False), PatternSet((*own, *below_buckets(partition))), anything
        case Kind.KEY:
            yield any_key(partition), PatternSet(tuple(own)), anything._replace(policy=delegation(anything.owner or ""))
        case Kind.ROLE:
            yield segmented(Pattern.glob(f"arn:{partition}:iam::*:role/???*")), NOTHING, anything
        case Kind.WHOLE:
            yield Pattern.literal("*"), NOTHING, anything
        case Kind.OTHER:
            # No bucket and no object is among the resources of S3's other actions.
            buckets = PatternSet((Pattern.glob(f"arn:{partition}:s3:::*"),))
            space = f"arn:{partition}:{action.partition(':')[0].lower()}:*:*:*"
            yield segmented(Pattern.glob(space)), buckets, anything
        case _:
            assert_never(what)


def any_bucket(partition: str, *, objects: bool) -> Pattern:
    """Buckets of any name, with objects below them where these are meant; a name has three characters or more."""
    return Pattern.glob(f"arn:{partition}:s3:::???*{'/*' if objects else ''}")


def below_buckets(partition: str) -> tuple[Pattern, ...]:
    """Everything that is in a bucket and no bucket itself."""
    return (Pattern.glob(f"arn:{partition}:s3:::*/*"),)


def any_key(partition: str) -> Pattern:
    """Any KMS key."""
    return segmented(Pattern.glob(f"arn:{partition}:kms:*:*:key/???*"))


def _own(resting: Resting) -> Iterator[tuple[str, Site]]:
    """The ARNs of some of the flows' buckets and keys, destinations first, with what is known of them."""
    found: dict[str, Site] = {}
    for flow in resting.flows[:MOST_FLOWS]:
        for bucket in (flow.destination, flow.source):
            if isinstance(bucket, Bucket):
                site = Site((), _told(bucket.account), _given(bucket.policy))
                found.setdefault(f"arn:{flow.partition}:s3:::{bucket.name}", site)
        for key in (flow.source_key, flow.replica_key):
            if isinstance(key, Key) and ":alias/" not in key.arn:
                found.setdefault(key.arn, Site((), key.account, governing.key_policy(flow.partition, key)))
    yield from found.items()


def _given(policy: Policy | None | Unresolved) -> Policy | Untold | None:
    return governing.untold(policy) if isinstance(policy, Unresolved) else policy


def _told(account: str | Unresolved) -> str | None:
    return account if isinstance(account, str) else None


def delegation(account: str) -> Policy:
    """The policy of a key that nobody describes, as KMS makes it: the account's own policies decide.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    root = Principals((PrincipalName("AWS", account),))
    return Policy((Statement("Allow", Element("Action", ("kms:*",)), Element("Resource", ("*",)), root),))


def _circumstances(allow: Allow, action: str, site: Site | None) -> Circumstances:
    """What is known of the call's context: of S3's own calls to KMS, and of calls that the role makes itself."""
    flow = allow.flows[0]
    owner: str | Unresolved = (site and site.owner) or Unresolved("the owner account")
    region = flow.source.region if isinstance(flow.source, Bucket) else flow.source
    of_s3 = action.lower() in KEY_ACTIONS
    return Circumstances(
        KMS if of_s3 else S3, action, allow.caller, allow.partition, owner, region, declared=allow.estate.declared
    )
