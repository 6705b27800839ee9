"""What one document names and another may describe: the fact of that name, or one of which nothing else is told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from replint.facts.bucket import COMMANDS, Bucket, account_and_region
from replint.facts.key import Key, Manager, commands
from replint.facts.role import DETAILS, Role
from replint.facts.unresolved import Unresolved
from replint.finding import Document
from replint.iam.arn import Arn
from replint.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.facts.estate import Estate
    from replint.facts.replication import ReplicationConfiguration, ReplicationRule
    from replint.span import Place

_KEY = re.compile(r"arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(?:key/[A-Za-z0-9-]+|alias/[A-Za-z0-9/_-]+)")
AWS_MANAGED = "alias/aws/s3"
"""The key that S3 uses when SSE-KMS is chosen without naming a key."""


def partition(*arns: str | Unresolved | None) -> str:
    """The partition of the first text that is an ARN; that of most accounts, if none is."""
    for text in arns:
        arn = Arn.parse(text) if isinstance(text, str) else None
        if arn:
            return arn.partition
    return "aws"


PARTITIONS = (
    ("cn-", "aws-cn"),
    ("us-gov-", "aws-us-gov"),
    ("eusc-", "aws-eusc"),
    ("us-iso-", "aws-iso"),
    ("us-isob-", "aws-iso-b"),
    ("eu-isoe-", "aws-iso-e"),
    ("us-isof-", "aws-iso-f"),
)
"""What the names of a partition's Regions begin with; every other Region is in `aws`.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html; the last four are in the AWS SDKs' endpoints.
"""


def home(source: Bucket | Unresolved, *arns: str | Unresolved | None) -> str:
    """The partition of a source bucket: that of its Region, and where no document tells it, that of the first ARN."""
    region = source.region if isinstance(source, Bucket) else source
    if isinstance(region, Unresolved):
        return partition(*arns)
    return partition_of(region)


def partition_of(region: str) -> str:
    """The partition that a Region is in, by its name."""
    return next((name for start, name in PARTITIONS if region.startswith(start)), "aws")


def role(estate: Estate, name: str, what: str, place: Place | None) -> Role | Unresolved:
    """The role of an ARN that stands at `place`; `what` it is there for is said when it is no ARN."""
    if name in estate.roles:
        return estate.roles[name]
    arn = Arn.parse(name)
    if arn is None:
        return Unresolved(what, f"`{name}` is not the ARN of a role", place=place)

    def untold(part: str) -> Unresolved:
        document = Document("role", name, part, commands=(DETAILS,))
        tells = f"the role's own document, or `{DETAILS}`,"
        return Unresolved(f"the {part} of role `{name}`", "no document describes the role", tells, place, document)

    return Role(
        arn=name,
        account=arn.account,
        trust=untold("trust policy"),
        policies=untold("permission policies"),
        boundary=untold("permissions boundary"),
        tags=untold("tags"),
        stated=False,
        place=place,
    )


def configurations(estate: Estate) -> Iterator[tuple[Bucket | Unresolved, ReplicationConfiguration]]:
    """The replication configurations of an estate in the order of its buckets, each with the bucket that has it."""
    for stated in estate.buckets.values():
        if stated.replication is not None and not isinstance(stated.replication, Unresolved):
            yield stated, stated.replication
    for orphan in estate.orphans:
        why = "no document says whose replication configuration this is"
        tells = "a bundle, or the source bucket's document beside the configuration"
        yield Unresolved("the source bucket", why, tells, orphan.place), orphan


def replication_role(estate: Estate, configuration: ReplicationConfiguration) -> Role | Unresolved:
    """The role of a replication configuration."""
    if isinstance(configuration.role, Unresolved):
        return configuration.role
    return role(estate, configuration.role, "the replication role", configuration.role_place)


def destination(estate: Estate, rule: ReplicationRule) -> Bucket:
    """The bucket that a replication rule names; S3 refuses a rule that names another owner than the bucket has.

    https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    """
    name = bucket_name(rule.destination if isinstance(rule.destination, str) else "?")
    return bucket(estate, name, rule.destination_account, rule.where("destination"))


def bucket_name(text: str) -> str:
    """The bucket that an ARN names; whatever stands behind a slash, S3 refuses it where a bucket is asked for."""
    arn = Arn.parse(text)
    return (arn.resource if arn else text).partition("/")[0]


def bucket(estate: Estate, name: str, owner: str | Unresolved | None, place: Place | None) -> Bucket:
    """The bucket of a name that stands at `place`, with the owner that is told there where its document tells none.

    AWS refuses what names another owner than the bucket has.
    """
    stated = estate.buckets.get(name)
    if stated is None:
        return _untold_bucket(name, owner, place)
    return (
        replace(stated, account=owner) if isinstance(stated.account, Unresolved) and isinstance(owner, str) else stated
    )


def _untold_bucket(name: str, owner: str | Unresolved | None, place: Place | None) -> Bucket:
    """A bucket that no document describes: its owner is told by whoever names it, or by the name itself."""
    told = account_and_region(name)

    def untold(part: str, field: str) -> Any:  # noqa: ANN401 - it stands for a value of any type
        printing = (f"aws s3api {COMMANDS[field]} --bucket {name}",) if field in COMMANDS else ()
        document = Document("bucket", name, part, commands=printing)
        tells = f"the document of bucket `{name}`"
        return Unresolved(f"the {part} of bucket `{name}`", "no document describes the bucket", tells, place, document)

    account = told[0] if told else owner
    return Bucket(
        name=name,
        account=account or untold("owner account", "account"),
        region=told[1] if told else untold("Region", "region"),
        stated=False,
        place=place,
        **{field: untold(part, field) for field, part in _SETTINGS.items()},
    )


_SETTINGS = {
    "versioning": "versioning",
    "policy": "policy",
    "encryption": "default encryption",
    "ownership": "Object Ownership",
    "object_lock": "Object Lock setting",
    "public_access_block": "Block Public Access settings",
    "requester_pays": "Requester Pays setting",
    "tags": "tags",
    "replication": "replication configuration",
    "lifecycle": "lifecycle configuration",
    "notification": "event notifications",
    "logging": "server access logging",
}


def default_key(estate: Estate, of: Bucket, partition: str) -> Key | None | Unresolved:
    """The key of objects that a bucket's default encryption makes; None where they have none.

    It may be named by its ARN, by an id in the bucket's Region and account, or by an alias.
    """
    if isinstance(of.encryption, Unresolved):
        return of.encryption
    if not of.encryption.kms:
        return None
    name = of.encryption.key or AWS_MANAGED
    if Arn.parse(name):
        return key(estate, name, of.where("encryption"))
    if isinstance(of.account, Unresolved):
        return of.account
    if isinstance(of.region, Unresolved):
        return of.region
    kind = "" if name.startswith("alias/") else "key/"
    return key(estate, f"arn:{partition}:kms:{of.region}:{of.account}:{kind}{name}", of.where("encryption"))


def names_key(text: str) -> bool:
    """Whether a text is the ARN of a KMS key, or of an alias, with its Region and account.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html has the characters of aliases.
    """
    return _KEY.fullmatch(text) is not None


def key(estate: Estate, name: str, place: Place | None) -> Key | Unresolved:
    """The key of an ARN; of an alias, the key that has it, and for the AWS managed one a key without a known id."""
    if name in estate.keys:
        return estate.keys[name]
    arn = Arn.parse(name)
    if arn is None or arn.service != "kms":
        return Unresolved("the KMS key", f"`{name}` is not an ARN of a key", place=place)
    if arn.resource.startswith("alias/"):
        for each in estate.keys.values():
            here = (each.region, each.account) == (arn.region, arn.account)
            aliases = () if isinstance(each.aliases, Unresolved) else each.aliases
            if name in aliases or (here and arn.resource in aliases):
                return each
    printing = commands(arn)
    tells = f"the key's document ({' and '.join(f'`{each}`' for each in printing)})"

    def untold(part: str) -> Unresolved:
        document = Document("key", name, part, commands=printing)
        return Unresolved(f"the {part} of key `{name}`", "no document describes the key", tells, place, document)

    managed = arn.resource.startswith("alias/aws/")
    if arn.resource.startswith("alias/") and not managed:
        return untold("target")
    return Key(
        arn=name,
        account=arn.account,
        region=arn.region,
        manager=Manager.AWS if managed else untold("manager"),
        state="Enabled" if managed else untold("state"),
        multi_region=False if managed else untold("multi-Region setting"),
        spec="SYMMETRIC_DEFAULT" if managed else untold("kind"),
        usage="ENCRYPT_DECRYPT" if managed else untold("usage"),
        policy=untold("key policy"),
        aliases=(arn.resource,) if managed else untold("aliases"),
        stated=False,
        place=place,
    )
