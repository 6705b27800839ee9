"""The words that rules may say of a flow: a row each; docs/language.md has their meaning for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.bucket import Bucket
from replint.facts.key import Key
from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import ACTOR, ACTOR_AND_TARGET, TARGET, TRUTH, Entry, Type
from replint.targets import flow as targets
from replint.vocabulary.word import ACCOUNT, ALGORITHM, ARN, OWNERSHIP, REGION, VERSIONING, Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.flows import Flow
    from replint.span import Place

SERVICE = "s3.amazonaws.com"
"""Who assumes the replication role."""


def _flow(
    phrase: str, type_: Type, meaning: str, answer: Callable[[Flow], object], where: Callable[[Flow], Place | None]
) -> Word[Flow]:
    return Word(Entry(phrase, type_, "flow", meaning), answer, where)


def _nowhere(_: Flow) -> None:
    return None


def _of_source(name: str) -> tuple[Callable[[Flow], object], Callable[[Flow], Place | None]]:
    def answer(flow: Flow) -> object:
        return getattr(flow.source, name) if isinstance(flow.source, Bucket) else flow.source

    def where(flow: Flow) -> Place | None:
        return flow.source.where(name) if isinstance(flow.source, Bucket) else flow.source.place

    return answer, where


def _of_destination(name: str) -> tuple[Callable[[Flow], object], Callable[[Flow], Place | None]]:
    return (lambda flow: getattr(flow.destination, name)), (lambda flow: flow.destination.where(name))


def _of_rule(name: str) -> tuple[Callable[[Flow], object], Callable[[Flow], Place | None]]:
    return (lambda flow: getattr(flow.rule, name)), (lambda flow: flow.rule.where(name))


def _encryption(bucket: Bucket | Unresolved) -> object:
    if isinstance(bucket, Unresolved):
        return bucket
    return bucket.encryption if isinstance(bucket.encryption, Unresolved) else bucket.encryption.algorithm


def _kms_by_default(bucket: Bucket | Unresolved) -> object:
    if isinstance(bucket, Unresolved):
        return bucket
    return bucket.encryption if isinstance(bucket.encryption, Unresolved) else bucket.encryption.kms


def _account(flow: Flow) -> object:
    return flow.role if isinstance(flow.role, Unresolved) else flow.role.account


def _role_place(flow: Flow) -> Place | None:
    return flow.configuration.role_place


def _key(key: Key | None | Unresolved, name: str) -> object:
    return getattr(key, name) if isinstance(key, Key) else key


def _key_place(key: Key | None | Unresolved, name: str, otherwise: Place | None) -> Place | None:
    return key.where(name) if isinstance(key, Key) and key.stated else otherwise


def _either_bucket_key(flow: Flow) -> object:
    sides = (flow.source_bucket_key, flow.destination_bucket_key)
    if True in sides:
        return True
    return next((side for side in sides if isinstance(side, Unresolved)), False)


def _known_elsewhere(flow: Flow) -> bool:
    key, region = _key(flow.replica_key, "region"), flow.destination.region
    return isinstance(key, str) and isinstance(region, str) and key != region


def _source_encryption_place(flow: Flow) -> Place | None:
    return _of_source("encryption")[1](flow)


WORDS: tuple[Word[Flow], ...] = (
    _flow("s3", ACTOR, "Amazon S3 itself, when it assumes the role.", lambda _: SERVICE, _nowhere),
    _flow("role", ACTOR_AND_TARGET, "The replication role.", targets.role, _role_place),
    _flow("source bucket", TARGET, "The source bucket itself, not its objects.", targets.source_bucket, _nowhere),
    _flow(
        "source objects",
        TARGET,
        "The objects that the replication rule selects, in the source bucket.",
        targets.source_objects,
        lambda flow: flow.rule.where("prefix"),
    ),
    _flow(
        "destination bucket",
        TARGET,
        "The destination bucket itself, not its objects.",
        targets.destination_bucket,
        lambda flow: flow.rule.where("destination"),
    ),
    _flow(
        "destination objects",
        TARGET,
        "The replicas, which have their objects' keys, in the destination bucket.",
        targets.destination_objects,
        lambda flow: flow.rule.where("destination"),
    ),
    _flow(
        "source key",
        TARGET,
        "The KMS key of the objects that the source's default encryption makes; not set where they have none.",
        targets.source_key,
        _source_encryption_place,
    ),
    _flow(
        "replica key",
        TARGET,
        "The KMS key of the replicas; not set where the replication rule names none.",
        targets.replica_key,
        lambda flow: flow.rule.where("replica_key"),
    ),
    _flow("source account", ACCOUNT, "The account that owns the source bucket.", *_of_source("account")),
    _flow("destination account", ACCOUNT, "The account that owns the destination bucket.", *_of_destination("account")),
    _flow("role account", ACCOUNT, "The account that the replication role belongs to.", _account, _role_place),
    _flow("source region", REGION, "The Region of the source bucket.", *_of_source("region")),
    _flow("destination region", REGION, "The Region of the destination bucket.", *_of_destination("region")),
    _flow("source versioning", VERSIONING, "The versioning of the source bucket.", *_of_source("versioning")),
    _flow("destination versioning", VERSIONING, "The versioning of the destination.", *_of_destination("versioning")),
    _flow("source ownership", OWNERSHIP, "Object Ownership of the source bucket.", *_of_source("ownership")),
    _flow("destination ownership", OWNERSHIP, "Object Ownership of the destination.", *_of_destination("ownership")),
    _flow(
        "source encryption",
        ALGORITHM,
        "The default encryption of the source bucket.",
        lambda flow: _encryption(flow.source),
        _source_encryption_place,
    ),
    _flow(
        "destination encryption",
        ALGORITHM,
        "The default encryption of the destination bucket.",
        lambda flow: _encryption(flow.destination),
        _of_destination("encryption")[1],
    ),
    _flow(
        "source encrypts with kms",
        TRUTH,
        "The source's default encryption gives objects a KMS key (SSE-KMS or DSSE-KMS).",
        lambda flow: _kms_by_default(flow.source),
        _source_encryption_place,
    ),
    _flow(
        "source uses bucket key",
        TRUTH,
        "Objects get an S3 Bucket Key at the source.",
        lambda flow: flow.source_bucket_key,
        _source_encryption_place,
    ),
    _flow(
        "either side uses bucket key",
        TRUTH,
        "The source or the destination has S3 Bucket Keys switched on.",
        _either_bucket_key,
        _source_encryption_place,
    ),
    _flow("source has object lock", TRUTH, "The source bucket has Object Lock.", *_of_source("object_lock")),
    _flow("destination has object lock", TRUTH, "The destination has Object Lock.", *_of_destination("object_lock")),
    _flow(
        "kms objects selected",
        TRUTH,
        "The replication rule selects objects that are encrypted with KMS keys.",
        lambda flow: flow.selects_kms,
        lambda flow: flow.rule.where("sse_kms"),
    ),
    _flow(
        "delete markers replicate",
        TRUTH,
        "Delete markers replicate: a V2 rule says so, and a V1 rule always does.",
        lambda flow: flow.delete_markers,
        lambda flow: flow.rule.where("delete_markers"),
    ),
    _flow(
        "owner override",
        TRUTH,
        "The replication rule makes the destination's owner the owner of the replicas.",
        *_of_rule("owner_override"),
    ),
    _flow(
        "replica key region",
        REGION,
        "The Region of the replica key; not set where there is no such key.",
        lambda flow: _key(flow.replica_key, "region"),
        lambda flow: flow.rule.where("replica_key"),
    ),
    _flow(
        "replica key known elsewhere",
        TRUTH,
        "The replica key is known to be in another Region than the destination; not told counts as no.",
        _known_elsewhere,
        lambda flow: flow.rule.where("replica_key"),
    ),
    _flow(
        "replica key arn",
        ARN,
        "The ARN of the replica key; not set where there is no such key.",
        lambda flow: _key(flow.replica_key, "arn"),
        lambda flow: flow.rule.where("replica_key"),
    ),
    _flow(
        "source key arn",
        ARN,
        "The ARN of the source key; not set where objects have none.",
        lambda flow: _key(flow.source_key, "arn"),
        lambda flow: _key_place(flow.source_key, "arn", _source_encryption_place(flow)),
    ),
)
