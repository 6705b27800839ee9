"""The smallest change of a document that lets a refused call through; in the words of policies, not of any format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.facts.role import Role
from replint.finding import Edit, Patch
from replint.iam.decision import Layer
from replint.iam.operators import operator
from replint.iam.policy import Policy
from replint.iam.request import EachOf
from replint.targets.resources import shown
from replint.targets.target import Hop

if TYPE_CHECKING:
    from replint.finding import Json
    from replint.iam.decision import Failure, NearMiss
    from replint.iam.pattern import Pattern
    from replint.iam.policy import Statement
    from replint.requirements import Called
    from replint.span import Place

_PRINCIPAL, _BY_SERVICE = "aws:PrincipalArn", "aws:PrincipalIsAWSService"

# Operators by which one more value in an Allow lets one more call through.
_ASKING = frozenset({"StringEquals", "StringLike", "ArnEquals", "ArnLike"})

# Operators of which one more value in a Deny exempts one more caller.
_EXEMPTING = frozenset({"arnnotlike", "arnnotequals", "stringnotlike", "stringnotequals"})


def patch(demand: Called, failure: Failure, near: NearMiss | None) -> Patch | None:
    """The change, of the Deny that refuses, of the statement that almost grants, or of the policy that has none such.

    None where no such change is known: a condition has to hold otherwise, a name is not told, nothing is there to be
    changed. Every such change grants something, and none is safe.
    """
    if failure.explicit:
        edit = _exemption(demand, failure)
    elif near:
        edit = _widened(demand, near)
    else:
        edit = _granted(demand, failure.layer)
    return Patch((edit,)) if edit else None


def _exemption(demand: Called, failure: Failure) -> Edit | None:
    """Who calls, exempted from the one Deny that refuses: the role, or AWS services."""
    if len(failure.grounds) != 1:
        return None
    statement = failure.grounds[0].statement
    actor = demand.actor
    if isinstance(actor, str):
        if any(condition.key.lower() == _BY_SERVICE.lower() for condition in statement.conditions):
            return None
        return _edit(statement.at("Condition", "Bool", _BY_SERVICE), "false")
    steps = next(
        (
            (condition.operator, condition.key)
            for condition in statement.conditions
            if condition.key.lower() == _PRINCIPAL.lower() and condition.operator.lower() in _EXEMPTING
        ),
        ("ArnNotLike", _PRINCIPAL),
    )
    return _edit(statement.at("Condition", *steps), actor.arn)


def _widened(demand: Called, near: NearMiss) -> Edit | None:
    """One more value of the element but for which the statement would grant."""
    statement = near.ground.statement
    match near.element:
        case "Action":
            return _edit(statement.at("Action"), demand.action)
        case "Resource":
            return _edit(statement.at("Resource"), _resource(demand))
        case "Principal" if statement.conditions and isinstance(demand.actor, Role) and _for_services(statement):
            return None  # its conditions are made for services too: one more name would not be enough
        case "Principal":
            kind, name = _principal(demand.actor)
            return _edit(statement.at("Principal", kind), name)
        case "Condition":
            return _edit(statement.at(*near.steps), _carried(demand, *near.steps[1:]))
        case _:
            return None


def _carried(demand: Called, name: str | int, key: str | int) -> str | None:
    """What the call carries as a condition's key, where one more value among those that are asked for is enough."""
    applied = operator(str(name))
    held = demand.request.context.of(str(key))
    if applied is None or applied.quantifier or applied.operator.name not in _ASKING:
        return None
    match held:
        case (str(value),):
            return value
        case EachOf(members, absent=False, instead=()) if applied.operator.name.endswith("Like"):
            return _text(members)
        case _:
            return None


def _for_services(statement: Statement) -> bool:
    return statement.principals is not None and all(name.kind == "Service" for name in statement.principals.names)


def _granted(demand: Called, layer: Layer) -> Edit | None:
    """A new statement in the layer's first policy; where the resource is known to have no policy, a whole one."""
    statement = _statement(demand, layer)
    if statement is None:
        return None
    target = demand.target
    if layer is Layer.RESOURCE and demand.policies.resource is None:
        # Only of a place that says that there is no policy is it known that one may stand there.
        says = target.place is not None and target.place.route[-1:] == ("Policy",)
        return _edit(target.place, {"Version": "2012-10-17", "Statement": [statement]}) if says else None
    given = {
        Layer.IDENTITY: demand.policies.identity,
        Layer.BOUNDARY: demand.policies.boundary or (),
        Layer.RESOURCE: (demand.policies.resource,),
    }.get(layer, ())
    place = next((policy.place for policy in given if isinstance(policy, Policy) and policy.place), None)
    return _edit(place.at("Statement"), statement) if place else None


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
    # A key policy speaks of its own key alone, as `*`:
    # https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
    own = "*" if demand.target.kind == "key policy" else resource
    return {"Effect": "Allow", "Principal": principal, "Action": demand.action, "Resource": own}


def _principal(actor: Role | str) -> tuple[str, str]:
    """How a policy names who calls."""
    return ("Service", actor) if isinstance(actor, str) else ("AWS", actor.arn)


def _resource(demand: Called) -> str | None:
    """What the call is made on as a `Resource`; None where that has unknown parts, or characters that mean others."""
    return _text(demand.target.resources)


def _text(pattern: Pattern) -> str | None:
    if pattern.atoms or "*" in pattern.head or "?" in pattern.head or "${" in pattern.head:
        return None
    return shown(pattern)


def _edit(place: Place | None, value: Json) -> Edit | None:
    return None if place is None or value is None else Edit(place, value)
