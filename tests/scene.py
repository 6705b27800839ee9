"""A flow whose documents tell everything, for tests that change one thing of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from replint.configured import Configured, ConfiguredRule
from replint.configured import trace as trace_configured
from replint.deployments import Deployment
from replint.deployments import trace as trace_deployments
from replint.facts.batch import BatchJob, CompletionReport, GeneratedManifest
from replint.facts.bucket import Algorithm, Bucket, Encryption, Ownership, Versioning
from replint.facts.estate import Estate
from replint.facts.key import Key, Manager
from replint.facts.replication import ReplicationConfiguration, ReplicationRule
from replint.facts.role import Role
from replint.flows import Flow, trace
from replint.iam.policy import Element, Policy, Statement
from replint.jobs import Job
from replint.jobs import trace as trace_jobs

if TYPE_CHECKING:
    from replint.facts.unresolved import Unresolved

SOURCE_ACCOUNT, DESTINATION_ACCOUNT = "111122223333", "444455556666"
ROLE_ARN = f"arn:aws:iam::{SOURCE_ACCOUNT}:role/team/copier"
SOURCE_KEY = f"arn:aws:kms:eu-west-1:{SOURCE_ACCOUNT}:key/00000000-0000-4000-8000-000000000001"
REPLICA_KEY = f"arn:aws:kms:eu-central-1:{DESTINATION_ACCOUNT}:key/00000000-0000-4000-8000-000000000002"

ANY = Policy((Statement("Allow", Element("Action", ("*",)), Element("Resource", ("*",))),), "everything")

RULE = ReplicationRule(
    id="logs",
    enabled=True,
    destination="arn:aws:s3:::harbour-replica",
    prefix="logs/",
    priority=1,
    delete_markers=False,
    sse_kms=True,
    replica_key=REPLICA_KEY,
)

MANIFEST = GeneratedManifest(
    source="arn:aws:s3:::harbour",
    saved=True,
    bucket="arn:aws:s3:::harbour-jobs",
    prefix="manifests",
    owner=None,
    key=SOURCE_KEY,
    encrypted=True,
    prefixes=("",),
)
REPORT = CompletionReport(enabled=True, bucket="arn:aws:s3:::harbour-jobs", prefix="reports", owner=None)


def a_bucket(name: str, account: str, region: str, key: str | None = None, **changes: object) -> Bucket:
    """A bucket with versioning, without a policy, encrypted with the key if there is one."""
    encryption = Encryption(Algorithm.SSE_KMS, key) if key else Encryption()
    bucket = Bucket(
        name=name,
        account=account,
        region=region,
        versioning=Versioning.ENABLED,
        policy=None,
        encryption=encryption,
        ownership=Ownership.ENFORCED,
        object_lock=False,
        public_access_block=frozenset(),
        requester_pays=False,
        replication=None,
        lifecycle=(),
        notification=frozenset(),
        logging=None,
    )
    return replace(bucket, **changes)  # type: ignore[arg-type] # the names are the bucket's own


def a_key(arn: str) -> Key:
    """An enabled key of a customer, open to everybody."""
    _, _, _, region, account, _ = arn.split(":")
    return Key(arn, account, region, Manager.CUSTOMER, "Enabled", False, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", ANY)


def a_role() -> Role:
    """The replication role: it may do everything, and everybody may assume it."""
    return Role(ROLE_ARN, SOURCE_ACCOUNT, ANY, (ANY,), None, tags=())


def an_estate(*rules: ReplicationRule, role: str | Unresolved = ROLE_ARN, **source: object) -> Estate:
    """A source bucket with these replication rules (one, by default), a destination, the role and both keys."""
    configuration = ReplicationConfiguration(role, rules or (RULE,))
    buckets = (
        a_bucket("harbour", SOURCE_ACCOUNT, "eu-west-1", SOURCE_KEY, **{"replication": configuration, **source}),
        a_bucket("harbour-replica", DESTINATION_ACCOUNT, "eu-central-1", REPLICA_KEY),
    )
    return Estate(
        buckets={bucket.name: bucket for bucket in buckets},
        roles={ROLE_ARN: a_role()},
        keys={key.arn: key for key in (a_key(SOURCE_KEY), a_key(REPLICA_KEY))},
    )


def a_flow(**changes: object) -> Flow:
    """The estate's only flow, with changed fields."""
    (flow,) = trace(an_estate())
    return replace(flow, **changes)  # type: ignore[arg-type] # the names are the flow's own


def a_job(**changes: object) -> Job:
    """A batch job on the estate's source, whose manifest and report S3 keeps in a bucket of their own."""
    jobs = a_bucket("harbour-jobs", SOURCE_ACCOUNT, "eu-west-1", SOURCE_KEY)
    estate = an_estate()
    told = BatchJob(
        "backfill",
        SOURCE_ACCOUNT,
        "eu-west-1",
        ROLE_ARN,
        MANIFEST,
        REPORT,
    )
    told = replace(told, **changes)  # type: ignore[arg-type] # the names are the job's own
    (job, *_) = trace_jobs(replace(estate, buckets={**estate.buckets, jobs.name: jobs}, jobs=(told,)))
    return job


def a_deployment(**changes: object) -> Deployment:
    """The role as one that puts the estate's only configuration, with changed facts of the estate."""
    estate = replace(an_estate(), deployers=(ROLE_ARN,), **changes)  # type: ignore[arg-type] # the estate's own names
    (deployment,) = trace_deployments(estate)
    return deployment


def a_put(
    *rules: ReplicationRule, role: str | Unresolved = ROLE_ARN, **changes: object
) -> list[Configured | ConfiguredRule]:
    """The estate's only configuration as it is put, with changed fields, and then its rules."""
    estate = an_estate(*rules, role=role)
    whole, *each = trace_configured(estate, trace(estate))
    assert isinstance(whole, Configured)
    changed = replace(whole, **changes)  # type: ignore[arg-type] # the names are the configuration's own
    return [changed, *(replace(rule, within=changed) for rule in each if isinstance(rule, ConfiguredRule))]
