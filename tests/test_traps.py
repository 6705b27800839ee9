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
    messages = [finding.message for finding in lint().findings]
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
