"""Findings that one change mends as a block that opens: its sum in one line, inside all that there is to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.finding import Severity
from replint.reporters.cases import SAFETIES, call, outcome, pointer, reference, then, why
from replint.reporters.groups import concerned
from replint.reporters.inline import html, html_name, link, name, prose
from replint.reporters.markdown.excerpt import diff, source
from replint.reporters.markdown.limit import Entry
from replint.reporters.sequel import doubt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from replint.finding import Finding, FlowReport, Label, RuleInfo
    from replint.reporters.checkout import Checkout
    from replint.reporters.groups import Group
    from replint.reporters.screen import Screen
    from replint.span import Place

SIGNS = {Severity.ERROR: "\u274c", Severity.WARNING: "\U0001f536", Severity.NOTE: "\U0001f4a1"}
"""A sign for each severity, of different forms; the word stands beside it."""


class Guide(NamedTuple):
    """What every block of a report looks up: the rules by name, the flows by id, the screen."""

    rules: Mapping[str, RuleInfo]
    flows: Mapping[str, FlowReport]
    screen: Screen

    @property
    def checkout(self) -> Checkout:
        """Where the documents are in their repository."""
        return self.screen.checkout

    def why(self, finding: Finding) -> str:
        """The reason of the finding's rule, in one line."""
        return why(finding, self.rules)

    def page(self, finding: Finding) -> str:
        """The page that says so: the finding's own, else its rule's."""
        return reference(finding, self.rules)


def entry(group: Group, guide: Guide) -> Entry:
    """The group as a block, and as a line of a list."""
    sign, one = f"{SIGNS[group.severity]} ", len(group.rules) == 1
    worst = group.worst
    title = f"{sign}<b>{group.severity}</b>{' ' + html_name(worst.rule) if one else ''}: {html(group.message)}"
    line = f"- {sign}**{group.severity}**{' ' + name(worst.rule) if one else ''} {_where(group.place, guide)}: "
    return Entry(lambda: opening(title, _body(group, guide)), line + prose(group.message))


def opening(title: str, blocks: Iterable[str]) -> str:
    """A block that opens: its title is HTML on one line, what is inside is Markdown, block by block."""
    inside = "\n\n".join(filter(None, blocks))
    return f"<details>\n<summary>{title}</summary>\n\n{inside}\n\n</details>"


def place(where: Place, checkout: Checkout) -> str:
    """A place as path and line, which lead to the line where a server shows it."""
    file = where.text.file
    line = file.position(where.span.start).line
    return link(name(f"{checkout.path(file.path)}:{line}"), checkout.address(file.path, line))


def points(told: Iterable[tuple[str, str]]) -> str:
    """A list of what is told, each under a word of ours; what says nothing is left out."""
    return "\n".join(f"- **{word}:** {text}" if word else f"- {text}" for word, text in told if text)


def seen(places: Iterable[str]) -> str:
    """A list of places below one word; empty of none."""
    return _headed("see", [f"- {each}" for each in dict.fromkeys(places)])


def _headed(word: str, lines: Iterable[str]) -> str:
    """A list below a word of its own, without which it would go on with the list before; empty of no lines."""
    told = [*lines]
    return "\n".join([f"**{word}:**", "", *told]) if told else ""


def _where(where: Place, guide: Guide) -> str:
    return place(where, guide.checkout)


def _body(group: Group, guide: Guide) -> Iterator[str]:
    worst = group.worst
    yield _labelled(group.primary, guide)
    yield source(group.primary)
    yield points(_told(group, guide))
    yield _headed("each", _members(group.findings, guide) if len(group.rules) > 1 else ())
    yield _headed("the same change also", _members(group.also, guide))
    yield seen(_labelled(label, guide) for label in group.related)
    yield _help(group)
    yield diff(group.edits, worst.primary.place.text.file, guide.checkout)
    yield _pages(group, guide)


def _labelled(label: Label, guide: Guide) -> str:
    message = f": {prose(label.message)}" if label.message else ""
    return f"{_where(label.place, guide)}{message}"


def _told(group: Group, guide: Guide) -> Iterator[tuple[str, str]]:
    """What is told of all of the group: a group of several rules has the reason and the calls of each below."""
    worst, advice = group.worst, group.severity is Severity.NOTE
    one = len(group.rules) == 1
    yield "at", prose(pointer(worst))
    if one:
        yield "why", prose(guide.why(worst))
        *calls, last = (call(finding) for finding in group.findings)
        stopped = outcome(worst) if worst.action and not advice else ()
        yield from (("case", prose(" ".join(each))) for each in (*calls, (*last, *stopped)))
        yield from dict.fromkeys(("then", prose(" ".join(then(each)))) for each in group.findings if not advice)
    else:
        yield "case", prose(" ".join(("all of them", *outcome(worst)))) if not advice else ""
    if certain := doubt(worst):
        yield "note", prose(f"possible, not certain: {certain}")
    yield "flow", prose(" ".join(concerned(group, guide.flows, every=guide.screen.verbose)))


def _members(findings: Sequence[Finding], guide: Guide) -> Iterator[str]:
    """Each finding of several: its rule, what that finds, the call, what it walks into and what comes of it."""
    apart = len({finding.trap for finding in findings}) > 1
    for finding in findings:
        rule = guide.rules.get(finding.rule)
        title = f": {prose(rule.title)}" if rule and rule.title else ""
        yield f"- {SIGNS[finding.severity]} **{finding.severity}** {name(finding.rule)}{title}"
        advice = finding.severity is Severity.NOTE
        told = [
            ("case", prose(" ".join(call(finding)))),
            ("", prose(finding.trap) if apart else ""),
            ("then", prose(" ".join(then(finding, rule))) if not advice else ""),
            ("why", prose(guide.why(finding)) if not advice and not finding.symptoms else ""),
        ]
        yield from (f"  {line}" for line in points(told).splitlines())


def _help(group: Group) -> str:
    """What to change, sentence by sentence; behind the last one how safe the change is that is shown below."""
    safeties = dict.fromkeys(patch.safety for patch in group.patches)
    told = [prose(text) for text in group.help if text]
    return " ".join(["**help:**", "; ".join(told), *(f"({SAFETIES[safety]})" for safety in safeties)]) if told else ""


def _pages(group: Group, guide: Guide) -> str:
    """How to have each rule explained, and the pages that say so."""
    findings = {finding.rule: finding for finding in (*group.findings, *group.also)}
    told = [name(f"replint explain {rule}") for rule in findings]
    pages = dict.fromkeys(filter(None, (guide.page(finding) for finding in findings.values())))
    return " \u00b7 ".join([*told, *(_page(page) for page in pages)])


def _page(address: str) -> str:
    """A page, under the name of its server; what is no address is told as it is."""
    label = address.partition("://")[2].partition("/")[0]
    told = link(label, address)
    return told if told != label else name(address)
