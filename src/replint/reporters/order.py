"""In which order findings are told, and how two that are about the same are told apart; knows no format."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.finding import Finding


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The worst first, then by document and line: what is to be changed together stands together."""
    return sorted(findings, key=_key)


def _key(finding: Finding) -> tuple[int, str, int, int, str]:
    place = finding.primary.place
    return -finding.severity.weight, place.text.file.path, *place.span, finding.rule


def numbered(findings: Iterable[Finding]) -> Iterator[tuple[Finding, int]]:
    """Each finding with its number, from 1, among those of the same fingerprint: both together name it alone."""
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.fingerprint] += 1
        yield finding, seen[finding.fingerprint]
