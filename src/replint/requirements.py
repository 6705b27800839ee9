"""Requirements: a rule applied to a flow, with the request and the policies that must decide it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from replint import governing, targets, vocabulary
from replint.context import context
from replint.facts.key import Key
from replint.facts.unresolved import Unresolved
from replint.iam.evaluate import Policies
from replint.iam.request import Caller, PrincipalType, Request
from replint.lang.evaluate import Gap, Known, NotTold, Outcome, Unknown, outcome, severity
from replint.lang.tree import Grant

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from replint.facts.estate import Levels
    from replint.facts.role import Role
    from replint.finding import Severity
    from replint.flows import Flow
    from replint.lang.evaluate import Answer
    from replint.lang.tree import Rule
    from replint.targets import Target

ALWAYS = Known(truth=True, phrases=())


@dataclass(frozen=True, slots=True)
class Called:
    """The demand that a caller may make calls on a target.

    `key` is the same for demands that the same policies decide in the same way, so that one of them is decided.
    """

    key: Hashable
    actor: str = field(compare=False)
    action: str = field(compare=False)
    role: Role = field(compare=False)
    target: Target = field(compare=False)
    scps: Levels = field(compare=False)

    @property
    def perhaps(self) -> bool:
        """Whether S3 makes the calls in one of two admissible cases only."""
        return self.action.lower() in self.target.perhaps

    @property
    def caller(self) -> Caller:
        """Who calls: S3 itself, or any session of the role."""
        if self.actor == "s3":
            return Caller(PrincipalType.SERVICE, vocabulary.SERVICE, None)
        return Caller(PrincipalType.ROLE, self.role.arn, self.role.account, self.role.arn, self.role.id)

    @property
    def request(self) -> Request:
        """The calls, with what is known of their context."""
        known = context(self.target.circumstances(self.action))
        return Request(self.caller, self.action, self.target.resources, self.target.owner, known)

    @property
    def policies(self) -> Policies:
        """The policies that govern the calls."""
        return Policies(
            identity=governing.identity(self.role),
            boundary=governing.boundary(self.role),
            resource=self.target.policy,
            scps=self.scps,
            rcps=self.target.rcps,
        )


@dataclass(frozen=True, slots=True)
class Stated:
    """The demand that a condition holds of the flow."""

    outcome: Outcome
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A demand that cannot even be put, because somebody or something in it is not told."""

    gaps: tuple[Gap, ...]


Demand = Called | Stated | Open


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must hold of a flow by a rule.

    `when` says why the rule applies, or what leaves that open; `because` has the words that this and the severity rest
    on.
    """

    rule: Rule
    flow: Flow
    severity: Severity
    when: Outcome
    demand: Demand
    because: tuple[str, ...] = ()


def of(rules: Sequence[Rule], flows: Iterable[Flow]) -> Iterator[Requirement]:
    """The requirements of all flows, flow by flow in the order of the rules; a rule that rests has none."""
    for flow in flows:
        for rule in rules:
            requirement = _requirement(rule, flow)
            if requirement is not None:
                yield requirement


def _requirement(rule: Rule, flow: Flow) -> Requirement | None:
    def answer(phrase: str) -> Answer:
        return vocabulary.answer(flow, phrase)

    when = ALWAYS if rule.when is None else outcome(rule.when, answer)
    if isinstance(when, Known) and not when.truth:
        return None
    demand = _grant(rule.require, flow) if isinstance(rule.require, Grant) else _stated(rule, answer)
    if demand is None:
        return None
    because = dict.fromkeys((*(when.phrases if isinstance(when, Known) else ()), *_guards(rule, answer)))
    return Requirement(rule, flow, severity(rule.severity, answer), when, demand, tuple(because))


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


def _grant(grant: Grant, flow: Flow) -> Demand | None:
    """The demand of a grant; None, so that the rule rests, where the target is known not to be there."""
    target = vocabulary.target(flow, grant.target.words)
    if target is None:
        return None
    if isinstance(target, Unresolved):
        return Open((Gap(grant.target.words, NotTold(target.what, (target.place,) if target.place else ())),))
    if isinstance(flow.role, Unresolved):
        return Open((Gap("role", NotTold(flow.role.what)),))
    role = flow.role
    scps = flow.estate.scps.of(role.account) if flow.estate.scps else None
    return Called(_key(grant, flow, role, target), grant.actor.words, grant.action, role, target, scps or ())


def _key(grant: Grant, flow: Flow, role: Role, target: Target) -> Hashable:
    source = None if isinstance(flow.source, Unresolved) else flow.source.name
    # No key and a key that is not told are two answers: the Unresolved stands for itself.
    key = flow.replica_key.arn if isinstance(flow.replica_key, Key) else flow.replica_key
    written = target.hop in (targets.Hop.WRITE, targets.Hop.ENCRYPT)
    per_object = (
        (flow.rule.prefix, flow.rule.tags) if target.resources.single is None or target.kind == "key policy" else ()
    )
    beyond = (flow.destination.name, key) if written else ()
    return (
        grant.actor.words,
        grant.action,
        role.arn,
        target.shown,
        target.owner,
        source,
        *per_object,
        *beyond,
    )
