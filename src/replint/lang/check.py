"""From a draft to a rule: every clause there once, every name known, every type fitting, before anything runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from replint.finding import PutError, Severity
from replint.lang.draft import Doubted, ForEach, Refused, Require, Severities, Symptoms, Texts, When, WhenDenied
from replint.lang.fault import fault
from replint.lang.sense import complaints, settled, settled_condition
from replint.lang.tree import Grant, Rule
from replint.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from replint.lang.draft import Clause, Draft
    from replint.lang.fault import RuleFault
    from replint.lang.lexicon import Entry, Lexicon
    from replint.span import Text

NEEDED = {
    "title": "title TEXT",
    "severity": "severity LEVEL",
    "reference": "reference URL",
    "why": "why TEXT",
    "for": "for each SUBJECT",
    "require": "require ...",
}


def check(draft: Draft, lexicon: Lexicon, text: Text) -> Rule | tuple[RuleFault, ...]:
    """The rule that a draft of this text says, or all that keeps it from being one, in no order."""
    subjects = [clause.said.words for clause in draft.clauses if isinstance(clause, ForEach)]
    words = lexicon.words(subjects[0]) if subjects and subjects[0] in lexicon.subjects else None
    settled_draft = draft if words is None else _settled(draft, words)
    faults = (
        *_of_form(draft, text),
        *(found for clause in draft.clauses for found in _of_clause(clause, lexicon, text)),
        *(() if words is None else _of_sense(settled_draft, words, text)),
    )
    return faults or _rule(settled_draft)


def _of_form(draft: Draft, text: Text) -> Iterator[RuleFault]:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", draft.name):
        yield fault(
            f"`{draft.name}` is no name for a rule; expected kebab-case, such as `missing-tag`", text, draft.span
        )
    present = [clause.keyword for clause in draft.clauses]
    for keyword, form in NEEDED.items():
        if keyword not in present:
            yield fault(f"`{draft.name}` has no `{keyword}`; expected `{form}`", text, draft.span)
    for index, clause in enumerate(draft.clauses):
        if clause.keyword in present[:index]:
            yield fault(f"`{clause.keyword}` stands twice in `{draft.name}`", text, clause.head)
    demands = [clause.said for clause in draft.clauses if isinstance(clause, Require)]
    if demands and not any(isinstance(demand, Grant) and demand.allowed for demand in demands):
        message = "`denied` tells a Deny from a missing permission; expected beside it `require ... may ... on ...`"
        yield from (fault(message, text, clause.head) for clause in draft.clauses if isinstance(clause, WhenDenied))
    if any(isinstance(clause, Doubted) for clause in draft.clauses):
        yield from _too_sure(draft, text)


def _too_sure(draft: Draft, text: Text) -> Iterator[RuleFault]:
    """What is only possible is never above a warning; of a grant, a Deny that is told apart is something else."""
    for clause in draft.clauses:
        match clause:
            case Severities(_, levels):
                said = [*((guard.severity, guard.span) for guard in levels.guards), (levels.otherwise, levels.span)]
                message = "what is only possible is no error; expected `warning` or `note`"
                yield from (fault(message, text, span) for level, span in said if level is Severity.ERROR)
            case _:
                pass


def _of_clause(clause: Clause, lexicon: Lexicon, text: Text) -> Iterator[RuleFault]:
    match clause:
        case Texts(keyword, said):
            if not said.text.strip():
                yield fault(f"`{keyword}` says nothing", text, said.span)
            elif keyword in {"title", "help"} and "\n" in said.text:
                yield fault(f"`{keyword}` has more than one line", text, said.span)
            elif keyword == "reference" and not re.fullmatch(r"https://[^\s/]+(/\S*)?", said.text):
                yield fault(f"`{said.text}` is no address; expected `https://...`", text, said.span)
        case ForEach(_, subject) if subject.words not in lexicon.subjects:
            listed = ", ".join(f"`{one}`" for one in lexicon.subjects)
            yield fault(f"`{subject.words}` is nothing that a rule looks at; there are {listed}", text, subject.span)


def _of_sense(draft: Draft, words: Mapping[str, Entry], text: Text) -> Iterator[RuleFault]:
    for clause in draft.clauses:
        match clause:
            case When(_, said) | Require(_, said):
                parts = [said]
            case Severities(_, levels):
                parts = [guard.condition for guard in levels.guards]
            case _:
                parts = []
        for part in parts:
            yield from (
                fault(complaint.message, text, complaint.span) for complaint in complaints(part, words, text.content)
            )


def _settled(draft: Draft, words: Mapping[str, Entry]) -> Draft:
    return replace(draft, clauses=tuple(_settled_clause(clause, words) for clause in draft.clauses))


def _settled_clause(clause: Clause, words: Mapping[str, Entry]) -> Clause:
    match clause:
        case When(_, condition):
            return replace(clause, said=settled_condition(condition, words))
        case Require(_, demand):
            return replace(clause, said=settled(demand, words))
        case Severities(_, levels):
            guards = (replace(guard, condition=settled_condition(guard.condition, words)) for guard in levels.guards)
            return replace(clause, said=replace(levels, guards=tuple(guards)))
        case _:
            return clause


def _rule(draft: Draft) -> Rule:
    texts = {clause.keyword: clause.said.text for clause in draft.clauses if isinstance(clause, Texts)}
    (severity,) = (clause.said for clause in draft.clauses if isinstance(clause, Severities))
    (subject,) = (clause.said for clause in draft.clauses if isinstance(clause, ForEach))
    (require,) = (clause.said for clause in draft.clauses if isinstance(clause, Require))
    denied = (Severity(clause.said.text) for clause in draft.clauses if isinstance(clause, WhenDenied))
    refusals = (clause.said for clause in draft.clauses if isinstance(clause, Refused))
    symptoms = (name.text for clause in draft.clauses if isinstance(clause, Symptoms) for name in clause.said)
    return Rule(
        name=draft.name,
        title=texts["title"],
        severity=severity,
        symptoms=tuple(symptoms),
        reference=texts["reference"],
        why=texts["why"],
        help=texts.get("help"),
        subject=subject.words,
        when=next((clause.said for clause in draft.clauses if isinstance(clause, When)), None),
        require=require,
        denied=next(denied, None),
        refused=next((PutError(*(part.text for part in said)) for said in refusals), None),
        possible=any(isinstance(clause, Doubted) for clause in draft.clauses),
        span=draft.span,
    )
