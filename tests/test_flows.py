"""Which flows an estate has, and which facts each of them joins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from replint.facts.bucket import Algorithm, Bucket, Encryption
from replint.facts.key import Key, Manager
from replint.facts.role import Role
from replint.facts.unresolved import Unresolved
from replint.flows import Flow, trace
from tests.scene import REPLICA_KEY, ROLE_ARN, RULE, SOURCE_ACCOUNT, SOURCE_KEY, a_key, an_estate

SECOND = replace(RULE, id="images", prefix="images/", destination="arn:aws:s3:::gallery-replica")


def the_flow(*args: object, **changes: object) -> Flow:
    """The only flow of an estate."""
    (flow,) = trace(an_estate(*args, **changes))  # type: ignore[arg-type] # as an_estate takes them
    return flow


def test_every_enabled_rule_and_destination_is_one_flow() -> None:
    """Two replication rules to two buckets are two flows, in the order of the rules."""
    assert [flow.id for flow in trace(an_estate(RULE, SECOND))] == [
        "harbour/logs->harbour-replica",
        "harbour/images->gallery-replica",
    ]


def test_a_disabled_rule_has_no_flow() -> None:
    """What is switched off copies nothing."""
    assert trace(an_estate(replace(RULE, enabled=False), SECOND))[0].rule is SECOND


def test_a_rule_whose_status_is_not_told_is_traced() -> None:
    """It may be enabled: passing it over would be passing in silence."""
    assert len(trace(an_estate(replace(RULE, enabled=Unresolved("Status"))))) == 1


def test_a_destination_out_of_view_is_named_and_tells_nothing_else() -> None:
    """Its owner is known only where the replication rule or the name says it."""
    flow = the_flow(SECOND)
    assert not flow.destination.stated
    assert isinstance(flow.destination.account, Unresolved)
    assert isinstance(flow.destination.policy, Unresolved)
    assert "gallery-replica" in flow.destination.policy.tells
    assert the_flow(replace(SECOND, destination_account="777788889999")).destination.account == "777788889999"


def test_an_account_regional_name_tells_owner_and_region() -> None:
    """The name of such a bucket ends in its account and Region."""
    destination = the_flow(replace(SECOND, destination="arn:aws:s3:::gallery-777788889999-eu-west-2-an")).destination
    assert (destination.account, destination.region) == ("777788889999", "eu-west-2")


def test_an_account_in_the_name_counts_for_more_than_one_that_is_named() -> None:
    """A name cannot be wrong about its own account; what a replication rule says can."""
    named = replace(
        SECOND, destination="arn:aws:s3:::pics-444455556666-eu-west-1-an", destination_account="777788889999"
    )
    assert the_flow(named).destination.account == "444455556666"


def test_a_role_out_of_view_has_an_account_and_no_policies() -> None:
    """The ARN tells the account; nobody tells the policies."""
    role = the_flow(role="arn:aws:iam::999988887777:role/elsewhere").role
    assert isinstance(role, Role)
    assert role.account == "999988887777"
    assert isinstance(role.policies, Unresolved)
    assert isinstance(role.trust, Unresolved)


def test_a_role_that_is_no_arn_is_not_told() -> None:
    """Nothing can be asked of it."""
    assert isinstance(the_flow(role="copier").role, Unresolved)


@pytest.mark.parametrize(
    ("filtered", "delete_markers", "replicate"),
    [(False, None, True), (True, None, False), (True, True, True), (True, False, False)],
)
def test_delete_markers_replicate_always_by_v1_rules_and_when_v2_rules_say_so(
    filtered: bool, delete_markers: bool | None, replicate: bool
) -> None:
    """A V1 rule cannot switch them off, and a V2 rule that says nothing does not copy them."""
    rule = replace(RULE, filtered=filtered, delete_markers=delete_markers)
    assert the_flow(rule).delete_markers is replicate


@pytest.mark.parametrize(
    ("name", "arn"),
    [
        (SOURCE_KEY, SOURCE_KEY),
        (SOURCE_KEY.rpartition("/")[2], SOURCE_KEY),
        ("alias/harbour", SOURCE_KEY),
        (f"arn:aws:kms:eu-west-1:{SOURCE_ACCOUNT}:alias/harbour", SOURCE_KEY),
        (None, f"arn:aws:kms:eu-west-1:{SOURCE_ACCOUNT}:alias/aws/s3"),
    ],
)
def test_a_default_key_is_found_by_arn_id_and_alias(name: str | None, arn: str) -> None:
    """An id or alias is looked up in the bucket's Region and account; no key at all is the one that AWS manages."""
    estate = an_estate(encryption=Encryption(Algorithm.SSE_KMS, name))
    keys = {**estate.keys, SOURCE_KEY: replace(a_key(SOURCE_KEY), aliases=("alias/harbour",))}
    (flow,) = trace(replace(estate, keys=keys))
    assert isinstance(flow.source_key, Key)
    assert flow.source_key.arn == arn
    assert (flow.source_key.manager is Manager.AWS) == (name is None)


def test_an_alias_that_no_key_has_is_not_told() -> None:
    """Which key it names, no document says."""
    flow = the_flow(encryption=Encryption(Algorithm.SSE_KMS, "alias/lost"))
    assert isinstance(flow.source_key, Unresolved)


def test_objects_without_kms_have_no_source_key() -> None:
    """SSE-S3 needs no key of KMS."""
    assert the_flow(encryption=Encryption()).source_key is None


def test_a_replica_key_by_an_alias_of_another_account_is_not_told() -> None:
    """S3 looks an alias up in the role's account, which is not the one that the ARN names."""
    alias = REPLICA_KEY.partition(":key/")[0] + ":alias/replicas"
    estate = an_estate(replace(RULE, replica_key=alias))
    keys = {**estate.keys, REPLICA_KEY: replace(a_key(REPLICA_KEY), aliases=("alias/replicas",))}
    (flow,) = trace(replace(estate, keys=keys))
    assert isinstance(flow.replica_key, Unresolved)


@pytest.mark.parametrize("key", ["replicas", None])
def test_a_replica_key_that_is_no_arn_is_not_told_and_none_is_none(key: str | None) -> None:
    """What is written and cannot be read is unknown; what is not written is not there."""
    found = the_flow(replace(RULE, replica_key=key)).replica_key
    assert isinstance(found, Unresolved) if key else found is None


def test_bucket_keys_count_only_with_a_kms_key() -> None:
    """The flag means nothing for a bucket with SSE-S3, nor for one with DSSE-KMS."""
    kms = the_flow(encryption=Encryption(Algorithm.SSE_KMS, SOURCE_KEY, bucket_key=True))
    sse = the_flow(encryption=Encryption(bucket_key=True))
    dsse = the_flow(encryption=Encryption(Algorithm.DSSE_KMS, SOURCE_KEY, bucket_key=True))
    assert (kms.source_bucket_key, sse.source_bucket_key, dsse.source_bucket_key) == (True, False, False)
    assert isinstance(the_flow(encryption=Unresolved("encryption")).source_bucket_key, Unresolved)


def test_a_configuration_of_nobody_knows_which_bucket_is_traced_all_the_same() -> None:
    """Its source is not told, and the flow says so."""
    estate = an_estate()
    source = estate.buckets["harbour"]
    assert isinstance(source, Bucket)
    orphan = source.replication
    assert orphan is not None
    assert not isinstance(orphan, Unresolved)
    (flow,) = trace(replace(estate, buckets={}, orphans=(orphan,)))
    assert isinstance(flow.source, Unresolved)
    assert isinstance(flow.role, Role)
    assert flow.role.arn == ROLE_ARN


@pytest.mark.parametrize(
    ("changes", "objects"),
    [
        ({"prefix": ""}, "every object"),
        ({}, "every object under `logs/`"),
        ({"prefix": "", "tags": (("tier", "gold"),)}, "every object with tag `tier` `gold`"),
        ({"tags": (("a", "1"), ("b", ""))}, "every object under `logs/` with tags `a` `1` and `b` ``"),
        (
            {"tags": tuple((name, "1") for name in "abcde")},
            "every object under `logs/` with tags `a` `1`, `b` `1`, `c` `1` and 2 more",
        ),
        ({"tags": Unresolved("Filter")}, "objects"),
        ({"prefix": Unresolved("Prefix")}, "objects"),
    ],
)
def test_a_rule_says_for_which_objects_it_is(changes: dict[str, object], objects: str) -> None:
    """A rule says of which objects it is by its prefix and its tags, as far as they are known."""
    asking = the_flow(replace(RULE, **changes)).asked  # type: ignore[arg-type] # members of a rule
    assert asking[1] == f"replication rule `logs` is for {objects}"


def test_a_key_is_asked_of_in_its_own_region() -> None:
    """KMS of another Region does not find a key; a policy is printed of a key, and of no alias."""
    arn = REPLICA_KEY.replace("key/0", "key/9")
    described, policy = (
        f"aws kms {verb} --key-id {arn} --region eu-central-1" for verb in ("describe-key", "get-key-policy")
    )
    key = the_flow(replace(RULE, replica_key=arn)).replica_key
    assert isinstance(key, Key)
    assert isinstance(key.policy, Unresolved)
    assert key.policy.document
    assert key.policy.document.commands == (described, policy)
    alias = f"arn:aws:kms:eu-west-1:{SOURCE_ACCOUNT}:alias/logs"
    unknown = the_flow(replace(RULE, replica_key=alias)).replica_key
    assert isinstance(unknown, Unresolved)
    assert unknown.document
    assert unknown.document.commands == (f"aws kms describe-key --key-id {alias} --region eu-west-1",)
