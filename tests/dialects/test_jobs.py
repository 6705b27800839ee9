"""Documents on batch jobs to facts: both forms, what nobody tells, and whose role puts a configuration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from replint import dialects
from replint.dialects import job
from replint.facts.batch import BatchJob, CompletionReport, GeneratedManifest, GivenManifest, ManifestFormat
from replint.facts.unresolved import Unresolved
from tests.dialects.documents import (
    ACCOUNT,
    BUNDLE,
    CONFIGURATION,
    DESCRIBED_JOB,
    JOB,
    KEY_ARN,
    ROLE,
    ROLE_ARN,
    changed,
    itself,
    less,
    node,
    routes,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

GENERATOR = ("ManifestGenerator", "S3JobManifestGenerator")
SOURCE_TOO: dict[str, Any] = {
    "ManifestGenerator": {
        "S3JobManifestGenerator": {"SourceBucket": "arn:aws:s3:::harbour-jobs", "EnableManifestOutput": False}
    }
}
NAMES = (*GENERATOR, "Filter", "KeyNameConstraint")


def read(document: Any) -> BatchJob:  # noqa: ANN401 - any document
    """Read a job's document."""
    return job.read(node(document), [])


def generated(document: Any) -> GeneratedManifest:  # noqa: ANN401 - any document
    """Read the manifest that S3 makes for a job."""
    manifest = read(document).manifest
    assert isinstance(manifest, GeneratedManifest)
    return manifest


def test_as_the_command_takes_it() -> None:
    """A job as it is created tells everything but its id."""
    found = read(JOB)
    assert found == BatchJob(
        "backfill",
        ACCOUNT,
        "eu-west-1",
        ROLE_ARN,
        GeneratedManifest(
            source="arn:aws:s3:::harbour",
            saved=True,
            bucket="arn:aws:s3:::harbour-jobs",
            prefix="manifests",
            owner=ACCOUNT,
            key=KEY_ARN,
            encrypted=True,
            prefixes=("logs/",),
            source_owner=ACCOUNT,
        ),
        CompletionReport(enabled=True, bucket="arn:aws:s3:::harbour-jobs", prefix="reports", owner=ACCOUNT),
    )
    role = found.where("role")
    assert role is not None
    assert role.pointer == "/RoleArn"


def test_as_the_command_prints_it() -> None:
    """The ARN of a job that exists tells its account and Region, and what it does not have is not there."""
    described: Any = DESCRIBED_JOB["Job"]
    assert read(DESCRIBED_JOB) == BatchJob(
        described["JobId"],
        ACCOUNT,
        "eu-west-1",
        ROLE_ARN,
        GivenManifest(
            ManifestFormat.CSV,
            "arn:aws:s3:::harbour-jobs/list.csv",
            versioned=True,
            fields=("Bucket", "Key", "VersionId"),
        ),
        job.NO_REPORT,
    )


@pytest.mark.parametrize("document", [JOB, DESCRIBED_JOB])
def test_nothing_crashes_and_nothing_is_assumed(document: Any) -> None:  # noqa: ANN401 - any document
    """Whatever is missing or odd somewhere, the rest is read."""
    for route in list(routes(document))[1:]:
        odds: tuple[object, ...] = (None, 5, "x", [], {})
        for odd in (less(document, route), *(changed(document, route, value) for value in odds)):
            assert isinstance(read(odd), BatchJob)
    untold = read({"Operation": {}, "RoleArn": 5})
    told = (untold.account, untold.region, untold.role, untold.manifest, untold.report)
    assert [type(value) for value in told] == [Unresolved] * 5


@pytest.mark.parametrize(
    ("constraint", "prefixes"),
    [
        ({}, ("",)),
        ({"MatchAnyPrefix": []}, ("",)),
        ({"MatchAnyPrefix": ["a/", "b/"], "MatchAnySuffix": []}, ("a/", "b/")),
        ({"MatchAnyPrefix": ["a/"], "MatchAnySuffix": [".csv"]}, None),
        ({"MatchAnySubstring": ["2026"]}, None),
        ({"MatchAnyPrefix": [5]}, None),
    ],
)
def test_which_keys(constraint: object, prefixes: tuple[str, ...] | None) -> None:
    """Prefixes are followed; what selects keys otherwise is not told."""
    found = generated(changed(JOB, NAMES, constraint)).prefixes
    assert found == prefixes if prefixes else isinstance(found, Unresolved)


def test_an_inventory_says_its_columns_itself() -> None:
    """Only of a list of one's own the job has to say the columns."""
    spec = ("Job", "Manifest", "Spec")
    inventory = read(changed(DESCRIBED_JOB, spec, {"Format": "S3InventoryReport_CSV_20161130"})).manifest
    csv = read(changed(DESCRIBED_JOB, spec, {"Format": "S3BatchOperations_CSV_20180820"})).manifest
    assert isinstance(inventory, GivenManifest)
    assert isinstance(csv, GivenManifest)
    assert inventory.fields is None
    assert isinstance(csv.fields, Unresolved)


def test_no_report() -> None:
    """Null says that there is none; a job that is yet to be created must say."""
    assert read({**JOB, "Report": None}).report == job.NO_REPORT
    assert isinstance(read(less(JOB, ("Report",))).report, Unresolved)


@pytest.mark.parametrize("document", [JOB, DESCRIBED_JOB])
def test_a_loose_job(tmp_path: Path, document: object) -> None:
    """A job is recognised by its shape, and its role is read out of an account's details."""
    write(tmp_path, job=document, details={"RoleDetailList": [ROLE], "Policies": []})
    (estate,) = dialects.read([str(tmp_path)], itself, cwd=str(tmp_path)).estates
    assert [each.role for each in estate.jobs] == [ROLE_ARN]
    assert set(estate.roles) == {ROLE_ARN}


def test_a_job_that_does_something_else(tmp_path: Path) -> None:
    """A job that does not replicate is passed over with a remark where it is named, and let be in a bundle."""
    tagging = {**JOB, "Operation": {"S3PutObjectTagging": {"TagSet": []}}}
    write(tmp_path, job=tagging)
    found = dialects.read([str(tmp_path / "job.json")], itself, cwd=str(tmp_path))
    assert (found.documents, found.remarks) == (
        0,
        ("job.json: passed over, this batch job does not replicate objects",),
    )
    write(tmp_path, job={"ReplintBundle": 1, "BatchJobs": [tagging]})
    (estate,) = dialects.read([str(tmp_path)], itself, cwd=str(tmp_path)).estates
    assert estate.jobs == ()


def test_deployers_are_roles(tmp_path: Path) -> None:
    """A deployer is a role, whether it is described among the roles, among the deployers, or in both."""
    other = "arn:aws:iam::111122223333:role/pipeline"
    bundle = {**BUNDLE, "Deployers": [{"Arn": ROLE_ARN}, {**ROLE, "Arn": other}]}
    (tmp_path / "bundle.json").write_text(json.dumps(bundle), "utf-8")
    (estate,) = dialects.read([str(tmp_path)], itself, cwd=str(tmp_path)).estates
    assert estate.deployers == (ROLE_ARN, other)
    assert estate.roles[ROLE_ARN].policies
    assert estate.roles[other].place


@pytest.mark.parametrize(
    ("jobs", "source"),
    [((JOB,), "harbour"), ((), None), ((JOB, {**JOB, **SOURCE_TOO}), None)],
    ids=["one job", "no job", "a source too"],
)
def test_the_bucket_of_a_report_is_no_source(tmp_path: Path, jobs: tuple[object, ...], source: str | None) -> None:
    """A loose configuration is not that of a bucket that a job names for manifest and report alone."""
    stated = {name: {"Bucket": name, "Account": ACCOUNT} for name in ("harbour", "harbour-replica", "harbour-jobs")}
    role = less(ROLE, ("Policies",))
    write(tmp_path, configuration=CONFIGURATION, role=role, **stated)
    for number, each in enumerate(jobs):
        write(tmp_path, **{f"job-{number}": each})
    (estate,) = dialects.read([str(tmp_path)], itself, cwd=str(tmp_path)).estates
    found = [name for name, each in estate.buckets.items() if not isinstance(each.replication, Unresolved)]
    assert found == ([source] if source else [])
    assert bool(estate.orphans) is (source is None)
