"""Report -> JSON, report version 1: its own shapes, described by `report.schema.json`; knows no inner class by name.

Each flow and each finding stands on a line of its own: a report of 10,000 flows is written as fast as the standard
library's encoder can, and two reports compare well line by line.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from replint.finding import Severity, Verdict
from replint.reporters.encoding import whole
from replint.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from replint.finding import (
        Check,
        Finding,
        FlowReport,
        Hidden,
        Json,
        Label,
        Override,
        Patch,
        Report,
        RuleInfo,
        SubjectReport,
        Unverified,
    )
    from replint.reporters.screen import Screen
    from replint.span import Place, Position

Locations: TypeAlias = "Callable[[Place], Json]"


def render(report: Report, _screen: Screen, /) -> str:
    """The report as JSON in ASCII; the same text for the same findings and flows in any order."""
    rules = {rule.name: rule for rule in report.rules}
    at = lru_cache(maxsize=1024)(_location)
    members: dict[str, str | Iterable[str]] = {
        "version": "1",
        "tool": _encode({"name": "replint", "version": __version__}),
        "summary": _encode(_summary(report)),
        **_since(report),
        "flows": (_encode(_flow(flow, at)) for flow in _in_order(report.flows)),
        **_subjects(report, at),
        "findings": (text for _, text in sorted(_placed(finding, rules, at) for finding in report.findings)),
        "unverified": sorted({_encode(_unverified(gap)) for gap in report.unverified}),
        "assumptions": (_encode(assumption) for assumption in sorted(set(report.assumptions))),
        "rules": (_encode(_rule(rule)) for _, rule in sorted(rules.items())),
        **_overrides(report),
        **_hidden(report, rules, at),
    }
    return whole("".join(_pieces(members)))


def _encode(value: Json) -> str:
    return json.dumps(value)


def _pieces(members: Mapping[str, str | Iterable[str]]) -> Iterator[str]:
    """The report piece by piece, so that a large one is put together once; a list has a line for each item."""
    before = "{\n"
    for name, value in members.items():
        yield f'{before}  "{name}": '
        before = ",\n"
        if isinstance(value, str):
            yield value
        else:
            yield from _lines(value)
    yield "\n}\n"


def _lines(items: Iterable[str]) -> Iterator[str]:
    before = "[\n    "
    for item in items:
        yield before
        yield item
        before = ",\n    "
    yield "\n  ]" if before.startswith(",") else "[]"


def _summary(report: Report) -> Json:
    return {
        "flows": len(report.flows),
        "holds": report.verdicts(Verdict.HOLDS),
        "fails": report.verdicts(Verdict.FAILS),
        "unknown": report.verdicts(Verdict.UNKNOWN),
        "errors": report.count(Severity.ERROR),
        "warnings": report.count(Severity.WARNING),
        "notes": report.count(Severity.NOTE),
        "suppressed": report.suppressed,
        **({"baseline": accepted} if (accepted := len(report.hidden) - report.suppressed) else {}),
    }


def _since(report: Report) -> Mapping[str, str]:
    """Where only what is new is told: since which version, how much is not told, and what got worse."""
    if report.since is None:
        return {}
    since = report.since
    worse = sorted(since.worse, key=lambda each: (each.kind, each.id, each.was or "", each.now))
    told: Json = {
        "revision": since.revision,
        "commit": since.commit,
        "flows": since.flows,
        "findings_before": since.findings,
        "unknown_before": since.unknown,
        "worse": [{"kind": each.kind, "id": each.id, "was": each.was, "is": each.now} for each in worse],
    }
    return {"since": _encode(told)}


def _in_order(flows: Iterable[FlowReport]) -> Iterator[FlowReport]:
    """Flows by what they are called; several of one name, as two estates may have, by all that is told of them."""
    named: dict[tuple[str, ...], list[FlowReport]] = {}
    for flow in flows:
        named.setdefault((flow.source, flow.replication_rule, flow.destination, flow.id), []).append(flow)
    for name in sorted(named):
        yield from named[name] if len(named[name]) == 1 else sorted(named[name], key=_by_all)


def _by_all(flow: FlowReport) -> tuple[str, str, list[tuple[str, ...]]]:
    return flow.role, flow.verdict, sorted(map(_check_order, flow.checks))


def _flow(flow: FlowReport, at: Locations) -> Json:
    return {
        "id": flow.id,
        "source": flow.source,
        "destination": flow.destination,
        "replication_rule": flow.replication_rule,
        "role": flow.role,
        "verdict": flow.verdict,
        "requirements": [_check(check, at) for check in sorted(flow.checks, key=_check_order)],
    }


def _subjects(report: Report, at: Locations) -> Mapping[str, Iterable[str]]:
    """What was looked at beside flows, where there is any."""
    if not report.subjects:
        return {}
    return {"subjects": sorted(_encode(_subject(each, at)) for each in report.subjects)}


def _subject(subject: SubjectReport, at: Locations) -> Json:
    return {
        "kind": subject.kind,
        "id": subject.id,
        "role": subject.role,
        "verdict": subject.verdict,
        "requirements": [_check(check, at) for check in sorted(subject.checks, key=_check_order)],
    }


def _check_order(check: Check) -> tuple[str, ...]:
    places = (each.place for each in check.evidence)
    evidence = (place.text.file.path + place.pointer + (place.inner or "") for place in places)
    return (check.rule, check.action or "", check.resource or "", check.principal or "", check.verdict, *evidence)


def _check(check: Check, at: Locations) -> Json:
    return {
        "rule": check.rule,
        "principal": check.principal,
        "action": check.action,
        "resource": check.resource,
        "verdict": check.verdict,
        "evidence": [at(each.place) for each in check.evidence],
    }


def _placed(finding: Finding, rules: dict[str, RuleInfo], at: Locations) -> tuple[tuple[str, int, int], str]:
    """Where the finding stands in a report, and its text, which decides between findings of one place."""
    place = finding.primary.place
    rule = rules.get(finding.rule)
    reference = finding.reference or (rule.reference if rule else None) or None
    return (place.text.file.path, *place.span), _encode(_finding(finding, reference, at))


def _finding(finding: Finding, reference: str | None, at: Locations) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "certainty": finding.certainty,
        "message": finding.message,
        "help": finding.help,
        "flows": [*sorted(set(finding.flows))],
        "layer": finding.layer,
        "principal": finding.principal,
        "action": finding.action,
        "resource": finding.resource,
        "witness": finding.witness,
        "symptoms": [*finding.symptoms],
        "refused": {"code": finding.refused.code, "text": finding.refused.text} if finding.refused else None,
        "location": at(finding.primary.place),
        "related": [_label(label, at) for label in finding.related],
        "reference": reference,
        "fingerprint": finding.fingerprint,
        "fix": _fix(finding.patch, at) if finding.patch else None,
    }


def _fix(patch: Patch, at: Locations) -> Json:
    edits: list[Json] = [{"operation": "add", "location": at(edit.place), "value": edit.value} for edit in patch.edits]
    return {"safety": patch.safety, "edits": edits}


def _label(label: Label, at: Locations) -> Json:
    return {"message": label.message, "location": at(label.place)}


def _location(place: Place) -> Json:
    span, file = place.span, place.text.file
    return {
        "path": file.path,
        "pointer": place.pointer,
        "inner": place.inner,
        "start": _position(file.position(span.start)),
        "end": _position(file.position(span.end)),
    }


def _position(position: Position) -> Json:
    return {"line": position.line, "column": position.column}


def _unverified(gap: Unverified) -> Json:
    return {"missing": gap.missing, "why": gap.why, "requirements": [each.text for each in gap.requirements]}


def _overrides(report: Report) -> Mapping[str, Iterable[str]]:
    """What packs say of rules that are not theirs, where they do."""
    if not report.overrides:
        return {}
    return {"overrides": [_encode(_override(each)) for each in sorted(report.overrides, key=lambda each: each.rule)]}


def _override(override: Override) -> Json:
    at = override.place.text.position(override.place.span.start)
    return {
        "rule": override.rule,
        "severity": override.severity,
        "reason": override.reason,
        "path": override.place.text.path,
        "position": _position(at),
    }


def _hidden(report: Report, rules: dict[str, RuleInfo], at: Locations) -> Mapping[str, Iterable[str]]:
    """What was found and is not told, where there is any."""
    if not report.hidden:
        return {}
    told = ((_placed(each.finding, rules, at), each) for each in report.hidden)
    return {"suppressed": [text for _, text in sorted((key, _excused(each, text, at)) for (key, text), each in told)]}


def _excused(each: Hidden, finding: str, at: Locations) -> str:
    reason = _encode(each.reason or None)
    said = f'"by": {_encode(each.by)}, "reason": {reason}, "expires": {_encode(each.expires)}'
    return f'{{{said}, "location": {_encode(at(each.place))}, "finding": {finding}}}'


def _rule(rule: RuleInfo) -> Json:
    return {
        "name": rule.name,
        "title": rule.title,
        "why": rule.why,
        "reference": rule.reference,
        "topic": rule.topic,
    }
