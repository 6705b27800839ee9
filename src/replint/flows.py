"""Flows: one for every enabled replication rule and its destination, with every fact that the copying depends on.

What objects and replicas are encrypted with follows the outcome matrix of
https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from replint.facts import named
from replint.facts.bucket import Algorithm, Bucket
from replint.facts.role import Role
from replint.facts.unresolved import Unresolved
from replint.iam.arn import Arn
from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.facts.estate import Estate
    from replint.facts.key import Key
    from replint.facts.replication import ReplicationConfiguration, ReplicationRule
    from replint.span import Place

MOST_TAGS = 3
"""How many tags of a replication rule are named before it is said how many more there are."""


@record
class Flow:
    """One intended copying: the objects of a replication rule, from the source to one destination, as the role.

    `source` is Unresolved when nobody says whose configuration it is. Of the objects that the source's default
    encryption makes, `source_key` is the KMS key (None: they have none) and `replica_key` the key of their replicas.
    """

    kind: ClassVar[str] = "flow"
    who: ClassVar[str] = "the replication role"
    whose: ClassVar[str] = "the role's"

    id: str
    partition: str
    source: Bucket | Unresolved
    destination: Bucket
    role: Role | Unresolved
    rule: ReplicationRule
    configuration: ReplicationConfiguration
    source_key: Key | None | Unresolved
    replica_key: Key | None | Unresolved
    estate: Estate = field(compare=False, repr=False)

    @property
    def caller(self) -> Role | Unresolved:
        """Who makes the calls: the replication role."""
        return self.role

    @property
    def place(self) -> Place | None:
        """Where the flow is asked for: the replication rule's place."""
        return self.rule.place or self.configuration.place

    @property
    def asked(self) -> tuple[Place | None, str]:
        """The place that best names what asks for the flow's calls, and what is to be said there."""
        return self.rule.where("id") or self.place, f"replication rule `{self.rule.id}` is for {self._objects}"

    @property
    def _objects(self) -> str:
        """Which objects the filter of the replication rule selects, as far as it is known."""
        prefix, tags = self.rule.prefix, self.rule.tags
        if isinstance(prefix, Unresolved) or isinstance(tags, Unresolved):
            return "objects"
        told = [f"`{name}` `{value}`" for name, value in tags]
        more = [f"{len(told) - MOST_TAGS} more"] if len(told) > MOST_TAGS else []
        *first, last = (*told[:MOST_TAGS], *more) if told else ("",)
        tagged = f" with tag{'s' if first else ''} {', '.join(first)}{' and ' if first else ''}{last}" if told else ""
        return "every object" + (f" under `{prefix}`" if prefix else "") + tagged

    @property
    def selects_kms(self) -> bool | Unresolved:
        """Whether the replication rule selects objects that are encrypted with a KMS key."""
        return self.rule.sse_kms if self.rule.sse_kms is not None else False

    @property
    def delete_markers(self) -> bool | Unresolved:
        """Whether delete markers replicate: V1 rules always replicate a user's, V2 rules when they say so.

        https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-marker-replication.html
        """
        if not self.rule.filtered:
            return True
        return self.rule.delete_markers if self.rule.delete_markers is not None else False

    @property
    def source_bucket_key(self) -> bool | Unresolved:
        """Whether objects get an S3 Bucket Key at the source."""
        return _bucket_key(self.source)

    @property
    def destination_default_key(self) -> Key | None | Unresolved:
        """The KMS key of the destination's default encryption, which replicas of unencrypted objects get."""
        return _encrypting_key(self.estate, self.destination, self.partition)

    @property
    def destination_bucket_key(self) -> bool | Unresolved:
        """Whether the destination's default is an S3 Bucket Key."""
        return _bucket_key(self.destination)


def trace(estate: Estate) -> tuple[Flow, ...]:
    """The flows of an estate, in the order of its buckets and their replication rules; disabled rules have none."""
    return tuple(
        flow for source, configuration in named.configurations(estate) for flow in _flows(estate, source, configuration)
    )


def _flows(estate: Estate, source: Bucket | Unresolved, configuration: ReplicationConfiguration) -> Iterator[Flow]:
    role = named.replication_role(estate, configuration)
    for rule in configuration.rules:
        if rule.enabled is False:
            continue
        destination = named.destination(estate, rule)
        # Nothing is replicated from one partition to another: a destination elsewhere is a slip of its own.
        partition = named.home(source, configuration.role, rule.destination)
        owner = source.name if isinstance(source, Bucket) else "?"
        yield Flow(
            id=f"{owner}/{rule.id}->{destination.name}",
            partition=partition,
            source=source,
            destination=destination,
            role=role,
            rule=rule,
            configuration=configuration,
            source_key=_encrypting_key(estate, source, partition),
            replica_key=_replica_key(estate, rule, role),
            estate=estate,
        )


def _bucket_key(bucket: Bucket | Unresolved) -> bool | Unresolved:
    if isinstance(bucket, Unresolved):
        return bucket
    if isinstance(bucket.encryption, Unresolved):
        return bucket.encryption
    # DSSE-KMS has no Bucket Keys (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html).
    return bucket.encryption.algorithm is Algorithm.SSE_KMS and bucket.encryption.bucket_key


def _encrypting_key(estate: Estate, bucket: Bucket | Unresolved, partition: str) -> Key | None | Unresolved:
    """The KMS key that objects get in a bucket by default; None where they get none."""
    return bucket if isinstance(bucket, Unresolved) else named.default_key(estate, bucket, partition)


def _replica_key(estate: Estate, rule: ReplicationRule, role: Role | Unresolved) -> Key | None | Unresolved:
    name = rule.replica_key
    if name is None or isinstance(name, Unresolved):
        return name
    arn = Arn.parse(name)
    if arn is None or not named.names_key(name):
        return Unresolved("the replica key", f"`{name}` is not the ARN of a key", place=rule.where("replica_key"))
    if arn.resource.startswith("alias/") and isinstance(role, Role) and arn.account != role.account:
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_EncryptionConfiguration.html: an alias is looked up in the
        # requester's account, which is not the one that this ARN names.
        return Unresolved(
            "the replica key",
            f"alias `{name}` is looked up in the role's account",
            "the key's ARN in place of the alias",
            rule.where("replica_key"),
        )
    return named.key(estate, name, rule.where("replica_key"))
