"""Findings that have one cause in one place -> one thing to tell; nothing of them is lost; knows no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from replint.finding import Label, Severity
from replint.reporters.names import flow_name, listed, owner_of, some

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from replint.finding import Certainty, Edit, Finding, FlowReport, Patch
    from replint.span import Place

MOST_MARKED = 3
"""How many actions a mark in the source names before it says how many more there are."""


class Group(NamedTuple):
    """One finding, or several that have one cause in one place; the worst one first.

    `also` is advice that the same change follows by the way.
    """

    findings: tuple[Finding, ...]
    also: tuple[Finding, ...] = ()

    @property
    def worst(self) -> Finding:
        """The finding that says how bad it is; what all have in common is read from it."""
        return self.findings[0]

    @property
    def severity(self) -> Severity:
        """The severity of the worst."""
        return self.worst.severity

    @property
    def certainty(self) -> Certainty:
        """The certainty of all."""
        return self.worst.certainty

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of the rules, each once."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))

    @property
    def flows(self) -> tuple[str, ...]:
        """The ids of the flows that any of them concerns."""
        return tuple(dict.fromkeys(flow for finding in (*self.findings, *self.also) for flow in finding.flows))

    @property
    def place(self) -> Place:
        """The place to change."""
        return self.worst.primary.place

    @property
    def primary(self) -> Label:
        """What is to be said there, of all of them."""
        texts = _together(self.findings, lambda finding: finding.primary.message, MOST_MARKED)
        return Label(self.place, "; ".join(texts), all(finding.primary.absent for finding in self.findings))

    @property
    def related(self) -> tuple[Label, ...]:
        """The places that any of them rests on, each with everything that is to be said there."""
        labels = (label for finding in (*self.findings, *self.also) for label in finding.related)
        return tuple(dict.fromkeys(labels))

    @property
    def message(self) -> str:
        """What is wrong: the finding's own words, or how many actions are refused by what all have in common."""
        if len(self.findings) == 1:
            return self.worst.message
        actions = dict.fromkeys(finding.action for finding in self.findings)
        needed = " that replication may need" if self.worst.need else " that replication needs"
        needed = "" if self.severity is Severity.NOTE else needed
        what = f"{len(actions)} actions{needed}" if len(actions) > 1 else f"`{self.worst.action}`"
        traps = {finding.trap for finding in self.findings}
        trap = f": {traps.pop()}" if traps == {self.worst.trap} and self.worst.trap else ""
        return f"{self.worst.cause} {what}{self._on}{trap}"

    @property
    def _on(self) -> str:
        """What the actions are refused on, where that is one thing and the findings themselves say so."""
        if any(each.message.removesuffix(f": {each.trap}").endswith(f"`{each.action}`") for each in self.findings):
            return ""
        resources = [*dict.fromkeys(finding.resource or "" for finding in self.findings)]
        if len(resources) == 1:
            return f" on `{resources[0]}`" if resources[0] else ""
        owners = {owner_of(resource) for resource in resources}
        return f" on `{owners.pop()}` and its objects" if len(owners) == 1 else ""

    @property
    def help(self) -> tuple[str, ...]:
        """What to change, sentence by sentence; one sentence where only the actions differ."""
        return _together(self.findings, lambda finding: finding.help or "")

    @property
    def patches(self) -> tuple[Patch, ...]:
        """The changes that are suggested."""
        return tuple(finding.patch for finding in self.findings if finding.patch)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All of their edits."""
        return tuple(edit for patch in self.patches for edit in patch.edits)


def groups(findings: Iterable[Finding]) -> list[Group]:
    """The findings of one cause and one place together, in the order of the first of each.

    Advice is not mixed with what has to be done: where one change does both it stands by, else apart.
    """
    found: dict[Hashable, list[Finding]] = {}
    advice: dict[Hashable, list[Finding]] = {}
    for number, finding in enumerate(findings):
        cause = number if finding.cause is None else _cause(finding)
        of_note = finding.severity is Severity.NOTE
        if of_note and any(finding.help == each.help for each in found.get((cause, False), ())):
            advice.setdefault((cause, False), []).append(finding)
        else:
            found.setdefault((cause, of_note), []).append(finding)
    return [Group(tuple(sorted(told, key=_weight)), tuple(advice.get(key, ()))) for key, told in found.items()]


def concerned(group: Group, flows: Mapping[str, FlowReport], *, every: bool = False) -> tuple[str, ...]:
    """Which flows it concerns, where the report has several; of what is no call always: nothing else names buckets."""
    ids = group.flows
    if group.worst.action and len(flows) == 1:
        return ()
    if group.worst.action and len(ids) == len(flows) and flows and not every:
        return (f"all {len(flows)} flows" if len(flows) > 2 else "both flows",)  # noqa: PLR2004
    return some([flow_name(flows[each]) for each in ids if each in flows], all_of_them=every)


def _weight(finding: Finding) -> int:
    return -finding.severity.weight


def _cause(finding: Finding) -> Hashable:
    """What findings that are told together have in common."""
    return (
        finding.cause,
        finding.layer,
        finding.principal,
        finding.certainty,
        finding.denied,
        finding.primary.place,
    )


def _together(findings: Sequence[Finding], text: Callable[[Finding], str], most: int | None = None) -> tuple[str, ...]:
    """The texts of the findings, each once; those that differ in the action alone as one that names all actions."""
    shapes: dict[tuple[str, ...], dict[str, None]] = {}
    for finding in findings:
        action = f"`{finding.action}`"
        parts = text(finding).split(action) if finding.action else [text(finding)]
        shapes.setdefault(tuple(parts), {})[action] = None
    return tuple(listed([*actions], most).join(parts) for parts, actions in shapes.items())
