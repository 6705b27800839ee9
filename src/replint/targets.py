"""What S3's calls for a flow are made on: buckets, objects, keys and the role, each with the policies around it."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from replint.context import KMS, S3, STS, Circumstances
from replint.facts.bucket import Bucket
from replint.facts.key import Key, Manager
from replint.facts.unresolved import Unresolved
from replint.iam.pattern import Atom, Pattern, Wild
from replint.iam.policy import Condition, Element, Policy, PrincipalName, Principals, Statement, Untold
from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.facts.role import Role
    from replint.flows import Flow
    from replint.iam.layers import Given
    from replint.span import Place


class Hop(StrEnum):
    """The steps of one copying, in the order in which S3 takes them."""

    TRUST = "trust"
    READ = "read"
    WRITE = "write"
    DECRYPT = "decrypt"
    ENCRYPT = "encrypt"


@record
class Target:
    """What a call is made on.

    `resources` are the ARNs, `shown` the same for people, `owner` the account they belong to. `policy` is the
    resource's own policy (`kind` says which, `policy_name` how to speak of it), at `place` or, where there is none,
    missing there.
    """

    hop: Hop
    name: str
    kind: str
    policy_name: str
    resources: Pattern
    shown: str
    owner: str | None
    policy: Policy | Untold | None
    place: Place | None
    rcps: tuple[tuple[Given, ...], ...]
    circumstances: Callable[[str], Circumstances] = field(compare=False, repr=False)


def source_bucket(flow: Flow) -> Target | Unresolved:
    """The source bucket itself."""
    return _in_source(flow, objects=False)


def source_objects(flow: Flow) -> Target | Unresolved:
    """The objects that the replication rule selects."""
    return _in_source(flow, objects=True)


def destination_bucket(flow: Flow) -> Target | Unresolved:
    """The destination bucket itself."""
    return _in_bucket(flow, flow.destination, Hop.WRITE, objects=False)


def destination_objects(flow: Flow) -> Target | Unresolved:
    """The replicas: they have their objects' keys."""
    return _in_bucket(flow, flow.destination, Hop.WRITE, objects=True)


def role(flow: Flow) -> Target | Unresolved:
    """The role as what S3 assumes."""
    if isinstance(flow.role, Unresolved):
        return flow.role
    assumed = flow.role
    source = flow.source if isinstance(flow.source, Bucket) else None

    def circumstances(action: str) -> Circumstances:
        return Circumstances(
            STS,
            action,
            assumed,
            flow.partition,
            owner=assumed.account,
            region=Unresolved("the Region of the call to STS"),
            source_bucket=_arn(flow, source) if source else None,
            source_account=source.account if source else None,
        )

    return Target(
        Hop.TRUST,
        f"role `{assumed.arn}`",
        "trust policy",
        "the trust policy of the role",
        Pattern.literal(assumed.arn),
        assumed.arn,
        assumed.account,
        untold(assumed.trust) if isinstance(assumed.trust, Unresolved) else assumed.trust,
        assumed.where("trust"),
        _rcps(flow, assumed.account),
        circumstances,
    )


def source_key(flow: Flow) -> Target | None | Unresolved:
    """The KMS key of the objects that the source's default encryption makes; None where they have none."""
    key = flow.source_key
    if not isinstance(key, Key):
        return key
    return _key(flow, key, flow.source, Hop.DECRYPT, bucket_key=flow.source_bucket_key)


def replica_key(flow: Flow) -> Target | None | Unresolved:
    """The KMS key of the replicas; None where the replication rule names none."""
    key = flow.replica_key
    if not isinstance(key, Key):
        return key
    # A replica keeps its object's Bucket Key; without one at the source, the destination's default may count.
    own = flow.source_bucket_key
    form = None if own is False and flow.destination_bucket_key is not False else own
    return _key(flow, key, flow.destination, Hop.ENCRYPT, bucket_key=form)


def untold(value: Unresolved) -> Untold:
    """A policy that no document tells, as the kernel knows it."""
    return Untold(value.what, value.tells, value.place)


def _in_source(flow: Flow, *, objects: bool) -> Target | Unresolved:
    return _in_bucket(flow, flow.source, Hop.READ, objects=objects)


def _in_bucket(flow: Flow, bucket: Bucket | Unresolved, hop: Hop, *, objects: bool) -> Target | Unresolved:
    if isinstance(flow.role, Unresolved):
        return flow.role
    if isinstance(flow.rule.prefix, Unresolved):
        return flow.rule.prefix
    caller = flow.role
    known = bucket if isinstance(bucket, Bucket) else None
    resources = _objects(flow, bucket) if objects else _bucket(flow, bucket)
    gap = bucket if isinstance(bucket, Unresolved) else None

    def circumstances(action: str) -> Circumstances:
        return Circumstances(
            S3,
            action,
            caller,
            flow.partition,
            owner=known.account if known else _gap(gap),
            region=known.region if known else _gap(gap),
            tags=flow.rule.tags,
            replica_key=flow.replica_key,
            kms_objects=_has_kms(flow),
            event_holds=known.object_lock if known else _gap(gap),
        )

    return Target(
        hop,
        f"bucket `{known.name}`" if known else "the source bucket",
        "bucket policy",
        f"the policy of bucket `{known.name}`" if known else "the policy of the source bucket",
        resources,
        str(resources),
        _text(known.account) if known else None,
        (untold(known.policy) if isinstance(known.policy, Unresolved) else known.policy)
        if known
        else untold(_gap(gap)),
        known.where("policy") if known else _gap(gap).place,
        _rcps(flow, known.account) if known else (),
        circumstances,
    )


def _key(
    flow: Flow, key: Key, bucket: Bucket | Unresolved, hop: Hop, *, bucket_key: bool | Unresolved | None
) -> Target | Unresolved:
    if isinstance(flow.role, Unresolved):
        return flow.role
    if isinstance(flow.rule.prefix, Unresolved):
        return flow.rule.prefix
    caller = flow.role
    region = key.region if isinstance(bucket, Unresolved) or isinstance(bucket.region, Unresolved) else bucket.region

    def circumstances(action: str) -> Circumstances:
        return Circumstances(
            KMS,
            action,
            caller,
            flow.partition,
            owner=key.account,
            region=region,
            objects=_objects(flow, bucket),
            bucket=_arn(flow, bucket) if isinstance(bucket, Bucket) else None,
            # Of a replica, S3 decrypts only what has a Bucket Key, and then the context is the bucket.
            bucket_key=True if bucket_key is None and action.lower() == "kms:decrypt" else bucket_key,
            replica_key=key,
        )

    return Target(
        hop,
        f"key `{key.arn}`",
        "key policy",
        "the policy of the source key" if hop is Hop.DECRYPT else "the policy of the replica key",
        _key_arn(key),
        key.arn,
        key.account,
        _key_policy(flow, key),
        key.where("policy"),
        () if key.manager is Manager.AWS else _rcps(flow, key.account),
        circumstances,
    )


def _key_arn(key: Key) -> Pattern:
    """A key's ARN; the AWS managed key is known by its alias only, and its id is an atom."""
    if ":alias/" not in key.arn:
        return Pattern.literal(key.arn)
    head = key.arn.partition(":alias/")[0]
    return Pattern((*f"{head}:key/", Atom(key.arn)))


def _key_policy(flow: Flow, key: Key) -> Policy | Untold | None:
    if not isinstance(key.policy, Unresolved):
        return key.policy
    return _managed_policy(flow, key) if key.manager is Manager.AWS else untold(key.policy)


def _managed_policy(flow: Flow, key: Key) -> Policy:
    """The policy of the key that AWS manages for S3: everybody in the account may use it through S3.

    https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
    """
    suffix = "*" if flow.partition == "aws-cn" else ""
    actions = ("kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey")
    statement = Statement(
        "Allow",
        Element("Action", actions),
        Element("Resource", ("*",)),
        Principals((PrincipalName("AWS", "*"),)),
        (
            Condition("StringLike", "kms:ViaService", (f"s3.{key.region}.amazonaws.com{suffix}",)),
            Condition("StringEquals", "kms:CallerAccount", (key.account,)),
        ),
    )
    return Policy((statement,), "the policy of the AWS managed key")


def _has_kms(flow: Flow) -> bool | Unresolved:
    """Whether the objects that the source's default encryption makes have a KMS key."""
    return flow.source_key if isinstance(flow.source_key, Unresolved) else flow.source_key is not None


def _bucket(flow: Flow, bucket: Bucket | Unresolved) -> Pattern:
    return _arn_of(flow.partition, bucket.name if isinstance(bucket, Bucket) else None)


def _objects(flow: Flow, bucket: Bucket | Unresolved) -> Pattern:
    # The prefix of a replication rule is literal text: a star in it is a star.
    prefix = flow.rule.prefix if isinstance(flow.rule.prefix, str) else ""
    return _below(_bucket(flow, bucket), prefix)


@lru_cache(maxsize=256)
def _arn_of(partition: str, name: str | None) -> Pattern:
    """The ARN of a bucket; of the source bucket, when nobody says which it is, with its unknown name."""
    return Pattern((*f"arn:{partition}:s3:::", *(name if name is not None else (Atom("source bucket"),))))


@lru_cache(maxsize=256)
def _below(bucket: Pattern, prefix: str) -> Pattern:
    return Pattern((*bucket.tokens, "/", *prefix, Wild.RUN))


def _arn(flow: Flow, bucket: Bucket) -> str:
    return f"arn:{flow.partition}:s3:::{bucket.name}"


def _text(value: str | Unresolved) -> str | None:
    return value if isinstance(value, str) else None


def _gap(value: Unresolved | None) -> Unresolved:
    return value or Unresolved("the source bucket")


def _rcps(flow: Flow, owner: str | Unresolved) -> tuple[tuple[Given, ...], ...]:
    """The RCPs that govern an account's resources: those given for it, or for the destination's account."""
    policies = flow.estate.rcps
    if policies is None:
        return ()
    if isinstance(owner, str) and owner in policies.by_account:
        return policies.by_account[owner]
    if owner == flow.destination.account and not (isinstance(owner, Unresolved) and policies.by_account):
        return policies.everywhere or ()
    if isinstance(owner, Unresolved):
        return ((Untold(f"which resource control policies govern it without {owner.what}", owner.tells, owner.place),),)
    return ()


def identity(caller: Role) -> tuple[Policy | Untold, ...]:
    """A role's permission policies, with what is not told of them."""
    if isinstance(caller.policies, Unresolved):
        return (untold(caller.policies),)
    return tuple(untold(each) if isinstance(each, Unresolved) else each for each in caller.policies)


def boundary(caller: Role) -> tuple[Policy | Untold, ...] | None:
    """A role's permissions boundary; None where it has none."""
    if caller.boundary is None:
        return None
    return (untold(caller.boundary) if isinstance(caller.boundary, Unresolved) else caller.boundary,)
