"""What there is to know of a call that one layer does not let through: who, what, where, and what almost lets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.context.circumstances import DEPLOYER, S3_ITSELF
from replint.facts.role import Role
from replint.iam.decision import Layer
from replint.iam.request import EachOf, Gap, OneOf
from replint.iam.strings import written
from replint.record import record
from replint.targets.target import Hop
from replint.wording import LAYERS, SERVICES, listed, subject_place

if TYPE_CHECKING:
    from replint.iam.decision import Failure, Ground, NearMiss
    from replint.iam.layers import Given
    from replint.iam.request import Domain
    from replint.requirements import Called, Requirement
    from replint.span import Place
    from replint.traps import Trap


@record
class Refused:
    """A call that one layer does not let through; `resources` are all that the same is told of."""

    requirement: Requirement
    demand: Called
    failure: Failure
    resources: tuple[str, ...]

    @property
    def action(self) -> str:
        """The action that is refused."""
        return self.demand.action

    @property
    def what(self) -> str:
        """The action and what it is made on, for a sentence."""
        if not self.by_role:
            return f"{self.caller} to assume the role"
        return f"`{self.action}` on {listed([f'`{name}`' for name in self.resources])}"

    @property
    def by_role(self) -> bool:
        """Whether a role calls, and not a service that would become one."""
        return self.demand.target.hop is not Hop.TRUST

    @property
    def caller(self) -> str:
        """Who calls, for a sentence."""
        actor = self.demand.actor
        return f"{SERVICES[actor]} (`{actor}`)" if isinstance(actor, str) else self.requirement.subject.who

    @property
    def by(self) -> str:
        """What makes the calls, for a sentence; nothing where people do."""
        told = self.demand.target.circumstances(self.action)
        if told.service == DEPLOYER:
            return ""
        return "replication" if told.by == S3_ITSELF else SERVICES[told.by]

    @property
    def role(self) -> str:
        """The ARN of the role that calls; empty when a service does."""
        return self.demand.actor.arn if isinstance(self.demand.actor, Role) else ""

    @property
    def where(self) -> str:
        """The layer's policies, for a sentence."""
        layer = LAYERS.get(self.failure.layer)
        return layer.format(whose=self.requirement.subject.whose) if layer else self.demand.target.policy_name

    @property
    def level(self) -> str:
        """Of several levels of SCPs the one that does not allow, for a sentence that goes on with `where`."""
        levels = self.demand.policies.scps if self.failure.layer is Layer.SCP else ()
        number = next((at for at, given in enumerate(levels, 1) if given is self.failure.given), 0)
        return f"level {number} (from the root) of " if number and len(levels) > 1 else ""

    @property
    def policies(self) -> tuple[Given, ...]:
        """The policies of the layer, or of its level that refuses, and what is not told of them."""
        return self.failure.given or tuple(
            each for layer, given in self.demand.policies.layers() if layer is self.failure.layer for each in given
        )

    @property
    def layer_place(self) -> Place:
        """Where the layer's policies stand, or would have to."""
        place = next((policy.place for policy in self.policies if policy.place), None)
        if place is None and self.failure.layer is Layer.RESOURCE:
            place = self.demand.target.place
        actor = self.demand.actor
        if place is None and isinstance(actor, Role) and self.failure.layer is Layer.IDENTITY:
            place = actor.where("policies")
        return place or subject_place(self.requirement)

    @property
    def near(self) -> NearMiss | None:
        """The statement that almost grants the call, where there is one."""
        # A statement without a place is none that anybody could edit: of the key that AWS manages, say.
        return next((near for near in self.failure.near if near.ground.statement.place), None)

    @property
    def trap(self) -> Trap | None:
        """The trap that somebody has walked into, where it is one that is known."""
        from replint import traps

        policies = self.demand.policies

        def scene(ground: Ground) -> traps.Scene:
            return traps.Scene(
                ground.layer,
                ground.statement,
                self.demand.caller,
                self.action,
                self.demand.target.shown,
                self.held,
                bounded=policies.boundary is not None,
                certain=self.failure.certain,
                made=self.demand.words,
                by=self.by,
                because=self.demand.target.because[0],
            )

        near = self.near
        if near and self.failure.certain and not near.surely:
            near = None  # each condition is right at times, and no trap of its own
        return traps.of_failure(self.failure, near, scene) or traps.of_silence(
            self.failure, self.demand.request, policies.resource
        )

    def held(self, key: str) -> Domain:
        """What a context key holds in the call that shows the refusal."""
        domain = self.demand.request.context.of(key)
        shown = dict(self.failure.witness.context).get(key.lower())
        if shown is None:
            return Gap.UNKNOWN if isinstance(domain, OneOf) and len(domain.values) == 1 else domain
        return OneOf((shown, *domain.instead)) if isinstance(domain, EachOf) and domain.instead else shown

    @property
    def witness(self) -> str:
        """One object, bucket or key for which the call is refused."""
        objects = [value for _, value in self.failure.witness.context if isinstance(value, tuple)]
        if self.demand.target.kind == "key policy" and objects:
            return written(objects[0][0])
        return written(self.failure.witness.resource)
