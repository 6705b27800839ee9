"""The river: documents in, report out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint import dialects, governing, judge, packs, pending, putting, requirements, subjects
from replint.facts.role import Role
from replint.finding import FlowReport, Report, Severity, SubjectReport, Verdict
from replint.flows import Flow
from replint.jobs import Job
from replint.record import record, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from replint.facts.estate import Estate
    from replint.finding import Check, Finding, InputProblem, RuleInfo
    from replint.judge import Judged
    from replint.lang.tree import Rule
    from replint.span import Place
    from replint.subjects import Subject

# Each is a line of a report, behind `assumption: `, and fits in 80 cells.
NO_SESSION_POLICY = "S3 passes no session policy when it assumes the role"
NO_SCPS = "no service control policies (a bundle's `ServiceControlPolicies`)"
NO_SCPS_FOR = "no service control policies for account {account}"
OF_ORGANISATION = "account {account} is of {ids}, which its policies exempt"
NO_RCPS = "no resource control policies (a bundle's `ResourceControlPolicies`)"
NO_GRANTS = "no KMS grants (they are in no document)"


class UnknownRuleError(ValueError):
    """A selection names a rule or topic that does not exist."""


ADVICE = "advice"
"""What selects the notes of every selected rule, beside the names of rules and topics."""


@record
class Selection:
    """Which rules count: those selected by name or topic (all, if none is), less those ignored.

    Notes are told only when asked for: with `advice`, or of a rule that is selected by name or topic.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    advice: bool = False

    def counts(self, name: str, topic: str) -> bool:
        """Whether a rule's findings are told."""
        chosen = not self.select or bool(self.select & {name, topic})
        return chosen and not self.ignore & {name, topic}

    def wants(self, severity: Severity, name: str, topic: str) -> bool:
        """Whether a finding of this severity is told of a rule that counts."""
        return severity is not Severity.NOTE or self.advice or bool(self.select & {name, topic})


def lint(  # noqa: PLR0913 - what the command line lets choose
    paths: Sequence[str | os.PathLike[str]] = (".",),
    *,
    together: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    rules: Iterable[str | os.PathLike[str]] = (),
    advice: bool = False,
) -> Report:
    """Everything replint does, in order: read, trace, require, judge, report.

    `paths` are files and folders; with `together` all of them form one estate. `select` and `ignore` name rules or
    topics; `rules` are folders with more rule packs. Notes are told with `advice` (or `"advice"` in `select`), and of
    rules that are selected. Nothing is executed, fetched or written. Text that cannot be read is in the report's
    `problems`, and everything else is still checked.

    Raises `UnknownRuleError` when `select` or `ignore` name what does not exist, OSError when a path does not exist.
    """
    pack = _pack(rules)
    selection = _selection(pack, frozenset(select), frozenset(ignore), advice=advice)
    topics = {info.name: info.topic for info in (*pack.infos, *dialects.infos())}

    def wants(severity: Severity, rule: str) -> bool:
        return selection.counts(rule, topics[rule]) and selection.wants(severity, rule, topics[rule])

    chosen = [rule for rule in pack.rules if wants(_worst_of(rule), rule.name)]
    names = [os.fspath(path) for path in paths]
    reading = dialects.read(names, lambda estate: _outcome(estate, chosen, wants), together=together)
    outcomes = reading.estates
    told = [finding for outcome in outcomes for finding in outcome.findings]
    titles = {info.name: info.title for info in dialects.infos()}
    wrong = [each for each in reading.findings if wants(each.severity, each.rule)]
    flows, faults = putting.counted((flow for outcome in outcomes for flow in outcome.flows), wrong, titles)
    findings = _ordered([*faults, *told])
    return Report(
        flows=flows,
        subjects=tuple(subject for outcome in outcomes for subject in outcome.subjects),
        findings=findings,
        unverified=pending.unverified(
            (each for outcome in outcomes for each in outcome.unknown), putting.refused(faults, told)
        ),
        assumptions=_assumptions(outcomes),
        problems=(*reading.problems, *(fault.problem() for fault in pack.faults)),
        remarks=reading.remarks,
        rules=_infos(findings, (*pack.infos, *dialects.infos())),
        documents=reading.documents,
    )


def catalogue(rules: Iterable[str | os.PathLike[str]] = ()) -> tuple[tuple[RuleInfo, ...], tuple[InputProblem, ...]]:
    """Every rule there is, with the faults of documents that are found while reading, and broken rule files."""
    pack = _pack(rules)
    return (*pack.infos, *dialects.infos()), tuple(fault.problem() for fault in pack.faults)


def _pack(folders: Iterable[str | os.PathLike[str]]) -> packs.Pack:
    """The built-in rules and those of more folders; a name that is taken is a fault of the later pack."""
    pack = packs.builtin()
    for folder in folders:
        pack = packs.together(pack, packs.load(os.fspath(folder), {rule.name for rule in pack.rules}))
    return pack


@record
class _Outcome:
    """What is kept of one estate: its flows and decisions would fill the memory when there are a thousand estates."""

    flows: tuple[tuple[FlowReport, tuple[Place, ...]], ...]
    """Each with the places of its configuration's parts."""
    subjects: tuple[SubjectReport, ...]
    findings: tuple[Finding, ...]
    unknown: tuple[Judged, ...]
    kms: bool
    scps: bool
    """Whether the estate has service control policies."""
    rcps: bool
    ungoverned: tuple[str, ...]
    """Accounts of roles for which the estate's SCPs, given for other accounts, have nothing."""
    organisations: tuple[tuple[str, str], ...]
    """Accounts of roles with the ids that their organisation may have, as its own policies have it."""


def _outcome(estate: Estate, rules: Sequence[Rule], wants: Callable[[Severity, str], bool]) -> _Outcome:
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
    return _Outcome(
        flows=tuple(
            (_flow(flow, (*checks[id(flow)], *borne[id(flow)])), putting.parts(flow.configuration)) for flow in flows
        ),
        subjects=_subjects(looked_at, checks),
        findings=judge.findings(telling, wants),
        unknown=tuple(each for each in telling if each.verdict is Verdict.UNKNOWN),
        kms=any(flow.source_key is not None or flow.replica_key is not None for flow in flows)
        or any(isinstance(subject, Job) and subject.manifest_key is not None for subject in looked_at),
        scps=estate.scps is not None,
        rcps=estate.rcps is not None,
        ungoverned=tuple(dict.fromkeys(_ungoverned(estate, looked_at))),
        organisations=tuple(dict.fromkeys(_organisations(estate, flows))),
    )


def _ungoverned(estate: Estate, looked_at: Iterable[Subject]) -> Iterator[str]:
    for caller in (subject.caller for subject in looked_at):
        if estate.scps and isinstance(caller, Role) and estate.scps.of(caller.account) is None:
            yield caller.account


def _organisations(estate: Estate, flows: Iterable[Flow]) -> Iterator[tuple[str, str]]:
    for flow in flows:
        if isinstance(flow.role, Role):
            ids = governing.organisation(estate, flow.role.account, flow.destination.account)
            yield from ((flow.role.account, " or ".join(f"`{each}`" for each in given)) for given in (ids,) if given)


def _selection(pack: packs.Pack, select: frozenset[str], ignore: frozenset[str], *, advice: bool) -> Selection:
    infos = (*pack.infos, *dialects.infos())
    known = {name for info in infos for name in (info.name, info.topic)}
    advice, select = advice or ADVICE in select, select - {ADVICE}
    if unknown := sorted((select | ignore) - known):
        from difflib import get_close_matches

        near = get_close_matches(unknown[0], sorted(known), 3)
        hint = (
            f"; did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else "; `replint rules` lists them"
        )
        message = f"`{unknown[0]}` is no rule or topic{hint}"
        raise UnknownRuleError(message)
    return Selection(select, ignore, advice)


def _worst_of(rule: Rule) -> Severity:
    """The worst severity that a finding of the rule can have: a rule that only advises need not be asked."""
    levels = (rule.severity.otherwise, *(guard.severity for guard in rule.severity.guards), rule.denied)
    return max(filter(None, levels), key=lambda level: level.weight)


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
    )


def _subjects(looked_at: Iterable[Subject], checks: Mapping[int, list[Check]]) -> tuple[SubjectReport, ...]:
    """What is no flow, each once: what a job lists by several prefixes are several subjects."""
    together: dict[Hashable, tuple[Subject, dict[Check, None]]] = {}
    for subject in looked_at:
        if not isinstance(subject, Flow) and subjects.listed(subject):
            _, found = together.setdefault((subject.kind, subject.id, subject.place), (subject, {}))
            found.update(dict.fromkeys(checks[id(subject)]))
    return tuple(
        SubjectReport(each.kind, each.id, getattr(each.caller, "arn", "?"), _worst(found), tuple(found), each.place)
        for each, found in together.values()
    )


def _source_arn(flow: Flow) -> str:
    return f"arn:{flow.partition}:s3:::{getattr(flow.source, 'name', '?')}"


def _worst(checks: Iterable[Check]) -> Verdict:
    verdicts = {check.verdict for check in checks}
    return next((verdict for verdict in (Verdict.FAILS, Verdict.UNKNOWN) if verdict in verdicts), Verdict.HOLDS)


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by severity, file and position, with their fingerprints."""

    def order(finding: Finding) -> tuple[int, str, int, str, str]:
        place = finding.primary.place
        return (-finding.severity.weight, place.text.path, place.span.start, finding.rule, finding.action or "")

    return tuple(replace(finding, fingerprint=_fingerprint(finding)) for finding in sorted(findings, key=order))


def _fingerprint(finding: Finding) -> str:
    """What a finding is about, without lines: the rule, the call, the layer and whose document it is."""
    from hashlib import blake2b

    place = finding.primary.place
    about = finding.action and (finding.layer, finding.principal, finding.action, finding.resource)
    parts = (finding.rule, *(about or (place.pointer, place.inner)), place.text.path)
    return blake2b("\0".join(map(str, parts)).encode(errors="surrogatepass"), digest_size=8).hexdigest()


def _assumptions(outcomes: Sequence[_Outcome]) -> tuple[str, ...]:
    """What was taken as none, or as so, because nobody told it; only of runs that judged something."""
    if not any(outcome.flows or outcome.subjects for outcome in outcomes):
        return ()
    ungoverned = dict.fromkeys(account for outcome in outcomes for account in outcome.ungoverned)
    known = dict.fromkeys(each for outcome in outcomes for each in outcome.organisations)
    said = (
        *((NO_SCPS_FOR.format(account=account), True) for account in ungoverned),
        (NO_SCPS, not all(outcome.scps for outcome in outcomes)),
        *((OF_ORGANISATION.format(account=account, ids=ids), True) for account, ids in known),
        (NO_RCPS, not all(outcome.rcps for outcome in outcomes)),
        (NO_GRANTS, any(outcome.kms for outcome in outcomes)),
        (NO_SESSION_POLICY, True),
    )
    return tuple(text for text, holds in said if holds)


def _infos(findings: Iterable[Finding], infos: Iterable[RuleInfo]) -> tuple[RuleInfo, ...]:
    named = {finding.rule for finding in findings}
    return tuple(info for info in infos if info.name in named)
