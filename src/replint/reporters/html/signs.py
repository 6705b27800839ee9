"""The signs of verdicts: they are told apart by form and word, never by colour alone."""

from __future__ import annotations

from replint.finding import Verdict

SIGNS = {Verdict.HOLDS: "✓", Verdict.FAILS: "✗", Verdict.UNKNOWN: "?"}
