"""Decisions that flows share: none that one flow would not have had alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import example, given
from hypothesis import strategies as st

from replint import judge, packs, requirements
from replint.facts.batch import GivenManifest, ManifestFormat
from replint.facts.unresolved import Unresolved
from replint.flows import trace
from replint.iam.policy import Condition, Element, Policy, PrincipalName, Principals, Statement
from replint.jobs import trace as trace_jobs
from tests import scene

if TYPE_CHECKING:
    from replint.facts.replication import ReplicationRule

PACK = packs.builtin()

KEY_ID = "s3:x-amz-server-side-encryption-aws-kms-key-id"

EVERYONE = Principals((PrincipalName("*", "*"),))

# A bucket policy that lets through what is encrypted with the replica key, and a role that reads some objects only.
BUCKET = Policy(
    (
        Statement("Allow", Element("Action", ("*",)), Element("Resource", ("*",)), EVERYONE),
        Statement(
            "Deny",
            Element("Action", ("s3:ReplicateObject",)),
            Element("Resource", ("*",)),
            EVERYONE,
            (Condition("StringNotEquals", KEY_ID, (scene.REPLICA_KEY,)),),
        ),
    ),
    "bucket",
)

FIELDS: dict[str, list[Any]] = {
    "prefix": ["logs/", "images/"],
    "tags": [(), (("team", "a"),), Unresolved("the tags")],
    "replica_key": [scene.REPLICA_KEY, scene.SOURCE_KEY, None, Unresolved("the replica key")],
    "sse_kms": [True, False],
    "destination": ["arn:aws:s3:::harbour-replica", "arn:aws:s3:::elsewhere"],
    "destination_account": [None, scene.SOURCE_ACCOUNT],
}


@st.composite
def pairs(draw: st.DrawFn) -> tuple[ReplicationRule, ReplicationRule]:
    """Draw two replication rules that differ in one field: what a shared decision may overlook."""
    values = {name: draw(st.sampled_from(choices)) for name, choices in FIELDS.items()}
    name = draw(st.sampled_from(sorted(FIELDS)))
    other = {**values, name: draw(st.sampled_from(FIELDS[name]))}
    first, second = (replace(scene.RULE, **changes) for changes in (values, other))
    return first, second


NO_KEY, SOME_KEY = (replace(scene.RULE, replica_key=key) for key in (None, Unresolved("the replica key")))


@given(pairs())
@example((NO_KEY, SOME_KEY))
@example((SOME_KEY, NO_KEY))
def test_flows_are_judged_together_as_each_alone(rules: tuple[ReplicationRule, ReplicationRule]) -> None:
    """One decision serves several flows only where each would have got the same."""
    estate = scene.an_estate(*rules)
    bucket = replace(estate.buckets["harbour-replica"], policy=BUCKET)
    flows = trace(replace(estate, buckets={**estate.buckets, bucket.name: bucket}))
    together = [each.verdict for each in judge.judge(requirements.of(PACK.rules, flows))]
    alone = [each.verdict for flow in flows for each in judge.judge(requirements.of(PACK.rules, [flow]))]
    assert together == alone


# What a shared decision may overlook of jobs: who may have asked, and how a manifest is encrypted that S3 makes.
TRUSTED = Policy(
    (
        Statement(
            "Allow",
            Element("Action", ("sts:AssumeRole",)),
            None,
            Principals((PrincipalName("Service", "batchoperations.s3.amazonaws.com"),)),
            (Condition("StringEquals", "aws:SourceAccount", (scene.SOURCE_ACCOUNT,)),),
        ),
    ),
    "trust",
)
JOBS = Policy(
    (
        Statement("Allow", Element("Action", ("*",)), Element("Resource", ("*",)), EVERYONE),
        Statement(
            "Deny",
            Element("Action", ("s3:PutObject",)),
            Element("Resource", ("*",)),
            EVERYONE,
            (Condition("StringNotEquals", KEY_ID, (scene.SOURCE_KEY,)),),
        ),
    ),
    "jobs",
)
JOB_FIELDS: dict[str, list[Any]] = {
    "account": [scene.SOURCE_ACCOUNT, scene.DESTINATION_ACCOUNT, Unresolved("the account")],
    "region": ["eu-west-1", "eu-central-1"],
    "manifest": [
        scene.MANIFEST,
        replace(scene.MANIFEST, key=None),
        replace(scene.MANIFEST, key=scene.REPLICA_KEY),
        replace(scene.MANIFEST, prefix="other"),
        replace(scene.MANIFEST, key=None, encrypted=False),
        GivenManifest(ManifestFormat.CSV, "arn:aws:s3:::harbour-jobs/list.csv", versioned=True, fields=("Key",)),
    ],
    "report": [scene.REPORT, replace(scene.REPORT, prefix="manifests")],
}


@given(st.data())
def test_jobs_are_judged_together_as_each_alone(data: st.DataObject) -> None:
    """The same of two batch jobs that differ in one field."""
    values = {name: data.draw(st.sampled_from(choices)) for name, choices in JOB_FIELDS.items()}
    name = data.draw(st.sampled_from(sorted(JOB_FIELDS)))
    first = scene.a_job(**values)
    second = scene.a_job(**{**values, name: data.draw(st.sampled_from(JOB_FIELDS[name]))})
    bucket = replace(first.estate.buckets["harbour-jobs"], policy=JOBS)
    estate = replace(
        first.estate,
        jobs=(first.job, second.job),
        buckets={**first.estate.buckets, bucket.name: bucket},
        roles={scene.ROLE_ARN: replace(scene.a_role(), trust=TRUSTED)},
    )
    subjects = list(trace_jobs(estate))
    together = [each.verdict for each in judge.judge(requirements.of(PACK.rules, subjects))]
    alone = [each.verdict for job in subjects for each in judge.judge(requirements.of(PACK.rules, [job]))]
    assert together == alone
