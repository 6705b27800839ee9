"""Text to drafts: what is written is what is read, and what cannot be read is told at its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.finding import Severity
from replint.lang.draft import Doubted, Draft, ForEach, Refused, Require, Severities, Symptoms, Texts, When, WhenDenied
from replint.lang.grammar import drafts
from replint.lang.lexicon import CLAUSES, TAKEN, sayable
from replint.lang.tokens import MOST_NESTED, Misreading
from replint.lang.tree import And, Condition, Grant, Guard, Holds, Is, IsSet, Levels, Literal, Not, OneOf, Or, Phrase

WHOLE = r"""
# a remark
rule sunk-ship   # of ships
  title      the ship is not afloat  # another remark
  severity   error when under way, warning when not cargo is set
             , otherwise note
  denied     warning # in any case
  certainty  possible # as far as anybody says
  symptom    Bubbles, Silence
  refused    NoHarbour "no \"berth\" # is free"
  reference  https://example.org/ships#sinking
  why        '''
             A ship that is "sunk" # carries nothing.

               Nor does it arrive.
             '''
  help       "say \"help\" \\ # loudly"

  for each replication ship
  when    next port is home port and
          cargo is not one of (coal, "salted fish", Grain)
  require captain may sea:Load on lower hold
rule   second-rule
require afloat
""".replace("'''", '"""')

ONLY_DEMANDED = (
    "`denied` stands only in `require ... is not denied ... on ...`; a value that is spelt so stands in quotes"
)


def said(condition: Condition, *, outermost: bool = True) -> str:  # noqa: PLR0911 - one form of the language each
    """A condition in the language."""
    match condition:
        case Holds(phrase):
            return phrase.words
        case IsSet(phrase):
            return f"{phrase.words} is set"
        case Is(phrase, value):
            return f"{phrase.words} is {_value(value)}"
        case OneOf(phrase, values):
            return f"{phrase.words} is one of ({', '.join(map(_value, values))})"
        case Not(IsSet(phrase)):
            return f"{phrase.words} is not set"
        case Not(inner):
            return f"not {said(inner, outermost=False)}" if not isinstance(inner, Not) else f"not ({said(inner)})"
        case And(conditions) | Or(conditions):
            joint = " and " if isinstance(condition, And) else "\n or "
            text = joint.join(said(inner, outermost=False) for inner in conditions)
            return text if outermost else f"({text})"


def _value(value: Phrase | Literal) -> str:
    return value.words if isinstance(value, Phrase) else f'"{value.text}"'


def _only(content: str) -> Draft:
    (draft,) = drafts(content)
    return draft


def test_every_clause() -> None:
    """Each clause is read for what it says, with comments and line breaks wherever they may stand."""
    first, second = drafts(WHOLE)
    assert [(clause.keyword, clause.said) for clause in first.clauses] == [
        ("title", Literal("the ship is not afloat")),
        (
            "severity",
            Levels(
                (
                    Guard(Severity.ERROR, Holds(Phrase("under way"))),
                    Guard(Severity.WARNING, Not(IsSet(Phrase("cargo")))),
                ),
                Severity.NOTE,
            ),
        ),
        ("denied", Literal("warning")),
        ("certainty", Literal("possible")),
        ("symptom", (Literal("Bubbles"), Literal("Silence"))),
        ("refused", (Literal("NoHarbour"), Literal('no "berth" # is free'))),
        ("reference", Literal("https://example.org/ships#sinking")),
        ("why", Literal('A ship that is "sunk" # carries nothing.\n\n  Nor does it arrive.')),
        ("help", Literal('say "help" \\ # loudly')),
        ("for", Phrase("replication ship")),
        (
            "when",
            And(
                (
                    Is(Phrase("next port"), Phrase("home port")),
                    Not(OneOf(Phrase("cargo"), (Phrase("coal"), Literal("salted fish"), Literal("Grain")))),
                )
            ),
        ),
        ("require", Grant(Phrase("captain"), "sea:Load", Phrase("lower hold"))),
    ]
    assert [type(clause) for clause in first.clauses] == [
        Texts, Severities, WhenDenied, Doubted, Symptoms, Refused, Texts, Texts, Texts, ForEach, When, Require,
    ]  # fmt: skip
    assert (first.name, second.name) == ("sunk-ship", "second-rule")
    assert [clause.said for clause in second.clauses] == [Holds(Phrase("afloat"))]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_and_tabs(ending: str) -> None:
    """CR LF and tabs are blanks like others, and no offset moves."""
    content = WHOLE.replace("\n", ending).replace("  ", "\t")
    first, _ = drafts(content)
    assert [clause.said for clause in first.clauses if clause.keyword != "why"] == [
        clause.said for clause in drafts(WHOLE)[0].clauses if clause.keyword != "why"
    ]
    for clause in first.clauses:
        assert content[slice(*clause.head)] == clause.keyword


@pytest.mark.parametrize("blank", [" ", "\n ", "\t# a remark\n "])
def test_is_not_denied(blank: str) -> None:
    """`is not denied` is a grant wherever its lines are broken but before `denied`, and has the spans of one."""
    content = f"rule r\n require lower captain{blank}is{blank}not denied{blank}a:B{blank}on{blank}hold"
    (clause,) = _only(content).clauses
    assert isinstance(clause.said, Grant)
    assert clause.said == Grant(Phrase("lower captain"), "a:B", Phrase("hold"), allowed=False)
    assert content[slice(*clause.said.span)] == content[content.index("lower") :]
    assert content[slice(*clause.said.action_span)] == "a:B"


@pytest.mark.parametrize(
    ("said", "value"),
    [('a is not "denied"', Literal("denied")), ("a is not denied-x", Phrase("denied-x"))],
)
def test_what_only_looks_like_denied(said: str, value: Phrase | Literal) -> None:
    """In quotes, or as a part of another word, `denied` is none."""
    assert _only(f"rule r\n require {said}").clauses[0].said == Not(Is(Phrase("a"), value))


def test_denied_at_the_beginning_of_a_line_is_the_clause() -> None:
    """A sentence that has no end does not take the next clause for its own."""
    content = "rule r\n require a is not\n denied warning"
    with pytest.raises(Misreading, match=r"^the clause ends where `set`, `one of` or a value was expected$") as caught:
        drafts(content)
    assert caught.value.span.start == content.index("\n denied")
    (require, denied) = _only(content.replace("not\n", "not b\n")).clauses
    assert (require.said, denied.said) == (Not(Is(Phrase("a"), Phrase("b"))), Literal("warning"))


@given(data=st.data())
def test_a_condition_is_read_as_written(data: st.DataObject, conditions: st.SearchStrategy[Condition]) -> None:
    """Writing a condition down and reading it gives it back."""
    condition = data.draw(conditions)
    assert _only(f"rule r\n when {said(condition)}").clauses[0].said == condition


@given(data=st.data())
def test_spans_hold_what_they_say(data: st.DataObject, conditions: st.SearchStrategy[Condition]) -> None:
    """The text under a condition's span, read alone, is that condition, for every part of it."""
    content = f"rule r\n when {said(data.draw(conditions))}"
    (clause,) = _only(content).clauses
    assert isinstance(clause, When)
    for part in _parts(clause.said):
        again = _only(f"rule r\n when {content[slice(*part.span)]}").clauses[0]
        assert again.said == part


def _parts(condition: Condition) -> list[Condition]:
    match condition:
        case Not(inner) if inner.span != condition.span:
            return [condition, *_parts(inner)]
        case And(conditions) | Or(conditions):
            return [condition, *(part for inner in conditions for part in _parts(inner))]
        case _:
            return [condition]


@pytest.mark.parametrize(
    ("body", "message", "underlined"),
    [
        ("title\n severity error", "the clause ends where a text was expected", ""),
        ("title  # remark", "the clause ends where a text was expected", ""),
        ("title\n the ship", "a text begins on its clause's own line", "the"),
        ("titel the ship", "`titel` is not a clause of a rule; did you mean `title`?", "titel"),
        ("Title the ship", "`Title` is not a clause of a rule; did you mean `title`?", "Title"),
        ("zzz", "`zzz` is not a clause of a rule", "zzz"),
        ('help "a" b', "`b` cannot stand here, where the clause has ended", "b"),
        ('help "a', 'a text that begins with `"` has no end', '"a'),
        ('why """a', 'a text that begins with `"""` has no end', '"""'),
        ("severity eror", "`eror` stands where `error`, `warning` or `note` was expected", "eror"),
        ("severity error when a", "the clause ends where `, otherwise` was expected", ""),
        ("severity error when a, eror", "`eror` stands where `otherwise` or another severity was expected", "eror"),
        ("symptom A,,B", "`,` stands where the name of a failure reason was expected", ","),
        ("certainty certain", "`certain` stands where `possible` was expected", "certain"),
        ("certainty", "the clause ends where `possible` was expected", ""),
        ("refused", "the clause ends where an error's code was expected", ""),
        ('refused "no berth"', '`"no berth"` stands where an error\'s code was expected', '"no berth"'),
        ("refused NoBerth no berth", "`no` cannot stand here, where the clause has ended", "no"),
        ("for ship", "`ship` stands where `each` was expected", "ship"),
        ("when a and\n require b", "the clause ends where a condition was expected", ""),
        ("when a and b or c", "`and` beside `or`: parentheses say which of them comes first", "or"),
        ("when a or b and c", "`and` beside `or`: parentheses say which of them comes first", "and"),
        ("when (a and b", "the clause ends where `)` was expected", ""),
        ("when a b)", "`)` cannot stand here, where the clause has ended", ")"),
        ("when a is", "the clause ends where `set`, `one of` or a value was expected", ""),
        ("when a is one of ()", "`)` stands where a value was expected", ")"),
        ("when not not a", "`not` stands where a condition was expected", "not"),
        ("when A is b", "`A` stands where a condition was expected", "A"),
        ("when rule is set", "`rule` stands where a condition was expected", "rule"),
        ("when a may b:C on d", "`may` stands only in `require`, once, and beside no condition", "may"),
        ("denied eror", "`eror` stands where `error`, `warning` or `note` was expected", "eror"),
        ("denied note when a", "a clause begins on a line of its own", "when"),
        ("when a is not denied b:C on d", ONLY_DEMANDED, "denied"),
        ("when a is denied", ONLY_DEMANDED, "denied"),
        ("require a is denied b:C on d", ONLY_DEMANDED, "denied"),
        ("require a and b is not denied c:D on e", ONLY_DEMANDED, "denied"),
        ("require not (a is not denied c:D on e)", ONLY_DEMANDED, "denied"),
        ("when a is one of (b, denied)", ONLY_DEMANDED, "denied"),
        ("when denied a", "`denied` stands where a condition was expected", "denied"),
        ("require a is not denied", "the clause ends where an action was expected", ""),
        ("require a is not denied b:C in d", "`in` stands where `on` was expected", "in"),
        ("require a is not denied b:C on d and e", "`and` cannot stand here, where the clause has ended", "and"),
        ("require a may b:C in d", "`in` stands where `on` was expected", "in"),
        ("require a may b:C", "the clause ends where `on` was expected", ""),
        ("when a when b", "a clause begins on a line of its own", "when"),
        ("when a#b", "`#b` cannot stand here, where the clause has ended", "#b"),
    ],
)
def test_misreadings(body: str, message: str, underlined: str) -> None:
    """What cannot be read is told with what was expected, under the very characters."""
    content = f"rule r\n {body}"
    with pytest.raises(Misreading, match=f"^{re.escape(message)}$") as caught:
        drafts(content)
    assert content[slice(*caught.value.span)] == underlined


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("rule", "the clause ends where the rule's name was expected"),
        ("rule\n title the ship", "the clause ends where the rule's name was expected"),
        ("rule r title the ship", "a clause begins on a line of its own"),
        ("title the ship", "`title` stands before any rule; a rule begins with `rule NAME`"),
        ("{}", "`{}` is not a clause of a rule"),
    ],
)
def test_misread_headers(content: str, message: str) -> None:
    """A rule begins with its name, on a line of its own."""
    with pytest.raises(Misreading, match=f"^{re.escape(message)}$"):
        drafts(content)


def test_nesting_has_an_end() -> None:
    """Parentheses nest to a bound, beyond which they are refused instead of running out of stack."""
    deep = _only(f"rule r\n when {'(' * MOST_NESTED}a{')' * MOST_NESTED}")
    assert deep.clauses[0].said == Holds(Phrase("a"))
    for depth in (MOST_NESTED + 1, 20_000):
        with pytest.raises(Misreading, match="nests at most"):
            drafts(f"rule r\n when {'(' * depth}a{')' * depth}")


def test_parentheses_beside_each_other_do_not_nest() -> None:
    """Only what is open counts, and what one clause leaves open is nothing to the next."""
    beside = _only("rule r\n when " + " and ".join(["(a)"] * (2 * MOST_NESTED))).clauses[0].said
    assert isinstance(beside, And)
    titles = f"\n title {'(' * 20}" * 3
    assert len(_only(f"rule r{titles}").clauses) == 3


def test_length_has_none() -> None:
    """Chains are read in a loop: a thousand parts need no deeper stack than two."""
    chained = _only("rule r\n when a" + " and a" * 1000).clauses[0].said
    assert isinstance(chained, And)
    assert len(chained.conditions) == 1001
    guarded = _only("rule r\n severity " + "error when a, " * 1000 + "otherwise note").clauses[0].said
    assert isinstance(guarded, Levels)
    assert len(guarded.guards) == 1000


@given(st.text(alphabet='rule \n"()a,#:is', max_size=60))
def test_any_text_ends(content: str) -> None:
    """Any text is drafts or a misreading inside it."""
    try:
        spans = [draft.span for draft in drafts(content)]
    except Misreading as wrong:
        spans = [wrong.span]
    assert all(0 <= start <= end <= len(content) for start, end in spans)


@given(
    st.lists(st.sampled_from([*sorted(TAKEN), *CLAUSES, "ship", "x-2", "7", "Ship", "on-deck"]), min_size=1, max_size=3)
)
def test_sayable_is_what_the_grammar_reads(words: list[str]) -> None:
    """A lexicon admits exactly the phrases that the grammar reads as one word."""
    phrase = " ".join(words)
    try:
        read = _only(f"rule r\n when {phrase}").clauses[0].said == Holds(Phrase(phrase))
    except Misreading:
        read = False
    assert read is sayable(phrase)
