"""Decisions that flows share: none that one flow would not have had alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import example, given
from hypothesis import strategies as st

from replint import judge, packs, requirements
from replint.facts.unresolved import Unresolved
from replint.flows import trace
from replint.iam.policy import Condition, Element, Policy, PrincipalName, Principals, Statement
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
