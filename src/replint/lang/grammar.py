"""The grammar of rules, text to drafts: the only module here that knows pyparsing, and no word of the vocabulary."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import pyparsing as pp

from replint.finding import Severity
from replint.lang.draft import Doubted, Draft, ForEach, Refused, Require, Severities, Symptoms, Texts, When, WhenDenied
from replint.lang.fault import meant
from replint.lang.lexicon import CLAUSES
from replint.lang.tokens import (
    BARE,
    CLAUSE_LINE,
    CODE,
    COMMENT,
    END,
    LINES,
    PHRASE,
    REST,
    STRING,
    TOKEN,
    Misreading,
    refuse_deep,
)
from replint.lang.tree import And, Grant, Guard, Holds, Is, IsSet, Levels, Literal, Not, OneOf, Or, Phrase
from replint.record import replace
from replint.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from replint.lang.draft import Clause
    from replint.lang.tree import Condition, Value


class _Key(NamedTuple):
    """A keyword or a mark, which stands for itself."""

    word: str
    span: Span


def drafts(content: str) -> tuple[Draft, ...]:
    """The rules of a text in the order written; raises Misreading at the first place that is not as it must be."""
    refuse_deep(content)
    try:
        return tuple(_grammar().parse_string(content))
    except pp.ParseBaseException as wrong:
        raise _misreading(wrong, content) from None


# The grammar. After `+` another way may be tried, after `-` there is none, so that an error is told where it is.


@cache
def _grammar() -> pp.ParserElement:
    rule = _head("rule") - _token(r"\S+", "the rule's name", _name) - pp.ZeroOrMore(_clause())
    stray = pp.Regex(r"\S+").set_parse_action(_refuse_stray)
    return pp.ZeroOrMore(rule.set_parse_action(_draft) | stray).ignore(pp.Regex(COMMENT)).parse_with_tabs()


def _clause() -> pp.ParserElement:
    text = _any("a text", _token(LINES, read=_lines), _token(STRING, read=_string), _token(REST, read=_rest))
    phrase = _token(PHRASE, "a word of the vocabulary", _phrase)
    condition = _condition(phrase)
    reason, code = (_token(CODE, name, _literal) for name in ("the name of a failure reason", "an error's code"))
    action = _any("an action", _token(STRING, read=_string), _token(r'[^\s()",#]+', read=_literal))
    undenied = _key("is") + _key("not") + _inline("denied")
    grant = (phrase + (_key("may") | undenied) - action - _key("on") - phrase).set_parse_action(_grant)
    refusal = (code + pp.Opt(_token(STRING, read=_string))).set_parse_action(_listed)
    possible = _token(rf"possible{END}", "`possible`", _literal)
    reasons = (reason - pp.ZeroOrMore(_key(",") - reason)).set_parse_action(_listed)
    return pp.MatchFirst(
        [
            *(_said(keyword, text, Texts) for keyword in ("title", "reference", "why", "help")),
            _said("severity", _severity(condition), Severities),
            _said("denied", _level(), WhenDenied),
            _said("certainty", possible, Doubted),
            _said("symptom", reasons, Symptoms),
            _said("refused", refusal, Refused),
            _said("for", _key("each").suppress() - phrase, ForEach),
            _said("when", condition, When),
            _said("require", grant | condition, Require),
        ]
    )


def _said(keyword: str, body: pp.ParserElement, kind: Callable[[str, Any, Span], Clause]) -> pp.ParserElement:
    def clause(tokens: pp.ParseResults) -> Clause:
        head, said = tokens
        return kind(keyword, said, head.span)

    return (_head(keyword) - body).set_parse_action(clause)


def _severity(condition: pp.ParserElement) -> pp.ParserElement:
    level = _level()
    guarded = _key("when") - condition
    others = pp.ZeroOrMore(_key(",") + level - guarded)
    end = _key(",").set_name("`, otherwise`") - _key("otherwise").set_name("`otherwise` or another severity") - level
    return (level - pp.Opt(guarded - others - end)).set_parse_action(_levels)


def _level() -> pp.ParserElement:
    return _token(rf"(?:{'|'.join(Severity)}){END}", "`error`, `warning` or `note`", _literal)


def _condition(phrase: pp.ParserElement) -> pp.ParserElement:
    condition = pp.Forward()
    denied = _inline("denied").add_parse_action(_refuse_denied)
    value = _any("a value", _token(STRING, read=_string), phrase, denied, _token(BARE, read=_literal))
    one_of = _key("one") - _key("of") - _key("(") - value - pp.ZeroOrMore(_key(",") - value) - _key(")")
    tail = _any("`set`, `one of` or a value", _key("set"), one_of, value)
    comparison = (phrase + pp.Opt(_key("is") - pp.Opt(_key("not")) - tail)).set_parse_action(_comparison)
    nested = (_key("(") - condition - _key(")")).set_parse_action(_nested)
    part = _any("a condition", nested, comparison)
    unary = _any("a condition", (_key("not") - part).set_parse_action(_negation), part)
    both = pp.OneOrMore(_key("and") - unary) + pp.Opt(_key("or").set_parse_action(_refuse_mixture))
    either = pp.OneOrMore(_key("or") - unary) + pp.Opt(_key("and").set_parse_action(_refuse_mixture))
    condition <<= (unary + pp.Opt(both | either)).set_parse_action(_joined)
    return condition.set_name("a condition")


def _token(pattern: str, name: str = "", read: Callable[[re.Match[str]], object] | None = None) -> pp.ParserElement:
    token = pp.Regex(pattern, as_match=True)
    if read:
        token.set_parse_action(lambda _, __, tokens: read(tokens[0]))
    return token.set_name(name) if name else token


def _key(word: str) -> pp.ParserElement:
    pattern = word + END if word.isalpha() else re.escape(word)
    return _token(pattern, f"`{word}`", lambda match: _Key(word, Span(*match.span())))


def _head(word: str) -> pp.ParserElement:
    alone = "a clause begins on a line of its own"
    return _key(word).add_condition(lambda content, at, _: _begins_line(content, at), message=alone, fatal=True)


def _inline(word: str) -> pp.ParserElement:
    """A word that is no clause's keyword here: at the beginning of a line it would be one."""
    return _key(word).add_condition(lambda content, at, _: not _begins_line(content, at))


def _any(name: str, *ways: pp.ParserElement) -> pp.ParserElement:
    return pp.MatchFirst(ways).set_name(name)


# From tokens to drafts and trees.


def _phrase(match: re.Match[str]) -> Phrase:
    return Phrase(" ".join(match[0].split()), Span(*match.span()))


def _literal(match: re.Match[str]) -> Literal:
    return Literal(match[0], Span(*match.span()))


def _name(match: re.Match[str]) -> Literal:
    if _begins_line(match.string, match.start()):
        raise pp.ParseException(match.string, match.start(), "Expected the rule's name")
    return _literal(match)


def _rest(match: re.Match[str]) -> Literal:
    """The rest of the clause's own line; a text that begins on the next line is no text, or is the next clause."""
    if _begins_line(match.string, match.start()):
        refusal = pp.ParseException if match[0].split()[0] in CLAUSES else pp.ParseFatalException
        raise refusal(match.string, match.start(), "a text begins on its clause's own line")
    return _literal(match)


def _string(match: re.Match[str]) -> Literal:
    return Literal(re.sub(r"\\(.)", r"\1", match[1]), Span(*match.span()))


def _lines(match: re.Match[str]) -> Literal:
    from textwrap import dedent

    first, *others = match[1].splitlines() or [""]
    lines = [first.strip(), *dedent("\n".join(others)).splitlines()]
    return Literal("\n".join(line.rstrip() for line in lines).strip("\n"), Span(*match.span()))


def _draft(tokens: pp.ParseResults) -> Draft:
    _, name, *clauses = tokens
    return Draft(name.text, name.span, tuple(clauses))


def _listed(tokens: pp.ParseResults) -> tuple[Literal, ...]:
    return tuple(token for token in tokens if isinstance(token, Literal))


def _grant(tokens: pp.ParseResults) -> Grant:
    actor, *form, action, _, target = tokens
    span = Span(actor.span.start, target.span.end)
    return Grant(actor, action.text, target, form[-1].word == "may", span, action.span)


def _levels(tokens: pp.ParseResults) -> Levels:
    said = [token for token in tokens if not isinstance(token, _Key)]
    *pairs, last = said
    guards = tuple(
        Guard(Severity(level.text), condition, Span(level.span.start, condition.span.end))
        for level, condition in zip(pairs[::2], pairs[1::2], strict=True)
    )
    return Levels(guards, Severity(last.text), Span(said[0].span.start, last.span.end))


def _comparison(tokens: pp.ParseResults) -> Condition:
    phrase, *said = tokens
    if not said:
        return Holds(phrase, phrase.span)
    span = Span(phrase.span.start, said[-1].span.end)
    negated = isinstance(said[1], _Key) and said[1].word == "not"
    compared = _compared(phrase, said[1 + negated :], span)
    return Not(compared, span) if negated else compared


def _compared(phrase: Phrase, said: list[_Key | Value], span: Span) -> Condition:
    match said:
        case [_Key(word="set")]:
            return IsSet(phrase, span)
        case [Phrase() | Literal() as value]:
            return Is(phrase, value, span)
        case _:
            return OneOf(phrase, tuple(value for value in said if not isinstance(value, _Key)), span)


def _nested(tokens: pp.ParseResults) -> Condition:
    opening, condition, closing = tokens
    within: Condition = replace(condition, span=Span(opening.span.start, closing.span.end))
    return within


def _negation(tokens: pp.ParseResults) -> Condition:
    negation, condition = tokens
    return Not(condition, Span(negation.span.start, condition.span.end))


def _joined(tokens: pp.ParseResults) -> Condition:
    conditions: tuple[Condition, ...] = tuple(tokens[::2])
    first = conditions[0]
    if len(conditions) == 1:
        return first
    joined = And if tokens[1].word == "and" else Or
    return joined(conditions, Span(first.span.start, conditions[-1].span.end))


# What went wrong, in words.


def _begins_line(content: str, at: int) -> bool:
    return not content[content.rfind("\n", 0, at) + 1 : at].strip(" \t\ufeff")


def _refuse_mixture(content: str, at: int, _: pp.ParseResults) -> NoReturn:
    raise pp.ParseFatalException(content, at, "`and` beside `or`: parentheses say which of them comes first")


def _refuse_denied(content: str, at: int, _: pp.ParseResults) -> NoReturn:
    message = (
        "`denied` stands only in `require ... is not denied ... on ...`; a value that is spelt so stands in quotes"
    )
    raise pp.ParseFatalException(content, at, message)


def _refuse_stray(content: str, at: int, tokens: pp.ParseResults) -> NoReturn:
    found = TOKEN.match(content, at)
    word = found[0] if found else tokens[0]
    if word == "may":
        raise pp.ParseFatalException(content, at, "`may` stands only in `require`, once, and beside no condition")
    if not _begins_line(content, at):
        raise pp.ParseFatalException(content, at, f"`{word}` cannot stand here, where the clause has ended")
    if word in CLAUSES:
        raise pp.ParseFatalException(content, at, f"`{word}` stands before any rule; a rule begins with `rule NAME`")
    raise pp.ParseFatalException(content, at, f"`{word}` is not a clause of a rule{meant(word, CLAUSES)}")


def _misreading(wrong: pp.ParseBaseException, content: str) -> Misreading:
    at = min(wrong.loc, len(content))
    found = TOKEN.match(content, at)
    span = Span(*found.span()) if found else Span(at, at)
    if not wrong.msg.startswith("Expected "):
        return Misreading(wrong.msg, span)
    if found and found[0].startswith('"') and (found[0] == '"""' or not re.fullmatch(STRING, found[0])):
        quotes = re.match('"""|"', found[0])
        return Misreading(f"a text that begins with `{quotes and quotes[0]}` has no end", span)
    if found and not (_begins_line(content, at) and re.match(CLAUSE_LINE, content[at:])):
        return Misreading(f"`{found[0]}` stands where {wrong.msg[9:]} was expected", span)
    end = len(content[:at].rstrip())
    return Misreading(f"the clause ends where {wrong.msg[9:]} was expected", Span(end, end))
