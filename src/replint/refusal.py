"""A call that one layer does not let through, in words: message, place to change, what to change there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from replint.context import spelt
from replint.facts.role import Role
from replint.finding import Label
from replint.iam.decision import Layer
from replint.iam.policy import Policy
from replint.iam.request import EachOf, Gap, OneOf
from replint.iam.strings import written
from replint.targets.target import Hop
from replint.wording import subject_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.iam.decision import Failure, Ground, NearMiss
    from replint.iam.request import Domain
    from replint.requirements import Called, Requirement
    from replint.span import Place

MOST_SHOWN = 3
"""How many resources a message names before it says how many more there are."""

SERVICES = {"s3.amazonaws.com": "S3", "batchoperations.s3.amazonaws.com": "S3 Batch Operations"}
"""Who assumes roles, by the names that trust policies have for them."""

LAYERS = {
    Layer.IDENTITY: "the role's policies",
    Layer.BOUNDARY: "the role's permissions boundary",
    Layer.SESSION: "the session policy",
    Layer.SCP: "the service control policies",
    Layer.RCP: "the resource control policies",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A call that one layer does not let through, with everything a finding says of it."""

    requirement: Requirement
    demand: Called
    failure: Failure
    resources: tuple[str, ...]

    @property
    def layer(self) -> str:
        """The layer's name in a report; of resource policies, which kind it is."""
        if self.failure.layer is Layer.RESOURCE:
            return self.demand.target.kind.replace(" ", "-")
        return self.failure.layer.value

    @property
    def action(self) -> str:
        """The action that is refused."""
        return self.demand.action

    @property
    def what(self) -> str:
        """The action and what it is made on, for a sentence."""
        if self.demand.target.hop is Hop.TRUST:
            return f"{self._caller} to assume the role"
        rest = len(self.resources) - MOST_SHOWN
        names = [f"`{name}`" for name in self.resources[:MOST_SHOWN]] + ([f"{rest} more"] if rest > 0 else [])
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        return f"`{self.action}` on {listed}"

    @property
    def message(self) -> str:
        """Who does not let what through."""
        where = self._where
        if self.failure.explicit:
            verb = "denies" if self.failure.certain else "may deny"
            return f"{statement_name(self.failure.grounds[0])} of {where} {verb} {self._denied}"
        if self.failure.layer is Layer.RESOURCE and self.demand.policies.resource is None:
            return (
                f"{self.demand.target.name} has no {self.demand.target.kind}, so nothing there allows {self._granted}"
            )
        one = self.failure.layer in (Layer.BOUNDARY, Layer.SESSION, Layer.RESOURCE)
        verb = ("does not" if one else "do not") if self.failure.certain else "may not"
        return f"{where} {verb} allow {self._granted}"

    @property
    def _where(self) -> str:
        """The layer's policies, for a sentence."""
        return LAYERS.get(self.failure.layer, self.demand.target.policy_name)

    @property
    def _granted(self) -> str:
        """What a layer would have to allow; resource policies allow it to somebody."""
        if self.failure.layer is Layer.RESOURCE and self.demand.target.hop is not Hop.TRUST:
            return f"{self._caller} `{self.action}`"
        return self.what

    @property
    def _denied(self) -> str:
        return self.what if self.demand.target.hop is Hop.TRUST else f"{self._caller} {self.what}"

    @property
    def primary(self) -> Label:
        """The place to change: the Deny, the element that almost grants, or where a grant would have to stand."""
        if self.failure.explicit:
            return Label(self._deny_place, self._denied_because)
        near = self._near
        place = near.ground.statement.at(*near.steps) if near else None
        if near and place:
            return Label(place, self._gap(near))
        return Label(self._layer_place, f"`{self.action}` is allowed nowhere here")

    @property
    def _near(self) -> NearMiss | None:
        # A statement without a place is none that anybody could edit: of the key that AWS manages, say.
        return next((near for near in self.failure.near if near.ground.statement.place), None)

    @property
    def _deny_place(self) -> Place:
        statement = self.failure.grounds[0].statement
        step = ("Condition",) if statement.conditions else ()
        return statement.at(*step) or self._layer_place

    @property
    def _layer_place(self) -> Place:
        """Where the layer's policies stand, or would have to."""
        policies = {
            Layer.IDENTITY: self.demand.policies.identity,
            Layer.BOUNDARY: self.demand.policies.boundary or (),
            Layer.RESOURCE: (self.demand.policies.resource,) if self.demand.policies.resource else (),
            Layer.SCP: tuple(policy for level in self.demand.policies.scps for policy in level),
            Layer.RCP: tuple(policy for level in self.demand.policies.rcps for policy in level),
        }.get(self.failure.layer, ())
        place = next((policy.place for policy in policies if policy.place), None)
        if place is None and self.failure.layer is Layer.RESOURCE:
            place = self.demand.target.place
        actor = self.demand.actor
        if place is None and isinstance(actor, Role) and self.failure.layer is Layer.IDENTITY:
            place = actor.where("policies")
        return place or subject_place(self.requirement)

    def _gap(self, near: NearMiss) -> str:
        match near.element.removeprefix("Not"):
            case "Action":
                return f"`{self.action}` is not among these"
            case "Resource":
                return f"`{self.witness}` is not among these"
            case "Principal":
                return f"{self._caller} is not among these"
            case _:
                holds = "does not hold" if self.failure.certain else "does not always hold"
                return f"{holds}: the call {carried(self._held(str(near.steps[-1])))}"

    @property
    def _caller(self) -> str:
        actor = self.demand.actor
        return f"{SERVICES[actor]} (`{actor}`)" if isinstance(actor, str) else self.requirement.subject.who

    def _held(self, key: str) -> Domain:
        """What a context key holds in the call that shows the refusal."""
        domain = self.demand.request.context.of(key)
        shown = dict(self.failure.witness.context).get(key.lower())
        if shown is None:
            return domain
        return OneOf((shown, *domain.instead)) if isinstance(domain, EachOf) and domain.instead else shown

    @property
    def _denied_because(self) -> str:
        """Why the Deny fires: what the keys of its conditions hold; a negated operator matches an absent key."""
        keys = dict.fromkeys(condition.key for condition in self.failure.grounds[0].statement.conditions)
        held = [f"for `{key}` the call {carried(self._held(key))}" for key in keys]
        fired = "denied here" if self.failure.certain else "perhaps denied here"
        return f"{fired}: {', '.join(held[:MOST_SHOWN])}" if held else fired

    @property
    def help(self) -> str:
        """What to change."""
        if self.failure.explicit:
            statement = f"{statement_name(self.failure.grounds[0])} of {self._where}"
            if self.demand.target.hop is Hop.TRUST:
                exempt = "a condition `Bool` on `aws:PrincipalIsAWSService` with `false`"
                return f"exempt AWS services from {statement} (for example by {exempt})"
            exempt = f"a condition `ArnNotLike` on `aws:PrincipalArn` with `{self.role}`"
            return f"exempt {self._caller} from {statement} (for example by {exempt})"
        if self._near:
            return self._change(self._near)
        return self._other_key if self._key_of_aws else self._new_statement

    @property
    def _key_of_aws(self) -> bool:
        """Whether the layer is the policy of a key that AWS manages, which nobody can change."""
        policy = self.demand.policies.resource
        told = isinstance(policy, Policy) and policy.place is None
        return told and self.failure.layer is Layer.RESOURCE and self.demand.target.kind == "key policy"

    @property
    def _other_key(self) -> str:
        return "name a customer managed key in place of the AWS managed one, whose policy nobody can change"

    def _change(self, near: NearMiss) -> str:
        """What makes a statement that almost grants the call grant it."""
        statement = f"{statement_name(near.ground)} of {self._where}"
        actor = self.demand.actor
        who = f"the service `{actor}`" if isinstance(actor, str) else f"`{self.role}`"
        wanted = {
            "Action": f"`{self.action}`",
            "Resource": f"`{self.demand.target.shown}`",
            "Principal": who,
        }.get(near.element.removeprefix("Not"))
        if wanted is None:
            return self._mended_condition(str(near.steps[-1]), statement)
        if near.element.startswith("Not"):
            return f"take {wanted} out of `{near.element}` of {statement}"
        return f"add {wanted} to `{near.element}` of {statement}"

    def _mended_condition(self, key: str, statement: str) -> str:
        """How a condition comes to hold: with what the call carries, or not at all for a key that it never carries."""
        held = self._held(key)
        if held is not Gap.ABSENT:
            return f"change the condition on `{key}` of {statement} so that it holds: the call {carried(held)}"
        from difflib import get_close_matches

        likely = get_close_matches(key.lower(), self.demand.request.context.keys, 1, 0.85)
        if likely:
            return f"write `{spelt(likely[0])}` in place of `{key}` in {statement}: there is no such key"
        return f"take the condition on `{key}` out of {statement}: this call never carries the key"

    @property
    def _new_statement(self) -> str:
        target = self.demand.target
        if target.hop is Hop.TRUST:
            return f"add a statement that allows `sts:AssumeRole` to the service `{self.demand.actor}`"
        grant = f"add a statement that allows `{self.action}` on `{target.shown}`"
        return f"{grant} to `{self.role}`" if self.failure.layer is Layer.RESOURCE else grant

    @property
    def role(self) -> str:
        """The ARN of the role that calls; empty when a service does."""
        return self.demand.actor.arn if isinstance(self.demand.actor, Role) else ""

    @property
    def witness(self) -> str:
        """One object, bucket or key for which the call is refused."""
        objects = [value for _, value in self.failure.witness.context if isinstance(value, tuple)]
        if self.demand.target.kind == "key policy" and objects:
            return written(objects[0][0])
        return written(self.failure.witness.resource)

    @property
    def related(self) -> tuple[Label, ...]:
        """Other places in the policies: the Denies beside the first, and the statements that grant almost as much."""
        grounds = self.failure.grounds[1:]
        denies = [Label(place, "denied here too") for ground in grounds if (place := ground.statement.at())]
        return (*denies, *self._resource_labels)

    @property
    def _resource_labels(self) -> Iterator[Label]:
        """A policy that is known not to exist is told where that is said, with the document of its resource."""
        target = self.demand.target
        if self.failure.layer is Layer.RESOURCE and target.kind == "bucket policy" and target.owned:
            yield Label(target.owned, f"{target.name} belongs to account {target.owner}")


def statement_name(ground: Ground) -> str:
    """A statement as people find it: by its Sid, else by its number, in its policy where that has a name."""
    return ground.policy.called(ground.statement)


def carried(domain: Domain) -> str:
    """What the call carries as a key, for the end of a sentence that begins with the call."""
    match domain:
        case Gap.ABSENT:
            return "does not carry it"
        case Gap.UNKNOWN:
            return "carries nobody knows what"
        case OneOf(values):
            return " or ".join(dict.fromkeys(carried(value) for value in values))
        case EachOf(members):
            return f"carries `{members}`"
        case _:
            return "carries " + " and ".join(f"`{written(value)}`" for value in domain)
