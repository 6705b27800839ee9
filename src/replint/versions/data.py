"""A comparison as plain values for programs, as `diff.schema.json` describes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from replint.version import __version__
from replint.versions.comparison import Status
from replint.versions.matching import kind
from replint.versions.merging import NOTHING

if TYPE_CHECKING:
    from replint.finding import Finding
    from replint.span import Place
    from replint.versions.causes import Cause
    from replint.versions.comparison import Comparison, Fate, Turned
    from replint.versions.merging import Difference


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The comparison as JSON has it; causes name changes by their numbers in `changes`."""
    return {
        "version": 1,
        "tool": {"name": "replint", "version": __version__},
        "old": comparison.names[0],
        "new": comparison.names[1],
        "worse": comparison.worse,
        "summary": {
            **{status.value: sum(fate.status is status for fate in comparison.fates) for status in Status},
            "unchanged": comparison.unchanged,
        },
        "flows": [_fate(fate) for fate in comparison.fates],
        "findings": {
            "came": [_finding(each) for each in comparison.came],
            "went": [_finding(each) for each in comparison.went],
        },
        "changes": [_change(each) for each in comparison.differences],
    }


def _fate(fate: Fate) -> dict[str, Any]:
    return {
        "kind": kind(fate.subject),
        "status": fate.status.value,
        "old_id": fate.old.id if fate.old else None,
        "new_id": fate.new.id if fate.new else None,
        "was": fate.old.verdict.value if fate.old else None,
        "is": fate.new.verdict.value if fate.new else None,
        "requirements": [_turned(each) for each in fate.turned],
        "cause": _cause(fate.cause) if fate.cause else None,
        "notes": list(fate.notes),
    }


def _turned(turned: Turned) -> dict[str, Any]:
    check = turned.check
    return {
        "rule": check.rule,
        "principal": check.principal,
        "action": check.action,
        "resource": check.resource,
        "was": turned.was.value if turned.was else None,
        "is": turned.now.value if turned.now else None,
        "cause": _cause(turned.cause),
    }


def _cause(cause: Cause) -> dict[str, Any]:
    return {"sets": [sorted(each) for each in cause.sets], "only": cause.only, "narrowed": cause.narrowed}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "certainty": finding.certainty.value,
        "message": finding.message,
        "fingerprint": finding.fingerprint,
        "location": _location(finding.primary.place),
    }


def _change(each: Difference) -> dict[str, Any]:
    told: dict[str, Any] = {"path": each.path, "old": None, "new": None}
    sides = (("old", each.old, each.old_place), ("new", each.new, each.new_place))
    for side, value, place in sides:
        if value is not NOTHING:
            told[side] = {"value": value, "location": _location(place)} if place else {"value": None, "location": None}
    return told


def _location(place: Place) -> dict[str, Any]:
    span, file = place.span, place.text.file
    start, end = file.position(span.start), file.position(span.end)
    return {
        "path": file.path,
        "pointer": place.pointer,
        "inner": place.inner,
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }
