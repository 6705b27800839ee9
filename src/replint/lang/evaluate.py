"""What a condition comes to when somebody answers its words; knows three values and none of the words.

Every run loads this module, and a named tuple is made in a tenth of the time that a dataclass takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.lang.tree import And, Holds, Is, IsSet, Literal, Not, OneOf, Or, phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from replint.finding import Severity
    from replint.lang.tree import Condition, Levels, Value
    from replint.span import Place


class NotTold(NamedTuple):
    """An answer that no document gives, and why.

    `places` are where the value stands that could not be resolved. With `exists` it is known that there is a value,
    and only not which. Two answers that carry one `identity` are known to be the same, whatever it is: two accounts
    that are one variable of a template.
    """

    reason: str
    places: tuple[Place, ...] = ()
    exists: bool = False
    identity: str | None = None


Answer = str | bool | NotTold | None
"""A value, what is not told, or None for what is known not to be set. A truth word that is not set is false."""


class Gap(NamedTuple):
    """A word whose answer is not told, and the answer."""

    phrase: str
    answer: NotTold


class Known(NamedTuple):
    """A condition's truth, and the words whose answers suffice to know it, in the order written."""

    truth: bool
    phrases: tuple[str, ...]


class Unknown(NamedTuple):
    """A condition that what is not told leaves open: were all `gaps` told, it would be known."""

    gaps: tuple[Gap, ...]


Outcome = Known | Unknown


def truth(condition: Condition, answer: Callable[[str], Answer]) -> bool | None:
    """Whether a condition is true, false or (None) unknown, by docs/language.md; asks no more words than it needs."""
    match condition:
        case Holds(phrase):
            told = answer(phrase.said)
            return None if isinstance(told, NotTold) else told is True
        case Is(phrase, value):
            return _same(answer(phrase.said), _answer(value, answer))
        case IsSet(phrase):
            told = answer(phrase.said)
            return told is not None if not isinstance(told, NotTold) else told.exists or None
        case Not(negated):
            opposite = truth(negated, answer)
            return None if opposite is None else not opposite
        case And(conditions) | Or(conditions):
            return _unless((truth(part, answer) for part in conditions), decisive=isinstance(condition, Or))
        case OneOf(phrase, values):
            told = answer(phrase.said)
            return _unless((_same(told, _answer(value, answer)) for value in values), decisive=True)


def outcome(condition: Condition, answer: Callable[[str], Answer]) -> Outcome:
    """The truth of a condition together with the words it rests on, or with what is missing to know it."""
    known = truth(condition, answer)
    asked = tuple(dict.fromkeys(_resting(condition, answer, known=known)))
    if known is not None:
        return Known(known, asked)
    told = ((phrase, answer(phrase)) for phrase in asked)
    return Unknown(tuple(Gap(phrase, missing) for phrase, missing in told if isinstance(missing, NotTold)))


def severity(levels: Levels, answer: Callable[[str], Answer]) -> Severity:
    """The severity that a rule has here; where a guard is unknown, the lowest of those still possible."""
    possible = []
    for guard in levels.guards:
        known = truth(guard.condition, answer)
        if known is not False:
            possible.append(guard.severity)
        if known:
            break
    else:
        possible.append(levels.otherwise)
    return min(possible, key=lambda level: level.weight)


def _resting(condition: Condition, answer: Callable[[str], Answer], *, known: bool | None) -> Iterable[str]:
    """The words that a condition's truth rests on: of `and` and `or`, those of the parts that are what the whole is.

    A false `and` is false by its false parts, a true one by all, which are true; an unknown one is open by its
    unknown parts. The same for `or`.
    """
    match condition:
        case And(conditions) | Or(conditions):
            return (
                words
                for part in conditions
                if truth(part, answer) is known
                for words in _resting(part, answer, known=known)
            )
        case Not(negated):
            return _resting(negated, answer, known=None if known is None else not known)
        case OneOf(phrase, values) if known is not False:
            return _resting(Or(tuple(Is(phrase, value) for value in values)), answer, known=known)
        case _:
            return phrases(condition)


def _answer(value: Value, answer: Callable[[str], Answer]) -> Answer:
    return value.text if isinstance(value, Literal) else answer(value.said)


def _same(left: Answer, right: Answer) -> bool | None:
    if left is None or right is None:
        return False
    if isinstance(left, NotTold) or isinstance(right, NotTold):
        if isinstance(left, NotTold) and isinstance(right, NotTold) and left.identity is not None:
            return True if left.identity == right.identity else None
        return None
    return left == right


def _unless(truths: Iterable[bool | None], *, decisive: bool) -> bool | None:
    """`decisive` when one of them is, the opposite when all are the opposite, else unknown."""
    result: bool | None = not decisive
    for known in truths:
        if known is decisive:
            return decisive
        if known is None:
            result = None
    return result
