"""Whether a condition or grant makes sense: its words exist and their types fit; knows types, not what words mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from replint.lang.fault import meant
from replint.lang.lexicon import Choice, Party, Textual, Truth
from replint.lang.tree import And, Grant, Holds, Is, IsSet, Literal, Not, OneOf, Or, Phrase
from replint.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from replint.lang.lexicon import Entry, Type
    from replint.lang.tree import Condition, Demand, Value
    from replint.span import Span


class Complaint(NamedTuple):
    """What makes no sense, and the stretch of the rule that says it."""

    message: str
    span: Span


def settled(part: Demand, words: Mapping[str, Entry]) -> Demand:
    """The same with each bare value taken for what it is: one of the enumeration it is compared with, or a word."""
    return part if isinstance(part, Grant) else settled_condition(part, words)


def settled_condition(condition: Condition, words: Mapping[str, Entry]) -> Condition:
    """As `settled`, for a condition."""
    match condition:
        case Is(phrase, value):
            return replace(condition, value=_settled_value(phrase, value, words))
        case OneOf(phrase, values):
            return replace(condition, values=tuple(_settled_value(phrase, value, words) for value in values))
        case Not(inner):
            return replace(condition, condition=settled_condition(inner, words))
        case And(conditions) | Or(conditions):
            return replace(condition, conditions=tuple(settled_condition(inner, words) for inner in conditions))
        case _:
            return condition


def complaints(part: Demand, words: Mapping[str, Entry], content: str) -> Iterator[Complaint]:
    """What makes no sense in a settled condition or grant, in the order written; `content` is the rule's text."""
    match part:
        case Grant():
            yield from _of_grant(part, words)
        case Holds(phrase):
            yield from _unknown(phrase, words) or _of_truth(phrase, words[phrase.words].type)
        case IsSet(phrase):
            yield from _unknown(phrase, words) or _of_is_set(phrase, words[phrase.words].type)
        case Is(phrase, value):
            yield from _unknown(phrase, words) or _of_comparison(phrase, (value,), words, content)
        case OneOf(phrase, values):
            yield from _unknown(phrase, words) or _of_comparison(phrase, values, words, content)
        case Not(inner):
            yield from complaints(inner, words, content)
        case And(conditions) | Or(conditions):
            for inner in conditions:
                yield from complaints(inner, words, content)


def _settled_value(phrase: Phrase, value: Value, words: Mapping[str, Entry]) -> Value:
    type_ = words[phrase.words].type if phrase.words in words else None
    if isinstance(value, Phrase) and isinstance(type_, Choice) and value.said in type_.values:
        return Literal(value.words, value.span)
    return value


def _unknown(phrase: Phrase, words: Mapping[str, Entry]) -> list[Complaint]:
    if phrase.words in words:
        return _misnamed(phrase, words[phrase.words])
    return [Complaint(f"`{phrase.words}` is not a word of the vocabulary{meant(phrase.words, words)}", phrase.span)]


def _misnamed(phrase: Phrase, entry: Entry) -> list[Complaint]:
    """What is wrong with the name behind a word, or with there being none."""
    if entry.named is None and phrase.name is not None:
        compared = "" if isinstance(entry.type, Party | Truth) else f"; expected `{phrase.words} is ...`"
        return [Complaint(f"`{phrase.words}` is said without a name in quotes{compared}", phrase.span)]
    if entry.named is not None and not phrase.name:
        return [Complaint(f"`{phrase.words}` needs a name in quotes; expected `{entry.form}`", phrase.span)]
    return []


def _of_grant(grant: Grant, words: Mapping[str, Entry]) -> Iterator[Complaint]:
    actors = [entry.phrase for entry in words.values() if isinstance(entry.type, Party) and entry.type.acts]
    targets = [entry.phrase for entry in words.values() if isinstance(entry.type, Party) and entry.type.is_acted_on]
    yield from _unknown(grant.actor, words) or _of_party(grant.actor, "cannot act", actors, words)
    if not re.fullmatch(r"[a-z0-9-]+:[A-Za-z0-9]+", grant.action):
        yield Complaint(f"`{grant.action}` is not one action; expected `service:Name`", grant.action_span)
    yield from _unknown(grant.target, words) or _of_party(grant.target, "cannot be acted on", targets, words)


def _of_party(phrase: Phrase, cannot: str, able: list[str], words: Mapping[str, Entry]) -> Iterator[Complaint]:
    if phrase.words not in able:
        type_ = words[phrase.words].type
        others = meant(phrase.words, able)
        yield Complaint(f"`{phrase.words}` ({type_.name}) {cannot}{others}", phrase.span)


def _of_truth(phrase: Phrase, type_: Type) -> Iterator[Complaint]:
    if not isinstance(type_, Truth):
        compared = "`is set`" if isinstance(type_, Party) else "`is`"
        message = f"`{phrase.words}` ({type_.name}) is neither true nor false alone; {compared} makes a condition of it"
        yield Complaint(message, phrase.span)


def _of_is_set(phrase: Phrase, type_: Type) -> Iterator[Complaint]:
    if isinstance(type_, Truth):
        yield Complaint(f"`{phrase.words}` is true or false, never set; it stands alone", phrase.span)


def _of_comparison(
    phrase: Phrase, values: Iterable[Value], words: Mapping[str, Entry], content: str
) -> Iterator[Complaint]:
    type_ = words[phrase.words].type
    match type_:
        case Truth():
            yield Complaint(f"`{phrase.words}` is true or false and is not compared; it stands alone", phrase.span)
        case Party():
            yield Complaint(f"`{phrase.words}` ({type_.name}) is not compared; ask whether it `is set`", phrase.span)
        case Textual() | Choice():
            for value in values:
                yield from _of_value(phrase, type_, value, words, content)


def _of_value(
    phrase: Phrase, type_: Textual | Choice, value: Value, words: Mapping[str, Entry], content: str
) -> Iterator[Complaint]:
    said = value.words if isinstance(value, Phrase) else value.text
    if isinstance(value, Phrase) and said in words:
        other = words[said].type
        yield from _misnamed(value, words[said])
        if other != type_:
            yield Complaint(f"`{said}` ({other.name}) is compared with `{phrase.words}` ({type_.name})", value.span)
    elif isinstance(type_, Choice):
        if said not in type_.values:
            advice = meant(said, (*type_.values, *words)) or f"; it has {', '.join(f'`{one}`' for one in type_.values)}"
            yield Complaint(f"`{said}` is not a value of `{phrase.words}`{advice}", value.span)
    elif content[value.span.start] != '"':
        advice = meant(said, words) or f"; a value of type {type_.name} stands in quotes"
        yield Complaint(f"`{said}` is not a word of the vocabulary{advice}", value.span)
    elif type_.form and not re.fullmatch(type_.form, said):
        yield Complaint(f"`{said}` is not of type {type_.name}; expected such as `{type_.example}`", value.span)
