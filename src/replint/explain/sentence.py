"""What a rule's sentence says, in words for people: the meanings of the vocabulary, put together; knows no rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from replint.finding import Severity
from replint.lang.tree import And, Grant, Holds, Is, IsSet, Literal, Not, OneOf, Or
from replint.record import record
from replint.vocabulary import LEXICON

if TYPE_CHECKING:
    from replint.lang.tree import Condition, Demand, Phrase, Rule, Value

MEANS = {
    Severity.ERROR: "objects will not arrive whole, or S3 refuses the configuration",
    Severity.WARNING: "it may fail, or it works and is hardly meant",
    Severity.NOTE: "advice, which `--select advice` tells",
}
"""What a severity says of a finding."""

_EACH = {
    "flow": "replication rule and its destination",
    "replication configuration": "replication configuration, whether its rules are enabled or not",
    "replication rule": "rule of a replication configuration, enabled or not",
    "role statement": "Allow statement in the permission policies of a replication role",
    "trust statement": "Allow statement in the trust policy of a replication role",
    "resource statement": "Allow statement in the policy of a bucket or of a key that replication uses",
}


@record
class Level:
    """A severity and where it holds; None where no other does."""

    severity: Severity
    where: str | None


@record
class Sentence:
    """What a rule looks at, what must be so there, and where: `when` holds clauses that must all be true, or none."""

    each: str
    required: str
    when: tuple[str, ...]
    levels: tuple[Level, ...]


def sentence(rule: Rule) -> Sentence:
    """A rule's sentence in words."""
    words = _Words(rule.subject)
    guarded = [Level(guard.severity, words.condition(guard.condition)) for guard in rule.severity.guards]
    denied = [Level(rule.denied, "a Deny surely refuses it")] if rule.denied else []
    return Sentence(
        each=_EACH.get(rule.subject, rule.subject),
        required=words.demand(rule.require),
        when=words.clauses(rule.when),
        levels=(*denied, *guarded, Level(rule.severity.otherwise, None)),
    )


@record
class _Words:
    """The words that may be said of one subject."""

    subject: str

    def clauses(self, condition: Condition | None) -> tuple[str, ...]:
        """The conditions that must all be true."""
        match condition:
            case None:
                return ()
            case And(conditions):
                return tuple(clause for each in conditions for clause in self.clauses(each))
            case _:
                return (self.condition(condition),)

    def demand(self, demand: Demand) -> str:
        if not isinstance(demand, Grant):
            return self.condition(demand)
        if not demand.allowed:
            target = self.meaning(demand.target)
            return f"no policy denies {self.meaning(demand.actor)} `{demand.action}` on {target}"
        actor = self.meaning(demand.actor)
        pause = "," if "," in actor else ""
        return f"{actor}{pause} is allowed `{demand.action}` on {self.meaning(demand.target)}"

    def condition(self, condition: Condition, *, inner: bool = False) -> str:
        match condition:
            case Holds(phrase):
                return self.meaning(phrase)
            case IsSet(phrase):
                return f"{self.meaning(phrase)} is set"
            case Is(phrase, value):
                return f"{self.meaning(phrase)} is {self.value(value)}"
            case OneOf(phrase, values):
                return f"{self.meaning(phrase)} is one of {', '.join(map(self.value, values))}"
            case Not(negated):
                return self.negation(negated)
            case And(conditions) | Or(conditions):
                joint = ", and " if isinstance(condition, And) else ", or "
                joined = joint.join(self.condition(each, inner=True) for each in conditions)
                return f"({joined})" if inner else joined
            case _:
                assert_never(condition)

    def negation(self, negated: Condition) -> str:
        match negated:
            case IsSet(phrase):
                return f"{self.meaning(phrase)} is not set"
            case Is(phrase, value):
                return f"{self.meaning(phrase)} is not {self.value(value)}"
            case OneOf(phrase, values):
                return f"{self.meaning(phrase)} is none of {', '.join(map(self.value, values))}"
            case _:
                return f"it is not so that {self.condition(negated, inner=True)}"

    def value(self, value: Value) -> str:
        return f"`{value.text}`" if isinstance(value, Literal) else self.meaning(value)

    def meaning(self, phrase: Phrase) -> str:
        """A word's meaning inside a sentence: without what follows a semicolon, which is about special cases."""
        said = LEXICON.words(self.subject)[phrase.words].meaning.partition(";")[0].rstrip(".")
        # Names keep their capital: KMS, S3, and those of two words, such as Object Lock. An article is none.
        is_name = re.match(r"(?!(The|An?) )([A-Z]+[A-Z0-9]|\w+ [A-Z])", said)
        return said if is_name else said[:1].lower() + said[1:]
