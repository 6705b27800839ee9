"""Verdicts: what is decided of each requirement, and which findings tell it.

One finding is one action that one layer does not let through, for all the flows it concerns: one fix, one suppression.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never

from replint import subjects, wording
from replint.finding import Certainty, Check, Finding, Label, Severity, Verdict
from replint.iam.decision import (
    Allowed,
    Denied,
    Failure,
    Undecided,
    Ungranted,
)
from replint.iam.evaluate import Known, decide
from replint.lang.evaluate import Unknown
from replint.missing import PERHAPS, Missing, of_doubt, of_gaps
from replint.refusal import Refusal
from replint.requirements import Called, Open, Requirement, Stated

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from replint.iam.decision import Decision, Ground
    from replint.lang.evaluate import Outcome
    from replint.span import Place


class Judged(NamedTuple):
    """A requirement with its verdict; `decision` where policies decided it, `missing` what would settle an unknown."""

    requirement: Requirement
    verdict: Verdict
    decision: Decision | None = None
    missing: tuple[Missing, ...] = ()


def judge(requirements: Iterable[Requirement]) -> Iterator[Judged]:
    """The verdict of each requirement; what the same policies decide alike is decided once."""
    decided: dict[Hashable, Decision] = {}
    known: Known = {}
    for requirement in requirements:
        demand = requirement.demand
        if isinstance(demand, Called) and demand.key not in decided:
            decided[demand.key] = decide(demand.request, demand.policies, known)
        yield _judged(requirement, decided.get(demand.key) if isinstance(demand, Called) else None)


def _judged(requirement: Requirement, decision: Decision | None) -> Judged:
    demand = requirement.demand
    missing: tuple[Missing, ...] = ()
    match demand:
        case Called():
            verdict = _verdict(decision, demand)
            if verdict is Verdict.FAILS and not requirement.is_sure(denied=isinstance(decision, Denied)):
                verdict, missing = Verdict.UNKNOWN, ((PERHAPS,) if demand.perhaps else ())
            if isinstance(decision, Undecided):
                missing = tuple(of_doubt(doubt, demand, requirement.subject.whose) for doubt in decision.doubts)
        case Stated(outcome):
            verdict = _stated(outcome)
            if verdict is Verdict.FAILS and requirement.rule.possible:
                # Nobody says for certain that this fails: no flow is refuted by it.
                verdict = Verdict.UNKNOWN
            missing = of_gaps(requirement.subject, outcome.gaps) if isinstance(outcome, Unknown) else ()
        case Open(gaps):
            verdict = Verdict.UNKNOWN
            missing = of_gaps(requirement.subject, gaps)
        case _:
            assert_never(demand)
    if isinstance(requirement.when, Unknown) and verdict is not Verdict.HOLDS:
        # Whether the rule applies is not known: what it asks may not be needed.
        return Judged(requirement, Verdict.UNKNOWN, None, of_gaps(requirement.subject, requirement.when.gaps))
    return Judged(requirement, verdict, decision, missing)


def _stated(outcome: Outcome) -> Verdict:
    if isinstance(outcome, Unknown):
        return Verdict.UNKNOWN
    return Verdict.HOLDS if outcome.truth else Verdict.FAILS


def _verdict(decision: Decision | None, demand: Called) -> Verdict:
    match decision:
        case Allowed():
            return Verdict.HOLDS
        case Denied() | Ungranted():
            return Verdict.FAILS
        case Undecided(failures) if failures and all(
            wording.hardly_fires(failure, demand.request) for failure in failures
        ):
            # Such a Deny is told as a note; what counts is what the policies say without it.
            grounds = [ground for failure in failures for ground in failure.grounds]
            rest = decide(demand.request, demand.policies.without(grounds))
            return Verdict.HOLDS if isinstance(rest, Allowed) else Verdict.UNKNOWN
        case _:
            return Verdict.UNKNOWN


def advises(judged: Judged) -> bool:
    """Whether this is advice, which makes no flow fail or unknown."""
    failures = judged.decision.failures if isinstance(judged.decision, Denied) else ()
    levels = [_level(judged, failure) for failure in failures] or [judged.requirement.severity]
    return all(level is Severity.NOTE for level in levels)


def _level(judged: Judged, failure: Failure) -> Severity:
    """How bad a failure is: of a Deny that surely fires a rule may say it apart."""
    surely_denied = failure.explicit and failure.certain and judged.verdict is Verdict.FAILS
    return (judged.requirement.rule.denied if surely_denied else None) or judged.requirement.severity


def silent(judged: Judged) -> bool:
    """Whether there is nothing to tell of a requirement but that it holds."""
    return judged.verdict is Verdict.HOLDS and not isinstance(judged.decision, Undecided)


def check(judged: Judged) -> Check:
    """What a report shows of a requirement."""
    rule, demand = judged.requirement.rule, judged.requirement.demand
    if not isinstance(demand, Called):
        return Check(rule.name, None, None, None, judged.verdict, title=rule.title)
    grounds = judged.decision.evidence if isinstance(judged.decision, Allowed) else ()
    evidence = tuple(
        Label(ground.statement.place, _granting(ground, judged.requirement.subject.whose, demand))
        for ground in grounds
        if ground.statement.place
    )
    return Check(
        rule.name, demand.caller.name, demand.action, demand.target.shown, judged.verdict, evidence, demand.target.hop
    )


def _granting(ground: Ground, whose: str, demand: Called) -> str:
    """The statement that grants, and the policy it is of."""
    layer = wording.LAYERS.get(ground.layer)
    return f"{wording.statement_name(ground)} in {layer.format(whose=whose) if layer else demand.target.policy_name}"


def findings(judged: Iterable[Judged], wants: Callable[[Severity, str], bool]) -> tuple[Finding, ...]:
    """Everything worth telling, each cause once for all the flows it concerns.

    `wants` is asked by severity and rule; what nobody wants to be told is not even put into words.
    """
    calls: dict[Hashable, list[tuple[Judged, Failure]]] = {}
    facts: dict[Hashable, list[Judged]] = {}
    for each in judged:
        demand = each.requirement.demand
        if isinstance(demand, Called):
            for failure in told(each):
                calls.setdefault(_cause(each, failure), []).append((each, failure))
        elif _is_refuted(each):
            place = wording.fact_labels(each.requirement)[0].place
            facts.setdefault((each.requirement.rule.name, place), []).append(each)
    return (
        *(_refused(group) for group in calls.values() if wants(_refusal_level(group), _rule_of(group[0][0]))),
        *(_untrue(group) for group in facts.values() if wants(_level_of(group), _rule_of(group[0]))),
    )


def _is_refuted(judged: Judged) -> bool:
    """Whether a condition is known to be false that is known to be asked, of rules that are only possible too."""
    when, demand = judged.requirement.when, judged.requirement.demand
    refuted = isinstance(demand, Stated) and not isinstance(demand.outcome, Unknown) and not demand.outcome.truth
    return refuted and not isinstance(when, Unknown)


def _rule_of(judged: Judged) -> str:
    return judged.requirement.rule.name


def _level_of(group: list[Judged]) -> Severity:
    return _worst_of(group).severity


def _worst_of(group: list[Judged]) -> Requirement:
    return max((each.requirement for each in group), key=lambda each: each.severity.weight)


def _refusal_level(group: list[tuple[Judged, Failure]]) -> Severity:
    """How bad a refusal is for the flow where it is worst; what is only possible is at most a warning."""
    severity = max((_level(*each) for each in group), key=lambda level: level.weight)
    judged, failure = group[0]
    demand = judged.requirement.demand
    assert isinstance(demand, Called)  # noqa: S101 - only calls are grouped here
    return severity if _is_certain(failure, judged.requirement) else _at_most_a_warning(severity, failure, demand)


def _is_certain(failure: Failure, requirement: Requirement) -> bool:
    return failure.certain and requirement.is_sure(denied=failure.explicit)


def told(judged: Judged) -> Iterator[Failure]:
    """The failures worth telling: the certain ones, and of what is only possible those that somebody should prevent.

    A Deny that may fire is one; a grant that fails in one of a few known cases is another. A grant that depends on what
    nobody told is no finding: the report says what is missing.
    """
    match judged.decision:
        case Denied(failures) | Ungranted(failures):
            yield from (failure for failure in failures if failure.certain)
        case Undecided(failures, doubts):
            demand = judged.requirement.demand
            known = isinstance(demand, Called) and all(
                wording.has_known_cases(doubt, demand.request) for doubt in doubts
            )
            yield from (failure for failure in failures if failure.explicit or known)
        case _:
            return


def _cause(judged: Judged, failure: Failure) -> Hashable:
    demand = judged.requirement.demand
    owner = wording.owner(failure, demand) if isinstance(demand, Called) else None
    return judged.requirement.rule.name, failure.layer, failure.explicit, failure.certain, owner


def _refused(group: list[tuple[Judged, Failure]]) -> Finding:
    judged, failure = group[0]
    requirement = judged.requirement
    demand = requirement.demand
    assert isinstance(demand, Called)  # noqa: S101 - only calls are grouped here
    shown = tuple(dict.fromkeys(wording.shown(each.requirement) for each, _ in group))
    # Levels of one layer, and the calls of several flows, may be denied by different statements.
    grounds = (ground for _, each in group for ground in each.grounds)
    said = Refusal(requirement, demand, failure.beside(grounds), shown)
    return Finding(
        rule=requirement.rule.name,
        severity=_refusal_level(group),
        certainty=Certainty.CERTAIN if _is_certain(failure, requirement) else Certainty.POSSIBLE,
        message=said.message,
        primary=said.primary,
        help=said.help,
        flows=_flows(each for each, _ in group),
        layer=said.layer,
        principal=demand.caller.name,
        action=demand.action,
        resource=demand.target.shown,
        witness=said.witness,
        carrying=wording.tags_of(failure),
        denied=failure.explicit,
        symptoms=requirement.rule.symptoms,
        related=_related([each for each, _ in group], said.related, said.primary),
        reference=requirement.rule.reference,
        cause=said.cause,
        trap=said.clause,
        patch=said.patch,
        need=wording.why_perhaps(requirement, failure),
    )


def _at_most_a_warning(severity: Severity, failure: Failure, demand: Called) -> Severity:
    level = Severity.NOTE if wording.hardly_fires(failure, demand.request) else Severity.WARNING
    return min(severity, level, key=lambda each: each.weight)


def _untrue(group: list[Judged]) -> Finding:
    requirement = group[0].requirement
    primary, *related = wording.fact_labels(requirement)
    said = wording.telling(requirement)
    return Finding(
        rule=requirement.rule.name,
        severity=_level_of(group),
        certainty=Certainty.POSSIBLE if requirement.rule.possible else Certainty.CERTAIN,
        message=said.message if said else requirement.rule.title,
        primary=primary,
        help=said.help if said else requirement.rule.help,
        flows=_flows(group),
        symptoms=requirement.rule.symptoms,
        refused=_worst_of(group).refused,
        related=_related(group, related, primary),
        reference=requirement.rule.reference,
        patch=said.patch if said else None,
    )


def _flows(group: Iterable[Judged]) -> tuple[str, ...]:
    """The ids of the flows that are concerned."""
    asked = (each.requirement for each in group)
    flows = (subjects.concerned(each.subject, is_refused=each.refused is not None) for each in asked)
    return tuple(dict.fromkeys(flow.id for each in flows for flow in each))


def _related(group: list[Judged], own: Iterable[Label], primary: Label) -> tuple[Label, ...]:
    """The places a finding rests on, each once: the replication rules, the words of `when`, then its own.

    Of two labels of one place its own has more to say.
    """
    found: dict[Place, Label] = {}
    for label in (label for each in group for label in wording.required_by(each.requirement)):
        found.setdefault(label.place, label)
    found |= {label.place: label for label in own}
    found.pop(primary.place, None)
    return tuple(found.values())
