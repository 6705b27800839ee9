"""The smallest change of a document that lets a refused call through; in the words of policies, not of any format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.context import EITHER_WILL_DO
from replint.facts.role import Role
from replint.finding import Edit, Patch
from replint.iam.decision import Layer
from replint.iam.operators import operator
from replint.iam.policy import Policy
from replint.iam.request import EachOf, Gap, OneOf
from replint.targets.resources import shown
from replint.targets.target import Hop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replint.finding import Json
    from replint.iam.decision import Failure, NearMiss
    from replint.iam.pattern import Pattern
    from replint.iam.policy import Statement
    from replint.iam.request import Domain
    from replint.requirements import Called
    from replint.span import Place

_PRINCIPAL, _BY_SERVICE = "aws:PrincipalArn", "aws:PrincipalIsAWSService"

VERSION = "2012-10-17"
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html."""

# Operators by which one more value in an Allow lets one more call through.
_ASKING = frozenset({"StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike"})

# Operators of which one more value in a Deny exempts one more caller.
_EXEMPTING = frozenset({"arnnotlike", "arnnotequals", "stringnotlike", "stringnotequals"})

THIS_KEY = "*"
"""What a key is in its own policy: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html."""

OF_THE_CALLER = frozenset({Layer.IDENTITY, Layer.BOUNDARY, Layer.SESSION})
"""Layers whose policies are about one caller alone: to exempt him from their Deny would be to take it out."""


def patch(demand: Called, failure: Failure, near: NearMiss | None) -> Patch | None:
    """The change, of the Deny that refuses, of the statement that almost grants, or of the policy that has none such.

    None where no such change is known: a condition has to hold otherwise, a name is not told, nothing is there to be
    changed, a Deny is about this caller alone. Every such change grants something, and none is safe.
    """
    if failure.explicit:
        edits = _exemption(demand, failure)
    elif near:
        edits = () if _leaves_a_doubt(demand, near) else _widened(demand, near)
    else:
        edits = _granted(demand, failure.layer)
    return Patch(edits) if edits else None


def _exemption(demand: Called, failure: Failure) -> tuple[Edit, ...]:
    """Who calls, exempted from the one Deny that refuses: the role, or AWS services."""
    if len(failure.grounds) != 1 or failure.layer in OF_THE_CALLER:
        return ()
    statement = failure.grounds[0].statement
    actor = demand.actor
    if isinstance(actor, str):
        if any(condition.key.lower() == _BY_SERVICE.lower() for condition in statement.conditions):
            return ()
        return _edits(statement.at("Condition", "Bool", _BY_SERVICE), "false")
    steps = next(
        (
            (condition.operator, condition.key)
            for condition in statement.conditions
            if condition.key.lower() == _PRINCIPAL.lower() and condition.operator.lower() in _EXEMPTING
        ),
        ("ArnNotLike", _PRINCIPAL),
    )
    return _edits(statement.at("Condition", *steps), actor.arn)


def _widened(demand: Called, near: NearMiss) -> tuple[Edit, ...]:
    """One more value of the element but for which the statement would grant."""
    statement = near.ground.statement
    match near.element:
        case "Action":
            return _edits(statement.at("Action"), demand.action)
        case "Resource":
            own = demand.target.kind == "key policy" and near.ground.layer is Layer.RESOURCE
            return _edits(statement.at("Resource"), THIS_KEY if own else _resource(demand))
        case "Principal" if statement.conditions and isinstance(demand.actor, Role) and _for_services(statement):
            return ()  # its conditions are made for services too: one more name would not be enough
        case "Principal":
            kind, name = _principal(demand.actor)
            return _edits(statement.at("Principal", kind), name)
        case "Condition" if near.surely or len(statement.conditions) == 1:
            found = [
                _edits(statement.at(*steps), *lacking(demand, near, steps)) for steps in (near.steps, *near.beside)
            ]
            return tuple(edit for edits in found for edit in edits) if all(found) else ()
        case _:
            return ()


def _leaves_a_doubt(demand: Called, near: NearMiss) -> bool:
    """Whether another condition fails in one of a few cases that are known to occur: then more has to change."""
    mended = {steps[-1] for steps in (near.steps, *near.beside)}
    others = (each.key for each in near.ground.statement.conditions if each.key not in mended)
    return not near.alone and any(
        isinstance(demand.request.context.of(key), EachOf | OneOf) and key.lower() not in EITHER_WILL_DO
        for key in others
    )


def lacking(demand: Called, near: NearMiss, steps: Sequence[str | int]) -> tuple[str, ...]:
    """What has to join the values of a condition, at these steps from its statement, for it to hold.

    Empty where more values are not enough, or where no policy can have them.
    """
    _, name, key = map(str, steps)
    own = near.ground.statement.conditions
    present = {value for each in own if (each.operator, each.key) == (name, key) for value in each.values}
    return tuple(value for value in wanted(demand, name, key) if value not in present)


def wanted(demand: Called, name: str, key: str) -> tuple[str, ...]:
    """All that an operator has to ask for as a key so that it holds of every call; empty where nothing is enough."""
    applied = operator(name)
    if applied is None or applied.quantifier or applied.operator.name not in _ASKING:
        return ()
    # Where AWS leaves open whether a call carries the key at all, nobody can do more than ask for its value.
    optional = applied.if_exists or key.lower() in EITHER_WILL_DO
    like = applied.operator.name.endswith("Like")
    return _values(demand.request.context.of(key), like=like, optional=optional)


def _values(held: Domain, *, like: bool, optional: bool) -> tuple[str, ...]:
    match held:
        case OneOf(values):
            found = [_single(value) for value in values if not (optional and value is Gap.ABSENT)]
        case EachOf(members, absent=False, instead=instead) if like:
            found = [_text(members), *map(_single, instead)]
        case _:
            found = [_single(held)]
    return tuple(text for texts in found for text in texts) if all(found) else ()


def _single(held: Domain) -> tuple[str, ...]:
    """A value as a policy's text."""
    match held:
        case (value,) if isinstance(value, str) and not any(mark in value for mark in ("*", "?", "${")):
            return (value,)
        case _:
            return ()


def _for_services(statement: Statement) -> bool:
    return statement.principals is not None and all(name.kind == "Service" for name in statement.principals.names)


def _granted(demand: Called, layer: Layer) -> tuple[Edit, ...]:
    """A new statement in the layer's first policy; where the resource is known to have no policy, in a new one."""
    statement = _statement(demand, layer)
    if statement is None:
        return ()
    target = demand.target
    if layer is Layer.RESOURCE and demand.policies.resource is None:
        # Only of a place that says that there is no policy is it known that one may stand there.
        if target.place is None or target.place.route[-1:] != ("Policy",):
            return ()
        return Edit(target.place.at("Version"), VERSION), Edit(target.place.at("Statement"), [statement])
    given = {
        Layer.IDENTITY: demand.policies.identity,
        Layer.BOUNDARY: demand.policies.boundary or (),
        Layer.RESOURCE: (demand.policies.resource,),
    }.get(layer, ())
    place = next((policy.place for policy in given if isinstance(policy, Policy) and policy.place), None)
    return _edits(place.at("Statement") if place else None, statement)


def _statement(demand: Called, layer: Layer) -> dict[str, Json] | None:
    """A statement that grants exactly what is asked; only statements of resource policies say to whom."""
    principal: dict[str, Json] = dict([_principal(demand.actor)])
    if demand.target.hop is Hop.TRUST:
        return {"Effect": "Allow", "Principal": principal, "Action": demand.action}
    resource = _resource(demand)
    if resource is None:
        return None
    if layer is not Layer.RESOURCE:
        return {"Effect": "Allow", "Action": demand.action, "Resource": resource}
    own = THIS_KEY if demand.target.kind == "key policy" else resource
    return {"Effect": "Allow", "Principal": principal, "Action": demand.action, "Resource": own}


def _principal(actor: Role | str) -> tuple[str, str]:
    """How a policy names who calls."""
    return ("Service", actor) if isinstance(actor, str) else ("AWS", actor.arn)


def _resource(demand: Called) -> str | None:
    """What the call is made on as a `Resource`; None where that has unknown parts, or characters that mean others."""
    return next(iter(_text(demand.target.resources)), None)


def _text(pattern: Pattern) -> tuple[str, ...]:
    if pattern.atoms or "*" in pattern.head or "?" in pattern.head or "${" in pattern.head:
        return ()
    return (shown(pattern),)


def _edits(place: Place | None, *values: Json) -> tuple[Edit, ...]:
    return () if place is None else tuple(Edit(place, value) for value in values if value is not None)
