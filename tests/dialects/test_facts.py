"""Documents on one bucket, role or key to facts: every form, what null means, and what nobody tells."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from replint.dialects import bucket, key, organisation, replication, role
from replint.dialects.documents import read_bucket, read_role
from replint.dialects.managed import Library
from replint.facts.bucket import Algorithm, Bucket, Encryption, Ownership, Versioning
from replint.facts.housekeeping import LifecycleRule, Logging, Transition
from replint.facts.key import Key, Manager
from replint.facts.replication import ReplicationConfiguration
from replint.facts.unresolved import Unresolved
from replint.finding import PutError
from replint.iam.policy import Policy
from tests.dialects.documents import (
    ACCOUNT,
    BUCKET,
    CONFIGURATION,
    KEY,
    KEY_ARN,
    MANAGED_ARN,
    ROLE,
    ROLE_ARN,
    changed,
    less,
    node,
    policy,
)

if TYPE_CHECKING:
    from replint.facts.replication import ReplicationRule
    from replint.facts.role import Role
    from replint.finding import Finding

SETTINGS = {name: setting.field for setting in bucket.SETTINGS for name in setting.members}


TAG = {"Key": "k", "Value": "v"}


def a_bucket(**members: Any) -> Bucket:  # noqa: ANN401 - any document
    """Read a bucket's document."""
    found = bucket.read(node({"Bucket": "harbour", **members}), [])
    assert found is not None
    return found


def a_role(document: Any, **managed: Any) -> Role:  # noqa: ANN401 - any document
    """Read a role's document, with managed policies by ARN."""
    library = Library()
    for arn, each in managed.items():
        library.add(arn, node(each))
    found = role.read(node(document), library, [])
    assert found is not None
    return found


def a_rule(**members: Any) -> ReplicationRule:  # noqa: ANN401 - any document
    """Read a replication rule that has these members."""
    (rule,) = replication.read(node({"Role": "r", "Rules": [members]}), []).rules
    return rule


def test_bucket() -> None:
    """Every setting of a full document is told, with its place."""
    found = a_bucket(**BUCKET)
    assert (found.account, found.region, found.versioning) == (ACCOUNT, "eu-west-1", Versioning.ENABLED)
    assert found.encryption == Encryption(Algorithm.SSE_KMS, KEY_ARN, bucket_key=True, blocked=frozenset({"SSE-C"}))
    assert (found.ownership, found.object_lock, found.requester_pays) == (Ownership.ENFORCED, True, True)
    assert found.public_access_block == frozenset({"BlockPublicAcls"})
    assert found.tags == (("team", "harbour"),)
    assert isinstance(found.policy, Policy)
    assert isinstance(found.replication, ReplicationConfiguration)
    assert found.lifecycle == (
        LifecycleRule("logs/", (("team", "a"),), (Transition("GLACIER", 30),), expires=True, cleans=True),
        LifecycleRule("", (("team", "b"),)),
    )
    assert found.notification == frozenset({"s3:Replication:OperationFailedReplication"})
    assert found.logging == Logging("harbour-logs", "harbour/")
    told = {field.name for field in fields(found)} - {"name", "stated", "place", "places"}
    assert told <= found.places.keys()
    assert all(found.places[name].pointer.count("/") == 1 for name in told)


@pytest.mark.parametrize(("member", "field"), SETTINGS.items())
def test_absent_is_not_told(member: str, field: str) -> None:
    """A setting that the document leaves out is not told, and something would tell it."""
    value = getattr(a_bucket(**less(BUCKET, (member,)) if member in BUCKET else {}), field)
    assert isinstance(value, Unresolved)
    assert value.tells.startswith("`")
    assert "aws s3api get-bucket-" in value.tells or "aws s3api get-" in value.tells


@pytest.mark.parametrize(
    ("member", "none"),
    [
        ("Versioning", Versioning.NEVER),
        ("Policy", None),
        ("Encryption", Encryption()),
        ("OwnershipControls", Ownership.WRITER),
        ("ObjectLock", False),
        ("PublicAccessBlock", frozenset()),
        ("RequestPayment", False),
        ("Tagging", ()),
        ("ReplicationConfiguration", None),
        ("Lifecycle", ()),
        ("Notification", frozenset()),
        ("Logging", None),
    ],
)
def test_null_is_known_none(member: str, none: object) -> None:
    """Null says that there is none, which has a meaning for each setting."""
    assert getattr(a_bucket(**{member: None}), SETTINGS[member]) == none


@pytest.mark.parametrize(
    ("member", "wrapper"),
    [
        ("Policy", "Policy"),
        ("Encryption", "ServerSideEncryptionConfiguration"),
        ("OwnershipControls", "OwnershipControls"),
        ("ObjectLock", "ObjectLockConfiguration"),
        ("PublicAccessBlock", "PublicAccessBlockConfiguration"),
        ("ReplicationConfiguration", "ReplicationConfiguration"),
        ("Lifecycle", "LifecycleConfiguration"),
        ("Notification", "NotificationConfiguration"),
        ("Versioning", "VersioningConfiguration"),
        ("RequestPayment", "RequestPaymentConfiguration"),
        ("Logging", "BucketLoggingStatus"),
    ],
)
def test_whole_outputs(member: str, wrapper: str) -> None:
    """The API's whole output means what the value in it means."""
    wrapped = a_bucket(**{member: {wrapper: BUCKET[member]}})
    assert getattr(wrapped, SETTINGS[member]) == getattr(a_bucket(**{member: BUCKET[member]}), SETTINGS[member])


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("Versioning", 5),
        ("Versioning", {"Status": "On"}),
        ("Policy", 5),
        ("Policy", "{"),
        ("Encryption", []),
        ("Encryption", {"Rules": 5}),
        ("Encryption", {"Rules": []}),
        ("Encryption", {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}] * 2}),
        ("Encryption", {"Rules": [{"ApplyServerSideEncryptionByDefault": {}}]}),
        ("Encryption", {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": ""}}]}),
        ("Encryption", {"Rules": [{"BucketKeyEnabled": True}]}),
        ("Versioning", {"Bucket": {"Status": "Enabled"}}),
        ("ObjectLock", {"Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 1}}}),
        ("Lifecycle", {"Rules": [{"Status": "Enabled", "Transitions": [{"Days": 1.0, "StorageClass": "GLACIER"}]}]}),
        ("Encryption", {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": 5}}]}),
        ("Encryption", {"Rules": [{"BucketKeyEnabled": "true"}]}),
        ("OwnershipControls", {"Rules": []}),
        ("ObjectLock", {"ObjectLockEnabled": False}),
        ("PublicAccessBlock", {"BlockPublicAcls": "true"}),
        ("RequestPayment", {}),
        ("Tagging", {"TagSet": {}}),
        ("Tagging", {"TagSet": [{"Key": "team"}]}),
        ("ReplicationConfiguration", []),
        ("Lifecycle", {"Rules": [{}]}),
        ("Lifecycle", {"Rules": {}}),
        ("Lifecycle", {"Rules": [{"Status": "Enabled", "Prefix": 5}]}),
        ("Lifecycle", {"Rules": [{"Status": "Enabled", "Filter": {"Tag": {"Key": "k"}}}]}),
        ("Lifecycle", {"Rules": [{"Status": "Enabled", "Transitions": [{"Days": 1}]}]}),
        ("Lifecycle", {"Rules": [{"Status": "Enabled", "Transitions": [{"Days": "1", "StorageClass": "GLACIER"}]}]}),
        ("Notification", {"TopicConfigurations": [{"Events": "s3:Replication:*"}]}),
        ("Notification", {"TopicConfigurations": [{"Events": [5]}]}),
        ("Logging", {"LoggingEnabled": {}}),
        ("Logging", []),
    ],
)
def test_unreadable_settings_are_not_told(member: str, value: object) -> None:
    """A value of the wrong shape is not told; it is never taken for a default."""
    found = getattr(a_bucket(**{member: value}), SETTINGS[member])
    assert isinstance(found, Unresolved)
    assert found.place is not None


def test_logging_that_is_switched_off() -> None:
    """S3 answers with nothing for a bucket without server access logs."""
    assert a_bucket(Logging={}).logging is None


def test_versioning_without_a_status_was_never_enabled() -> None:
    """S3 answers with nothing at all for a bucket that never had versioning."""
    assert a_bucket(Versioning={}).versioning is Versioning.NEVER


@pytest.mark.parametrize(
    ("constraint", "region"), [(None, "us-east-1"), ("EU", "eu-west-1"), ("eu-central-1", "eu-central-1")]
)
def test_location(constraint: str | None, region: str) -> None:
    """The location constraint tells the Region, in S3's old words too."""
    assert a_bucket(LocationConstraint=constraint).region == region


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("Region", "EU"),
        ("Region", "EU (Ireland)"),
        ("Region", None),
        ("Region", "eu-west-1a"),
        ("LocationConstraint", ""),
    ],
)
def test_what_has_not_the_form_of_a_region(member: str, value: str | None) -> None:
    """What has not the form of a Region's name is none, and is never compared with one."""
    found = a_bucket(**{member: value}).region
    assert isinstance(found, Unresolved)
    assert found.place is not None


def test_aliases_are_told_together() -> None:
    """With one alias that cannot be read none is told: a condition on all of a key's aliases would miss it."""
    for more, told in (({"AliasName": "alias/b"}, True), ({"aliasName": "alias/b"}, False), (5, False)):
        found = key.read(node({"Arn": KEY_ARN, "Aliases": ["alias/a", more]}), [])
        assert found is not None
        assert (found.aliases == ("alias/a", "alias/b")) is told
        assert isinstance(found.aliases, Unresolved) is not told


def test_kinds_of_keys_that_nobody_knows() -> None:
    """A kind of key that AWS adds one day is no known asymmetric one; no kind at all is no doubt of it."""
    keys = [
        key.read(node({"Arn": KEY_ARN, **kind}), []) for kind in ({}, {"KeySpec": "LATTICE_1024"}, {"KeySpec": "SM2"})
    ]
    plain, new, known = [found.asymmetric for found in keys if found]
    assert (plain, known) == (False, True)
    assert isinstance(new, Unresolved)


def test_names_tell_owner_and_region() -> None:
    """An account-regional bucket name tells whose the bucket is and where; a document may still say so itself."""
    found = bucket.read(node({"Bucket": "logs-111122223333-eu-west-1-an", "Region": "eu-west-3"}), [])
    assert found is not None
    assert (found.account, found.region) == (ACCOUNT, "eu-west-3")
    assert isinstance(a_bucket(Account="12").account, Unresolved)


def test_slips_of_the_pen_are_told() -> None:
    """A member that is nearly one of ours is told; what AWS prints beside is not."""
    faults: list[Finding] = []
    read_bucket(node({"Bucket": "b", "Verzioning": {}, "ResponseMetadata": {}, "Lifecycle": {}}), faults)
    assert [(fault.rule, fault.help) for fault in faults] == [("unknown-member", "did you mean `Versioning`?")]


def test_rule() -> None:
    """Every field of a replication rule is read, and has the place of its value."""
    (rule,) = replication.read(node(CONFIGURATION), []).rules
    assert (rule.id, rule.enabled, rule.destination) == ("logs", True, "arn:aws:s3:::harbour-replica")
    assert (rule.filtered, rule.prefix, rule.tags) == (True, "logs/", (("team", "a"), ("x", "")))
    assert (rule.priority, rule.delete_markers, rule.sse_kms) == (3, False, True)
    assert (rule.replica_modifications, rule.existing_objects) == (False, False)
    assert (rule.destination_account, rule.owner_override, rule.replica_key) == ("444455556666", True, KEY_ARN)
    assert (rule.storage_class, rule.replication_time, rule.metrics) == ("STANDARD_IA", True, True)
    assert rule.places["replica_key"].pointer == "/Rules/0/Destination/EncryptionConfiguration/ReplicaKmsKeyID"
    assert rule.places["prefix"].pointer == "/Rules/0/Filter/And/Prefix"
    assert (rule.number, rule.given_id, rule.old_prefix) == (1, "logs", None)
    assert (rule.filter_parts, rule.both_predicates, rule.selection_empty) == (("And",), 3, False)
    assert (rule.replicas_encrypted, rule.replication_minutes, rule.threshold_minutes) == (True, 15, 15)
    nowhere = {"place", "places", "number", "filter_parts", "old_prefix"}
    assert set(rule.places) >= {field.name for field in fields(rule)} - nowhere
    assert rule.places["selection_empty"].pointer == "/Rules/0/SourceSelectionCriteria"
    assert rule.places["destination_element"].pointer == "/Rules/0/Destination"
    assert rule.places["metrics_element"].pointer == "/Rules/0/Destination/Metrics"


def test_first_version_rules() -> None:
    """A rule without `Filter` is of the first version and has its prefix in the rule; what it lacks it has not."""
    rule = a_rule(Status="Disabled", Prefix="a/", Destination={"Bucket": "arn:aws:s3:::bbb"})
    assert (rule.id, rule.enabled, rule.filtered, rule.prefix, rule.tags) == ("#1", False, False, "a/", ())
    assert (rule.priority, rule.delete_markers, rule.sse_kms, rule.owner_override) == (None, None, None, False)
    assert (rule.old_prefix, rule.places["old_prefix"].pointer) == ("a/", "/Rules/0/Prefix")
    assert (rule.given_id, rule.filter_parts, rule.both_predicates, rule.replicas_encrypted) == (None, (), None, False)
    assert a_rule(Status="Enabled", Destination={"Bucket": "arn:aws:s3:::bbb"}).prefix == ""


@pytest.mark.parametrize(
    ("filter_", "prefix", "tags", "parts", "both"),
    [
        ({}, "", (), (), None),
        ({"Prefix": "a"}, "a", (), ("Prefix",), None),
        ({"Tag": TAG}, "", (("k", "v"),), ("Tag",), None),
        ({"Tag": TAG, "Prefix": "a"}, "a", (("k", "v"),), ("Prefix", "Tag"), None),
        ({"And": {}}, "", (), ("And",), 0),
        ({"And": {"Prefix": ""}}, "", (), ("And",), 1),
        ({"And": {"Prefix": "", "Tags": []}}, "", (), ("And",), 1),
        ({"And": {"Tags": [TAG]}}, "", (("k", "v"),), ("And",), 1),
        ({"And": {"Prefix": "", "Tags": [TAG]}}, "", (("k", "v"),), ("And",), 2),
    ],
)
def test_filters(filter_: object, prefix: str, tags: object, parts: tuple[str, ...], both: int | None) -> None:
    """An empty filter is everything; it may have a prefix or one tag alone, and its predicates are counted."""
    rule = a_rule(Filter=filter_)
    assert (rule.prefix, rule.tags, rule.filtered) == (prefix, tags, True)
    assert (rule.filter_parts, rule.both_predicates) == (parts, both)


def test_elements_that_say_nothing() -> None:
    """An element is there whatever it says: `{}` too."""
    rule = a_rule(SourceSelectionCriteria={}, Destination={"EncryptionConfiguration": {}, "Metrics": {}})
    assert (rule.selection_empty, rule.replicas_encrypted, rule.replica_key, rule.sse_kms) == (True, True, None, None)
    assert not a_rule(SourceSelectionCriteria={"ReplicaModifications": {"Status": "Enabled"}}).selection_empty
    assert isinstance(rule.metrics, Unresolved)


@pytest.mark.parametrize(
    ("field", "members"),
    [
        ("enabled", {"Status": "enabled"}),
        ("enabled", {"ID": "x"}),
        ("destination", {"Destination": {}}),
        ("destination", {"Destination": "arn:aws:s3:::bbb"}),
        ("destination", {"ID": "x"}),
        ("owner_override", {"Destination": {"AccessControlTranslation": {}}}),
        ("replica_key", {"Destination": {"EncryptionConfiguration": 5}}),
        ("delete_markers", {"DeleteMarkerReplication": {}}),
        ("sse_kms", {"SourceSelectionCriteria": {"SseKmsEncryptedObjects": "Enabled"}}),
        ("prefix", {"Filter": {"Prefix": 5}}),
        ("prefix", {"Filter": {"And": []}}),
        ("tags", {"Filter": {"Tag": {"Key": "k"}}}),
        ("tags", {"Filter": None}),
        ("priority", {"Priority": "1"}),
        ("given_id", {"ID": 5}),
        ("old_prefix", {"Prefix": None}),
        ("storage_class", {"Destination": {"StorageClass": 5}}),
        ("metrics", {"Destination": {"Metrics": {"Status": "on"}}}),
        ("threshold_minutes", {"Destination": {"Metrics": {"EventThreshold": {}}}}),
        ("threshold_minutes", {"Destination": {"Metrics": {"EventThreshold": {"Minutes": 1.5}}}}),
        ("replication_time", {"Destination": {"ReplicationTime": []}}),
        ("replication_minutes", {"Destination": {"ReplicationTime": {"Time": {"Minutes": "15"}}}}),
        ("existing_objects", {"ExistingObjectReplication": {"Status": True}}),
    ],
)
def test_unreadable_fields_are_not_told(field: str, members: dict[str, object]) -> None:
    """A field of the wrong shape, or whose value is missing, is not told."""
    assert isinstance(getattr(a_rule(**members), field), Unresolved)


@pytest.mark.parametrize(
    ("destination", "hint"),
    [
        ("harbour-replica", "write `arn:aws:s3:::harbour-replica`"),
        ("arn:aws:s3:::harbour-replica/*", None),
        ("arn:aws:s3:eu-west-1:111122223333:accesspoint/x", None),
        ("s3://harbour-replica", None),
    ],
)
def test_destinations_are_bucket_arns(destination: str, hint: str | None) -> None:
    """S3 refuses a destination that is no bucket's ARN; what it names is not told, unless it is a bucket's name."""
    faults: list[Finding] = []
    document = changed(CONFIGURATION, ("Rules", 0, "Destination", "Bucket"), destination)
    (rule,) = replication.read(node(document), faults).rules
    assert rule.destination == destination if hint else isinstance(rule.destination, Unresolved)
    assert [fault.rule for fault in faults] == ["destination-is-no-bucket-arn"]
    assert hint is None or faults[0].help == hint


@pytest.mark.parametrize(
    "role",
    [
        "copier",
        "arn:aws:iam::111122223333:user/copier",
        "arn:aws:iam::111122223333:role/",
        "arn:aws:iam:eu-west-1:111122223333:role/copier",
        "arn:aws:iam::1111:role/copier",
        "arn:aws:sts::111122223333:assumed-role/copier/me",
        "arn::iam::111122223333:role/copier",
        "arn:aws:iam::111122223333:role/copier/",
        "arn:aws:iam::111122223333:role/copier ",
        "arn:aws:iam::111122223333:role/my copier",
        "arn:aws:iam::111122223333:role/*",
        f"arn:aws:iam::111122223333:role/{'x' * 65}",
        f"arn:aws:iam::111122223333:role/{'x' * 511}/copier",
        "",
    ],
)
def test_roles_are_role_arns(role: str) -> None:
    """S3 refuses a role that is not named by the ARN of a role; which one is meant is not told then."""
    faults: list[Finding] = []
    found = replication.read(node(changed(CONFIGURATION, ("Role",), role)), faults)
    assert isinstance(found.role, Unresolved)
    assert [(fault.rule, fault.primary.place.pointer) for fault in faults] == [("role-is-no-role-arn", "/Role")]
    assert faults[0].refused == PutError("InvalidArgument")


@pytest.mark.parametrize("role", ["arn:aws-cn:iam::111122223333:role/copier", f"{ROLE_ARN}/deeper", ROLE_ARN])
def test_good_roles(role: str) -> None:
    """A role of any partition, with or without a path."""
    faults: list[Finding] = []
    replication.read(node(changed(CONFIGURATION, ("Role",), role)), faults)
    assert faults == []


@pytest.mark.parametrize("partition", ["aws", "aws-cn", "aws-us-gov"])
def test_partitions(partition: str) -> None:
    """Every partition has buckets."""
    faults: list[Finding] = []
    document = changed(CONFIGURATION, ("Rules", 0, "Destination", "Bucket"), f"arn:{partition}:s3:::harbour.replica")
    replication.read(node(document), faults)
    assert faults == []


def names(policies: object) -> list[str | None]:
    """Return what the policies of a role are called; None for one that is not told."""
    assert isinstance(policies, tuple)
    return [None if isinstance(each, Unresolved) else each.name for each in policies]


def test_role() -> None:
    """Everything of a full document is told."""
    found = a_role(ROLE)
    assert (found.arn, found.account, found.id) == (ROLE_ARN, ACCOUNT, "AROAABCDEFGHIJKLMNOPQ")
    assert isinstance(found.trust, Policy)
    assert isinstance(found.boundary, Policy)
    assert names(found.policies) == ["inline", "copying"]
    assert found.tags == (("team", "a"),)
    assert found.places.keys() == {"trust", "policies", "boundary", "tags", "id"}


def test_get_role() -> None:
    """What `get-role` leaves out the role has not; policies are in other outputs, beside it."""
    head = {"RoleName": "copier", "RoleId": "AROAABCDEFGHIJKLMNOPQ", "Arn": ROLE_ARN}
    found = a_role({"Role": {**head, "AssumeRolePolicyDocument": ROLE["AssumeRolePolicyDocument"]}})
    assert (found.boundary, found.tags) == (None, ())
    assert isinstance(found.policies, Unresolved)
    beside = a_role({"Role": head, "AttachedManagedPolicies": {"AttachedPolicies": [{"PolicyArn": "x"}]}})
    assert isinstance(beside.trust, Unresolved)
    assert names(beside.policies) == [None]
    assert isinstance(a_role({"Arn": ROLE_ARN}).boundary, Unresolved)


@pytest.mark.parametrize("member", ["Policies", "RolePolicyList", "AttachedManagedPolicies"])
def test_policies_are_told_together(member: str) -> None:
    """A role with either kind of permission policies told has none of the other kind."""
    assert a_role({"Arn": ROLE_ARN, member: []}).policies == ()


def test_attached_policies_by_arn() -> None:
    """A policy that is only named is looked up in the estate, then among those of AWS's that are known here."""
    entries = [
        {"PolicyArn": MANAGED_ARN},
        {"PolicyArn": "arn:aws-cn:iam::aws:policy/AmazonS3FullAccess"},
        {"PolicyArn": "arn:aws:iam::aws:policy/SomethingElse"},
        {"PolicyArn": "arn:aws:iam::111122223333:policy/AdministratorAccess"},
    ]
    found = a_role({"Arn": ROLE_ARN, "AttachedManagedPolicies": entries}, **{MANAGED_ARN: policy("s3:Get*")})
    assert names(found.policies) == ["copying", "AmazonS3FullAccess", None, None]


def test_boundary_by_arn() -> None:
    """A boundary in the API's shape is looked up; one that nobody gives is not told, and null is none."""
    named = {"PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": MANAGED_ARN}}
    assert isinstance(a_role({"Arn": ROLE_ARN, **named}, **{MANAGED_ARN: policy("s3:*")}).boundary, Policy)
    assert isinstance(a_role({"Arn": ROLE_ARN, **named}).boundary, Unresolved)
    assert a_role({"Arn": ROLE_ARN, "PermissionsBoundary": None}).boundary is None


def test_arns_that_are_none_are_told() -> None:
    """A document whose ARN is not a role's tells of no role, and that is a finding."""
    faults: list[Finding] = []
    assert read_role(node({"Arn": "copier"}), Library(), faults) is None
    assert [fault.rule for fault in faults] == ["malformed-document"]


def test_key() -> None:
    """Everything of a full document is told, and `describe-key` wraps it."""
    found = key.read(node(KEY), [])
    assert isinstance(found, Key)
    assert (found.arn, found.account, found.region) == (KEY_ARN, ACCOUNT, "eu-west-1")
    assert (found.manager, found.state, found.multi_region) == (Manager.CUSTOMER, "Enabled", False)
    assert (found.spec, found.usage, found.asymmetric) == ("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", False)
    assert found.aliases == ("alias/logs", "alias/more")
    assert isinstance(found.policy, Policy)
    head = {name: KEY[name] for name in ("Arn", "KeyManager", "KeyState", "KeySpec", "KeyUsage", "MultiRegion")}
    whole = {"KeyMetadata": head, "Policy": {"Policy": KEY["Policy"]}, "Aliases": {"Aliases": KEY["Aliases"]}}
    assert key.read(node(whole), []) == key.read(node(KEY), [])


def test_key_that_is_only_named() -> None:
    """What a key's document leaves out, or has of the wrong type, is not told; a policy that is null is none."""
    found = key.read(node({"Arn": KEY_ARN, "KeyState": 5, "KeyManager": "ME"}), [])
    assert found is not None
    assert all(isinstance(each, Unresolved) for each in (found.manager, found.state, found.multi_region, found.policy))
    bare = key.read(node({"Arn": KEY_ARN, "Policy": None}), [])
    assert bare is not None
    assert not bare.asymmetric
    assert bare.policy is None


DENY = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]}


@pytest.mark.parametrize(
    ("value", "levels"),
    [
        (None, ()),
        ([], ()),
        (policy("*"), (("SCP 1",),)),
        ([policy("*"), DENY], (("SCP 1", "SCP 2"),)),
        ([[policy("*")], [DENY]], (("SCP 1",), ("FullAWSAccess", "SCP 1"))),
        ([[]], (("FullAWSAccess",),)),
        ([{"Policy": {"Content": '{"Statement": []}'}, "Name": "guard"}], (("FullAWSAccess", "guard"),)),
    ],
)
def test_service_control_policies(value: object, levels: tuple[tuple[str, ...], ...]) -> None:
    """A list is one level, lists are levels; a level that allows nothing itself stands beside FullAWSAccess."""
    found = organisation.read(node(value), "scp", []).everywhere
    assert found is not None
    assert tuple(tuple(each.name for each in level) for level in found) == levels


def test_organisation_policies_by_account() -> None:
    """A map from account id gives each account its own levels, and others none."""
    found = organisation.read(node({ACCOUNT: [[DENY]], "444455556666": []}), "rcp", [])
    assert found.everywhere is None
    assert {name: len(levels) for name, levels in found.by_account.items()} == {ACCOUNT: 1, "444455556666": 0}
    assert [len(level) for level in found.by_account[ACCOUNT]] == [1]


@pytest.mark.parametrize(
    "role", ["copier", "service-role/copier", "a+b=c,d.e@f_g-h", f"{'x' * 510}/copier", "x" * 64, "a/b/c"]
)
def test_names_and_paths_of_roles(role: str) -> None:
    """A role has a name of up to 64 characters of a few kinds, behind a path of up to 512."""
    faults: list[Finding] = []
    arn = f"arn:aws:iam::111122223333:role/{role}"
    assert replication.read(node(changed(CONFIGURATION, ("Role",), arn)), faults).role == arn
    assert faults == []
