"""The traps: which case walks into which, and that no row of the tables is without one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from replint import lint
from replint.traps.grants import LOOKALIKES
from replint.traps.keys import ROWS

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"

TOLD = tuple(
    (case, clause)
    for line in Path(__file__).with_name("traps.txt").read_text("utf-8").splitlines()
    for case, _, clause in (line.partition(": "),)
)
"""Cases, each with what its findings say behind the colon."""


@pytest.mark.parametrize(("case", "clause"), TOLD)
def test_a_finding_names_its_trap(case: str, clause: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message of one of the case's findings ends with the trap."""
    monkeypatch.chdir(FIXTURES / case)
    messages = [finding.message for finding in lint(advice=True).findings]
    assert any(message.endswith(f": {clause}") for message in messages), messages


@pytest.mark.parametrize("text", [text for row in ROWS for text in (row.says, row.perhaps) if text])
def test_every_row_has_a_case(text: str) -> None:
    """What a row of the table says is said in a case."""
    pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(text))
    assert any(re.match(pattern, clause) for _, clause in TOLD)


def test_a_lookalike_is_not_itself() -> None:
    """No action is taken for itself, and each is asked about once."""
    assert [row for row in LOOKALIKES if row.wanted in (*row.taken.split(), *row.beside.split())] == []
    assert len({row.wanted for row in LOOKALIKES}) == len(LOOKALIKES)


@pytest.mark.parametrize(
    ("case", "sids"),
    [
        ("near-miss-two-denies", ("SayHow", "NoPlainKeys")),
        ("near-miss-denies-of-two-levels", ("HomeRegions", "NothingLeaves")),
    ],
)
def test_all_that_deny_are_named(case: str, sids: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Two Denies of one case, or of two levels: message and advice name both, and both places are shown."""
    monkeypatch.chdir(FIXTURES / "missing-replica-write" / case)
    (finding,) = (each for each in lint().findings if each.rule == "missing-replica-write")
    assert all(f"`{sid}`" in text for sid in sids for text in (finding.message, finding.help or ""))
    assert any(label.message == "denied here too" for label in finding.related)


def test_the_tag_of_a_witness_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Deny by an object's tag meets some objects: the one that shows it is told with its tag."""
    monkeypatch.chdir(FIXTURES / "missing-object-acl-read" / "near-miss-deny-tagged")
    assert {finding.carrying for finding in lint().findings} == {"with tag `class` `secret`"}
    monkeypatch.chdir(FIXTURES / "missing-object-acl-read" / "near-miss-tag-without-filter")
    assert [finding.carrying for finding in lint().findings] == ["with no tag `export`"]


def test_a_broken_statement_is_shown_beside_what_it_would_grant(monkeypatch: pytest.MonkeyPatch) -> None:
    """The permission's finding points at the statement, and the statement's own says what is wrong with it."""
    monkeypatch.chdir(FIXTURES / "missing-object-read" / "near-miss-misspelt-effect")
    findings = {finding.rule: finding for finding in lint().findings}
    fault = findings.pop("unknown-effect").primary.place
    for finding in findings.values():
        (label,) = (each for each in finding.related if "broken" in each.message)
        assert fault.pointer.startswith(label.place.pointer)
        assert (finding.help or "").startswith("mend the broken statement, or ")


def test_a_real_key_is_no_misspelling(monkeypatch: pytest.MonkeyPatch) -> None:
    """`aws:SourceAccount` looks like `aws:ResourceAccount` and is a key of its own; a misprint is told as one."""
    monkeypatch.chdir(FIXTURES / "missing-replica-write" / "near-miss-keys-of-services")
    assert not [finding for finding in lint().findings if "there is no such key" in (finding.help or "")]
    monkeypatch.chdir(FIXTURES / "missing-source-decrypt" / "near-miss-misprinted-context")
    assert [finding for finding in lint().findings if "there is no such key" in (finding.help or "")]


@pytest.mark.parametrize(
    ("case", "advice"),
    [
        (
            "near-miss-deny-all-but-a-session",
            "write `arn:aws:iam::111122223333:role/atlas-copier` as `aws:PrincipalArn`",
        ),
        ("near-miss-deny-storage-class", "name `s3:PutObject` in place of what it covers now"),
        ("near-miss-notprincipal-without-account", "add account `111122223333` to `NotPrincipal`"),
        (
            "near-miss-two-unlike-denies",
            "exempt the replication role from statement `ColdOnly` and statement `OfficeOnly`",
        ),
        ("near-miss-only-services", "take the condition on `aws:PrincipalIsAWSService` out"),
        ("near-miss-condition-wrong-account", "add `111122223333` to the values of `aws:PrincipalAccount`"),
        ("near-miss-condition-wrong-region", "add `eu-central-1` to the values of `aws:RequestedRegion`"),
        (
            "near-miss-condition-wrong-role",
            "add `arn:aws:iam::111122223333:role/atlas-copier` to the values of `aws:PrincipalArn`",
        ),
        ("near-miss-condition-without-tls", "write `true` as `aws:SecureTransport` (`Bool`) in"),
        ("near-miss-condition-null", "take the condition `Null` on `aws:PrincipalArn` out of"),
        (
            "near-miss-condition-negated",
            "take what the call carries out of the values of `aws:PrincipalAccount` (`StringNotEquals`)",
        ),
        (
            "near-miss-encryption-equals",
            "ask with `StringEqualsIfExists` for `aws:kms` as `s3:x-amz-server-side-encryption`",
        ),
        (
            "../missing-replica-encrypt/near-miss-context-of-no-object",
            "ask with `StringLike` for `arn:aws:s3:::atlas-orders-copy/*`",
        ),
        (
            "../missing-replica-encrypt/near-miss-bucket-key-at-destination",
            "add `arn:aws:s3:::atlas-orders-copy` to the values of",
        ),
        (
            "../unassumable-role/near-miss-own-account-other-bucket",
            "add `arn:aws:s3:::atlas-orders` to the values of `aws:SourceArn`",
        ),
        ("../missing-object-read/bad-deny-below-prefix", "narrow statement"),
    ],
)
def test_advice_fits_the_trap(case: str, advice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the usual advice would not help, or there is a smaller one, it is the trap's."""
    folder = (FIXTURES / "missing-replica-write" / case).resolve()
    monkeypatch.chdir(folder)
    helps = [finding.help or "" for finding in lint().findings if finding.rule == folder.parent.name]
    assert [help_ for help_ in helps if help_.startswith(advice)]


def test_who_governs_assumes_an_organisation(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes a perimeter silent within the account is said, and only where it counts."""
    said = "account 111122223333 is of `o-a1b2c3d4e5`, which its policies exempt"
    monkeypatch.chdir(FIXTURES / "missing-replica-write" / "near-miss-scp-organisation-in-one-account")
    assert said in lint().assumptions
    monkeypatch.chdir(FIXTURES / "missing-replica-write" / "near-miss-scp-own-organisation")
    assert said not in lint().assumptions


def test_the_roles_own_deny_is_narrowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody exempts a role from its own policy by its name."""
    monkeypatch.chdir(FIXTURES / "missing-object-read" / "near-miss-revoked-in-future")
    assert all((finding.help or "").startswith("narrow statement") for finding in lint().findings)


def test_an_organisation_without_an_id_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """That the account has an organisation is known, and its id is not: no invented name is shown for it."""
    monkeypatch.chdir(FIXTURES / "missing-replica-write" / "near-miss-deny-organisation-not-told")
    (warning,) = (finding for finding in lint().findings if finding.rule == "missing-replica-write")
    assert warning.primary.message == "perhaps denied here: in the call `aws:PrincipalOrgID` is not known"


def test_all_conditions_that_never_hold_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two conditions that hold in no case both are shown, advised on and mended; one that is right is left alone."""
    monkeypatch.chdir(FIXTURES / "unassumable-role" / "near-miss-other-account-other-bucket")
    (finding,) = lint().findings
    assert finding.primary.place.pointer.endswith("/StringEquals/aws:SourceAccount")
    assert any("does not hold either" in label.message for label in finding.related)
    assert (finding.help or "").count("to the values of") == len(finding.patch.edits if finding.patch else ()) == 2
    monkeypatch.chdir(FIXTURES / "unassumable-role" / "near-miss-own-account-other-bucket")
    (finding,) = lint().findings
    assert "SourceAccount" not in f"{finding.message}{finding.help}"
    assert not any("does not hold" in label.message for label in finding.related)


def test_the_need_is_uncertain_and_not_the_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a call that S3 makes in one of two cases only, what lacks is told as lacking, and the need as uncertain."""
    monkeypatch.chdir(FIXTURES / "missing-replica-decrypt" / "near-miss-bucket-key-at-destination")
    (finding,) = lint().findings
    assert "do not allow" in finding.message
    assert finding.message.endswith(", which S3 needs if replicas have a Bucket Key")
    assert finding.need


def test_conditions_that_only_fail_together_have_no_trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two conditions each of which is right at times, none is called a trap, and no change of one is suggested."""
    case = FIXTURES / "unassumable-role/near-miss-own-account-other-bucket/bundle.json"
    bundle = json.loads(case.read_text("utf-8"))
    (statement,) = bundle["Roles"][0]["AssumeRolePolicyDocument"]["Statement"]
    statement["Condition"] = {
        "StringEquals": {"aws:SourceAccount": "111122223333"},
        "Null": {"aws:SourceAccount": "true"},
    }
    (tmp_path / "bundle.json").write_text(json.dumps(bundle), "utf-8")
    monkeypatch.chdir(tmp_path)
    (finding,) = lint().findings
    assert (finding.severity, finding.trap, finding.patch) == ("error", "", None)
    assert "does not always hold" in finding.primary.message


def test_what_alone_would_not_do_is_not_suggested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a condition fails in one of two known cases beside the key, the key alone is advised on, and no change."""
    monkeypatch.chdir(FIXTURES / "missing-replica-encrypt" / "near-miss-key-and-context")
    (finding,) = lint().findings
    assert (finding.help or "").endswith("to `Resource` of statement `ReplicaKey` of the role's policies")
    assert finding.patch is None
