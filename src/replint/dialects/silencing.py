"""What can be wrong with suppressions, a row each; knows how to find none of it."""

from __future__ import annotations

from replint.dialects.fault import row
from replint.finding import Severity

TOPIC = "suppressions"
"""The topic of these rules, of which no finding can be suppressed."""

ROWS = (
    row(
        f"{TOPIC}/malformed-suppression",
        Severity.ERROR,
        "a suppression is not written as one",
        "",
        """
        A suppression names one rule that exists, one place, and the reason. One that does not says nothing for
        certain, so that it hides nothing: what it was meant for is told.
        """,
    ),
    row(
        f"{TOPIC}/expired-suppression",
        Severity.WARNING,
        "a suppression has expired",
        "",
        """
        The day until which it was to hold is over, by the clock of UTC. It hides nothing any more: what it hid is
        told again.
        """,
    ),
    row(
        f"{TOPIC}/unused-suppression",
        Severity.WARNING,
        "a suppression hides nothing",
        "",
        """
        What it hid is mended, moved or called something else. Left in place it would hide the same fault when
        somebody makes it again. It is told only where its documents were read whole and its rule had an answer.
        """,
    ),
)
