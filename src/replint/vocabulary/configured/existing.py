"""The word of a replication configuration about objects that are there already, which only a batch job replicates.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-batch-replication-batch.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.batch import GeneratedManifest
from replint.facts.bucket import Bucket
from replint.facts.named import bucket_name
from replint.lang.lexicon import TRUTH, Entry
from replint.vocabulary.word import Word

if TYPE_CHECKING:
    from replint.configured import Configured
    from replint.facts.batch import BatchJob


def copied(configured: Configured) -> bool:
    """Whether a batch job is told that goes over the source's objects, or may do so."""
    return isinstance(configured.source, Bucket) and any(
        _may_list(job, configured.source.name) for job in configured.estate.jobs
    )


def _may_list(job: BatchJob, bucket: str) -> bool:
    """Whether a job may list a bucket's objects: of a manifest that it is given only the manifest tells."""
    given = job.manifest
    return not (isinstance(given, GeneratedManifest) and isinstance(given.source, str)) or (
        bucket_name(given.source) == bucket
    )


WORDS: tuple[Word[Configured], ...] = (
    Word(
        Entry(
            "batch job told",
            TRUTH,
            "replication configuration",
            "A batch job is told that replicates objects of the bucket, or may do so.",
        ),
        copied,
        lambda configured: configured.place,
    ),
)
