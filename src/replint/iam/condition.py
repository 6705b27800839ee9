"""Whether a condition holds in one call, and what decides it when a key's value varies; knows no statement.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Literal, cast

from replint.iam.arn import SEGMENTS, segmented
from replint.iam.kleene import Truth, every, negate, some
from replint.iam.operators import Applied, Presence, Quantifier, Texts, Values, operator
from replint.iam.pattern import ANYTHING, Atom, Kind, Pattern
from replint.iam.request import Gap
from replint.iam.strings import matches
from replint.iam.variables import expand

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.iam.policy import Condition, PolicyText
    from replint.iam.request import Member, Value

    Lookup = Callable[[str], Value]
    Held = Member | Literal[Gap.UNKNOWN]
    """One of a key's values."""


class Odd(Enum):
    """The verdict on values that do not compare (a number and a word): neither an operator nor its negation holds."""

    ODD = "odd"
    NO_ARN = "no ARN"
    """The policy's own value is no ARN: what AWS makes of the negation is not documented."""


Verdict = Truth | Odd
"""What comes of comparing one value of a key with one value of a policy."""

ARN_SHAPE = Pattern.glob(":".join("*" * SEGMENTS))
"""Every text that has an ARN's six segments, and some that are no ARNs."""


def holds(condition: Condition, value: Value, lookup: Lookup, *, variables: bool) -> Truth:
    """Whether a condition holds in a call whose key has this value; `lookup` tells other keys' for policy variables.

    An absent key and one with no values are the same. None when it depends on what is not known: with an UNKNOWN value
    an answer is given only if it is the same for every value, for several and for none. A condition whose operator
    does not exist never holds.
    """
    applied = operator(condition.operator)
    if applied is None:
        return False
    if value is Gap.UNKNOWN:
        some_values: tuple[tuple[Held, ...], ...] = ((), (value,), (value, value))
        answers = {_answer(applied, condition, held, lookup, variables=variables) for held in some_values}
        return answers.pop() if len(answers) == 1 else None
    known = () if value is Gap.ABSENT else tuple(_as_text(member) for member in value)
    return _answer(applied, condition, known, lookup, variables=variables)


def separators(condition: Condition, lookup: Lookup, *, variables: bool) -> tuple[Pattern, ...] | None:
    """The patterns that decide a condition: it holds alike for single values that the same of them match.

    None for an operator that does not compare texts, and where a variable's value is not known: what it turns out to
    be would separate too.
    """
    applied = operator(condition.operator)
    match applied.operator.comparison if applied else None:
        case Values():
            return None
        case Texts(arns=arns) as texts:
            wanted = [_pattern(texts, text, lookup, variables=variables) for text in condition.values]
            if Gap.UNKNOWN in wanted:
                return None
            patterns = tuple(dict.fromkeys(each for each in wanted if isinstance(each, Pattern)))
            return (*patterns, ARN_SHAPE) if arns else patterns
        case _:
            return ()


def _as_text(member: Member) -> Member:
    """The same value, as a text unless it has unknown parts."""
    if isinstance(member, str) or any(isinstance(letter, Atom) for letter in member):
        return member
    return "".join(cast("tuple[str, ...]", member))


def _answer(
    applied: Applied, condition: Condition, held: tuple[Held, ...], lookup: Lookup, *, variables: bool
) -> Truth:
    comparison = applied.operator.comparison
    if isinstance(comparison, Presence):
        wanted = "false" if held else "true"
        return some(text.lower() == wanted if isinstance(text, str) else None for text in condition.values)
    if not held:
        return applied.of_nothing
    if applied.quantifier is None and len(held) > 1:
        # AWS: a key with several values needs one of the set operators.
        return False
    negated = applied.operator.negated
    answers = (
        _single([_verdict(comparison, text, each, lookup, variables=variables) for text in condition.values], negated)
        for each in held
    )
    return some(answers) if applied.quantifier is Quantifier.ANY else every(answers)


def _single(verdicts: list[Verdict], negated: bool) -> Truth:  # noqa: FBT001 - an operator's column
    """Whether an operator holds of one value: when one of the policy's values matches, or if negated when none does."""
    if negated:
        return every(_opposite(verdict) for verdict in verdicts)
    return some(False if isinstance(verdict, Odd) else verdict for verdict in verdicts)


def _opposite(verdict: Verdict) -> Truth:
    if isinstance(verdict, Odd):
        return None if verdict is Odd.NO_ARN else False
    return negate(verdict)


def _verdict(comparison: Texts | Values, text: PolicyText, held: Held, lookup: Lookup, *, variables: bool) -> Verdict:
    if isinstance(comparison, Values):
        return _related(comparison, text, held, lookup, variables=variables)
    if comparison.plain and isinstance(text, str) and isinstance(held, str) and not (variables and "$" in text):
        return text == held
    return _among(_pattern(comparison, text, lookup, variables=variables), held, arns=comparison.arns)


def _pattern(texts: Texts, text: PolicyText, lookup: Lookup, *, variables: bool) -> Pattern | Gap | Odd:
    pattern = expand(text, lookup, variables=variables, wildcards=texts.wildcards)
    if isinstance(pattern, Gap):
        return pattern
    if texts.caseless:
        return pattern.caseless
    if texts.arns:
        return segmented(pattern) if _may_be_arn(pattern) else Odd.NO_ARN
    return pattern


def _may_be_arn(pattern: Pattern) -> bool:
    enough = pattern.tokens.count(":") >= SEGMENTS - 1
    return enough or pattern == ANYTHING or any(atom.kind is Kind.FREE for atom in pattern.atoms)


def _among(wanted: Pattern | Gap | Odd, held: Held, *, arns: bool) -> Verdict:
    """Whether a value is among those that a policy's value means."""
    if isinstance(wanted, Odd):
        return wanted
    if isinstance(wanted, Gap):
        # AWS: a variable without a value is equal to nothing and like nothing, so negated operators do match.
        return False if wanted is Gap.ABSENT else None
    if wanted == ANYTHING:
        return True
    if held is Gap.UNKNOWN:
        return None
    return _of_arns(wanted, held) if arns else matches(wanted, held)


def _of_arns(wanted: Pattern, held: Member) -> Verdict:
    """The verdict on a value that may be no ARN at all; one that matches is one."""
    inside = matches(wanted, held)
    shaped = True if inside else matches(ARN_SHAPE, held)
    if shaped is False and inside is False:
        return Odd.ODD
    return inside if shaped else None


def _related(values: Values, text: PolicyText, held: Held, lookup: Lookup, *, variables: bool) -> Verdict:
    """Whether a value stands in the operator's relation to a policy's value."""
    pattern = expand(text, lookup, variables=variables and values.variables, wildcards=False)
    if pattern is Gap.ABSENT:
        return Odd.ODD
    known = None if isinstance(pattern, Gap) else pattern.single
    if known is None:
        return None
    wanted = values.read(known)
    if wanted is None:
        return Odd.ODD
    if not isinstance(held, str):
        return None
    found = (values.read_held or values.read)(held)
    return Odd.ODD if found is None else values.relation(found, wanted)
