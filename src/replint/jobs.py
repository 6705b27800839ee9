"""Batch Replication jobs as rules look at them: each with the role, buckets and key that it works with.

S3 Batch Operations assumes the job's role, reads or makes the list of objects, starts the replication of each and
writes a report. The copying itself is that of the bucket's flows, as the replication role.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-batch.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from replint.facts import named
from replint.facts.batch import CompletionReport, GeneratedManifest, GivenManifest, ManifestFormat
from replint.facts.bucket import Bucket
from replint.facts.unresolved import Unresolved
from replint.iam.arn import Arn
from replint.record import field, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.facts.batch import BatchJob
    from replint.facts.estate import Estate
    from replint.facts.key import Key
    from replint.facts.role import Role
    from replint.span import Place

# Where S3 Inventory puts a manifest: below the name of the bucket that is listed, and of the inventory.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
_INVENTORY = re.compile(
    r"(?P<folder>[^/]+/(?:.*/)?(?P<bucket>[^/]+)/[^/]+/)\d{4}-\d{2}-\d{2}T\d{2}-\d{2}Z/manifest\.json\Z", re.DOTALL
)


@record
class Job:
    """One batch job, for the keys of one prefix: a job that lists several has a subject for each.

    `manifest` is the bucket of the manifest, None where it is kept nowhere, and `manifest_key` the KMS key that it is
    under; `report` is the bucket of the report, None where there is none.
    """

    kind: ClassVar[str] = "batch job"
    who: ClassVar[str] = "the job's role"
    whose: ClassVar[str] = "the job role's"

    id: str
    partition: str
    job: BatchJob
    role: Role | Unresolved
    source: Bucket | Unresolved
    prefix: str | Unresolved
    manifest: Bucket | None | Unresolved
    manifest_key: Key | None | Unresolved
    report: Bucket | None | Unresolved
    estate: Estate = field(compare=False, repr=False)

    @property
    def caller(self) -> Role | Unresolved:
        """Who makes the calls: the role of the job."""
        return self.role

    @property
    def place(self) -> Place | None:
        """Where the job is asked for."""
        return self.job.place

    @property
    def asked(self) -> tuple[Place | None, str]:
        """The place that best names what asks for the job's calls, and what is to be said there."""
        told = "the role of " if "role" in self.job.places else ""
        return self.job.where("role"), f"{told}batch job `{self.id}`"

    @property
    def given(self) -> GivenManifest | None:
        """The manifest that the job is given; None where S3 makes one, or nobody tells."""
        return self.job.manifest if isinstance(self.job.manifest, GivenManifest) else None

    @property
    def generated(self) -> GeneratedManifest | None:
        """The manifest that S3 makes; None where the job is given one, or nobody tells."""
        return self.job.manifest if isinstance(self.job.manifest, GeneratedManifest) else None

    @property
    def inventory(self) -> str | None:
        """The folder of the inventory that the manifest is of, as far as its name tells."""
        found = _inventory(self.given) if self.given else None
        return found["folder"] if found else None


def trace(estate: Estate) -> Iterator[Job]:
    """The jobs of an estate, in the order of its documents."""
    for number, job in enumerate(estate.jobs, 1):
        yield from _jobs(estate, job, job.name or f"#{number}")


def _jobs(estate: Estate, job: BatchJob, name: str) -> Iterator[Job]:
    made = job.manifest if isinstance(job.manifest, GeneratedManifest) else None
    partition = named.partition(job.role, made.source if made else None)
    source, manifest = _source(estate, job), _manifest(estate, job)
    for prefix in _prefixes(job, source):
        yield Job(
            id=name,
            partition=partition,
            job=job,
            role=_role(estate, job),
            source=source,
            prefix=prefix,
            manifest=manifest,
            manifest_key=_manifest_key(estate, job, manifest, partition),
            report=_report(estate, job),
            estate=estate,
        )


def _role(estate: Estate, job: BatchJob) -> Role | Unresolved:
    if isinstance(job.role, Unresolved):
        return job.role
    return named.role(estate, job.role, "the role of the batch job", job.where("role"))


def _bucket(
    estate: Estate, arn: str | None | Unresolved, owner: str | Unresolved | None, what: str, place: Place | None
) -> Bucket | Unresolved:
    if isinstance(arn, Unresolved):
        return arn
    if arn is None:
        return Unresolved(what, "the job does not have it", place=place)
    return named.bucket(estate, named.bucket_name(arn), owner, place)


def _source(estate: Estate, job: BatchJob) -> Bucket | Unresolved:
    """The bucket whose objects are replicated.

    A manifest that the job is given tells it inside. Of an inventory its name does, too; of another list it is the one
    bucket of the estate that has a replication configuration.
    """
    match job.manifest:
        case GeneratedManifest(source, source_owner=owner):
            return _bucket(estate, source, owner, "the source bucket of the batch job", job.where("source"))
        case GivenManifest() as given:
            if found := _inventory(given):
                return named.bucket(estate, found["bucket"], None, job.where("object"))
            replicating = [each for each in estate.buckets.values() if each.replication]
            told = [each for each in replicating if not isinstance(each.replication, Unresolved)]
            if len(told) == 1:
                return told[0]
            why = "only the manifest itself tells it"
            return Unresolved("the source bucket of the batch job", why, place=job.where("manifest"))
        case untold:
            return untold


def _inventory(given: GivenManifest) -> re.Match[str] | None:
    arn = Arn.parse(given.object) if isinstance(given.object, str) else None
    return _INVENTORY.match(arn.resource) if arn and given.format is ManifestFormat.INVENTORY else None


def _manifest(estate: Estate, job: BatchJob) -> Bucket | None | Unresolved:
    match job.manifest:
        case GivenManifest(_, name):
            return _bucket(estate, name, None, "the manifest of the batch job", job.where("object"))
        case GeneratedManifest(_, saved, bucket, owner=owner):
            if not isinstance(saved, bool):
                return saved
            where = job.where("manifest bucket")
            return _bucket(estate, bucket, owner, "the bucket of the manifest", where) if saved else None
        case untold:
            return untold


def _manifest_key(
    estate: Estate, job: BatchJob, bucket: Bucket | None | Unresolved, partition: str
) -> Key | None | Unresolved:
    """The key that the job names for its manifest, or of an inventory the one of its bucket's default encryption."""
    match job.manifest:
        case GeneratedManifest(saved=True, key=str(name)):
            return named.key(estate, name, job.where("key"))
        case GeneratedManifest(key=key):
            return key if isinstance(key, Unresolved) else None
        case GivenManifest(ManifestFormat.INVENTORY):
            return named.default_key(estate, bucket, partition) if isinstance(bucket, Bucket) else bucket
        case GivenManifest(style):
            return style if isinstance(style, Unresolved) else None
        case untold:
            return untold


def _report(estate: Estate, job: BatchJob) -> Bucket | None | Unresolved:
    match job.report:
        case CompletionReport(True, bucket, owner=owner):
            return _bucket(estate, bucket, owner, "the bucket of the report", job.where("report bucket"))
        case CompletionReport(False):
            return None
        case CompletionReport(untold):
            return untold if isinstance(untold, Unresolved) else None
        case untold:
            return untold


def _prefixes(job: BatchJob, source: Bucket | Unresolved) -> Iterable[str | Unresolved]:
    """The prefixes of the keys that the job can replicate: what it lists, of what the replication rules select."""
    listed: Iterable[str | Unresolved] = ("",)
    if isinstance(job.manifest, GeneratedManifest):
        listed = (
            (job.manifest.prefixes,)
            if isinstance(job.manifest.prefixes, Unresolved)
            else job.manifest.prefixes or ("",)
        )
    rules = _rules(source)
    if not rules:
        return listed
    met = [both for one in listed for other in rules if (both := _both(one, other)) is not None]
    untold = [each for each in met if isinstance(each, Unresolved)]
    return untold[:1] or _widest(each for each in met if isinstance(each, str)) or listed


def _rules(source: Bucket | Unresolved) -> list[str | Unresolved]:
    configuration = source.replication if isinstance(source, Bucket) else None
    if configuration is None or isinstance(configuration, Unresolved):
        return []
    return [rule.prefix for rule in configuration.rules if rule.enabled is not False]


def _both(one: str | Unresolved, other: str | Unresolved) -> str | Unresolved | None:
    """The prefix of the keys that have both prefixes; None where no key has."""
    if isinstance(one, Unresolved):
        return one
    if isinstance(other, Unresolved):
        return other
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer if longer.startswith(shorter) else None


def _widest(prefixes: Iterable[str]) -> list[str]:
    """The prefixes without those that another one has already."""
    found: list[str] = []
    for each in sorted(set(prefixes)):
        if not any(each.startswith(wider) for wider in found):
            found.append(each)
    return found
