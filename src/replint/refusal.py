"""A call that one layer does not let through, in words: message, place to change, what to change there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.context import spelt
from replint.facts.role import Role
from replint.finding import Label
from replint.iam.decision import Layer
from replint.iam.policy import Policy
from replint.iam.request import EachOf, Gap, OneOf
from replint.iam.strings import written
from replint.mending import patch
from replint.record import record
from replint.targets.target import Hop
from replint.wording import LAYERS, SERVICES, broken_statements, carried, in_call, listed, statement_name, subject_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Patch
    from replint.iam.decision import Failure, Ground, NearMiss
    from replint.iam.layers import Given
    from replint.iam.request import Domain
    from replint.requirements import Called, Requirement
    from replint.span import Place
    from replint.traps import Trap


@record
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
        return f"`{self.action}` on {listed([f'`{name}`' for name in self.resources])}"

    @property
    def message(self) -> str:
        """Who does not let what through."""
        short = self.failure.layer is Layer.RESOURCE and not self.failure.explicit and self._by_role
        refused = f"{self.cause} `{self.action}`" if short else f"{self.cause} {self.what}"
        return f"{refused}: {self.trap}" if self.trap else refused

    @property
    def cause(self) -> str:
        """Who refuses, for a sentence that goes on with what is refused."""
        whom = f" {self._caller}" if self._by_role else ""
        if self.failure.explicit:
            return f"{self._deniers}{whom}"
        if self.failure.layer is not Layer.RESOURCE:
            whom = ""  # the other layers hold for whom they are attached to
        elif self.demand.policies.resource is None:
            return f"{self.demand.target.name} has no {self.demand.target.kind}, so nothing there allows{whom}"
        one = self.failure.layer in (Layer.BOUNDARY, Layer.SESSION, Layer.RESOURCE)
        verb = ("does not" if one else "do not") if self.failure.certain else "may not"
        return f"{self._where} {verb} allow{whom}"

    @property
    def _by_role(self) -> bool:
        return self.demand.target.hop is not Hop.TRUST

    @property
    def trap(self) -> str:
        """The trap that somebody has walked into, where it is one that is known; else nothing."""
        trap = self._trap
        if trap:
            return trap.says
        broken = not self.failure.explicit and not self._near and any(broken_statements(self._policies))
        return "a statement there is broken, and counts for nothing" if broken else ""

    @property
    def _trap(self) -> Trap | None:
        from replint import traps

        policies = self.demand.policies

        def scene(ground: Ground) -> traps.Scene:
            return traps.Scene(
                ground.layer,
                ground.statement,
                self.demand.caller,
                self.action,
                self.demand.target.shown,
                self._held,
                bounded=policies.boundary is not None,
                certain=self.failure.certain,
            )

        return traps.of_failure(self.failure, self._near, scene) or traps.of_silence(
            self.failure, self.demand.request, policies.resource
        )

    @property
    def _deniers(self) -> str:
        """The statements that deny, all of them, with the verb."""
        names = [statement_name(ground) for ground in self.failure.grounds]
        verb = ("denies" if len(names) == 1 else "deny") if self.failure.certain else "may deny"
        return f"{listed(names)} of {self._where} {verb}"

    @property
    def _where(self) -> str:
        """The layer's policies, for a sentence."""
        layer = LAYERS.get(self.failure.layer)
        return layer.format(whose=self.requirement.subject.whose) if layer else self.demand.target.policy_name

    @property
    def primary(self) -> Label:
        """The place to change: the Deny, the element that almost grants, or where a grant would have to stand."""
        if self.failure.explicit:
            return Label(self._deny_place, self._denied_because)
        near = self._near
        place = near.ground.statement.at(*near.steps) if near else None
        if near and place:
            return Label(place, self._gap(near))
        return Label(self._layer_place, f"nothing here allows `{self.action}`")

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
    def _policies(self) -> tuple[Given, ...]:
        """The layer's policies, and what is not told of them."""
        return tuple(
            each for layer, given in self.demand.policies.layers() if layer is self.failure.layer for each in given
        )

    @property
    def _layer_place(self) -> Place:
        """Where the layer's policies stand, or would have to."""
        place = next((policy.place for policy in self._policies if policy.place), None)
        if place is None and self.failure.layer is Layer.RESOURCE:
            place = self.demand.target.place
        actor = self.demand.actor
        if place is None and isinstance(actor, Role) and self.failure.layer is Layer.IDENTITY:
            place = actor.where("policies")
        return place or subject_place(self.requirement)

    def _gap(self, near: NearMiss) -> str:
        trap = self._trap
        if trap and trap.here:
            return trap.here
        match near.element.removeprefix("Not"):
            case "Action":
                return f"lacks `{self.action}`"
            case "Resource":
                return f"does not cover `{self.witness}`"
            case "Principal":
                return f"does not name {self._caller}"
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
            return Gap.UNKNOWN if isinstance(domain, OneOf) and len(domain.values) == 1 else domain
        return OneOf((shown, *domain.instead)) if isinstance(domain, EachOf) and domain.instead else shown

    @property
    def _denied_because(self) -> str:
        """Why the Deny fires: what the keys of its conditions hold; a negated operator matches an absent key."""
        keys = dict.fromkeys(condition.key for condition in self.failure.grounds[0].statement.conditions)
        held = [f"`{key}` {in_call(self._held(key))}" for key in keys]
        fired = "denied here" if self.failure.certain else "perhaps denied here"
        return f"{fired}: in the call {listed(held)}" if held else fired

    @property
    def help(self) -> str:
        """What to change."""
        if self.failure.explicit:
            statement = f"{listed([statement_name(ground) for ground in self.failure.grounds])} of {self._where}"
            trap = self._trap
            if trap and trap.mend and len(self.failure.grounds) == 1:
                return f"{trap.mend} {statement}"
            if self.failure.layer in (Layer.IDENTITY, Layer.BOUNDARY, Layer.SESSION):
                return f"narrow {statement} so that it leaves out {self.what}"
            if self.demand.target.hop is Hop.TRUST:
                exempt = "a condition `Bool` on `aws:PrincipalIsAWSService` with `false`"
                return f"exempt AWS services from {statement} (for example by {exempt})"
            exempt = f"a condition `ArnNotLike` on `aws:PrincipalArn` with `{self.role}`"
            return f"exempt {self._caller} from {statement} (for example by {exempt})"
        if self._near:
            return self._change(self._near)
        advice = self._other_key if self._key_of_aws else self._new_statement
        return f"mend the broken statement, or {advice}" if any(broken_statements(self._policies)) else advice

    @property
    def patch(self) -> Patch | None:
        """The same as a change of the document, where one is known."""
        trap = self._trap if self.failure.explicit else None
        return None if trap and trap.mend else patch(self.demand, self.failure, self._near)

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
        trap = self._trap
        if trap and trap.mend:
            return f"{trap.mend} {statement}"
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
        if key.lower().startswith("s3:existingobjecttag/") and isinstance(self.demand.request.context.of(key), EachOf):
            return f"take the condition on `{key}` out of {statement}, or let the replication rule select by this tag"
        if self.patch:
            return f"add {self._added} to the values of `{key}` in {statement}"
        if held is not Gap.ABSENT:
            return f"change the condition on `{key}` of {statement} so that it holds: the call {carried(held)}"
        from difflib import get_close_matches

        from replint.traps import is_known

        likely = get_close_matches(key.lower(), self.demand.request.context.keys, 1, 0.85)
        if likely and not is_known(key):
            return f"write `{spelt(likely[0])}` in place of `{key}` in {statement}: there is no such key"
        return f"take the condition on `{key}` out of {statement}: this call never carries the key"

    @property
    def _new_statement(self) -> str:
        target = self.demand.target
        if target.hop is Hop.TRUST:
            return f"add to {self._where} a statement that allows the service `{self.demand.actor}` `sts:AssumeRole`"
        whom = f" `{self.role}`" if self.failure.layer is Layer.RESOURCE else ""
        return f"add to {self._where} a statement that allows{whom} `{self.action}` on `{target.shown}`"

    @property
    def _added(self) -> str:
        """The values that the suggested change adds."""
        return listed([f"`{edit.value}`" for edit in self.patch.edits] if self.patch else [])

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
        broken = () if self.failure.explicit else broken_statements(self._policies)
        return (*denies, *self._resource_labels, *broken)

    @property
    def _resource_labels(self) -> Iterator[Label]:
        """A policy that is known not to exist is told where that is said, with the document of its resource."""
        target = self.demand.target
        if self.failure.layer is Layer.RESOURCE and target.kind == "bucket policy" and target.owned:
            yield Label(target.owned, f"{target.name} belongs to account {target.owner}")
