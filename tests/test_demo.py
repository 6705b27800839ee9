"""The demo estate as a newcomer meets it: three faults in three layers, told on two screens, and then repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from replint import lint
from replint.finding import Severity, Verdict
from replint.reporters import load
from replint.reporters.screen import Screen

if TYPE_CHECKING:
    from pathlib import Path

    from replint.finding import Report
    from tests.conftest import Golden

DEMO = "fixtures/_estates/demo"


@pytest.fixture
def demo(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, repository: Path) -> Report:
    """Return the report of one half of the demo, started where the README starts it."""
    monkeypatch.chdir(repository)
    return lint([f"{DEMO}/{request.param}"])


@pytest.mark.parametrize("demo", ["broken"], indirect=True)
def test_broken(demo: Report) -> None:
    """The broken half has three faults, each in another layer and another document, and nothing else to say."""
    told = {(each.rule, each.layer, each.action, each.primary.place.text.path) for each in demo.findings}
    assert told == {
        ("missing-object-tag-read", "identity-policy", "s3:GetObjectVersionTagging", f"{DEMO}/broken/role.json"),
        ("missing-delete-replication", "bucket-policy", "s3:ReplicateDelete", f"{DEMO}/broken/destination-bucket.json"),
        ("missing-replica-encrypt", "key-policy", "kms:Encrypt", f"{DEMO}/broken/replica-key.json"),
    }
    assert [each.severity for each in demo.findings] == [Severity.ERROR] * 3
    assert (demo.unverified, demo.problems, demo.remarks) == ((), (), ())


@pytest.mark.parametrize("demo", ["repaired"], indirect=True)
def test_repaired(demo: Report) -> None:
    """The repaired half is proved: no finding of any severity, nothing unverified, every requirement holds."""
    assert (demo.findings, demo.unverified, demo.problems, demo.remarks) == ((), (), (), ())
    (flow,) = demo.flows
    assert {check.verdict for check in flow.checks} == {Verdict.HOLDS}
    assert {check.rule for check in flow.checks} >= {"missing-object-tag-read", "missing-replica-encrypt"}


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize(("half", "demo"), [("broken", "broken"), ("repaired", "repaired")], indirect=["demo"])
def test_text(half: str, demo: Report, width: int, golden: Golden) -> None:
    """The text of the demo at two widths is what was accepted."""
    golden(f"tests/golden/demo/{half}-{width}.txt", load("text").render(demo, Screen(width)))


@pytest.mark.parametrize("demo", ["broken", "repaired"], indirect=True)
def test_evidence(demo: Report, golden: Golden) -> None:
    """With all that was proved, the text of the demo is what was accepted: each grant with its statements."""
    half = demo.flows[0].verdict.value
    golden(f"tests/golden/demo/evidence-{half}-80.txt", load("text").render(demo, Screen(80, verbose=True)))


def test_halves_differ_in_three_places(repository: Path) -> None:
    """The halves are the same but for the three documents at fault, so that the repair is what a reader sees."""
    halves = [repository / DEMO / half for half in ("broken", "repaired")]
    names = [sorted(path.name for path in half.iterdir()) for half in halves]
    assert names[0] == names[1]
    differing = {name for name in names[0] if (halves[0] / name).read_bytes() != (halves[1] / name).read_bytes()}
    assert differing == {"role.json", "destination-bucket.json", "replica-key.json"}
