"""Why a finding is not told, or told as graver or less grave than its rule has it, in words; knows no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Severity
from replint.known import Hider

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.finding import Hidden, Override


def excuse(hidden: Hidden) -> str:
    """By what a finding is hidden, with the reason and its last day if there are any."""
    if hidden.by is Hider.BASELINE:
        return "in the baseline"
    return f"suppressed: {hidden.reason}" + (f" (until {hidden.expires})" if hidden.expires else "")


def level(override: Override) -> str:
    """What becomes of a rule by an override: `is an error`, `is a note`, `is off`."""
    if override.severity is None:
        return "is off"
    return f"is a{'n' if override.severity is Severity.ERROR else ''} {override.severity}"


def by_place(hidden: Iterable[Hidden]) -> list[Hidden]:
    """What is hidden in the order of files, and of places in them."""

    def order(each: Hidden) -> tuple[str, int, str]:
        place = each.finding.primary.place
        return (place.text.file.path, place.span.start, each.finding.rule)

    return sorted(hidden, key=order)
