"""Two reports -> what is new in the later one: findings, requirements and verdicts that were not so bad before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Certainty, FlowReport, Verdict
from replint.record import replace
from replint.reporters.checks import pending
from replint.since import Since, Worse
from replint.versions.matching import asked, is_worse, kind, matched, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from replint.finding import Check, Finding, Report, SubjectReport, Unverified
    from replint.versions.matching import Subject


def news(now: Report, before: Report, revision: str, commit: str) -> Report:
    """The report with only what is new against an earlier one of the same paths; `since` says how much was not.

    A finding is new when the earlier report has none of its fingerprint left (of two alike where it had one, one is
    new), or none as bad: less severe, only possible, or of fewer flows; or when something fails by it that did not. Of
    flows and of whatever else was looked at those are told that a new finding concerns or that have requirements whose
    verdict got worse, with these requirements alone; what was not there counts as if it had held. What is wrong with
    the input stays as it is.
    """
    pairs = [
        (was, each) for was, each in matched([*before.flows, *before.subjects], [*now.flows, *now.subjects]) if each
    ]
    names = {was.id: each.id for was, each in pairs if was and isinstance(each, FlowReport)}
    told = [(each, _worse_checks(was, each)) for was, each in pairs]
    findings = fresh(now.findings, before.findings, names)
    findings = _with_reasons(findings, now.findings, told)
    # Flows of two estates may have one name: where one of them got worse, it is the one that is meant.
    concerned = {flow for finding in findings for flow in finding.flows} - {each.id for each, got in told if got}
    flows = [
        replace(each, checks=got)
        for each, got in told
        if isinstance(each, FlowReport) and (got or each.id in concerned)
    ]
    subjects: list[SubjectReport] = [
        replace(each, checks=got) for each, got in told if not isinstance(each, FlowReport) and got
    ]
    waiting = {text for each, got in told for check in got for text in _pending(each, check)}
    shown = replace(
        now,
        findings=findings,
        flows=tuple(flows),
        subjects=tuple(subjects),
        unverified=tuple(_new_gaps(now.unverified, before.unverified, waiting)),
        rules=tuple(rule for rule in now.rules if rule.name in {finding.rule for finding in findings}),
    )
    since = Since(
        revision,
        commit,
        findings=len(now.findings) - len(findings),
        unknown=now.verdicts(Verdict.UNKNOWN) - shown.verdicts(Verdict.UNKNOWN),
        flows=len(now.flows),
        worse=tuple(
            Worse(kind(each), each.id, was.verdict if was else None, each.verdict)
            for was, each in pairs
            if is_worse(each.verdict, was.verdict if was else None)
        ),
    )
    return replace(shown, since=since)


def fresh(now: Sequence[Finding], before: Sequence[Finding], names: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings that none of those before covers, each of which covers one.

    `names` has what the flows of those before are called now.
    """
    left: dict[str, list[Finding]] = {}
    for finding in before:
        left.setdefault(finding.fingerprint, []).append(finding)
    found = []
    for finding in now:
        alike = left.get(finding.fingerprint, [])
        known = next((index for index, each in enumerate(alike) if _covers(each, finding, names)), None)
        if known is None:
            found.append(finding)
        else:
            del alike[known]
    return tuple(found)


def _with_reasons(
    told_already: Sequence[Finding], every: Sequence[Finding], told: Sequence[tuple[Subject, Sequence[Check]]]
) -> tuple[Finding, ...]:
    """The new findings, with those that were there before and that something fails by which did not.

    What is wrong with a configuration as a whole is one finding, which need not name each flow that fails by it.
    """
    rules = {finding.rule for finding in told_already}
    unsaid = {
        (check.rule, subject.place.text.file)
        for subject, checks in told
        for check in checks
        if check.verdict is Verdict.FAILS and check.rule not in rules and subject.place
    }
    kept = {id(finding) for finding in told_already}
    return tuple(each for each in every if id(each) in kept or (each.rule, each.primary.place.text.file) in unsaid)


def _covers(was: Finding, now: Finding, names: Mapping[str, str]) -> bool:
    """Whether a finding is no worse than one before, whose flows have other names by now."""
    surer = now.certainty is Certainty.CERTAIN and was.certainty is not Certainty.CERTAIN
    flows = {names.get(flow, flow) for flow in was.flows}
    return not surer and now.severity.weight <= was.severity.weight and flows.issuperset(now.flows)


def _worse_checks(was: Subject | None, now: Subject) -> tuple[Check, ...]:
    before = verdicts(was)
    return tuple(check for check in now.checks if is_worse(check.verdict, before.get(asked(check))))


def _pending(subject: Subject, check: Check) -> Iterator[str]:
    """What a requirement is called where it says what it hangs on."""
    if check.verdict is Verdict.UNKNOWN:
        yield pending(check, subject.id)


def _new_gaps(
    now: Sequence[Unverified], before: Sequence[Unverified], waiting: AbstractSet[str]
) -> Iterator[Unverified]:
    """What is missing, for requirements that did not hang on it before, or that now do in one more flow."""
    known = {(gap.missing, each.text) for gap in before for each in gap.requirements}
    for gap in now:
        hanging = tuple(
            each for each in gap.requirements if (gap.missing, each.text) not in known or each.text in waiting
        )
        if hanging:
            yield replace(gap, requirements=hanging)
