"""What a checked rule says, as plain values; spans ride along and do not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.record import field, record
from replint.span import Span

if TYPE_CHECKING:
    from replint.finding import PutError, Severity

NOWHERE = Span(0, 0)
"""The span of a tree that was read from compiled data, which has no text any more."""


@record
class Phrase:
    """A word of the vocabulary: one or more lower-case words with one blank between them."""

    words: str
    span: Span = field(default=NOWHERE, compare=False)


@record
class Literal:
    """A value written in the rule itself."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)


Value = Phrase | Literal


@record
class Holds:
    """A truth word, standing alone."""

    phrase: Phrase
    span: Span = field(default=NOWHERE, compare=False)


@record
class IsSet:
    """`WORD is set`."""

    phrase: Phrase
    span: Span = field(default=NOWHERE, compare=False)


@record
class Is:
    """`WORD is VALUE`."""

    phrase: Phrase
    value: Value
    span: Span = field(default=NOWHERE, compare=False)


@record
class OneOf:
    """`WORD is one of (A, B)`; there is at least one value."""

    phrase: Phrase
    values: tuple[Value, ...]
    span: Span = field(default=NOWHERE, compare=False)


@record
class Not:
    """`not C`, and every `is not`."""

    condition: Condition
    span: Span = field(default=NOWHERE, compare=False)


@record
class And:
    """`C and D`; there are at least two conditions."""

    conditions: tuple[Condition, ...]
    span: Span = field(default=NOWHERE, compare=False)


@record
class Or:
    """`C or D`; there are at least two conditions."""

    conditions: tuple[Condition, ...]
    span: Span = field(default=NOWHERE, compare=False)


Condition = Holds | IsSet | Is | OneOf | Not | And | Or


@record
class Grant:
    """`ACTOR may ACTION on TARGET`; `action` is `service:Name` as the rule writes it.

    When it need not be `allowed`, it is `ACTOR is not denied ACTION on TARGET`.
    """

    actor: Phrase
    action: str
    target: Phrase
    allowed: bool = True
    span: Span = field(default=NOWHERE, compare=False)
    action_span: Span = field(default=NOWHERE, compare=False)


Demand = Grant | Condition
"""What a rule requires."""


@record
class Guard:
    """`LEVEL when CONDITION`."""

    severity: Severity
    condition: Condition
    span: Span = field(default=NOWHERE, compare=False)


@record
class Levels:
    """A rule's severity: the first guard that is true gives it, else `otherwise`."""

    guards: tuple[Guard, ...]
    otherwise: Severity
    span: Span = field(default=NOWHERE, compare=False)


@record
class Rule:
    """A rule that has been checked against a lexicon: every name in it exists and every type fits.

    `denied` is how bad it is when a Deny refuses what the rule requires, where that is told from `severity`. `refused`
    is how S3 answers when somebody puts the configuration. What the rule finds is only `possible` where AWS does not
    say what S3 does.
    """

    name: str
    title: str
    severity: Levels
    symptoms: tuple[str, ...]
    reference: str
    why: str
    help: str | None
    subject: str
    when: Condition | None
    require: Demand
    denied: Severity | None = None
    refused: PutError | None = None
    possible: bool = False
    span: Span = field(default=NOWHERE, compare=False)


def phrases(part: Demand) -> tuple[str, ...]:
    """The words of the vocabulary that a condition or grant asks for, in the order written, each once."""
    return tuple(dict.fromkeys(_phrases(part)))


def _phrases(part: Demand) -> list[str]:
    match part:
        case Grant(actor, _, target):
            return [actor.words, target.words]
        case Holds(phrase) | IsSet(phrase):
            return [phrase.words]
        case Is(phrase, value):
            return [phrase.words, *([value.words] if isinstance(value, Phrase) else [])]
        case OneOf(phrase, values):
            return [phrase.words, *(value.words for value in values if isinstance(value, Phrase))]
        case Not(condition):
            return _phrases(condition)
        case And(conditions) | Or(conditions):
            return [words for condition in conditions for words in _phrases(condition)]
