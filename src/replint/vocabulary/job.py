"""The words that rules may say of a batch job: a row each; docs/language.md has their meaning for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.batch import ManifestFormat
from replint.facts.bucket import Bucket
from replint.facts.unresolved import Unresolved
from replint.lang.lexicon import ACTOR, ACTOR_AND_TARGET, TARGET, TRUTH, Choice, Entry, Type
from replint.targets import job as targets
from replint.vocabulary.word import ACCOUNT, OWNERSHIP, REGION, VERSIONING, Word

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.jobs import Job
    from replint.span import Place

FORMAT = Choice("manifest format", tuple(ManifestFormat))


def _job(
    phrase: str, type_: Type, meaning: str, answer: Callable[[Job], object], where: Callable[[Job], Place | None]
) -> Word[Job]:
    return Word(Entry(phrase, type_, "batch job", meaning), answer, where)


def _at(name: str) -> Callable[[Job], Place | None]:
    """Where the job's document states a field."""
    return lambda job: job.job.where(name)


def _of(bucket: Bucket | None | Unresolved, name: str) -> object:
    return getattr(bucket, name) if isinstance(bucket, Bucket) else bucket


def _place_of(bucket: Bucket | None | Unresolved, name: str, otherwise: Place | None) -> Place | None:
    return bucket.where(name) or otherwise if isinstance(bucket, Bucket) else otherwise


def _of_source(name: str) -> tuple[Callable[[Job], object], Callable[[Job], Place | None]]:
    return (lambda job: _of(job.source, name)), (lambda job: _place_of(job.source, name, job.job.where("source")))


def _of_manifest(name: str) -> tuple[Callable[[Job], object], Callable[[Job], Place | None]]:
    return (
        lambda job: _of(job.manifest, name),
        lambda job: _place_of(job.manifest, name, job.job.where("manifest bucket")),
    )


def _generated(job: Job) -> object:
    return job.job.manifest if isinstance(job.job.manifest, Unresolved) else job.generated is not None


def _saved(job: Job) -> object:
    if isinstance(job.job.manifest, Unresolved):
        return job.job.manifest
    return job.generated.saved if job.generated else False


def _given(job: Job, name: str) -> object:
    """A field of the manifest that the job is given; None where S3 makes one."""
    if isinstance(job.job.manifest, Unresolved):
        return job.job.manifest
    return getattr(job.given, name) if job.given else None


def _lists_versions(job: Job) -> object:
    fields = _given(job, "fields")
    return "VersionId" in fields if isinstance(fields, tuple) else fields


def _under_kms(job: Job) -> object:
    bucket = job.manifest
    if not isinstance(bucket, Bucket):
        return bucket
    return bucket.encryption if isinstance(bucket.encryption, Unresolved) else bucket.encryption.kms


def _replicates(job: Job) -> object:
    replication = _of(job.source, "replication")
    return replication if isinstance(replication, Unresolved) else replication is not None


def _role_account(job: Job) -> object:
    return job.role if isinstance(job.role, Unresolved) else job.role.account


WORDS: tuple[Word[Job], ...] = (
    _job(
        "batch operations",
        ACTOR,
        "S3 Batch Operations itself, when it assumes the job's role.",
        lambda _: targets.SERVICE,
        _at("role"),
    ),
    _job("role", ACTOR_AND_TARGET, "The role of the job.", targets.role, _at("role")),
    _job("source bucket", TARGET, "The source bucket itself, not its objects.", targets.source_bucket, _at("source")),
    _job(
        "source objects",
        TARGET,
        "The objects that the job can replicate: those that it lists and that a replication rule selects.",
        targets.source_objects,
        _at("prefixes"),
    ),
    _job(
        "manifest",
        TARGET,
        "The manifest, as an object or as all that S3 keeps below its prefix; not set where it is kept nowhere.",
        targets.manifest,
        _at("manifest"),
    ),
    _job(
        "manifest data",
        TARGET,
        "The lists that the manifest of an inventory names; not set where the manifest is none.",
        targets.manifest_data,
        _at("object"),
    ),
    _job(
        "manifest key",
        TARGET,
        "The KMS key that the job names for its manifest, or of an inventory that of its bucket's default encryption; "
        "not set where there is none.",
        targets.manifest_key,
        _at("key"),
    ),
    _job(
        "report", TARGET, "The objects of the report; not set where the job writes none.", targets.report, _at("report")
    ),
    _job("job account", ACCOUNT, "The account of the job.", lambda job: job.job.account, _at("account")),
    _job("role account", ACCOUNT, "The account that the job's role belongs to.", _role_account, _at("role")),
    _job(
        "manifest account",
        ACCOUNT,
        "The account that owns the manifest's bucket; not set where there is none.",
        *_of_manifest("account"),
    ),
    _job("job region", REGION, "The Region that the job is made in.", lambda job: job.job.region, _at("region")),
    _job("source region", REGION, "The Region of the source bucket.", *_of_source("region")),
    _job(
        "manifest region",
        REGION,
        "The Region of the manifest's bucket; not set where there is none.",
        *_of_manifest("region"),
    ),
    _job("source versioning", VERSIONING, "The versioning of the source bucket.", *_of_source("versioning")),
    _job(
        "source replicates",
        TRUTH,
        "The source bucket has a replication configuration.",
        _replicates,
        _of_source("replication")[1],
    ),
    _job("manifest generated", TRUTH, "S3 makes the manifest.", _generated, _at("manifest")),
    _job("manifest kept", TRUTH, "S3 makes the manifest and writes it to a bucket.", _saved, _at("saved")),
    _job(
        "manifest format",
        FORMAT,
        "The format of the manifest that the job is given; not set where S3 makes one.",
        lambda job: _given(job, "format"),
        _at("format"),
    ),
    _job(
        "manifest names version",
        TRUTH,
        "The job is given one version of its manifest.",
        lambda job: _given(job, "versioned"),
        _at("versioned"),
    ),
    _job(
        "manifest lists versions",
        TRUTH,
        "The list that the job is given has a column of version ids; not set where the manifest itself says it.",
        _lists_versions,
        _at("fields"),
    ),
    _job(
        "manifest ownership",
        OWNERSHIP,
        "Object Ownership of the manifest's bucket; not set where there is none.",
        *_of_manifest("ownership"),
    ),
    _job(
        "manifest encrypts with kms",
        TRUTH,
        "The default encryption of the manifest's bucket gives objects a KMS key.",
        _under_kms,
        _of_manifest("encryption")[1],
    ),
)
