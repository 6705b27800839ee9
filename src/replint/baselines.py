"""Baselines: what was found before, by fingerprint and not by line, so that only what is new is told.

A file of JSON, sorted, one finding a line, so that two versions of it compare well:
`{"ReplintBaseline": 1, "findings": [{"rule", "fingerprint", "path", "message"}, ...]}`.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from replint.finding import Hidden
from replint.known import Accepted, Hider
from replint.paths import from_home
from replint.record import record
from replint.syntax import json as syntax

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from replint.finding import Finding
    from replint.span import Place
    from replint.syntax import Node

MARK, VERSION, LISTED = "ReplintBaseline", 1, "findings"
_MEMBERS = ("rule", "fingerprint", "path", "message")


class BaselineError(ValueError):
    """A file that is no baseline: why, and the place to change."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.place = place


@record
class Baseline:
    """What a file accepts, a finding a line, and where the list stands; of equal findings each counts."""

    accepted: tuple[Accepted, ...]
    place: Place


def read(path: str, shown: str) -> Baseline:
    """The baseline in a file that reports call `shown`.

    Raises BaselineError for what is none, `Unreadable` for what is not JSON, and OSError where there is no file.
    """
    with open(path, "rb") as file:
        root = syntax.read(shown, file.read())
    version, listed = root.get(MARK), root.get(LISTED)
    if version is None:
        raise BaselineError(f"this is no baseline: it has no `{MARK}`", root.place)
    if version.value != VERSION or isinstance(version.value, bool):
        raise BaselineError(f"`{MARK}` is no version that this replint knows; it knows {VERSION}", version.place)
    if listed is None or not isinstance(listed.value, list):
        place = listed.place if listed else root.place
        raise BaselineError(f"`{LISTED}` must be a list of findings", place)
    return Baseline(tuple(map(_accepted, listed.elements())), listed.place)


def _accepted(node: Node) -> Accepted:
    if not isinstance(node.value, dict):
        raise BaselineError(f"a finding of a baseline is {node.kind}, and must be an object", node.place)
    told = []
    for name in _MEMBERS:
        member = node.get(name)
        if member is None or not isinstance(member.value, str):
            message = f"a finding of a baseline needs `{name}`, a string"
            raise BaselineError(message, member.place if member else node.place)
        told.append(member.value)
    return Accepted(*told)


def written(accepted: Iterable[Accepted]) -> str:
    """The text of a baseline's file."""
    lines = sorted(json.dumps(_line(each)) for each in accepted)
    items = ",\n    ".join(lines)
    body = f"[\n    {items}\n  ]" if lines else "[]"
    return f'{{\n  "{MARK}": {VERSION},\n  "{LISTED}": {body}\n}}\n'


def _line(each: Accepted) -> dict[str, str]:
    # The path comes first, since lines are sorted by their text.
    return {"path": each.path, "rule": each.rule, "fingerprint": each.fingerprint, "message": each.message}


def of(findings: Iterable[Finding], home: str, cwd: str) -> tuple[Accepted, ...]:
    """Findings as a baseline has them, with paths from `home`; half a surrogate pair in one is escaped."""
    return tuple(
        Accepted(each.rule, each.fingerprint, from_home(each.primary.place.text.file.path, home, cwd), each.message)
        for each in findings
    )


def sift(
    findings: Iterable[Finding], baseline: Baseline, is_judged: Callable[[Accepted], bool]
) -> tuple[tuple[Finding, ...], tuple[Hidden, ...], tuple[Accepted, ...]]:
    """The findings that are told, those that the baseline hides, and what it has that is mended.

    `is_judged` tells whether a run looked for everything that may be a finding of the baseline: only of such a one it
    is known that it is mended.
    """
    left = Counter(each.fingerprint for each in baseline.accepted)
    told: list[Finding] = []
    hidden: list[Hidden] = []
    for each in findings:
        if left[each.fingerprint] > 0:
            left[each.fingerprint] -= 1
            hidden.append(Hidden(each, Hider.BASELINE, baseline.place))
        else:
            told.append(each)
    return tuple(told), tuple(hidden), tuple(_mended(baseline, left, is_judged))


def _mended(baseline: Baseline, left: Counter[str], is_judged: Callable[[Accepted], bool]) -> Iterator[Accepted]:
    for each in baseline.accepted:
        if left[each.fingerprint] > 0 and is_judged(each):
            left[each.fingerprint] -= 1
            yield each


def without(baseline: Baseline, mended: Iterable[Accepted]) -> tuple[Accepted, ...]:
    """What is left of a baseline when some of its findings are taken out, each once."""
    out = Counter(mended)
    kept = []
    for each in baseline.accepted:
        if out[each] > 0:
            out[each] -= 1
        else:
            kept.append(each)
    return tuple(kept)
