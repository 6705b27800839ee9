"""Policies as IAM reads them: statements and their elements, with the places they came from; nothing is decided here.

The grammar is AWS's (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html); a single value
and a list of one are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from replint.iam.pattern import Atom
from replint.record import field, record

if TYPE_CHECKING:
    from replint.span import Place

PolicyText = str | tuple[str | Atom, ...]
"""A text as a policy gives it, or its parts where some are not known (an atom stands for each unknown part)."""

Effect = Literal["Allow", "Deny"]
PrincipalKind = Literal["*", "AWS", "Service", "Federated", "CanonicalUser"]


@record
class Element:
    """`Action`, `NotAction`, `Resource` or `NotResource` with its values."""

    name: str
    values: tuple[PolicyText, ...]
    listed: bool = field(default=True, compare=False)

    @property
    def complement(self) -> bool:
        """Whether the element means everything but its values."""
        return self.name.startswith("Not")


@record
class PrincipalName:
    """One principal: ARN, account id, unique id, service or canonical user; kind `*` is a bare `"Principal": "*"`."""

    kind: PrincipalKind
    value: PolicyText
    place: Place | None = field(default=None, compare=False)


@record
class Principals:
    """`Principal`, or with `complement` `NotPrincipal`."""

    names: tuple[PrincipalName, ...]
    complement: bool = False

    @property
    def element(self) -> str:
        """The element's name."""
        return "NotPrincipal" if self.complement else "Principal"


@record
class Condition:
    """One operator applied to one key: true when the key's value matches one of the values (or none, if negated)."""

    operator: str
    key: str
    values: tuple[PolicyText, ...]
    place: Place | None = field(default=None, compare=False)


@record
class Statement:
    """One statement.

    `variables` tells whether `${...}` is a policy variable (Version 2012-10-17) or plain text. An element that is
    absent is None; whether that is allowed depends on where the policy stands.
    """

    effect: Effect
    actions: Element | None
    resources: Element | None
    principals: Principals | None = None
    conditions: tuple[Condition, ...] = ()
    sid: str | None = None
    variables: bool = True
    place: Place | None = field(default=None, compare=False)

    def at(self, *steps: str | int) -> Place | None:
        """The place of one of the statement's elements."""
        return self.place.at(*steps) if self.place else None


@record
class Policy:
    """A policy's statements. `name` is what people call it; equality looks at the statements only.

    `unread` are the places of statements that are too broken to mean anything, and so are not among them.
    """

    statements: tuple[Statement, ...]
    name: str | None = field(default=None, compare=False)
    place: Place | None = field(default=None, compare=False)
    unread: tuple[Place, ...] = field(default=(), compare=False)

    def called(self, statement: Statement) -> str:
        """One of its statements as people find it: by its Sid, else by its number and the policy's name."""
        if statement.sid:
            return f"statement `{statement.sid}`"
        number = next(number for number, each in enumerate(self.statements, 1) if each is statement)
        return f"statement {number} of `{self.name}`" if self.name else f"statement {number}"


@record
class Untold:
    """A policy, or the question whether there is one, that no document tells. `what` names it for people.

    `document` is whatever stands for the document that would tell it; nothing is asked of it here.
    """

    what: str
    tells: str = field(default="", compare=False)
    place: Place | None = field(default=None, compare=False)
    document: object = field(default=None, compare=False)
