"""Overrides of the rules of others: one severity or none, and always a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from replint.finding import Severity
from replint.lang.reading import read

if TYPE_CHECKING:
    from replint.lang.lexicon import Lexicon

GOOD = """override sunk-ship
  severity  warning
  reason    \"\"\"
            ours are
            submarines
            \"\"\"
"""


@pytest.mark.parametrize(("said", "level"), [("warning", Severity.WARNING), ("off", None)])
def test_good_overrides(lexicon: Lexicon, said: str, level: Severity | None) -> None:
    """An override has a level or is off, a reason in one line, and the place of the name that it overrides."""
    reading = read("a.rule", GOOD.replace("warning", said), lexicon)
    (override,) = reading.overrides
    assert (override.rule, override.severity, override.reason) == ("sunk-ship", level, "ours are submarines")
    assert override.path == "a.rule:1"
    assert reading.text.content[slice(*override.place.span)] == "sunk-ship"
    assert (reading.rules, reading.faults) == ((), ())


@pytest.mark.parametrize(
    ("content", "message", "underlined"),
    [
        ("override x\n severity off", "the override of `x` has no `reason`; expected `reason TEXT`", "x"),
        (
            "override x\n reason y",
            "the override of `x` has no `severity`; expected `severity LEVEL` or `severity off`",
            "x",
        ),
        ('override x\n severity off\n reason " "', "`reason` says nothing", '" "'),
        ("override x\n severity off\n reason TODO", "`reason` is still to be written", "TODO"),
        (
            "override x\n severity off\n reason y\n why z",
            "`why` stands in a rule; an override has `severity` and `reason`",
            "why",
        ),
        (
            "override x\n severity off\n severity note\n reason y",
            "`severity` stands twice in the override of `x`",
            "severity",
        ),
        (
            "override x\n severity error when afloat, otherwise note\n reason y",
            "an override has one severity, without `when`",
            "error when afloat, otherwise note",
        ),
        ("override x\n severity of\n reason y", "`of` stands where `error`, `warning` or `note` was expected", "of"),
    ],
)
def test_faults(lexicon: Lexicon, content: str, message: str, underlined: str) -> None:
    """What an override lacks, or has beside what it may have, is told at its place."""
    reading = read("a.rule", content, lexicon)
    told = [(fault.message, fault.place.text.content[slice(*fault.place.span)]) for fault in reading.faults]
    assert told == [(message, underlined)]
    assert reading.overrides == ()


def test_a_broken_override_hides_no_rule(lexicon: Lexicon) -> None:
    """A fault in an override belongs to it alone, and so does one in a rule."""
    rule = (
        "rule r\n title t\n severity note\n reference https://example.org/\n why w\n for each ship\n require afloat\n"
    )
    reading = read("a.rule", f"{rule}override x\n severity\n{GOOD}", lexicon)
    assert ([each.name for each in reading.rules], [each.rule for each in reading.overrides]) == (["r"], ["sunk-ship"])
    assert len(reading.faults) == 1
