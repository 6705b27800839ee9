"""Requirements: a rule applied to a flow, with the request and the policies that must decide it."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING

from replint import governing, vocabulary
from replint.context import context
from replint.facts.unresolved import Unresolved
from replint.finding import Severity
from replint.iam.evaluate import Policies
from replint.iam.request import Caller, PrincipalType, Request
from replint.lang.evaluate import Gap, Known, NotTold, Outcome, Unknown, outcome, severity, truth
from replint.lang.tree import Grant
from replint.record import field, record
from replint.subjects import at_rest, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from replint.facts.estate import Levels
    from replint.facts.role import Role
    from replint.finding import PutError
    from replint.lang.evaluate import Answer
    from replint.lang.tree import Rule
    from replint.subjects import Subject
    from replint.targets.target import Target

ALWAYS = Known(truth=True, phrases=())


@record
class Called:
    """The demand that a caller may make calls on a target; with `denials_only`, that nothing denies them.

    `key` is the same for demands that the same policies decide in the same way, so that one of them is decided.
    """

    key: Hashable
    actor: Role | str = field(compare=False)
    """A role, any session of which calls, or the name of a service."""
    action: str = field(compare=False)
    target: Target = field(compare=False)
    scps: Levels = field(compare=False)
    denials_only: bool = field(default=False, compare=False)
    words: str = field(default="", compare=False)
    """What the calls are made on, as the rule says it."""

    @property
    def perhaps(self) -> bool:
        """Whether S3 makes the calls in one of two admissible cases only."""
        return self.action.lower() in self.target.perhaps

    @property
    def caller(self) -> Caller:
        """Who calls, as the kernel knows it."""
        if isinstance(self.actor, str):
            return Caller(PrincipalType.SERVICE, self.actor, None)
        return Caller(PrincipalType.ROLE, self.actor.arn, self.actor.account, self.actor.arn, self.actor.id)

    @property
    def request(self) -> Request:
        """The calls, with what is known of their context."""
        known = context(self.target.circumstances(self.action))
        # A Deny fires whoever owns the resource: an owner that is not told is no doubt then.
        owner = self.caller.account if self.denials_only else self.target.owner
        return Request(self.caller, self.action, self.target.resources, owner, known)

    @property
    def policies(self) -> Policies:
        """The policies that govern the calls."""
        role = None if isinstance(self.actor, str) else self.actor
        given = Policies(
            identity=governing.identity(role) if role else (),
            boundary=governing.boundary(role) if role else None,
            resource=self.target.policy,
            scps=self.scps,
            rcps=self.target.rcps,
        )
        return given.denials if self.denials_only else given


@record
class Stated:
    """The demand that a condition holds of the subject."""

    outcome: Outcome
    phrases: tuple[str, ...]


@record
class Open:
    """A demand that cannot even be put, because somebody or something in it is not told."""

    gaps: tuple[Gap, ...]


Demand = Called | Stated | Open


@record
class Requirement:
    """What must hold of a subject by a rule.

    `when` says why the rule applies, or what leaves that open; `because` has the words that this and the severity rest
    on.
    """

    rule: Rule
    subject: Subject
    severity: Severity
    when: Outcome
    demand: Demand
    because: tuple[str, ...] = ()

    @property
    def refused(self) -> PutError | None:
        """How S3 refuses what does not meet it: what a rule is sure of and no error, S3 takes."""
        return self.rule.refused if self.rule.possible or self.severity is Severity.ERROR else None

    def is_sure(self, *, denied: bool) -> bool:
        """Whether S3 surely makes the calls that are refused, and with them fails.

        Where only the rule is not sure, and tells a Deny apart, that Deny surely counts.
        """
        perhaps = isinstance(self.demand, Called) and self.demand.perhaps
        return not perhaps and (not self.rule.possible or (denied and self.rule.denied is not None))


def of(rules: Sequence[Rule], subjects: Iterable[Subject]) -> Iterator[Requirement]:
    """The requirements of all subjects, one by one in the order of the rules; a rule that rests has none.

    Nor has a condition that holds of a subject of which no report lists what holds, nor a flow that copies nothing.
    """
    subjects = tuple(subjects)
    resting = at_rest(subjects)
    by_kind: dict[str, list[Rule]] = {}
    for rule in rules:
        by_kind.setdefault(rule.subject, []).append(rule)
    for subject in subjects:
        if id(subject) in resting:
            continue
        # Many rules ask the same words of one subject.
        answer = cache(partial(vocabulary.answer, subject))
        for rule in by_kind.get(subject.kind, ()):
            requirement = _requirement(rule, subject, answer)
            if requirement is not None:
                yield requirement


def _requirement(rule: Rule, subject: Subject, answer: Callable[[str], Answer]) -> Requirement | None:
    if not isinstance(rule.require, Grant) and not listed(subject) and truth(rule.require, answer):
        return None
    when = ALWAYS if rule.when is None else outcome(rule.when, answer)
    if isinstance(when, Known) and not when.truth:
        return None
    demand = _grant(rule.require, subject) if isinstance(rule.require, Grant) else _stated(rule, answer)
    if demand is None:
        return None
    because = dict.fromkeys((*(when.phrases if isinstance(when, Known) else ()), *_guards(rule, answer)))
    return Requirement(rule, subject, severity(rule.severity, answer), when, demand, tuple(because))


def _guards(rule: Rule, answer: Callable[[str], Answer]) -> tuple[str, ...]:
    """The words that the rule's severity rests on: those of the first guard that is true."""
    for guard in rule.severity.guards:
        found = outcome(guard.condition, answer)
        if isinstance(found, Known) and found.truth:
            return found.phrases
    return ()


def _stated(rule: Rule, answer: vocabulary.Answering) -> Demand:
    found = outcome(rule.require, answer)  # type: ignore[arg-type] # a grant was told apart by the caller
    return Stated(found, tuple(gap.phrase for gap in found.gaps) if isinstance(found, Unknown) else found.phrases)


def _grant(grant: Grant, subject: Subject) -> Demand | None:
    """The demand of a grant; None, so that the rule rests, where the target is known not to be there."""
    target = vocabulary.target(subject, grant.target.words)
    if target is None:
        return None
    if isinstance(target, Unresolved):
        return Open((Gap(grant.target.words, NotTold(target.what, (target.place,) if target.place else ())),))
    actor = vocabulary.actor(subject, grant.actor.words)
    if isinstance(actor, Unresolved):
        return Open((Gap(grant.actor.words, NotTold(actor.what)),))
    scps = None if isinstance(actor, str) or not subject.estate.scps else subject.estate.scps.of(actor.account)
    caller = actor if isinstance(actor, str) else actor.arn
    # Which RCPs govern a resource depends on the flow: those given for all are the destination's account's.
    governed = bool(target.rcps)
    key = (grant.allowed, caller, grant.action, target.shown, target.owner, target.about, governed)
    return Called(key, actor, grant.action, target, scps or (), not grant.allowed, grant.target.words)
