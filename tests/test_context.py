"""The table of context keys: what S3's calls for replication carry, by service and action."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from replint.context import context
from replint.context.circumstances import DEPLOYER, KMS, S3, STS, Circumstances
from replint.facts.unresolved import Unresolved
from replint.iam.condition import holds
from replint.iam.pattern import ANYTHING, Pattern
from replint.iam.policy import Condition
from replint.iam.request import Domain, EachOf, Gap, OneOf
from replint.iam.values import moment
from tests.scene import ROLE_ARN, SOURCE_ACCOUNT, a_key, a_role

if TYPE_CHECKING:
    from replint.iam.kleene import Truth

ROLE = a_role()
OBJECTS = Pattern.glob("arn:aws:s3:::harbour/logs/*")
BUCKET = "arn:aws:s3:::harbour"


def of(key: str, service: str = S3, action: str = "s3:ReplicateObject", **changes: object) -> Domain:
    """What a call carries as one key."""
    given = Circumstances(
        service,
        action,
        ROLE,
        "aws",
        owner="444455556666",
        region="eu-central-1",
        source_bucket=BUCKET,
        source_account=SOURCE_ACCOUNT,
        objects=OBJECTS,
        bucket=BUCKET,
    )
    return context(replace(given, **changes)).of(key)  # type: ignore[arg-type] # the names are its own


@pytest.mark.parametrize("key", ["aws:SourceVpce", "aws:SourceVpc", "aws:SourceIp", "aws:MultiFactorAuthPresent"])
@pytest.mark.parametrize("service", [S3, KMS, STS])
def test_replication_has_no_network_and_no_mfa(key: str, service: str) -> None:
    """S3 calls from nowhere of the customer's, as nobody who could have shown a device."""
    assert of(key, service) is Gap.ABSENT


@pytest.mark.parametrize(
    ("key", "s3", "kms", "sts"),
    [
        ("aws:PrincipalIsAWSService", ("false",), ("false",), ("true",)),
        ("aws:ViaAWSService", ("false",), ("true",), ("false",)),
        ("aws:PrincipalArn", (ROLE_ARN,), (ROLE_ARN,), Gap.ABSENT),
        ("aws:PrincipalAccount", (SOURCE_ACCOUNT,), (SOURCE_ACCOUNT,), Gap.ABSENT),
        ("aws:SourceArn", Gap.ABSENT, Gap.ABSENT, OneOf((Gap.ABSENT, (BUCKET,)))),
        ("aws:SourceAccount", Gap.ABSENT, Gap.ABSENT, OneOf((Gap.ABSENT, (SOURCE_ACCOUNT,)))),
        ("aws:SecureTransport", ("true",), ("true",), ("true",)),
        ("aws:PrincipalOrgID", Gap.UNKNOWN, Gap.UNKNOWN, Gap.ABSENT),
        ("aws:PrincipalType", ("AssumedRole",), ("AssumedRole",), Gap.UNKNOWN),
        ("aws:CalledVia", Gap.ABSENT, Gap.UNKNOWN, Gap.ABSENT),
        ("s3:ResourceAccount", ("444455556666",), Gap.ABSENT, Gap.ABSENT),
        ("kms:CallerAccount", Gap.ABSENT, (SOURCE_ACCOUNT,), Gap.ABSENT),
        ("aws:RequestedRegion", ("eu-central-1",), ("eu-central-1",), ("eu-central-1",)),
    ],
)
def test_replication_is_a_role_and_only_its_beginning_is_the_service(
    key: str, s3: Domain, kms: Domain, sts: Domain
) -> None:
    """The role calls S3, S3 calls KMS for the role, and S3 itself assumes the role."""
    assert (of(key, S3), of(key, KMS), of(key, STS)) == (s3, kms, sts)


def test_what_is_not_told_of_the_resource_is_unknown() -> None:
    """An owner or Region that no document tells is never a guess."""
    gap = Unresolved("the owner account")
    assert of("aws:ResourceAccount", owner=gap) is Gap.UNKNOWN
    assert of("aws:RequestedRegion", region=gap) is Gap.UNKNOWN
    assert of("kms:ViaService", KMS, region=gap) is Gap.UNKNOWN


def test_kms_is_called_through_s3_of_the_buckets_region() -> None:
    """In China both suffixes are in use, and AWS documents one."""
    assert of("kms:ViaService", KMS) == ("s3.eu-central-1.amazonaws.com",)
    china = of("kms:ViaService", KMS, partition="aws-cn", region="cn-north-1")
    assert china == OneOf((("s3.cn-north-1.amazonaws.com",), ("s3.cn-north-1.amazonaws.com.cn",)))


@pytest.mark.parametrize(
    ("bucket_key", "carried"),
    [
        (False, EachOf(OBJECTS)),
        (True, (BUCKET,)),
        (None, EachOf(OBJECTS, instead=((BUCKET,),))),
        (Unresolved("the Bucket Key"), Gap.UNKNOWN),
    ],
    ids=["without", "with", "either", "untold"],
)
def test_the_encryption_context_is_the_object_or_with_a_bucket_key_the_bucket(
    bucket_key: bool | Unresolved | None, carried: Domain
) -> None:
    """It decides whether a key policy's condition on the context holds."""
    assert of("kms:EncryptionContext:aws:s3:arn", KMS, bucket_key=bucket_key) == carried


def test_the_misprinted_context_key_is_in_no_request() -> None:
    """AWS's troubleshooting page prints a key that does not exist."""
    assert of("kms:EncryptionContext:arn:aws:arn", KMS) is Gap.ABSENT


def test_object_tags_are_in_the_requests_of_two_reads_only() -> None:
    """The tags that the replication rule selects by are fixed, any other may be on an object or not."""
    tags = (("team", "red"),)
    assert of("s3:ExistingObjectTag/team", action="s3:GetObjectVersionAcl", tags=tags) == ("red",)
    assert of("s3:ExistingObjectTag/size", action="s3:GetObjectVersionTagging") == EachOf(ANYTHING, absent=True)
    assert of("s3:ExistingObjectTag/team", action="s3:GetObjectVersionForReplication", tags=tags) is Gap.ABSENT


def test_the_encryption_of_a_replica_may_be_in_the_request() -> None:
    """Whether S3 sends it is not documented, and what it would be is known."""
    key = a_key("arn:aws:kms:eu-central-1:444455556666:key/k")
    name, key_id = "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id"
    assert of(name) == OneOf((Gap.ABSENT, ("AES256",)))
    assert of(name, encryption="aws:kms", replica_key=key) == OneOf((Gap.ABSENT, ("aws:kms",)))
    assert of(key_id, encryption="aws:kms", replica_key=key) == OneOf((Gap.ABSENT, (key.arn,)))
    assert of(key_id) is Gap.ABSENT
    assert of(name, encryption="aws:kms:dsse") == OneOf((Gap.ABSENT, ("aws:kms:dsse",)))
    assert of(name, encryption=Unresolved("encryption")) is Gap.UNKNOWN


def test_keys_that_an_action_does_not_have_are_absent() -> None:
    """A Deny on the ACL that s3:PutObject carries cannot see it in s3:ReplicateObject."""
    assert of("s3:x-amz-acl") is Gap.ABSENT
    assert of("s3:object-lock-event-hold", object_lock=False) is Gap.ABSENT
    assert of("s3:object-lock-event-hold", object_lock=True) is Gap.UNKNOWN


def test_role_tags_are_known_when_a_document_tells_them() -> None:
    """Then a tag that is not among them is absent; else any tag may be there."""
    role = replace(ROLE, tags=(("Team", "red"),))
    assert of("aws:PrincipalTag/team", role=role) == ("red",)
    assert of("aws:PrincipalTag/other", role=role) is Gap.ABSENT
    untold = replace(ROLE, tags=Unresolved("tags"))
    assert of("aws:PrincipalTag/team", role=untold) is Gap.UNKNOWN


def test_the_role_id_tells_every_user_id_but_the_session() -> None:
    """A policy may list `AROA...:*`; the session's name is not documented."""
    known = of("aws:userid", role=replace(ROLE, id="AROAEXAMPLE"))
    assert isinstance(known, OneOf)
    assert {value[0].partition(":")[0] for value in known.values if isinstance(value, tuple)} == {"AROAEXAMPLE"}  # type: ignore[union-attr]
    assert of("aws:userid") is Gap.UNKNOWN


def test_batch_operations_assumes_roles_by_its_own_name() -> None:
    """What it calls its session AWS does not document, so that nothing is known of it."""
    assert of("aws:PrincipalServiceName", STS, by="batchoperations.s3.amazonaws.com") == (
        "batchoperations.s3.amazonaws.com",
    )
    assert of("aws:SourceArn", STS, source_bucket=None) is Gap.UNKNOWN
    role = replace(ROLE, id="AROAEXAMPLE")
    assert of("aws:userid", role=role, by="batchoperations.s3.amazonaws.com") is Gap.UNKNOWN


def test_the_encryption_of_a_report_is_that_of_s3() -> None:
    """S3 may say so or not; a key it never names. What else it sends is not documented."""
    assert of("s3:x-amz-server-side-encryption", action="s3:PutObject") == OneOf((Gap.ABSENT, ("AES256",)))
    assert of("s3:x-amz-server-side-encryption-aws-kms-key-id", action="s3:PutObject") is Gap.ABSENT
    assert of("s3:x-amz-acl", action="s3:PutObject") is Gap.UNKNOWN
    assert of("s3:RequestJobOperation", action="s3:InitiateReplication") is Gap.ABSENT


@pytest.mark.parametrize("key", ["aws:SourceVpce", "aws:SourceIp", "aws:MultiFactorAuthPresent", "aws:CalledVia"])
def test_a_deployer_is_somewhere(key: str) -> None:
    """People and pipelines call from a network, with a device or a tool: which, no document tells."""
    assert of(key, DEPLOYER, "iam:PassRole") is Gap.UNKNOWN


def test_a_role_is_passed_to_s3() -> None:
    """The key names the service that gets the role; it is in no other call."""
    assert of("iam:PassedToService", DEPLOYER, "iam:PassRole") == ("s3.amazonaws.com",)
    assert of("iam:PassedToService", DEPLOYER, "s3:PutReplicationConfiguration") is Gap.ABSENT
    assert of("aws:PrincipalArn", DEPLOYER, "iam:PassRole") == (ROLE_ARN,)


@pytest.mark.parametrize("service", [S3, KMS, STS])
def test_the_time_of_a_call_is_known_in_both_forms(service: str) -> None:
    """Both keys are in every request; the one counts seconds since 1970."""
    epoch, date = of("aws:EpochTime", service), of("aws:CurrentTime", service)
    assert isinstance(epoch, tuple)
    assert isinstance(date, tuple)
    assert abs(int(str(epoch[0])) * 10**9 - (moment(str(date[0])) or 0)) < 60 * 10**9


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("s3.amazonaws.com",), True),
        (("ec2.amazonaws.com", "s3.amazonaws.com"), True),
        (("ec2.amazonaws.com",), False),
        (("s3.eu-west-1.amazonaws.com",), None),
    ],
)
def test_the_service_that_assumes_a_role_has_its_name_and_perhaps_regional_ones(
    names: tuple[str, ...], expected: Truth
) -> None:
    """The list of names holds the one that S3 calls by; AWS does not say which others."""
    domain = of("aws:PrincipalServiceNamesList", STS)
    assert isinstance(domain, OneOf)
    asked = Condition("ForAnyValue:StringEquals", "aws:PrincipalServiceNamesList", names)
    found = {holds(asked, value, lambda _: Gap.UNKNOWN, variables=True) for value in domain.values}
    assert (found.pop() if len(found) == 1 else None) is expected


def test_the_start_of_a_batch_job_carries_no_signature() -> None:
    """Of S3's own keys s3:InitiateReplication has the owner's account alone."""
    for key in ("s3:TlsVersion", "s3:authType", "s3:signatureversion", "s3:signatureAge", "s3:x-amz-content-sha256"):
        assert of(key, action="s3:InitiateReplication") is Gap.ABSENT
        assert of(key) is Gap.UNKNOWN
    assert of("s3:ResourceAccount", action="s3:InitiateReplication") == ("444455556666",)


def test_aliases_of_a_key_are_names_and_a_key_may_have_none() -> None:
    """What no document tells is unknown, and a key that is told to have none has none."""
    key = a_key("arn:aws:kms:eu-central-1:444455556666:key/k")

    def carried(aliases: tuple[str, ...] | Unresolved) -> Domain:
        return of("kms:ResourceAliases", KMS, "kms:Encrypt", replica_key=replace(key, aliases=aliases))

    assert carried(()) is Gap.ABSENT
    assert carried(("alias/a", "arn:aws:kms:eu-central-1:444455556666:alias/b")) == ("alias/a", "alias/b")
    assert carried(Unresolved("the aliases")) is Gap.UNKNOWN
