"""The river: documents in, report out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from replint import assumed, dialects, fingerprints, hiding, outcomes, packs, pending, putting
from replint.choice import UnknownRuleError, Wants, chosen
from replint.config import NONE
from replint.finding import FlowReport, Report, Severity
from replint.record import field, record, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from replint.choice import Choice
    from replint.config import Config
    from replint.dialects import Reading
    from replint.dialects.files import Watch
    from replint.finding import Finding, InputProblem, Override, RuleInfo
    from replint.hiding import Hiding
    from replint.lang.tree import Rule
    from replint.outcomes import Outcome
    from replint.packs import Pack


__all__ = ["Catalogue", "Terms", "UnknownRuleError", "catalogue", "gathered", "lint", "run"]

CASES = "fixtures"
"""The folder of a pack with the cases that its rules are tried on; nobody else's documents."""


@record
class Terms:
    """What is asked of a run beside its paths and its rules; `lint` says what each of it means.

    Folders in `apart` are passed over unless they are named.
    """

    together: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    advice: bool = False
    apart: tuple[str, ...] = ()
    config: Config = NONE
    texts: Mapping[str, bytes] = field(default_factory=dict)
    cwd: str | None = None
    hide: Hiding = hiding.NOTHING
    home: str | None = None
    watch: Watch | None = None
    force_exclude: bool = False

    @property
    def here(self) -> str:
        """The folder that paths start from, as an absolute path."""
        return os.path.abspath(self.cwd or "")

    @property
    def root(self) -> str | None:
        """The absolute path of the folder that paths in fingerprints start from; None where they are held as told."""
        return None if self.home is None else os.path.normpath(os.path.join(self.here, self.home))


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
    force_exclude: bool = False,
) -> Report:
    """Everything replint does, in order: read, trace, require, judge, hide, report.

    `paths` are files and folders; with `together` all of them form one estate. `select` and `ignore` name rules or
    topics; `rules` are folders with more rule packs, whose cases (their folder `fixtures`) are passed over unless they
    are named. Notes are told with `advice` (or `"advice"` in `select`), and of rules that are selected. `config` is
    what a config file says, as `replint.config.read` gives it: `rules` are added to its own, `select` and `ignore`
    stand in place of its own; with `force_exclude` what it excludes is passed over though it is named. No config file
    is looked for.

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
    apart = (os.path.join(os.path.relpath(folder) if cwd else folder, CASES) for folder in folders)
    terms = Terms(
        together=together,
        select=tuple(select),
        ignore=tuple(ignore),
        advice=advice,
        apart=tuple(apart),
        config=config,
        texts=texts or {},
        cwd=cwd,
        hide=hide,
        home=home,
        watch=watch,
        force_exclude=force_exclude,
    )
    return run([os.fspath(path) for path in paths], gathered(folders, config), terms)


def run(paths: Sequence[str], pack: Pack, terms: Terms) -> Report:
    """As `lint`, by rules that were gathered before."""
    infos = (*pack.infos, *dialects.infos())
    choice = _choice(infos, pack, terms)
    wants = Wants(choice)
    rules = [rule for rule in pack.rules if choice.may_want(_worst_of(rule), rule.name)]
    reading = dialects.read(
        paths,
        lambda estate: outcomes.of(estate, rules, wants),
        together=terms.together,
        apart=terms.apart,
        texts=terms.texts,
        cwd=terms.cwd,
        watch=terms.watch,
        guidance=_guidance(terms),
    )
    judged = reading.estates
    told = [finding for outcome in judged for finding in outcome.findings]
    flows, faults = _counted(reading, pack, wants)
    found = fingerprints.ordered(wants.told([*faults, *told]), terms.root, terms.here)
    asked = {*(each.name for each in rules), *_read_for(choice)} - wants.left_out
    scope = hiding.Scope(_looked(paths, terms, reading), asked, choice.topics, is_whole=not pack.faults)
    sifted = hiding.sift(found, flows, scope, terms.hide, terms.config.suppress)
    about = choice.aside_from_selection().told(_as_grave(sifted.about, pack))
    findings = fingerprints.ordered([*sifted.told, *about], terms.root, terms.here)
    return Report(
        flows=flows,
        subjects=tuple(subject for outcome in judged for subject in outcome.subjects),
        findings=findings,
        unverified=pending.unverified(
            (each for outcome in judged for each in outcome.unknown), putting.refused(faults, told)
        ),
        assumptions=assumed.told(outcome.assumed for outcome in judged),
        problems=(*reading.problems, *(fault.problem() for fault in pack.faults)),
        remarks=reading.remarks,
        strangers=reading.strangers,
        rules=_infos([*findings, *(each.finding for each in sifted.hidden)], infos),
        overrides=pack.overrides,
        documents=reading.documents,
        silent=bool(judged) and all(outcome.silent for outcome in judged),
        hidden=sifted.hidden,
        mended=sifted.mended,
    )


def _choice(infos: Iterable[RuleInfo], pack: Pack, terms: Terms) -> Choice:
    topics = {info.name: info.topic for info in infos}
    off = (each.rule for each in pack.overrides if each.severity is None)
    return chosen(topics, terms.select, terms.ignore, terms.config, off=off, advice=terms.advice)


def _counted(reading: Reading[Outcome], pack: Pack, wants: Wants) -> tuple[tuple[FlowReport, ...], tuple[Finding, ...]]:
    """All flows, and what is wrong with documents, which may fail them."""
    titles = {info.name: info.title for info in dialects.infos()}
    wrong = [each for each in _as_grave(reading.findings, pack) if wants(each.severity, each.rule)]
    return putting.counted((flow for outcome in reading.estates for flow in outcome.flows), wrong, titles)


def _as_grave(findings: Iterable[Finding], pack: Pack) -> Iterator[Finding]:
    """Findings of no rule in a file, as grave as overrides have them; one that is off stays, for who chooses."""
    levels = {each.rule: each.severity for each in pack.overrides}
    return (replace(each, severity=levels.get(each.rule) or each.severity) for each in findings)


def _guidance(terms: Terms) -> dialects.Guidance:
    if terms.config is NONE:
        return dialects.Guidance()
    from replint import bearings  # only a project that has a config file pays for it

    return bearings.of(terms.config, terms.cwd, forced=terms.force_exclude)


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


def _worst_of(rule: Rule) -> Severity:
    """The worst severity that a finding of the rule can have: a rule that only advises need not be asked."""
    levels = (rule.severity.otherwise, *(guard.severity for guard in rule.severity.guards), rule.denied)
    return max(filter(None, levels), key=lambda level: level.weight)


def _looked(paths: Iterable[str], terms: Terms, reading: Reading[Outcome]) -> hiding.Looked:
    """What a run read, and which rules had no answer somewhere in an estate; two estates may have one name."""
    unknown: dict[str, set[str]] = {}
    for each in reading.estates:
        unknown.setdefault(each.estate, set()).update(one.requirement.rule.name for one in each.unknown)
    return hiding.Looked(
        paths=tuple(os.path.normpath(os.path.join(terms.here, path)) for path in paths),
        home=terms.root or terms.here,
        cwd=terms.here,
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
