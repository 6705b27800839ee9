"""One estate judged: its flows and what else was looked at, what was found, and what stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint import assumed, judge, putting, requirements, subjects
from replint.finding import FlowReport, Home, SubjectReport, Verdict
from replint.flows import Flow
from replint.record import record, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from replint.assumed import Assumed
    from replint.facts.bucket import Bucket
    from replint.facts.estate import Estate
    from replint.facts.unresolved import Unresolved
    from replint.finding import Check, Finding, Severity
    from replint.judge import Judged
    from replint.lang.tree import Rule
    from replint.span import Place
    from replint.subjects import Subject


@record
class Outcome:
    """What is kept of one estate: its flows and decisions would fill the memory when there are a thousand estates."""

    estate: str
    flows: tuple[tuple[FlowReport, tuple[Place, ...]], ...]
    """Each with the places of its configuration's parts."""
    subjects: tuple[SubjectReport, ...]
    findings: tuple[Finding, ...]
    unknown: tuple[Judged, ...]
    assumed: Assumed
    silent: bool


def of(estate: Estate, rules: Sequence[Rule], wants: Callable[[Severity, str], bool]) -> Outcome:
    """All that some rules have to say of an estate, told as far as it is wanted by severity and rule."""
    looked_at = subjects.of(estate)
    flows = [subject for subject in looked_at if isinstance(subject, Flow)]
    checks: dict[int, list[Check]] = {id(subject): [] for subject in looked_at}
    borne: dict[int, dict[Check, None]] = {id(flow): {} for flow in flows}
    telling: list[Judged] = []
    for each in judge.judge(requirements.of(rules, looked_at)):
        # Advice is no requirement: it does not make a flow fail or unknown.
        if not judge.advises(each):
            told, asked = judge.check(each), each.requirement
            checks[id(asked.subject)].append(told)
            for flow in subjects.bearers(asked.subject, is_refused=asked.refused is not None):
                # What is wrong with several rules of a configuration is one check of each flow.
                borne[id(flow)][told] = None
        if not judge.silent(each):
            telling.append(each)
    return Outcome(
        estate=estate.name,
        flows=tuple(
            (_flow(flow, (*checks[id(flow)], *borne[id(flow)])), putting.parts(flow.configuration)) for flow in flows
        ),
        subjects=_subjects(looked_at, checks),
        findings=tuple(replace(each, estate=estate.name) for each in judge.findings(telling, wants)),
        unknown=tuple(each for each in telling if each.verdict is Verdict.UNKNOWN),
        assumed=assumed.of(estate, looked_at),
        silent=estate.silent,
    )


def _flow(flow: Flow, checks: tuple[Check, ...]) -> FlowReport:
    return FlowReport(
        id=flow.id,
        source=_source_arn(flow),
        destination=f"arn:{flow.partition}:s3:::{flow.destination.name}",
        replication_rule=flow.rule.id,
        role=getattr(flow.role, "arn", "?"),
        verdict=_worst(checks),
        checks=checks,
        place=flow.place,
        estate=flow.estate.name,
        homes=(_home(flow.source), _home(flow.destination)),
    )


def _home(bucket: Bucket | Unresolved) -> Home:
    values = (getattr(bucket, name, None) for name in Home._fields)
    return Home(*(value if isinstance(value, str) else None for value in values))


def _subjects(looked_at: Iterable[Subject], checks: Mapping[int, list[Check]]) -> tuple[SubjectReport, ...]:
    """What is no flow, each once: what a job lists by several prefixes are several subjects."""
    together: dict[Hashable, tuple[Subject, dict[Check, None]]] = {}
    for subject in looked_at:
        told = checks[id(subject)]
        if not isinstance(subject, Flow) and subjects.listed(subject) and (told or subjects.unasked_too(subject)):
            _, found = together.setdefault((subject.kind, subject.id, subject.place), (subject, {}))
            found.update(dict.fromkeys(told))
    return tuple(
        SubjectReport(each.kind, each.id, getattr(each.caller, "arn", "?"), _worst(found), tuple(found), each.place)
        for each, found in together.values()
    )


def _source_arn(flow: Flow) -> str:
    return f"arn:{flow.partition}:s3:::{getattr(flow.source, 'name', '?')}"


def _worst(checks: Iterable[Check]) -> Verdict:
    verdicts = {check.verdict for check in checks}
    return next((verdict for verdict in (Verdict.FAILS, Verdict.UNKNOWN) if verdict in verdicts), Verdict.HOLDS)
