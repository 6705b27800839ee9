"""What to change so that a refused call is let through, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.context import EITHER_WILL_DO, spelt
from replint.iam.decision import Layer
from replint.iam.operators import Presence, operator
from replint.iam.policy import Policy
from replint.iam.request import EachOf, Gap
from replint.mending import OF_THE_CALLER, THIS_KEY, lacking, wanted
from replint.wording import SERVICES, broken_statements, carried, listed, statement_name

if TYPE_CHECKING:
    from replint.iam.decision import NearMiss
    from replint.iam.operators import Applied
    from replint.refusal.refused import Refused


def advice(refused: Refused) -> str:
    """What to change: the Deny, the statement that almost grants, or the policy that says nothing."""
    if refused.failure.explicit:
        return _of_deny(refused)
    if refused.near:
        return _of_near(refused, refused.near)
    new = _other_key() if _has_key_of_aws(refused) else _new_statement(refused)
    return f"mend the broken statement, or {new}" if any(broken_statements(refused.policies)) else new


def _of_deny(refused: Refused) -> str:
    grounds = refused.failure.grounds
    statement = f"{listed([statement_name(ground) for ground in grounds])} of {refused.where}"
    trap = refused.trap
    if trap and trap.mend and len(grounds) == 1:
        return f"{trap.mend} {statement}"
    if refused.failure.layer in OF_THE_CALLER:
        # It is about this role alone: to exempt the role from it would be to take it out.
        narrower = "by naming fewer actions or resources in it, or these in `NotAction` or `NotResource`"
        return f"narrow {statement} so that it leaves out {refused.what} ({narrower}), or remove it"
    if not refused.by_role:
        exempt = "a condition `Bool` on `aws:PrincipalIsAWSService` with `false`"
        return f"exempt AWS services from {statement} (for example by {exempt})"
    exempt = f"a condition `ArnNotLike` on `aws:PrincipalArn` with `{refused.role}`"
    return f"exempt {refused.caller} from {statement} (for example by {exempt})"


def _of_near(refused: Refused, near: NearMiss) -> str:
    """What makes a statement that almost grants the call grant it; of several conditions, each of them."""
    statement = f"{statement_name(near.ground)} of {refused.where}"
    trap = refused.trap
    first = f"{trap.mend} {statement}" if trap and trap.mend else _element(refused, near, statement)
    return "; ".join((first, *(_condition(refused, near, steps, statement) for steps in near.beside)))


def _element(refused: Refused, near: NearMiss, statement: str) -> str:
    actor = refused.demand.actor
    who = f"the service `{actor}`" if isinstance(actor, str) else f"`{refused.role}`"
    own = refused.demand.target.kind == "key policy" and near.ground.layer is Layer.RESOURCE
    lacking = {
        "Action": f"`{refused.action}`",
        "Resource": f"`{THIS_KEY if own else refused.demand.target.shown}`",
        "Principal": who,
    }.get(near.element.removeprefix("Not"))
    if lacking is None:
        return _condition(refused, near, near.steps, statement)
    if near.element.startswith("Not"):
        return f"take {lacking} out of `{near.element}` of {statement}"
    return f"add {lacking} to `{near.element}` of {statement}"


def _condition(refused: Refused, near: NearMiss, steps: tuple[str | int, ...], statement: str) -> str:
    """How a condition comes to hold: with what the call carries, or not at all for a key that it never carries."""
    _, name, key = map(str, steps)
    held = refused.held(key)
    if key.lower().startswith("s3:existingobjecttag/") and isinstance(refused.demand.request.context.of(key), EachOf):
        return f"take the condition on `{key}` out of {statement}, or let the replication rule select by this tag"
    if values := lacking(refused.demand, near, steps):
        # What stands there now may serve another call, of another bucket with the same role, say.
        instead = ", or put it in their place where nothing else needs them" if near.surely and not near.beside else ""
        added = f"add {listed([f'`{value}`' for value in values])} to the values of `{key}` in {statement}{instead}"
        return f"{added}{_or_unasked(refused, key)}"
    applied = operator(name)
    if applied and isinstance(applied.operator.comparison, Presence):
        return f"take the condition `{name}` on `{key}` out of {statement}: the call {carried(held)}"
    if held is Gap.ABSENT:
        return _never_carried(refused, key, statement)
    if applied and (said := _otherwise(refused, applied, name, key)):
        return f"{said} in {statement}: the call {carried(held)}"
    return f"change the condition on `{key}` of {statement} so that it holds: the call {carried(held)}"


def _or_unasked(refused: Refused, key: str) -> str:
    """The other way, for a key of which AWS does not say that a service sends it as it assumes a role.

    AWS's pages on such keys are general, and those on replication and on batch jobs have none of them:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    """
    actor = refused.demand.actor
    if not isinstance(actor, str) or key.lower() not in EITHER_WILL_DO:
        return ""
    return f"; or take the condition on `{key}` out: AWS does not document that {SERVICES[actor]} sends `{key}`"


def _otherwise(refused: Refused, applied: Applied, name: str, key: str) -> str | None:
    """What to write where one more value is not enough; None where that is not known."""
    plain = applied.operator.name
    if not applied.quantifier and not applied.operator.negated and plain.startswith(("String", "Arn")):
        # A call that may not carry the key is let in by `IfExists`; calls that carry each another value, by a pattern.
        for other in (f"{name}IfExists", "StringLike", "StringLikeIfExists"):
            if values := wanted(refused.demand, other, key):
                return f"ask with `{other}` for {listed([f'`{value}`' for value in values])} as `{key}`"
    if not applied.quantifier and plain == "Bool":
        values = wanted(refused.demand, "StringEquals", key)
        return f"write `{values[0]}` as `{key}` (`{name}`)" if len(values) == 1 else None
    if applied.operator.negated:
        return f"take what the call carries out of the values of `{key}` (`{name}`)"
    return None


def _never_carried(refused: Refused, key: str, statement: str) -> str:
    from difflib import get_close_matches

    from replint.traps import is_known

    known = refused.demand.request.context.keys
    likely = get_close_matches(key.lower(), known, 1, 0.85)
    if likely and key.lower() not in known and not is_known(key):
        return f"write `{spelt(likely[0])}` in place of `{key}` in {statement}: there is no such key"
    return f"take the condition on `{key}` out of {statement}: this call never carries the key"


def _has_key_of_aws(refused: Refused) -> bool:
    """Whether the layer is the policy of a key that AWS manages, which nobody can change."""
    policy = refused.demand.policies.resource
    told = isinstance(policy, Policy) and policy.place is None
    return told and refused.failure.layer is Layer.RESOURCE and refused.demand.target.kind == "key policy"


def _other_key() -> str:
    return "name a customer managed key in place of the AWS managed one, whose policy nobody can change"


def _new_statement(refused: Refused) -> str:
    where = f"{refused.level}{refused.where}"
    if not refused.by_role:
        return f"add to {where} a statement that allows the service `{refused.demand.actor}` `sts:AssumeRole`"
    whom = f" `{refused.role}`" if refused.failure.layer is Layer.RESOURCE else ""
    target = refused.demand.target.shown
    return f"add to {where} a statement that allows{whom} `{refused.action}` on `{target}`"
