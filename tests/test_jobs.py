"""Batch jobs and deployments: which buckets, which keys of objects, whose configuration."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from replint import deployments, jobs
from replint.facts.batch import CompletionReport, GivenManifest, ManifestFormat
from replint.facts.bucket import Bucket
from replint.facts.key import Key
from replint.facts.replication import ReplicationConfiguration
from replint.facts.unresolved import Unresolved
from tests.scene import (
    DESTINATION_ACCOUNT,
    MANIFEST,
    ROLE_ARN,
    RULE,
    SOURCE_ACCOUNT,
    SOURCE_KEY,
    a_bucket,
    a_job,
    an_estate,
)

if TYPE_CHECKING:
    from replint.facts.batch import GeneratedManifest
    from replint.jobs import Job

PLACE = "arn:aws:s3:::harbour-jobs"
CSV = GivenManifest(ManifestFormat.CSV, f"{PLACE}/list.csv", versioned=False, fields=("Bucket", "Key"))


def generated(**changes: object) -> GeneratedManifest:
    """Return the manifest that S3 makes for the job of the scene, with changes."""
    return replace(MANIFEST, **changes)  # type: ignore[arg-type] # the names are the manifest's own


def traced(job: Job, *rules: str) -> list[Job]:
    """Return the subjects of a job when the source's replication rules have these prefixes."""
    configuration = ReplicationConfiguration(ROLE_ARN, tuple(replace(RULE, prefix=prefix) for prefix in rules))
    source = a_bucket("harbour", SOURCE_ACCOUNT, "eu-west-1", replication=configuration if rules else None)
    return list(jobs.trace(replace(job.estate, buckets={**job.estate.buckets, "harbour": source})))


@pytest.mark.parametrize(
    ("listed", "rules", "prefixes"),
    [
        (("",), ("",), {""}),
        (("",), (), {""}),
        (("",), ("logs/", "images/"), {"logs/", "images/"}),
        (("",), ("logs/", "logs/2026/"), {"logs/"}),
        (("logs/2026/",), ("logs/",), {"logs/2026/"}),
        (("logs/",), ("logs/2026/", "images/"), {"logs/2026/"}),
        (("a/", "b/"), ("",), {"a/", "b/"}),
        (("a/",), ("b/",), {"a/"}),
    ],
)
def test_which_keys_a_job_can_replicate(listed: tuple[str, ...], rules: tuple[str, ...], prefixes: set[str]) -> None:
    """What it lists, of what the replication rules select, each key once; where they share none, what it lists."""
    found = traced(a_job(manifest=generated(prefixes=listed)), *rules)
    assert {job.prefix for job in found} == prefixes
    assert len(found) == len(prefixes)
    assert {job.id for job in found} == {"backfill"}


def test_keys_that_are_not_told() -> None:
    """A filter that is not followed leaves the objects open."""
    gap = Unresolved("which objects")
    assert [job.prefix for job in traced(a_job(manifest=generated(prefixes=gap)), "logs/")] == [gap]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("harbour-jobs/lists/harbour-replica/weekly/2026-10-04T01-00Z/manifest.json", "harbour-replica"),
        ("harbour-jobs/elsewhere/weekly/2026-10-04T01-00Z/manifest.json", "elsewhere"),
        ("harbour-jobs/copies/manifest.json", "harbour"),
        ("harbour-jobs/weekly/2026-10-04T01-00Z/manifest.json", "harbour"),
    ],
)
def test_an_inventory_tells_its_bucket(name: str, source: str) -> None:
    """S3 Inventory puts a manifest below the bucket's name; of another it is the one bucket that replicates."""
    manifest = GivenManifest(ManifestFormat.INVENTORY, f"arn:aws:s3:::{name}", versioned=False, fields=None)
    found = a_job(manifest=manifest).source
    assert isinstance(found, Bucket)
    assert found.name == source


def test_a_list_of_one_of_many_buckets() -> None:
    """When two buckets replicate, or none does, only the list itself tells whose objects it names."""
    job = a_job(manifest=CSV)
    other = replace(job.estate.buckets["harbour"], name="other")
    (found,) = jobs.trace(replace(job.estate, buckets={**job.estate.buckets, "other": other}))
    assert isinstance(found.source, Unresolved)
    (found,) = traced(job)
    assert isinstance(found.source, Unresolved)


def test_the_key_of_a_manifest() -> None:
    """The job names it; of an inventory it is that of the bucket, and of another list there is none to speak of."""
    inventory = GivenManifest(ManifestFormat.INVENTORY, f"{PLACE}/manifest.json", versioned=False, fields=None)
    for manifest in (generated(), inventory):
        key = a_job(manifest=manifest).manifest_key
        assert isinstance(key, Key)
        assert key.arn == SOURCE_KEY
    for other in (generated(key=None), generated(saved=False), CSV):
        assert a_job(manifest=other).manifest_key is None


def test_what_the_job_expects_tells_the_owner() -> None:
    """Of a bucket that no document describes, the job may tell the owner; a document's word counts more."""
    told = CompletionReport(enabled=True, bucket="arn:aws:s3:::reports", prefix="", owner=DESTINATION_ACCOUNT)
    found = a_job(report=told).report
    assert isinstance(found, Bucket)
    assert (found.account, found.stated) == (DESTINATION_ACCOUNT, False)
    known = a_job(report=replace(told, bucket=PLACE)).report
    assert isinstance(known, Bucket)
    assert known.account == SOURCE_ACCOUNT


def test_a_job_without_a_name_has_a_number() -> None:
    """People count from one."""
    assert a_job(name=None).id == "#1"


def test_a_deployer_puts_the_configurations_of_its_account() -> None:
    """Those of another account are no business of its own; where nobody tells whose, the role's account does."""
    estate = replace(an_estate(), deployers=(ROLE_ARN,))
    assert [each.id for each in deployments.trace(estate)] == ["copier puts the configuration of harbour"]
    source = estate.buckets["harbour"]
    elsewhere = replace(source, account=DESTINATION_ACCOUNT)
    assert list(deployments.trace(replace(estate, buckets={"harbour": elsewhere}))) == []
    untold = replace(source, account=Unresolved("the account"))
    assert len(list(deployments.trace(replace(estate, buckets={"harbour": untold})))) == 1
    foreign = ReplicationConfiguration(ROLE_ARN.replace(SOURCE_ACCOUNT, DESTINATION_ACCOUNT), (RULE,))
    assert list(deployments.trace(replace(estate, buckets={}, orphans=(foreign,)))) == []
    own = ReplicationConfiguration(ROLE_ARN, (RULE,))
    (orphan,) = deployments.trace(replace(estate, buckets={}, orphans=(own,)))
    assert isinstance(orphan.source, Unresolved)
