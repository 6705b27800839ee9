"""What is known of a finding before it is found: what hides one, and what a baseline has of it; lies below findings."""

from __future__ import annotations

from enum import StrEnum

from replint.record import record


class Hider(StrEnum):
    """What keeps a finding from being told: an entry that says why, or the list of what was there before."""

    SUPPRESSION = "suppression"
    BASELINE = "baseline"


@record
class Accepted:
    """A finding as a baseline has it: what it is about, its file from the home of the run, and what it said."""

    rule: str
    fingerprint: str
    path: str
    message: str
