"""What findings say beyond their rule: help that fits what stands there, why calls carry what they do, and owners."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from replint import lint
from replint.finding import Certainty, Severity, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.finding import Finding, Report

    Change: TypeAlias = Callable[[dict[str, Any]], None]
    Changed: TypeAlias = Callable[[str, Change], Report]

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Changed:
    """Return what makes the report of a fixture after a change of its bundle."""

    def lint_changed(case: str, change: Change) -> Report:
        bundle = json.loads((FIXTURES / case / "bundle.json").read_text("utf-8"))
        change(bundle)
        (tmp_path / "bundle.json").write_text(json.dumps(bundle, indent=1), "utf-8")
        monkeypatch.chdir(tmp_path)
        return lint()

    return lint_changed


def as_it_is(_: dict[str, Any]) -> None:
    """Change nothing."""


def named(report: Report, rule: str) -> Finding:
    """Return the one finding of a rule."""
    (finding,) = (each for each in report.findings if each.rule == rule)
    return finding


@pytest.mark.parametrize(("case", "names"), [("near-miss-key-named", False), ("near-miss-selected-disabled", True)])
def test_a_key_that_is_named_is_not_asked_for(case: str, changed: Changed, *, names: bool) -> None:
    """Of selection and key the help asks for what is not there."""
    finding = named(changed(f"unselected-kms-objects/{case}", as_it_is), "unselected-kms-objects")
    assert ("ReplicaKmsKeyID" in (finding.help or "")) is names
    assert any(label.message == "names a key for replicas of such objects" for label in finding.related) is not names
    assert "silence" not in finding.message


UNDOCUMENTED = "take the condition on `{0}` out: AWS does not document that {1} sends `{0}`"


@pytest.mark.parametrize(
    ("case", "service"),
    [
        ("unassumable-role/near-miss-other-account", "S3"),
        ("unassumable-batch-role/bad-other-account", "S3 Batch Operations"),
    ],
)
def test_what_aws_does_not_document_may_be_taken_out(case: str, service: str, changed: Changed) -> None:
    """A key that a service may not send leaves the role open, whatever the condition on it asks for."""
    finding = named(changed(case, as_it_is), case.partition("/")[0])
    assert (finding.help or "").endswith(f"; or {UNDOCUMENTED.format('aws:SourceAccount', service)}")


GUARDED = "unassumable-role/near-miss-own-account-other-bucket"


def by_account(bundle: dict[str, Any]) -> None:
    """Let the role's trust ask for the right account alone."""
    (statement,) = bundle["Roles"][0]["AssumeRolePolicyDocument"]["Statement"]
    statement["Condition"] = {"StringEquals": {"aws:SourceAccount": "111122223333"}}


def test_what_no_document_settles_says_what_does(changed: Changed) -> None:
    """A condition that may not be met is named with its statement, and stands at its place."""
    report = changed(GUARDED, by_account)
    (open_,) = (each for each in report.unverified if "aws:SourceAccount" in each.missing)
    assert open_.why == (
        "AWS does not document it for replication; to take the condition on `aws:SourceAccount` out of statement 1 of "
        "the trust policy of the role would settle it"
    )
    (place,) = open_.places
    assert place.pointer.endswith("/Condition/StringEquals/aws:SourceAccount")


def test_a_statement_about_other_calls_settles_nothing(changed: Changed) -> None:
    """Of statements with the condition only those count that grant the call."""

    def another(bundle: dict[str, Any]) -> None:
        by_account(bundle)
        statements = bundle["Roles"][0]["AssumeRolePolicyDocument"]["Statement"]
        statements.insert(0, {**statements[0], "Sid": "Tags", "Action": "sts:TagSession"})

    report = changed(GUARDED, another)
    (why,) = (each.why for each in report.unverified if "aws:SourceAccount" in each.missing)
    assert "out of statement 2 of the trust policy" in why


@pytest.mark.parametrize(
    ("case", "why", "place"),
    [
        ("missing-source-decrypt/near-miss-object-context", "the source bucket has Bucket Keys", 0),
        ("missing-source-decrypt/near-miss-bucket-context", "the source bucket has no Bucket Keys", 0),
        (
            "missing-replica-encrypt/near-miss-bucket-key-at-destination",
            "only the destination bucket has Bucket Keys, and AWS does not say whether these count",
            1,
        ),
    ],
)
def test_an_encryption_context_says_why(case: str, why: str, place: int, changed: Changed) -> None:
    """The finding says which of the two contexts S3 uses and why, and shows where that is said."""
    finding = named(changed(case, as_it_is), case.partition("/")[0])
    assert f": {why}, so S3's encryption context is `arn:aws:s3:::" in finding.message
    (label,) = (each for each in finding.related if each.message == why)
    assert label.place.pointer == f"/Buckets/{place}/Encryption/Rules/0/BucketKeyEnabled"


def test_a_bucket_key_that_is_not_stated_is_told_at_the_encryption(changed: Changed) -> None:
    """Without `BucketKeyEnabled` there are none, which the default encryption tells as a whole."""

    def unstated(bundle: dict[str, Any]) -> None:
        del bundle["Buckets"][0]["Encryption"]["Rules"][0]["BucketKeyEnabled"]

    report = changed("missing-source-decrypt/near-miss-bucket-context", unstated)
    labels = named(report, "missing-source-decrypt").related
    (label,) = (each for each in labels if each.message == "the source bucket has no Bucket Keys")
    assert label.place.pointer == "/Buckets/0/Encryption"


def test_no_context_is_told_of_another_condition(changed: Changed) -> None:
    """Why a context is what it is concerns nobody whose condition asks for something else."""
    report = changed("missing-replica-encrypt/near-miss-other-caller-account", as_it_is)
    assert not any("Bucket Keys" in label.message for each in report.findings for label in each.related)


OTHER = "444455556666"


def owners(report: Report) -> set[str]:
    """Return what the findings say of who owns what."""
    labels = (label.message for finding in report.findings for label in finding.related)
    return {message for message in labels if "belongs to account" in message}


def test_a_foreign_key_says_whose_it_is(changed: Changed) -> None:
    """A key's own policy has to let in a role of another account: the finding says that it is one."""
    foreign = f"arn:aws:kms:eu-central-1:{OTHER}:key/e94a6c07-15d8-4b2f-8a3c-0f7b92d4c6e1"
    own = foreign.replace(OTHER, "111122223333")

    def moved(bundle: dict[str, Any]) -> None:
        moving = json.loads(json.dumps(bundle).replace(foreign, own))
        bundle.clear()
        bundle.update(moving)

    case = "missing-replica-encrypt/bad-key-policy"
    assert f"this key belongs to account {OTHER}" in owners(changed(case, as_it_is))
    assert not any("key" in told for told in owners(changed(case, moved)))


def test_a_bucket_of_the_role_s_own_account_says_nothing_of_it(changed: Changed) -> None:
    """That a bucket belongs to the role's account explains nothing of a Deny; that it belongs to another one may."""

    def foreign(bundle: dict[str, Any]) -> None:
        bundle["Buckets"][0]["Account"] = OTHER

    case = "missing-object-read/bad-deny-outside-endpoint"
    assert owners(changed(case, as_it_is)) == set()
    assert owners(changed(case, foreign)) == {f"bucket `atlas-orders` belongs to account {OTHER}"}
    assert changed(case, as_it_is).verdicts(Verdict.FAILS)


def test_a_need_that_aws_does_not_tell_fails_no_flow(changed: Changed) -> None:
    """Who follows AWS's pages on permissions for Object Lock gets one warning, called possible, and no failed write."""
    report = changed("missing-retention-write/bad", as_it_is)
    finding = named(report, "missing-retention-write")
    assert (finding.severity, finding.certainty) == (Severity.WARNING, Certainty.POSSIBLE)
    assert finding.message.endswith(", which S3 may need")
    assert finding.need == "AWS does not say plainly that S3 needs it"
    assert [flow.verdict for flow in report.flows] == [Verdict.UNKNOWN]
    report = changed("missing-legal-hold-write/bad", as_it_is)
    assert (report.findings, [flow.verdict for flow in report.flows]) == ((), [Verdict.HOLDS])


@pytest.mark.parametrize("rule", ["missing-retention-write", "missing-legal-hold-write"])
def test_a_deny_of_what_may_be_needed_is_certain(rule: str, changed: Changed) -> None:
    """Where a rule tells a Deny apart, its doubt is about the missing permission alone."""
    report = changed(f"{rule}/bad-denied", as_it_is)
    finding = named(report, rule)
    assert (finding.severity, finding.certainty, finding.need) == (Severity.ERROR, Certainty.CERTAIN, "")
    assert "may need" not in finding.message
    assert [flow.verdict for flow in report.flows] == [Verdict.FAILS]
