"""Whether one statement speaks of one call: principal, action, resource and conditions, each for itself."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from replint.iam import condition, variables
from replint.iam.arn import padded, segmented
from replint.iam.decision import Layer
from replint.iam.kleene import Truth, negate, some
from replint.iam.pattern import ANYTHING, Atom, Pattern, Wild
from replint.iam.principals import EVERYONE, Naming, naming
from replint.iam.request import Gap
from replint.iam.strings import matches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from replint.iam.policy import Condition, Element, PolicyText, Statement
    from replint.iam.request import Caller, Context, Member, Value

BEFORE_RESOURCE = 5
"""How many colons stand before an ARN's resource segment, the only one that may hold policy variables."""

SERVICE = 2
"""The segment of an ARN that names the service."""


class Call(NamedTuple):
    """One concrete call: of a request's context every key holds one value here (`chosen`, or the context's own)."""

    caller: Caller
    action: str
    resource: Member
    context: Context
    chosen: Mapping[str, Value] = MappingProxyType({})
    bounded: bool = False

    def value(self, key: str) -> Value:
        """What a context key holds in this call."""
        name = key.lower()
        if name in self.chosen:
            return self.chosen[name]
        domain = self.context.of(name)
        return domain if isinstance(domain, tuple | Gap) else Gap.UNKNOWN


class Match(NamedTuple):
    """Which elements of a statement speak of a call."""

    naming: Naming
    action: Truth
    resource: Truth
    conditions: tuple[Truth, ...]


def match(statement: Statement, layer: Layer, call: Call) -> Match:
    """How a statement of a layer matches a call."""
    return Match(
        principal(statement, layer, call),
        action(statement, call.action),
        resource(statement, layer, call),
        tuple(conditions(statement, call)),
    )


def conditions(statement: Statement, call: Call) -> Iterator[Truth]:
    """Whether each condition of a statement holds in a call."""
    for each in statement.conditions:
        yield holds_in(each, statement, call)


def holds_in(one: Condition, statement: Statement, call: Call) -> Truth:
    """Whether one of a statement's conditions holds in a call."""
    return condition.holds(one, call.value(one.key), call.value, variables=statement.variables)


def principal(statement: Statement, layer: Layer, call: Call) -> Naming:
    """How a statement names the caller; only resource policies name anybody, the others are about whoever has them."""
    if layer is not Layer.RESOURCE:
        return EVERYONE
    return naming(statement.principals, call.caller, bounded=call.bounded, deny=statement.effect == "Deny")


def action(statement: Statement, name: str) -> Truth:
    """Whether a statement speaks of an action; names are compared without regard to case."""
    element = statement.actions
    if element is None:
        return False
    inside = _names_any(element.values, name.lower())
    return negate(inside) if element.complement else inside


@lru_cache(maxsize=8192)
def _names_any(texts: tuple[PolicyText, ...], name: str) -> Truth:
    return some(_names_action(text, name) for text in texts)


@lru_cache(maxsize=8192)
def _names_action(text: PolicyText, name: str) -> Truth:
    if not isinstance(text, str):
        return None
    if text == "*":
        return True
    service, colon, _ = text.partition(":")
    if not colon or "*" in service or "?" in service:
        return False
    return matches(Pattern.glob(text.lower()), name)


def resource(statement: Statement, layer: Layer, call: Call) -> Truth:
    """Whether a statement speaks of the call's resource; one without a resource element speaks of its own."""
    element = statement.resources
    if element is None:
        return layer is Layer.RESOURCE
    patterns = resource_patterns(element, layer, call.value, variables=statement.variables)
    if element.complement and Gap.ABSENT in patterns:
        # A value that means nothing leaves nothing that the statement could be the complement of.
        return False
    inside = some(
        None if pattern is Gap.UNKNOWN else False if pattern is Gap.ABSENT else matches(pattern, call.resource)
        for pattern in patterns
    )
    if (
        inside is None
        and not element.complement
        and not _may_reach(element, layer, call, variables=statement.variables)
    ):
        return False
    return negate(inside) if element.complement else inside


def _may_reach(element: Element, layer: Layer, call: Call, *, variables: bool) -> bool:
    """Whether some value of each variable that is not known lets an element's values reach the call's resource."""
    widest = resource_patterns(element, layer, anything_for_unknown(call.value), variables=variables)
    return any(
        each is Gap.UNKNOWN or (each is not Gap.ABSENT and matches(each, call.resource) is not False) for each in widest
    )


def anything_for_unknown(lookup: Callable[[str], Value]) -> Callable[[str], Value]:
    """Values with a wildcard for each that is not known: what they stand in has then all that it may mean."""

    def value(key: str) -> Value:
        found = lookup(key)
        return ((Wild.RUN,),) if found is Gap.UNKNOWN else found  # type: ignore[return-value] # no call carries it

    return value


def resource_patterns(
    element: Element, layer: Layer, lookup: Callable[[str], Value], *, variables: bool
) -> tuple[Pattern | Gap, ...]:
    """What a `Resource` or `NotResource` element's values mean in a call; ABSENT for one that means nothing there."""
    return tuple(_resource_pattern(text, layer, lookup, with_variables=variables) for text in element.values)


def _resource_pattern(
    text: PolicyText, layer: Layer, lookup: Callable[[str], Value], *, with_variables: bool
) -> Pattern | Gap:
    if isinstance(text, str) and (not with_variables or "$" not in text):
        return _plain_resource(text, layer)
    head, tail = _split(text)
    rest = variables.expand(tail, lookup, variables=with_variables, wildcards=True)
    return rest if isinstance(rest, Gap) else segmented(_pattern(head) + rest)


@lru_cache(maxsize=2048)
def _plain_resource(text: str, layer: Layer) -> Pattern | Gap:
    if text == "*":
        return ANYTHING
    if text.count(":") < BEFORE_RESOURCE:
        return _short(text, layer)
    if any(wild in text.split(":", SERVICE + 1)[SERVICE] for wild in "*?"):
        # AWS says that a service is never a pattern, and not what becomes of a policy that has one.
        return Gap.UNKNOWN
    return segmented(Pattern.glob(text))


def _short(text: str, layer: Layer) -> Pattern | Gap:
    """An ARN with fewer than six segments: identity policies read it as if `*` followed, others hardly at all."""
    if layer in (Layer.SCP, Layer.RCP) or (layer is Layer.RESOURCE and "*" not in text and "?" not in text):
        return Gap.ABSENT
    return segmented(Pattern.glob(padded(text)))


def _split(text: PolicyText) -> tuple[PolicyText, PolicyText]:
    """A resource before and from its sixth segment; variables are variables only in the latter."""
    parts = (text,) if isinstance(text, str) else text
    head: list[str | Atom] = []
    colons = 0
    for index, part in enumerate(parts):
        if isinstance(part, str) and colons + part.count(":") >= BEFORE_RESOURCE:
            at = -1
            while colons < BEFORE_RESOURCE:
                at = part.index(":", at + 1)
                colons += 1
            return (*head, part[: at + 1]), (part[at + 1 :], *parts[index + 1 :])
        colons += part.count(":") if isinstance(part, str) else 0
        head.append(part)
    return tuple(head), ()


def _pattern(parts: PolicyText) -> Pattern:
    row = Pattern(())
    for part in parts:
        row += Pattern.glob(part) if isinstance(part, str) else Pattern((part,))
    return row
