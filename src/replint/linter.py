"""The river: documents in, report out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from replint import assumed, dialects, judge, packs, pending, putting, requirements, subjects
from replint.choice import UnknownRuleError, chosen
from replint.config import NONE
from replint.finding import FlowReport, Report, Severity, SubjectReport, Verdict
from replint.flows import Flow
from replint.record import record, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence

    from replint.assumed import Assumed
    from replint.config import Config
    from replint.facts.estate import Estate
    from replint.finding import Check, Finding, InputProblem, Override, RuleInfo
    from replint.judge import Judged
    from replint.lang.tree import Rule
    from replint.packs import Pack
    from replint.span import Place
    from replint.subjects import Subject


__all__ = ["Catalogue", "UnknownRuleError", "catalogue", "gathered", "lint", "run"]

CASES = "fixtures"
"""The folder of a pack with the cases that its rules are tried on; nobody else's documents."""


def lint(  # noqa: PLR0913 - what the command line lets choose
    paths: Sequence[str | os.PathLike[str]] = (".",),
    *,
    together: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    rules: Iterable[str | os.PathLike[str]] = (),
    advice: bool = False,
    config: Config = NONE,
) -> Report:
    """Everything replint does, in order: read, trace, require, judge, report.

    `paths` are files and folders; with `together` all of them form one estate. `select` and `ignore` name rules or
    topics; `rules` are folders with more rule packs, whose cases (their folder `fixtures`) are passed over unless they
    are named. Notes are told with `advice` (or `"advice"` in `select`), and of rules that are selected. `config` is
    what a config file says, as `replint.config.read` gives it: `rules` are added to its own, `select` and `ignore`
    stand in place of its own. No config file is looked for. Nothing is executed, fetched or written. Text that cannot
    be read is in the report's `problems`, and everything else is still checked.

    Raises `UnknownRuleError` when `select` or `ignore` name what does not exist, OSError when a path does not exist.
    """
    folders = [*config.rules, *(os.fspath(each) for each in rules)]
    apart = [os.path.join(folder, CASES) for folder in folders]
    names = [os.fspath(path) for path in paths]
    pack = gathered(folders, config)
    return run(names, pack, together=together, select=select, ignore=ignore, advice=advice, apart=apart, config=config)


def run(  # noqa: PLR0913 - as above
    paths: Sequence[str],
    pack: Pack,
    *,
    together: bool = False,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    advice: bool = False,
    apart: Iterable[str] = (),
    config: Config = NONE,
) -> Report:
    """As `lint`, by rules that were gathered before; folders in `apart` are passed over unless they are named."""
    levels = {each.rule: each.severity for each in pack.overrides}
    topics = {info.name: info.topic for info in (*pack.infos, *dialects.infos())}
    off = (rule for rule, level in levels.items() if level is None)
    choice = chosen(topics, select, ignore, config, off=off, advice=advice)
    rules = [rule for rule in pack.rules if choice.may_want(_worst_of(rule), rule.name)]
    reading = dialects.read(
        paths,
        lambda estate: _outcome(estate, rules, choice.may_want),
        together=together,
        apart=apart,
        guidance=_guidance(config),
    )
    outcomes = reading.estates
    told = [finding for outcome in outcomes for finding in outcome.findings]
    titles = {info.name: info.title for info in dialects.infos()}
    read = (replace(each, severity=levels.get(each.rule) or each.severity) for each in reading.findings)
    wrong = [each for each in read if choice.may_want(each.severity, each.rule)]
    flows, faults = putting.counted((flow for outcome in outcomes for flow in outcome.flows), wrong, titles)
    findings = _ordered(choice.told([*faults, *told]), reading.shared)
    return Report(
        flows=flows,
        subjects=tuple(subject for outcome in outcomes for subject in outcome.subjects),
        findings=findings,
        unverified=pending.unverified(
            (each for outcome in outcomes for each in outcome.unknown), putting.refused(faults, told)
        ),
        assumptions=assumed.told(outcome.assumed for outcome in outcomes),
        problems=(*reading.problems, *(fault.problem() for fault in pack.faults)),
        remarks=reading.remarks,
        rules=_infos(findings, (*pack.infos, *dialects.infos())),
        overrides=pack.overrides,
        documents=reading.documents,
    )


def _guidance(config: Config) -> dialects.Guidance:
    if config is NONE:
        return dialects.Guidance()
    from replint import bearings  # only a project that has a config file pays for it

    return bearings.of(config)


class Catalogue(NamedTuple):
    """Every rule there is, with the faults of documents that are found while reading, and broken rule files.

    `severities` has the worst severity that a finding of each rule has, unless an override says otherwise.
    """

    infos: tuple[RuleInfo, ...]
    problems: tuple[InputProblem, ...]
    severities: Mapping[str, Severity]
    overrides: tuple[Override, ...]


def catalogue(rules: Iterable[str | os.PathLike[str]] = (), config: Config = NONE) -> Catalogue:
    """The rules that replint brings and those of more folders, as a config file would have them."""
    pack = gathered([*config.rules, *(os.fspath(each) for each in rules)], config)
    levels = {each.rule: each.severity for each in pack.overrides if each.severity}
    severities = {rule.name: _worst_of(rule) for rule in pack.rules} | dialects.severities() | levels
    problems = tuple(fault.problem() for fault in pack.faults)
    return Catalogue((*pack.infos, *dialects.infos()), problems, severities, pack.overrides)


def gathered(folders: Iterable[str], config: Config = NONE) -> Pack:
    """The built-in rules and those of more folders, as grave as the config file has them.

    A name that is taken is a fault of the later pack.
    """
    return packs.gathered(folders, [info.name for info in dialects.infos()], config.overrides)


@record
class _Outcome:
    """What is kept of one estate: its flows and decisions would fill the memory when there are a thousand estates."""

    flows: tuple[tuple[FlowReport, tuple[Place, ...]], ...]
    """Each with the places of its configuration's parts."""
    subjects: tuple[SubjectReport, ...]
    findings: tuple[Finding, ...]
    unknown: tuple[Judged, ...]
    assumed: Assumed


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
        assumed=assumed.of(estate, looked_at),
    )


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


def _ordered(findings: Iterable[Finding], shared: Container[str]) -> tuple[Finding, ...]:
    """Findings by severity, file and position, with their fingerprints.

    What is found in a file of several estates is told once, if it is the same in each.
    """

    def order(finding: Finding) -> tuple[int, str, int, str, str]:
        place = finding.primary.place
        return (-finding.severity.weight, place.text.path, place.span.start, finding.rule, finding.action or "")

    told = [replace(finding, fingerprint=_fingerprint(finding)) for finding in sorted(findings, key=order)]
    first = {(each.fingerprint, each.message): each for each in reversed(told)}
    return tuple(
        each
        for each in told
        if each is first[each.fingerprint, each.message] or each.primary.place.text.file.path not in shared
    )


def _fingerprint(finding: Finding) -> str:
    """What a finding is about, without lines: the rule, the call, the layer and whose document it is."""
    from hashlib import blake2b

    place = finding.primary.place
    about = finding.action and (finding.layer, finding.principal, finding.action, finding.resource)
    parts = (finding.rule, *(about or (place.pointer, place.inner)), place.text.path)
    return blake2b("\0".join(map(str, parts)).encode(errors="surrogatepass"), digest_size=8).hexdigest()


def _infos(findings: Iterable[Finding], infos: Iterable[RuleInfo]) -> tuple[RuleInfo, ...]:
    named = {finding.rule for finding in findings}
    return tuple(info for info in infos if info.name in named)
