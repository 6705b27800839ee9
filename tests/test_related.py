"""The places that a finding rests on: where documents tell what the call carries as the keys that decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from replint import lint
from replint.context import BY_ACTION, BY_SERVICE, EVERYWHERE
from replint.context.circumstances import Circumstances
from replint.context.places import FACTS
from replint.iam.decision import Layer

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


@pytest.mark.parametrize(
    ("case", "pointer"),
    [
        ("missing-replica-write/bad-scp-region", "/Buckets/1/Region"),
        ("missing-replica-write/bad-scp-exfiltration", "/Buckets/1/Account"),
        ("missing-replica-write/near-miss-condition-wrong-account", "/Buckets/1/Account"),
        ("missing-replica-write/near-miss-deny-other-team", "/Roles/0/Tags"),
        ("missing-replica-write/near-miss-deny-other-ids", "/Roles/0/RoleId"),
        ("missing-replica-encrypt/near-miss-context-of-source", "/Buckets/0/Encryption"),
        ("missing-source-decrypt/near-miss-region-of-destination", "/Buckets/0/Region"),
    ],
)
def test_a_finding_shows_what_its_keys_rest_on(case: str, pointer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads it sees the condition, and beside it the value that it is compared with."""
    monkeypatch.chdir(FIXTURES / case)
    rule = case.partition("/")[0]
    (finding,) = (each for each in lint().findings if each.rule == rule)
    assert any(label.place.pointer.startswith(pointer) for label in finding.related), finding.related


def test_every_key_that_rests_on_a_document_has_its_place() -> None:
    """The keys are those of the context's table, each rests on one fact, and what settles a key is a circumstance."""
    keys = [key for fact in FACTS for key in fact.keys.split()]
    shown = set(keys)
    assert len(shown) == len(keys)
    assert all(hasattr(Circumstances, fact.name) for fact in FACTS if fact.settles)
    tables = (EVERYWHERE, *BY_SERVICE.values(), *BY_ACTION.values())
    assert shown <= {key for table in tables for key in table}


def test_the_level_that_does_not_allow_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of several levels of SCPs the advice is about the one where an Allow is missing."""
    monkeypatch.chdir(FIXTURES / "missing-bucket-list" / "near-miss-second-scp-level")
    refused = [each for each in lint().findings if each.layer == Layer.SCP.value]
    assert refused
    assert all("level 2 (from the root) of the service control policies" in (each.help or "") for each in refused)


def test_what_people_bring_along_is_not_said_of_replication(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key that AWS leaves open in S3's calls does not depend on how somebody signed in."""
    monkeypatch.chdir(FIXTURES / "missing-source-decrypt" / "near-miss-called-via")
    (missing,) = (each for each in lint().unverified if "aws:CalledVia" in each.missing)
    assert "AWS does not document it" in missing.why
    assert "signed in" not in missing.why
