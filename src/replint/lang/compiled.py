"""Rules as plain data, so that a pack is read without parsing it: any JSON reader gives them back, without spans."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from replint.finding import PutError, Severity
from replint.lang.tree import And, Grant, Guard, Holds, Is, IsSet, Levels, Literal, Not, OneOf, Or, Phrase, Rule

if TYPE_CHECKING:
    from replint.lang.tree import Condition, Demand, Value

EDITION = 3
"""Raised whenever the data of one edition cannot be read by the code of another."""

Data = Any
"""Lists, dicts and strings; what stands where is known to this module alone."""


def to_data(rule: Rule) -> dict[str, Data]:
    """A rule as data; `from_data` gives an equal rule back."""
    return {
        "name": rule.name,
        "title": rule.title,
        "severity": [
            *([guard.severity.value, _condition_data(guard.condition)] for guard in rule.severity.guards),
            rule.severity.otherwise.value,
        ],
        "denied": None if rule.denied is None else rule.denied.value,
        "refused": None if rule.refused is None else [rule.refused.code, rule.refused.text],
        "possible": rule.possible,
        "symptoms": list(rule.symptoms),
        "reference": rule.reference,
        "why": rule.why,
        "help": rule.help,
        "subject": rule.subject,
        "when": None if rule.when is None else _condition_data(rule.when),
        "require": _demand_data(rule.require),
    }


def from_data(data: dict[str, Data]) -> Rule:
    """The rule that `to_data` made this data of; raises KeyError, TypeError or ValueError for any other data."""
    *guards, otherwise = data["severity"]
    return Rule(
        data["name"],
        data["title"],
        Levels(tuple(Guard(Severity(level), _condition(said)) for level, said in guards), Severity(otherwise)),
        tuple(data["symptoms"]),
        data["reference"],
        data["why"],
        data["help"],
        data["subject"],
        None if data["when"] is None else _condition(data["when"]),
        _demand(data["require"]),
        None if data["denied"] is None else Severity(data["denied"]),
        None if data["refused"] is None else PutError(*data["refused"]),
        data["possible"],
    )


def _demand_data(demand: Demand) -> list[Data]:
    match demand:
        case Grant(actor, action, target, allowed):
            return ["may" if allowed else "is not denied", actor.words, action, target.words]
        case _:
            return _condition_data(demand)


def _condition_data(condition: Condition) -> list[Data]:
    match condition:
        case Holds(phrase):
            return ["holds", phrase.words]
        case IsSet(phrase):
            return ["is set", phrase.words]
        case Is(phrase, value):
            return ["is", phrase.words, _value_data(value)]
        case OneOf(phrase, values):
            return ["one of", phrase.words, *map(_value_data, values)]
        case Not(inner):
            return ["not", _condition_data(inner)]
        case And(conditions) | Or(conditions):
            return ["or" if isinstance(condition, Or) else "and", *map(_condition_data, conditions)]


def _value_data(value: Value) -> list[Data]:
    return ["word", value.words] if isinstance(value, Phrase) else ["text", value.text]


def _demand(data: list[Data]) -> Demand:
    match data:
        case ["may" | "is not denied" as form, actor, action, target]:
            return Grant(Phrase(actor), action, Phrase(target), form == "may")
        case _:
            return _condition(data)


def _condition(data: list[Data]) -> Condition:
    match data:
        case ["holds", words]:
            condition: Condition = Holds(Phrase(words))
        case ["is set", words]:
            condition = IsSet(Phrase(words))
        case ["is", words, value]:
            condition = Is(Phrase(words), _value(value))
        case ["one of", words, *values]:
            condition = OneOf(Phrase(words), tuple(map(_value, values)))
        case ["not", inner]:
            condition = Not(_condition(inner))
        case ["and", *conditions]:
            condition = And(tuple(map(_condition, conditions)))
        case ["or", *conditions]:
            condition = Or(tuple(map(_condition, conditions)))
        case _:
            raise ValueError(f"no condition: {data!r}")
    return condition


def _value(data: list[Data]) -> Value:
    kind, said = data
    return Phrase(said) if kind == "word" else Literal(said)
