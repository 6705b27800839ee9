"""A call that one layer does not let through, in words: message, place to change, what to change there."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from replint.context.places import told_at
from replint.finding import Label
from replint.iam.decision import Layer
from replint.iam.variables import mentioned
from replint.mending import patch
from replint.record import record
from replint.refusal.advice import advice
from replint.refusal.refused import Refused
from replint.traps.keys import CONTEXT
from replint.wording import broken_statements, carried, in_call, listed, needed, statement_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Patch
    from replint.iam.decision import NearMiss
    from replint.span import Place

__all__ = ["Refusal"]


@record
class Refusal(Refused):
    """A call that one layer does not let through, with everything a finding says of it."""

    @property
    def layer(self) -> str:
        """The layer's name in a report; of resource policies, which kind it is."""
        if self.failure.layer is Layer.RESOURCE:
            return self.demand.target.kind.replace(" ", "-")
        return self.failure.layer.value

    @property
    def message(self) -> str:
        """Who does not let what through."""
        short = self.failure.layer is Layer.RESOURCE and not self.failure.explicit and self.by_role
        refused = f"{self.cause} `{self.action}`" if short else f"{self.cause} {self.what}"
        uncertain = needed(self.requirement, self.failure)
        told = f"{refused}, {uncertain}" if uncertain else refused
        return f"{told}: {self.clause}" if self.clause else told

    @property
    def cause(self) -> str:
        """Who refuses, for a sentence that goes on with what is refused."""
        whom = f" {self.caller}" if self.by_role else ""
        if self.failure.explicit:
            return f"{self._deniers}{whom}"
        if self.failure.layer is not Layer.RESOURCE:
            whom = ""  # the other layers hold for whom they are attached to
        elif self.demand.policies.resource is None:
            return f"{self.demand.target.name} has no {self.demand.target.kind}, so nothing there allows{whom}"
        one = self.failure.layer in (Layer.BOUNDARY, Layer.SESSION, Layer.RESOURCE)
        verb = ("does not" if one else "do not") if self.failure.certain else "may not"
        return f"{self.where} {verb} allow{whom}"

    @property
    def clause(self) -> str:
        """The trap that somebody has walked into, where it is one that is known; else nothing."""
        trap = self.trap
        if trap:
            return trap.says
        broken = not self.failure.explicit and not self.near and any(broken_statements(self.policies))
        return "a statement there is broken, and counts for nothing" if broken else ""

    @property
    def _deniers(self) -> str:
        """The statements that deny, all of them, with the verb."""
        names = [statement_name(ground) for ground in self.failure.grounds]
        verb = ("denies" if len(names) == 1 else "deny") if self.failure.certain else "may deny"
        return f"{listed(names)} of {self.where} {verb}"

    @property
    def primary(self) -> Label:
        """The place to change: the Deny, the element that almost grants, or where a grant would have to stand."""
        if self.failure.explicit:
            return Label(self._deny_place, self._denied_because)
        near = self.near
        place = near.ground.statement.at(*near.steps) if near else None
        if near and place:
            return Label(place, self._gap(near))
        return Label(self.layer_place, f"nothing here allows `{self.action}`")

    @property
    def _deny_place(self) -> Place:
        statement = self.failure.grounds[0].statement
        step = ("Condition",) if statement.conditions else ()
        return statement.at(*step) or self.layer_place

    def _gap(self, near: NearMiss) -> str:
        trap = self.trap
        if trap and trap.here:
            return trap.here
        match near.element.removeprefix("Not"):
            case "Action":
                return f"lacks `{self.action}`"
            case "Resource":
                return f"does not cover `{self.witness}`"
            case "Principal":
                return f"does not name {self.caller}"
            case _:
                holds = "does not hold" if near.surely else "does not always hold"
                return f"{holds}: the call {carried(self.held(str(near.steps[-1])))}"

    @property
    def _denied_because(self) -> str:
        """Why the Deny fires: what the keys of its conditions hold; a negated operator matches an absent key."""
        keys = dict.fromkeys(condition.key for condition in self.failure.grounds[0].statement.conditions)
        held = [f"`{key}` {in_call(self.held(key))}" for key in keys]
        fired = "denied here" if self.failure.certain else "perhaps denied here"
        return f"{fired}: in the call {listed(held)}" if held else fired

    @property
    def help(self) -> str:
        """What to change."""
        return advice(self)

    @property
    def patch(self) -> Patch | None:
        """The same as a change of the document, where one is known."""
        trap = self.trap if self.failure.explicit or (self.near and self.near.element == "Condition") else None
        return None if trap and trap.mend else patch(self.demand, self.failure, self.near)

    @property
    def related(self) -> tuple[Label, ...]:
        """Other places in the policies: Denies or conditions beside the first, and what grants almost as much."""
        grounds = self.failure.grounds[1:]
        denies = [Label(place, "denied here too") for ground in grounds if (place := ground.statement.at())]
        broken = () if self.failure.explicit else broken_statements(self.policies)
        return (*denies, *self._other_conditions, *self._told_labels, *self._resource_labels, *broken)

    @property
    def _other_conditions(self) -> Iterator[Label]:
        """The conditions that fail beside the first of a statement that almost grants."""
        near = None if self.failure.explicit else self.near
        for steps in near.beside if near else ():
            if place := near.ground.statement.at(*steps) if near else None:
                yield Label(place, f"does not hold either: the call {carried(self.held(str(steps[-1])))}")

    @property
    def _resource_labels(self) -> Iterator[Label]:
        """Where documents say that the resource is another account's, and which encryption context its calls have."""
        target = self.demand.target
        foreign = self.by_role and target.owner != self.demand.caller.account
        if self.failure.layer is Layer.RESOURCE and foreign and target.owned:
            # A key's place shows its ARN, which is long.
            what = "this key" if target.kind == "key policy" else target.name
            yield Label(target.owned, f"{what} belongs to account {target.owner}")
        why, place = target.because
        if place and CONTEXT in self._keys:
            yield Label(place, why)

    @property
    def _told_labels(self) -> Iterator[Label]:
        """Where documents tell what the call carries as the keys that the refusal rests on."""
        given = self.demand.target.circumstances(self.action)
        for key in sorted(self._keys):
            if told := told_at(key, given):
                yield Label(*told)

    @property
    def _keys(self) -> frozenset[str]:
        """The keys, in lower case, of the conditions that refuse the call, and of the variables in them."""
        steps: tuple[tuple[str | int, ...], ...] = ()
        grounds = self.failure.grounds
        if not self.failure.explicit:
            near = self.near
            grounds = (near.ground,) if near and near.element == "Condition" else ()
            steps = (near.steps, *near.beside) if near else ()
        asked = [
            (ground.statement, each)
            for ground in grounds
            for each in ground.statement.conditions
            if self.failure.explicit or ("Condition", each.operator, each.key) in steps
        ]
        values = (value for statement, each in asked if statement.variables for value in each.values)
        return frozenset((*(each.key.lower() for _, each in asked), *chain.from_iterable(map(mentioned, values))))
