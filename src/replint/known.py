"""What a baseline knows of a finding, so that it can be told from others and by people; it lies below findings."""

from __future__ import annotations

from replint.record import record


@record
class Accepted:
    """A finding as a baseline has it: what it is about, its file from the home of the run, and what it said."""

    rule: str
    fingerprint: str
    path: str
    message: str
