"""What replication needs of a role: the actions that AWS documents for it, and for some flows on which resources.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html and, for objects with KMS
keys, https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html. What any of AWS's
examples grants a replication role counts as documented, also where S3 can do without.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from replint.facts.bucket import Bucket
from replint.facts.key import Key
from replint.facts.role import Role
from replint.facts.unresolved import Unresolved
from replint.iam.policy import Policy
from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from replint.facts.estate import Estate
    from replint.flows import Flow

BATCH = "batchoperations.s3.amazonaws.com"
"""Who assumes the role of a batch job."""

ON_SOURCE_BUCKET = ("s3:GetReplicationConfiguration", "s3:ListBucket")
ON_SOURCE_OBJECTS = (
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionTagging",
    "s3:GetObjectVersionAnnotationForReplication",
)
LOCKED_OBJECTS = ("s3:GetObjectRetention", "s3:GetObjectLegalHold")
ON_REPLICAS = ("s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags")
LOCKED_REPLICAS = ("s3:PutObjectRetention", "s3:PutObjectLegalHold")
OWNED_REPLICAS = ("s3:ObjectOwnerOverrideToBucketOwner",)
WITH_SOURCE_KEY = ("kms:Decrypt",)
WITH_DEFAULT_KEY = ("kms:GenerateDataKey",)
WITH_REPLICA_KEY = ("kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt")
BATCH_ON_SOURCE_BUCKET = ("s3:PutInventoryConfiguration",)
BATCH_ON_SOURCE_OBJECTS = ("s3:InitiateReplication",)
BATCH_FILES = ("s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl")
"""What a batch job does with its manifest and its report, which are in buckets of its own choice.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-policies.html
"""

SOURCE_OBJECT_ACTIONS = frozenset(name.lower() for name in (*ON_SOURCE_OBJECTS, *LOCKED_OBJECTS))
REPLICA_ACTIONS = frozenset(
    name.lower()
    for name in (
        *ON_REPLICAS,
        *LOCKED_REPLICAS,
        *OWNED_REPLICAS,
        "s3:ReplicateObjectAnnotation",
        "s3:GetObjectVersionTagging",
    )
)
KEY_ACTIONS = frozenset(
    name.lower()
    for name in (
        *WITH_REPLICA_KEY,
        # AWS's table of failure reasons asks for kms:GenerateDataKey*.
        "kms:GenerateDataKeyPair",
        "kms:GenerateDataKeyPairWithoutPlaintext",
        "kms:GenerateDataKeyWithoutPlaintext",
    )
)
SOURCE_BUCKET_ACTIONS = frozenset(name.lower() for name in ON_SOURCE_BUCKET)
DOCUMENTED = SOURCE_BUCKET_ACTIONS | SOURCE_OBJECT_ACTIONS | REPLICA_ACTIONS | KEY_ACTIONS
"""Every action, in lower case, that a replication role may have: its names are never too much."""

BATCH_FILE_ACTIONS = frozenset(name.lower() for name in BATCH_FILES)
ALWAYS_NEEDED = DOCUMENTED - frozenset(name.lower() for name in LOCKED_REPLICAS)
"""Those that need no look at any flow."""

FOR_BATCH = BATCH_FILE_ACTIONS | frozenset(name.lower() for name in (*BATCH_ON_SOURCE_BUCKET, *BATCH_ON_SOURCE_OBJECTS))
_ONLY_LOCKED = frozenset(name.lower() for name in LOCKED_REPLICAS)


class Enough(NamedTuple):
    """A statement that is enough: actions and resources, as a policy writes them."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]


@record
class Needs:
    """What the flows of a role need, all together.

    `sources` and `destinations` have the prefixes that are copied, by the bucket's ARN; `source_objects` and `replicas`
    are the objects under them, as a policy names them. `told` is False when a source
    or a prefix is not told, so that nothing can be said to be too much there. `locked`, `owned` and `batch` say whether
    Object Lock, the owner override and Batch Replication have their part.
    """

    sources: Mapping[str, tuple[str, ...]]
    destinations: Mapping[str, tuple[str, ...]]
    source_objects: tuple[str, ...]
    replicas: tuple[str, ...]
    source_keys: tuple[str, ...]
    replica_keys: tuple[str, ...]
    default_keys: tuple[str, ...]
    """Keys of destinations, which objects without any encryption get there."""
    told: bool
    locked: bool
    owned: bool
    batch: bool

    def asks_for(self, action: str) -> bool:
        """Whether replication, or the batch jobs of the role, may need an action at all; it is in lower case."""
        if action in _ONLY_LOCKED:
            return self.locked
        return action in DOCUMENTED or (self.batch and action in FOR_BATCH)

    @property
    def enough(self) -> tuple[Enough, ...]:
        """The least that lets every flow replicate: a policy of these statements grants all that rules ask for.

        Each resource is in one of them only, whatever parts it plays: a key for replicas may be the default one, too.
        """
        batch = self.batch
        found = (
            Enough((*ON_SOURCE_BUCKET, *(BATCH_ON_SOURCE_BUCKET if batch else ())), tuple(self.sources)),
            Enough((*ON_SOURCE_OBJECTS, *(LOCKED_OBJECTS if self.locked else ())), self.source_objects),
            Enough(BATCH_ON_SOURCE_OBJECTS if batch else (), self.source_objects),
            Enough(
                (
                    *ON_REPLICAS,
                    *(LOCKED_REPLICAS if self.locked else ()),
                    *(OWNED_REPLICAS if self.owned else ()),
                ),
                self.replicas,
            ),
            Enough(WITH_SOURCE_KEY, self.source_keys),
            Enough(WITH_REPLICA_KEY, self.replica_keys),
            Enough(WITH_DEFAULT_KEY, self.default_keys),
        )
        actions: dict[str, dict[str, None]] = {}
        for each in found:
            for resource in each.resources:
                actions.setdefault(resource, {}).update(dict.fromkeys(each.actions))
        together: dict[tuple[str, ...], list[str]] = {}
        for resource, needed in actions.items():
            together.setdefault(tuple(needed), []).append(resource)
        return tuple(Enough(needed, tuple(resources)) for needed, resources in together.items())


@record(eq=False)
class Resting:
    """The flows that rest on one role, bucket or key."""

    flows: tuple[Flow, ...]


@lru_cache(maxsize=1)
def roles(resting: Resting) -> tuple[Role, ...]:
    """The roles of these flows, each once."""
    return tuple({flow.role.arn: flow.role for flow in resting.flows if isinstance(flow.role, Role)}.values())


@lru_cache(maxsize=1)
def of(resting: Resting) -> Needs:
    """What these flows need of the roles that serve them; most statements are never asked for it."""
    sources: dict[str, dict[str, None]] = {}
    destinations: dict[str, dict[str, None]] = {}
    source_keys: dict[str, None] = {}
    replica_keys: dict[str, None] = {}
    default_keys: dict[str, None] = {}
    told, locked, owned = True, False, False
    for flow in resting.flows:
        prefix = flow.rule.prefix
        told = told and isinstance(flow.source, Bucket) and isinstance(prefix, str)
        known = "" if isinstance(prefix, Unresolved) else prefix
        if isinstance(flow.source, Bucket):
            sources.setdefault(f"arn:{flow.partition}:s3:::{flow.source.name}", {})[known] = None
            locked = locked or flow.source.object_lock is not False
        else:
            locked = True
        destinations.setdefault(f"arn:{flow.partition}:s3:::{flow.destination.name}", {})[known] = None
        owned = owned or flow.rule.owner_override is not False
        default_keys.update(_named(flow.destination_default_key))
        if flow.selects_kms is not False:
            source_keys.update(_named(flow.source_key))
            replica_keys.update(_named(flow.replica_key))
    copied = {arn: _widest(prefixes) for arn, prefixes in sources.items()}
    replicas = {arn: _widest(prefixes) for arn, prefixes in destinations.items()}
    return Needs(
        copied,
        replicas,
        _under(copied),
        _under(replicas),
        tuple(source_keys),
        tuple(replica_keys),
        tuple(default_keys),
        told,
        locked,
        owned,
        any(serves_batch(role, resting.flows[0].estate) for role in roles(resting)),
    )


def serves_batch(role: Role, estate: Estate) -> bool:
    """Whether a role is a job's role as well, or S3 Batch Operations may assume it, so that it may be one."""
    if any(job.role == role.arn for job in estate.jobs):
        return True
    return isinstance(role.trust, Policy) and any(
        statement.effect == "Allow"
        and statement.principals is not None
        and any(name.kind == "Service" and name.value == BATCH for name in statement.principals.names)
        for statement in role.trust.statements
    )


def _named(key: Key | None | Unresolved) -> Iterator[tuple[str, None]]:
    """A key as an identity policy has to name it; an alias names none, and of AWS's own key no id is known."""
    if isinstance(key, Key) and ":alias/" not in key.arn:
        yield key.arn, None


def _widest(prefixes: Iterable[str]) -> tuple[str, ...]:
    """Prefixes without those that begin with another one."""
    found: list[str] = []
    for prefix in sorted(prefixes):
        if not found or not prefix.startswith(found[-1]):
            found.append(prefix)
    return tuple(found)


def _under(buckets: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The objects of buckets under their prefixes, as a policy names them."""
    return tuple(f"{arn}/{_literal(prefix)}*" for arn, prefixes in buckets.items() for prefix in prefixes)


def _literal(prefix: str) -> str:
    """A prefix as a policy has to write it, where nothing in it may be wild.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    """
    return "".join(f"${{{char}}}" if char in "*?$" else char for char in prefix)
