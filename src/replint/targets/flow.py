"""What S3's calls for a flow are made on: buckets, objects, keys and the role, each with the policies around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.context.circumstances import KMS, S3, STS, Circumstances
from replint.facts.bucket import Algorithm, Bucket
from replint.facts.key import Key, Manager
from replint.facts.unresolved import Unresolved
from replint.governing import key_policy, organisation, rcps
from replint.targets.resources import arn_of, below, key_arn, on_bucket, on_role, stated
from replint.targets.target import Hop, Target

if TYPE_CHECKING:
    from collections.abc import Hashable

    from replint.flows import Flow
    from replint.iam.pattern import Pattern
    from replint.span import Place

DECRYPTING = frozenset({"kms:decrypt"})


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
            organisation=_organisation(flow),
            declared=flow.estate.declared,
            region=Unresolved("the Region of the call to STS"),
            source_bucket=_arn(flow, source) if source else None,
            source_account=source.account if source else None,
            places={"source_account": source.places.get("account") if source else None},
        )

    return on_role(flow.estate, assumed, circumstances, _about(flow), flow.destination.account)


def source_key(flow: Flow) -> Target | None | Unresolved:
    """The KMS key of the objects that the source's default encryption makes; None where they have none."""
    key = flow.source_key
    if not isinstance(key, Key):
        return key
    return _key(
        flow, key, Hop.DECRYPT, bucket_key=flow.source_bucket_key, because=_has_bucket_keys(flow.source, "source")
    )


def replica_key(flow: Flow) -> Target | None | Unresolved:
    """The KMS key of the replicas; None where the replication rule names none."""
    key = flow.replica_key
    if not isinstance(key, Key):
        return key
    # A replica keeps its object's Bucket Key; without one at the source, the destination's default may count.
    own = flow.source_bucket_key
    form = None if own is False and flow.destination_bucket_key is not False else own
    return _key(flow, key, Hop.ENCRYPT, bucket_key=form, because=_replicas_have(flow))


def source_key_for_older_objects(flow: Flow) -> Target | None | Unresolved:
    """The source key, of objects from before the S3 Bucket Key: their context is their own ARN."""
    key = flow.source_key
    return _key(flow, key, Hop.DECRYPT, bucket_key=False, because=_older(flow)) if isinstance(key, Key) else key


def replica_key_for_older_objects(flow: Flow) -> Target | None | Unresolved:
    """The replica key, of such objects' replicas."""
    key = flow.replica_key
    return _key(flow, key, Hop.ENCRYPT, bucket_key=False, because=_older(flow)) if isinstance(key, Key) else key


def destination_default_key(flow: Flow) -> Target | None | Unresolved:
    """The KMS key of the destination's default encryption, for replicas of objects that have no encryption at all."""
    key = flow.destination_default_key
    form = flow.destination_bucket_key
    if not isinstance(key, Key):
        return key
    because = _has_bucket_keys(flow.destination, "destination")
    return _key(flow, key, Hop.ENCRYPT, bucket_key=form, because=because, name="destination's default key")


def _in_source(flow: Flow, *, objects: bool) -> Target | Unresolved:
    return _in_bucket(flow, flow.source, Hop.READ, objects=objects)


def _in_bucket(flow: Flow, bucket: Bucket | Unresolved, hop: Hop, *, objects: bool) -> Target | Unresolved:
    if isinstance(flow.role, Unresolved):
        return flow.role
    if isinstance(flow.rule.prefix, Unresolved):
        return flow.rule.prefix
    if hop is Hop.WRITE and isinstance(flow.rule.destination, Unresolved):
        return flow.rule.destination
    caller = flow.role
    resources = _objects(flow, bucket) if objects else _bucket(flow, bucket)

    def circumstances(action: str) -> Circumstances:
        return Circumstances(
            S3,
            action,
            caller,
            flow.partition,
            owner=bucket if isinstance(bucket, Unresolved) else bucket.account,
            organisation=_organisation(flow),
            declared=flow.estate.declared,
            region=bucket if isinstance(bucket, Unresolved) else bucket.region,
            tags=flow.rule.tags,
            replica_key=flow.replica_key,
            encryption=_encryption(flow),
            object_lock=bucket if isinstance(bucket, Unresolved) else _object_lock(flow, bucket),
            places={
                **stated(bucket),
                "tags": flow.rule.places.get("tags"),
                "replica_key": flow.rule.places.get("replica_key"),
                "encryption": None if isinstance(flow.source, Unresolved) else flow.source.places.get("encryption"),
            },
        )

    about = _about(flow, per_object=objects, written=hop is Hop.WRITE)
    return on_bucket(flow.estate, hop, bucket, resources, circumstances, about, flow.destination.account)


def _has_bucket_keys(bucket: Bucket | Unresolved, which: str) -> tuple[str, Place | None]:
    """Whether a bucket gives its objects S3 Bucket Keys, in words and where it stands."""
    if isinstance(bucket, Unresolved) or isinstance(bucket.encryption, Unresolved):
        return f"no document tells whether the {which} bucket has Bucket Keys", None
    some = (
        "Bucket Keys"
        if bucket.encryption.bucket_key and bucket.encryption.algorithm is Algorithm.SSE_KMS
        else "no Bucket Keys"
    )
    return f"the {which} bucket has {some}", bucket.where("bucket_key")


def _replicas_have(flow: Flow) -> tuple[str, Place | None]:
    """The same of replicas: they keep their object's Bucket Key, and without one the destination's may count."""
    own, place = _has_bucket_keys(flow.source, "source")
    if flow.source_bucket_key is not False:
        return (f"{own}, which replicas keep", place) if flow.source_bucket_key is True else (own, None)
    match flow.destination_bucket_key:
        case True:
            at = flow.destination.where("bucket_key")
            return "only the destination bucket has Bucket Keys, and AWS does not say whether these count", at
        case False:
            return "neither bucket has Bucket Keys", place
        case _:
            return _has_bucket_keys(flow.destination, "destination")


def _older(flow: Flow) -> tuple[str, Place | None]:
    """Of objects that are older than the source's Bucket Key."""
    return "objects from before the Bucket Key have none", _has_bucket_keys(flow.source, "source")[1]


def _key(  # noqa: PLR0913 - what is told of a key's calls
    flow: Flow,
    key: Key,
    hop: Hop,
    *,
    bucket_key: bool | Unresolved | None,
    because: tuple[str, Place | None],
    name: str = "",
) -> Target | Unresolved:
    if isinstance(flow.role, Unresolved):
        return flow.role
    if isinstance(flow.rule.prefix, Unresolved):
        return flow.rule.prefix
    caller = flow.role
    bucket = flow.source if hop is Hop.DECRYPT else flow.destination
    name = name or ("source key" if hop is Hop.DECRYPT else "replica key")
    either = bucket_key is None
    region = key.region if isinstance(bucket, Unresolved) or isinstance(bucket.region, Unresolved) else bucket.region

    def circumstances(action: str) -> Circumstances:
        return Circumstances(
            KMS,
            action,
            caller,
            flow.partition,
            owner=key.account,
            organisation=_organisation(flow),
            declared=flow.estate.declared,
            region=region,
            objects=_objects(flow, bucket),
            bucket=_arn(flow, bucket) if isinstance(bucket, Bucket) else None,
            # Of a replica, S3 decrypts only what has a Bucket Key, and then the context is the bucket.
            bucket_key=True if either and action.lower() in DECRYPTING else bucket_key,
            replica_key=key,
            places={**stated(bucket), "owner": key.places.get("account")},
        )

    return Target(
        hop,
        f"key `{key.arn}`",
        "key policy",
        f"the policy of the {name}",
        key_arn(key),
        key.arn,
        key.account,
        key_policy(flow.partition, key),
        key.where("policy"),
        () if key.manager is Manager.AWS else rcps(flow.estate, key.account, flow.destination.account),
        circumstances,
        (_about(flow, per_object=True, written=hop is Hop.ENCRYPT), bucket_key),
        DECRYPTING if either else frozenset(),
        owned=key.where("account"),
        because=because,
    )


def _organisation(flow: Flow) -> tuple[str, ...] | None:
    """The ids that the organisation of the role's account may have; None where no policy of one governs it."""
    return (
        None
        if isinstance(flow.role, Unresolved)
        else organisation(flow.estate, flow.role.account, flow.destination.account)
    )


def _about(flow: Flow, *, per_object: bool = False, written: bool = False) -> Hashable:
    """What the context of calls rests on, beside the target's name and owner."""
    source = None if isinstance(flow.source, Unresolved) else flow.source.name
    # No key and a key that is not told are two answers: the Unresolved stands for itself.
    key = flow.replica_key.arn if isinstance(flow.replica_key, Key) else flow.replica_key
    return (
        source,
        (flow.rule.prefix, flow.rule.tags) if per_object else (),
        (flow.destination.name, key) if written else (),
    )


def _object_lock(flow: Flow, bucket: Bucket) -> bool | Unresolved:
    """Whether objects may have retention periods and holds, which they bring along from a source with Object Lock."""
    locked = isinstance(flow.source, Unresolved) or flow.source.object_lock
    return bucket.object_lock if locked else False


def _encryption(flow: Flow) -> str | Unresolved:
    """How replicas are encrypted of the objects that the source's default encryption makes: as these are."""
    if isinstance(flow.source, Unresolved):
        return flow.source
    default = flow.source.encryption
    return default if isinstance(default, Unresolved) else default.algorithm.value


def _bucket(flow: Flow, bucket: Bucket | Unresolved) -> Pattern:
    return arn_of(flow.partition, bucket.name if isinstance(bucket, Bucket) else None)


def _objects(flow: Flow, bucket: Bucket | Unresolved) -> Pattern:
    # The prefix of a replication rule is literal text: a star in it is a star.
    prefix = flow.rule.prefix if isinstance(flow.rule.prefix, str) else ""
    return below(_bucket(flow, bucket), prefix)


def _arn(flow: Flow, bucket: Bucket) -> str:
    return f"arn:{flow.partition}:s3:::{bucket.name}"
