"""What the calls of a batch job are made on: source, manifest, report and role, each with the policies around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.context.circumstances import KMS, S3, STS, Circumstances
from replint.facts.batch import CompletionReport, GeneratedManifest, ManifestFormat
from replint.facts.bucket import Algorithm, Bucket
from replint.facts.key import Key, Manager
from replint.facts.role import Role
from replint.facts.unresolved import Unresolved
from replint.governing import key_policy, rcps
from replint.iam.pattern import Pattern
from replint.targets.resources import arn_of, below, key_arn, on_bucket, on_role, stated
from replint.targets.target import Hop, Target

if TYPE_CHECKING:
    from replint.jobs import Job
    from replint.span import Place

SERVICE = "batchoperations.s3.amazonaws.com"
"""Who assumes the role of a job."""

# AWS does not document whether S3 asks for an encryption when it writes a manifest for which the job chooses none.
_CHOICE = Unresolved(
    "how S3 asks for the encryption of the manifest that it makes",
    "the job does not say",
    "`ManifestEncryption` in the job",
)

_UNSAID = "AWS does not say whether S3 asks for a Bucket Key for a manifest"

_TAGS = Unresolved("the tags of the objects")


def role(job: Job) -> Target | Unresolved:
    """The role as what S3 Batch Operations assumes."""
    if isinstance(job.role, Unresolved):
        return job.role
    assumed = job.role

    def circumstances(action: str) -> Circumstances:
        return Circumstances(
            STS,
            action,
            assumed,
            job.partition,
            owner=assumed.account,
            region=Unresolved("the Region of the call to STS"),
            source_account=job.job.account,
            declared=job.estate.declared,
            by=SERVICE,
        )

    about = (SERVICE, job.job.account, _destination(job))
    return on_role(job.estate, assumed, circumstances, about, _destination(job))


def source_bucket(job: Job) -> Target | Unresolved:
    """The source bucket itself."""
    name = job.source.name if isinstance(job.source, Bucket) else None
    return _target(job, job.source, arn_of(job.partition, name))


def source_objects(job: Job) -> Target | Unresolved:
    """The objects that the job can replicate: those that it lists and that a replication rule selects."""
    if isinstance(job.prefix, Unresolved):
        return job.prefix
    name = job.source.name if isinstance(job.source, Bucket) else None
    return _target(job, job.source, below(arn_of(job.partition, name), job.prefix))


def manifest(job: Job) -> Target | None | Unresolved:
    """The manifest that the job is given, or what S3 keeps of the one that it makes; None where it keeps none."""
    if not isinstance(job.manifest, Bucket):
        return job.manifest
    resources = _manifest(job)
    if isinstance(resources, Unresolved):
        return resources
    made = job.generated
    encryption = _encryption(made) if made else "AES256"
    return _target(job, job.manifest, resources, encryption, job.manifest_key)


def manifest_data(job: Job) -> Target | None | Unresolved:
    """The lists that an inventory's manifest names; None where the manifest is the list itself."""
    if not job.given or job.given.format is ManifestFormat.CSV:
        return job.job.manifest if isinstance(job.job.manifest, Unresolved) else None
    if isinstance(job.given.format, Unresolved):
        return job.given.format
    if not job.inventory:
        why = "the manifest is not where S3 Inventory puts one, and only it tells"
        return Unresolved("where the lists of the inventory are", why, place=job.job.where("object"))
    if not isinstance(job.manifest, Bucket):
        return job.manifest
    return _target(job, job.manifest, below(arn_of(job.partition, job.manifest.name), f"{_folder(job)}data/"))


def report(job: Job) -> Target | None | Unresolved:
    """The objects of the report; None where the job writes none."""
    if not isinstance(job.report, Bucket):
        return job.report
    assert isinstance(job.job.report, CompletionReport)  # noqa: S101 - it names the bucket
    prefix = job.job.report.prefix
    if isinstance(prefix, Unresolved):
        return prefix
    # S3 writes to <prefix>/job-<id>/: https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_JobReport.html
    keys = prefix if prefix.endswith("/") else f"{prefix}/job-" if prefix else "job-"
    return _target(job, job.report, below(arn_of(job.partition, job.report.name), keys))


def manifest_key(job: Job) -> Target | None | Unresolved:
    """The KMS key of the manifest; None where the documents name none."""
    key = job.manifest_key
    if not isinstance(key, Key):
        return key
    if not isinstance(job.manifest, Bucket):
        return job.manifest
    if isinstance(job.role, Unresolved):
        return job.role
    resources, caller, bucket = _manifest(job), job.role, job.manifest
    if isinstance(resources, Unresolved):
        return resources

    def circumstances(action: str) -> Circumstances:
        return Circumstances(
            KMS,
            action,
            caller,
            job.partition,
            owner=key.account,
            region=key.region if isinstance(bucket.region, Unresolved) else bucket.region,
            objects=resources,
            bucket=f"arn:{job.partition}:s3:::{bucket.name}",
            # S3 does not say whether it asks for a Bucket Key when it writes a manifest.
            bucket_key=_bucket_key(bucket) if job.given else None,
            replica_key=key,
            declared=job.estate.declared,
            by=SERVICE,
            places={**stated(bucket), "owner": key.places.get("account")},
        )

    return Target(
        Hop.SETUP,
        f"key `{key.arn}`",
        "key policy",
        "the policy of the manifest's key",
        key_arn(key),
        key.arn,
        key.account,
        key_policy(job.partition, key),
        key.where("policy"),
        () if key.manager is Manager.AWS else rcps(job.estate, key.account, _destination(job)),
        circumstances,
        (SERVICE, bucket.name, resources, _destination(job)),
        owned=key.where("account"),
        because=_bucket_keys(bucket) if job.given else (_UNSAID, None),
    )


def _target(
    job: Job,
    bucket: Bucket | Unresolved,
    resources: Pattern,
    encryption: str | Unresolved = "AES256",
    key: Key | None | Unresolved = None,
) -> Target | Unresolved:
    """A bucket or its objects; what S3 writes there is encrypted so, which for reports is by its own keys."""
    if isinstance(job.role, Unresolved):
        return job.role
    caller = job.role

    def circumstances(action: str) -> Circumstances:
        return Circumstances(
            S3,
            action,
            caller,
            job.partition,
            owner=bucket if isinstance(bucket, Unresolved) else bucket.account,
            region=bucket if isinstance(bucket, Unresolved) else bucket.region,
            tags=_TAGS,
            replica_key=key,
            encryption=encryption,
            declared=job.estate.declared,
            by=SERVICE,
            places=stated(bucket),
        )

    about = (SERVICE, encryption, key.arn if isinstance(key, Key) else key, _destination(job))
    return on_bucket(job.estate, Hop.SETUP, bucket, resources, circumstances, about, _destination(job))


def _manifest(job: Job) -> Pattern | Unresolved:
    """The manifest as an object, or where S3 puts the one that it makes: of its name AWS documents the prefix."""
    assert isinstance(job.manifest, Bucket)  # noqa: S101 - asked by the callers
    bucket = arn_of(job.partition, job.manifest.name)
    match job.job.manifest:
        case GeneratedManifest(prefix=prefix):
            if isinstance(prefix, Unresolved):
                return prefix
            return below(bucket, prefix if not prefix or prefix.endswith("/") else f"{prefix}/")
        case Unresolved() as unread:
            return unread
        case given:
            return given.object if isinstance(given.object, Unresolved) else Pattern.literal(given.object)


def _folder(job: Job) -> str:
    """The folder of an inventory, as a key."""
    return (job.inventory or "").partition("/")[2]


def _encryption(made: GeneratedManifest) -> str | Unresolved:
    if not made.encrypted:
        return _CHOICE
    return Algorithm.SSE_S3.value if made.key is None else Algorithm.SSE_KMS.value


def _bucket_key(bucket: Bucket) -> bool | Unresolved:
    if isinstance(bucket.encryption, Unresolved):
        return bucket.encryption
    return bucket.encryption.algorithm is Algorithm.SSE_KMS and bucket.encryption.bucket_key


def _bucket_keys(bucket: Bucket) -> tuple[str, Place | None]:
    """Whether the bucket gives its objects S3 Bucket Keys, in words and where it stands."""
    has = _bucket_key(bucket)
    if isinstance(has, Unresolved):
        return "no document tells whether the manifest's bucket has Bucket Keys", None
    return f"the manifest's bucket has {'' if has else 'no '}Bucket Keys", bucket.where("bucket_key")


def _destination(job: Job) -> str | Unresolved:
    """The account that organisation policies without an account are given for: that of the first destination."""
    configuration = job.source.replication if isinstance(job.source, Bucket) else job.source
    rules = () if configuration is None or isinstance(configuration, Unresolved) else configuration.rules
    for rule in rules:
        name = rule.destination.rpartition(":")[2] if isinstance(rule.destination, str) else ""
        if name in job.estate.buckets:
            return job.estate.buckets[name].account
    return job.role.account if isinstance(job.role, Role) else job.role
