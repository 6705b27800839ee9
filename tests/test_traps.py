"""The traps: which case walks into which, and that no row of the tables is without one."""

from __future__ import annotations

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
    ],
)
def test_advice_fits_the_trap(case: str, advice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the usual advice would not help, or there is a smaller one, it is the trap's."""
    monkeypatch.chdir(FIXTURES / "missing-replica-write" / case)
    helps = [finding.help or "" for finding in lint().findings if finding.rule == "missing-replica-write"]
    assert [help_ for help_ in helps if help_.startswith(advice)]


def test_who_governs_assumes_an_organisation(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes a perimeter silent within the account is said, and only where it counts."""
    said = "account 111122223333 is of the organisation whose policies govern it and exempt `o-a1b2c3d4e5`"
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
