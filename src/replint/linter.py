"""The river: documents in, report out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from replint import assumed, dialects, fingerprints, hiding, judge, packs, pending, putting, requirements, subjects
from replint.choice import UnknownRuleError, Wants, chosen
from replint.config import NONE
from replint.finding import FlowReport, Home, Report, Severity, SubjectReport, Verdict
from replint.flows import Flow
from replint.record import record, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from replint.assumed import Assumed
    from replint.choice import Choice
    from replint.config import Config
    from replint.dialects import Reading
    from replint.dialects.files import Watch
    from replint.facts.bucket import Bucket
    from replint.facts.estate import Estate
    from replint.facts.unresolved import Unresolved
    from replint.finding import Check, Finding, InputProblem, Override, RuleInfo
    from replint.hiding import Hiding
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
    texts: Mapping[str, bytes] | None = None,
    cwd: str | None = None,
    hide: Hiding = hiding.NOTHING,
    home: str | None = None,
    watch: Watch | None = None,
) -> Report:
    """Everything replint does, in order: read, trace, require, judge, hide, report.

    `paths` are files and folders; with `together` all of them form one estate. `select` and `ignore` name rules or
    topics; `rules` are folders with more rule packs, whose cases (their folder `fixtures`) are passed over unless they
    are named. Notes are told with `advice` (or `"advice"` in `select`), and of rules that are selected. `config` is
    what a config file says, as `replint.config.read` gives it: `rules` are added to its own, `select` and `ignore`
    stand in place of its own. No config file is looked for.

    `texts` are read in place of the files at their paths, which need not be there; the one at `-`, if `paths` has it,
    is no file: it is an estate of its own, and refers to files from the current folder. `paths`, and those of the
    report, are relative to `cwd`, by default the current folder; fingerprints hold paths from `home`, a path from
    `cwd`, by default that itself. What bundles, `config` and `hide` say is not to be told is in the report's `hidden`.
    `watch` is told how far the run is: what is counted, how many of it are done, how many there are.

    Nothing is executed, fetched or written. Text that cannot be read is in the report's `problems`, and everything else
    is still checked.

    Raises `UnknownRuleError` when `select` or `ignore` name what does not exist, OSError when a path does not exist.
    """
    folders = [*config.rules, *(os.fspath(each) for each in rules)]
    apart = [os.path.join(os.path.relpath(folder) if cwd else folder, CASES) for folder in folders]
    names = [os.fspath(path) for path in paths]
    pack = gathered(folders, config)
    return run(
        names,
        pack,
        together=together,
        select=select,
        ignore=ignore,
        advice=advice,
        apart=apart,
        config=config,
        texts=texts,
        cwd=cwd,
        hide=hide,
        home=home,
        watch=watch,
    )


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
    texts: Mapping[str, bytes] | None = None,
    cwd: str | None = None,
    hide: Hiding = hiding.NOTHING,
    home: str | None = None,
    watch: Watch | None = None,
) -> Report:
    """As `lint`, by rules that were gathered before; folders in `apart` are passed over unless they are named."""
    levels = {each.rule: each.severity for each in pack.overrides}
    topics = {info.name: info.topic for info in (*pack.infos, *dialects.infos())}
    off = (rule for rule, level in levels.items() if level is None)
    choice = chosen(topics, select, ignore, config, off=off, advice=advice)
    rules = [rule for rule in pack.rules if choice.may_want(_worst_of(rule), rule.name)]
    wants = Wants(choice)
    reading = dialects.read(
        paths,
        lambda estate: _outcome(estate, rules, wants),
        together=together,
        apart=apart,
        texts=texts,
        cwd=cwd,
        watch=watch,
        guidance=_guidance(config, cwd),
    )
    outcomes = reading.estates
    told = [finding for outcome in outcomes for finding in outcome.findings]
    titles = {info.name: info.title for info in dialects.infos()}
    read = (replace(each, severity=levels.get(each.rule) or each.severity) for each in reading.findings)
    wrong = [each for each in read if wants(each.severity, each.rule)]
    flows, faults = putting.counted((flow for outcome in outcomes for flow in outcome.flows), wrong, titles)
    here = os.path.abspath(cwd or "")
    home = None if home is None else os.path.normpath(os.path.join(here, home))
    kept = fingerprints.ordered(wants.told([*faults, *told]), home, here)
    asked = {*(each.name for each in rules), *_read_for(choice)} - wants.left_out
    scope = hiding.Scope(_looked(paths, home or here, here, reading), asked, topics, is_whole=not pack.faults)
    sifted = hiding.sift(kept, flows, scope, hide, config.suppress)
    about = (replace(each, severity=levels.get(each.rule) or each.severity) for each in sifted.about)
    findings = fingerprints.ordered([*sifted.told, *choice.aside_from_selection().told(about)], home, here)
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
        rules=_infos([*findings, *(each.finding for each in sifted.hidden)], (*pack.infos, *dialects.infos())),
        overrides=pack.overrides,
        documents=reading.documents,
        silent=bool(outcomes) and all(outcome.silent for outcome in outcomes),
        hidden=sifted.hidden,
        mended=sifted.mended,
    )


def _guidance(config: Config, cwd: str | None) -> dialects.Guidance:
    if config is NONE:
        return dialects.Guidance()
    from replint import bearings  # only a project that has a config file pays for it

    return bearings.of(config, cwd)


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

    estate: str
    flows: tuple[tuple[FlowReport, tuple[Place, ...]], ...]
    """Each with the places of its configuration's parts."""
    subjects: tuple[SubjectReport, ...]
    findings: tuple[Finding, ...]
    unknown: tuple[Judged, ...]
    assumed: Assumed
    silent: bool


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


def _looked(paths: Iterable[str], home: str, cwd: str, reading: Reading[_Outcome]) -> hiding.Looked:
    """What a run read, and which rules had no answer somewhere in an estate; two estates may have one name."""
    unknown: dict[str, set[str]] = {}
    for each in reading.estates:
        unknown.setdefault(each.estate, set()).update(judged.requirement.rule.name for judged in each.unknown)
    return hiding.Looked(
        paths=tuple(os.path.normpath(os.path.join(cwd, path)) for path in paths),
        home=home,
        cwd=cwd,
        origins=reading.origins,
        unknown=unknown,
        is_readable=not reading.problems,
        shared=reading.shared,
        elsewhere=reading.elsewhere,
    )


def _read_for(choice: Choice) -> Iterator[str]:
    """The faults of documents that a choice wants to be told."""
    return (name for name, severity in dialects.severities().items() if choice.may_want(severity, name))


def _infos(findings: Iterable[Finding], infos: Iterable[RuleInfo]) -> tuple[RuleInfo, ...]:
    named = {finding.rule for finding in findings}
    return tuple(info for info in infos if info.name in named)
