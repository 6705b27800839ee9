"""Flows: one for every enabled replication rule and its destination, with every fact that the copying depends on.

What objects and replicas are encrypted with follows the outcome matrix of
https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from replint.facts.bucket import Algorithm, Bucket, Encryption, account_and_region
from replint.facts.key import Key, Manager
from replint.facts.role import Role
from replint.facts.unresolved import Unresolved
from replint.iam.arn import Arn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.facts.estate import Estate
    from replint.facts.replication import ReplicationConfiguration, ReplicationRule
    from replint.span import Place

AWS_MANAGED = "alias/aws/s3"
"""The key that S3 uses when SSE-KMS is chosen without naming a key."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One intended copying: the objects of a replication rule, from the source to one destination, as the role.

    `source` is Unresolved when nobody says whose configuration it is. Of the objects that the source's default
    encryption makes, `source_key` is the KMS key (None: they have none) and `replica_key` the key of their replicas.
    """

    kind: ClassVar[str] = "flow"
    who: ClassVar[str] = "the replication role"

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
        told = self.rule.prefix and isinstance(self.rule.prefix, str)
        objects = f"every object under `{self.rule.prefix}`" if told else "every object"
        return self.rule.where("id") or self.place, f"replication rule `{self.rule.id}` asks for it, for {objects}"

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
    named = [(bucket, bucket.replication) for bucket in estate.buckets.values()]
    return tuple(
        flow
        for bucket, configuration in [*named, *((None, orphan) for orphan in estate.orphans)]
        if configuration is not None and not isinstance(configuration, Unresolved)
        for flow in _flows(estate, bucket, configuration)
    )


def _flows(estate: Estate, bucket: Bucket | None, configuration: ReplicationConfiguration) -> Iterator[Flow]:
    role = _role(estate, configuration)
    source: Bucket | Unresolved = bucket or Unresolved(
        "the source bucket",
        "no document says whose replication configuration this is",
        "a bundle, or the source bucket's document beside the configuration",
        configuration.place,
    )
    for rule in configuration.rules:
        if rule.enabled is False:
            continue
        destination = _destination(estate, rule)
        partition = _partition(rule, configuration)
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


def _partition(rule: ReplicationRule, configuration: ReplicationConfiguration) -> str:
    for text in (rule.destination, configuration.role):
        arn = Arn.parse(text) if isinstance(text, str) else None
        if arn:
            return arn.partition
    return "aws"


def _role(estate: Estate, configuration: ReplicationConfiguration) -> Role | Unresolved:
    if isinstance(configuration.role, Unresolved):
        return configuration.role
    name = configuration.role
    arn = Arn.parse(name)
    if name in estate.roles:
        return estate.roles[name]
    if arn is None:
        return Unresolved("the replication role", f"`{name}` is not the ARN of a role", place=configuration.role_place)

    def untold(what: str) -> Unresolved:
        tells = "the role's own document, or `aws iam get-account-authorization-details`,"
        return Unresolved(f"{what} of role `{name}`", "no document describes the role", tells, configuration.role_place)

    return Role(
        arn=name,
        account=arn.account,
        trust=untold("the trust policy"),
        policies=untold("the permission policies"),
        boundary=untold("the permissions boundary"),
        tags=untold("the tags"),
        stated=False,
        place=configuration.role_place,
    )


def _destination(estate: Estate, rule: ReplicationRule) -> Bucket:
    text = rule.destination if isinstance(rule.destination, str) else "?"
    arn = Arn.parse(text)
    # Whatever stands behind a slash, S3 refuses it; the bucket is meant.
    name = (arn.resource if arn else text).partition("/")[0]
    if name in estate.buckets:
        return _with_owner(estate.buckets[name], rule)
    told = account_and_region(name)
    place = rule.where("destination")

    def untold(what: str) -> Unresolved:
        tells = f"the document of bucket `{name}`"
        return Unresolved(f"{what} of bucket `{name}`", "no document describes the bucket", tells, place)

    account = told[0] if told else rule.destination_account
    return Bucket(
        name=name,
        account=account or untold("the owner account"),
        region=told[1] if told else untold("the Region"),
        versioning=untold("the versioning"),
        policy=untold("the policy"),
        encryption=untold("the default encryption"),
        ownership=untold("the Object Ownership"),
        object_lock=untold("the Object Lock setting"),
        public_access_block=untold("the Block Public Access settings"),
        requester_pays=untold("the Requester Pays setting"),
        replication=untold("the replication configuration"),
        stated=False,
        place=place,
    )


def _with_owner(bucket: Bucket, rule: ReplicationRule) -> Bucket:
    """A bucket whose document does not tell its owner, with the one that the replication rule names.

    S3 refuses a rule that names another (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html).
    """
    if isinstance(bucket.account, Unresolved) and isinstance(rule.destination_account, str):
        return replace(bucket, account=rule.destination_account)
    return bucket


def _bucket_key(bucket: Bucket | Unresolved) -> bool | Unresolved:
    if isinstance(bucket, Unresolved):
        return bucket
    if isinstance(bucket.encryption, Unresolved):
        return bucket.encryption
    # DSSE-KMS has no Bucket Keys (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html).
    return bucket.encryption.algorithm is Algorithm.SSE_KMS and bucket.encryption.bucket_key


def _encrypting_key(estate: Estate, bucket: Bucket | Unresolved, partition: str) -> Key | None | Unresolved:
    """The KMS key that objects get in a bucket by default; None where they get none."""
    if isinstance(bucket, Unresolved):
        return bucket
    if isinstance(bucket.encryption, Unresolved):
        return bucket.encryption
    if not bucket.encryption.kms:
        return None
    return _default_key(estate, bucket, bucket.encryption, partition)


def _default_key(estate: Estate, bucket: Bucket, encryption: Encryption, partition: str) -> Key | Unresolved:
    """The key that a bucket's default encryption names: by ARN, by id in the bucket's Region and account, by alias."""
    name = encryption.key or AWS_MANAGED
    if Arn.parse(name):
        return _key(estate, name, bucket.where("encryption"))
    if isinstance(bucket.account, Unresolved):
        return bucket.account
    if isinstance(bucket.region, Unresolved):
        return bucket.region
    kind = "" if name.startswith("alias/") else "key/"
    return _key(
        estate, f"arn:{partition}:kms:{bucket.region}:{bucket.account}:{kind}{name}", bucket.where("encryption")
    )


def _replica_key(estate: Estate, rule: ReplicationRule, role: Role | Unresolved) -> Key | None | Unresolved:
    name = rule.replica_key
    if name is None or isinstance(name, Unresolved):
        return name
    arn = Arn.parse(name)
    if arn is None:
        return Unresolved("the replica key", f"`{name}` is not an ARN", place=rule.where("replica_key"))
    if arn.resource.startswith("alias/") and isinstance(role, Role) and arn.account != role.account:
        # https://docs.aws.amazon.com/AmazonS3/latest/API/API_EncryptionConfiguration.html: an alias is looked up in the
        # requester's account, which is not the one that this ARN names.
        return Unresolved(
            "the replica key",
            f"alias `{name}` is looked up in the role's account",
            "the key's ARN in place of the alias",
            rule.where("replica_key"),
        )
    return _key(estate, name, rule.where("replica_key"))


def _key(estate: Estate, name: str, place: Place | None) -> Key | Unresolved:
    """The key of an ARN; of an alias, the key that has it, and for the AWS managed one a key without a known id."""
    if name in estate.keys:
        return estate.keys[name]
    arn = Arn.parse(name)
    if arn is None:
        return Unresolved("the KMS key", f"`{name}` is not an ARN", place=place)
    if arn.resource.startswith("alias/"):
        for key in estate.keys.values():
            here = (key.region, key.account) == (arn.region, arn.account)
            if name in key.aliases or (here and arn.resource in key.aliases):
                return key
    tells = f"the key's document (`aws kms describe-key --key-id {name}` and `get-key-policy`)"

    def untold(what: str) -> Unresolved:
        return Unresolved(f"{what} of key `{name}`", "no document describes the key", tells, place)

    managed = arn.resource.startswith("alias/aws/")
    if arn.resource.startswith("alias/") and not managed:
        return untold("the target")
    return Key(
        arn=name,
        account=arn.account,
        region=arn.region,
        manager=Manager.AWS if managed else untold("the manager"),
        state="Enabled" if managed else untold("the state"),
        multi_region=False if managed else untold("the multi-Region setting"),
        spec="SYMMETRIC_DEFAULT" if managed else untold("the kind"),
        usage="ENCRYPT_DECRYPT" if managed else untold("the usage"),
        policy=untold("the key policy"),
        aliases=(arn.resource,) if managed else (),
        stated=False,
        place=place,
    )
