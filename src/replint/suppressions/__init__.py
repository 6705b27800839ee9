"""What suppressions mean: which findings one hides, and which suppressions hide nothing.

An entry is about one rule and one place: the way to a value, the `Sid` of a statement, or the `ID` of a replication
rule. A finding that concerns several replication rules is hidden when entries cover them all, and told whole otherwise.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint import fingerprints
from replint.dialects.telling import finding, shown
from replint.finding import Hidden
from replint.known import Hider
from replint.paths import within
from replint.record import record, replace
from replint.suppressions.called import RULE_ID, SID, Names
from replint.suppressions.reading import MEMBERS, TABLES, Entry, Known, Source, read, wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from replint.dialects.told import Origin
    from replint.finding import Finding, FlowReport
    from replint.span import Place
    from replint.syntax import Node

__all__ = ["Entry", "Known", "Sifted", "gathered", "sift"]


def gathered(
    tables: Iterable[Node], origins: Iterable[Origin], known: Known, cwd: str
) -> tuple[list[Entry], list[Finding]]:
    """The entries of a config file and of bundles, and what is wrong with others.

    Paths of a config file's start from its folder, those of a bundle's from the file that says so.
    """
    entries: list[Entry] = []
    faults: list[Finding] = []
    for node, source in _written(tables, origins, cwd, faults):
        found = read(node, source, known)
        if isinstance(found, Entry):
            entries.append(found)
        else:
            faults.extend(found)
    return entries, faults


def _written(
    tables: Iterable[Node], origins: Iterable[Origin], cwd: str, faults: list[Finding]
) -> Iterator[tuple[Node, Source]]:
    for node in tables:
        yield node, Source(_folder(node, cwd), TABLES)
    for origin in origins:
        listed = origin.suppress
        if listed is None:
            continue
        if not isinstance(listed.value, list):
            message = f"`Suppress` is {listed.kind}, and must be a list"
            faults.append(wrong(listed, message, Source(_folder(listed, cwd), MEMBERS, origin)))
        for node in listed.elements():
            yield node, Source(_folder(node, cwd), MEMBERS, origin)


def _folder(node: Node, cwd: str) -> str:
    return os.path.normpath(os.path.join(cwd, os.path.dirname(node.text.file.path)))


@record
class Sifted:
    """Findings that are told, findings that are hidden, and what is to be said of the entries themselves."""

    told: tuple[Finding, ...]
    hidden: tuple[Hidden, ...]
    about: tuple[Finding, ...]


def sift(  # noqa: PLR0913 - all that decides what an entry hides
    findings: Iterable[Finding],
    flows: Sequence[FlowReport],
    entries: Sequence[Entry],
    *,
    today: str,
    cwd: str,
    is_judged: Callable[[Entry], bool],
) -> Sifted:
    """Hide what entries are about that hold `today`; the order of findings stays.

    Paths of findings are relative to `cwd`. `is_judged` tells whether a run looked for everything that an entry may
    hide: only then it may be called unused.
    """
    holding = [each for each in entries if each.expires is None or each.expires >= today]
    search = _Search(flows, holding, cwd)
    told: list[Finding] = []
    hidden: list[Hidden] = []
    for each in findings:
        hiding = search.hiding(each)
        if hiding:
            reason = "; ".join(dict.fromkeys(entry.reason for entry in hiding))
            expires = min(filter(None, (entry.expires for entry in hiding)), default=None)
            hidden.append(Hidden(each, Hider.SUPPRESSION, hiding[0].place, reason, expires))
        else:
            told.append(each)
    past = [_expired(each) for each in entries if each.expires is not None and each.expires < today]
    unused = [_unused(each) for each in holding if id(each) not in search.used and is_judged(each)]
    return Sifted(tuple(told), tuple(hidden), (*past, *unused))


class _Search:
    """Which entries hide a finding, and which entries were about any."""

    def __init__(self, flows: Sequence[FlowReport], entries: Iterable[Entry], cwd: str) -> None:
        self.used: set[int] = set()
        self._cwd = cwd
        self._names = Names()
        self._by_rule: dict[str, list[Entry]] = {}
        for each in entries:
            self._by_rule.setdefault(each.rule, []).append(each)
        self._flows: dict[tuple[str, str], list[FlowReport]] = {}
        for flow in flows:
            self._flows.setdefault((flow.estate, flow.id), []).append(flow)

    def hiding(self, found: Finding) -> list[Entry]:
        """The entries that hide a finding: the first that points at it, or those that together cover its flows."""
        entries = [each for each in self._by_rule.get(found.rule, ()) if self._is_of(each, found)]
        pointing = [each for each in entries if self._points(each, found.primary.place)]
        self.used.update(map(id, pointing))
        covering: dict[int, Entry] = {}
        concerned = [flow for name in found.flows for flow in self._flows.get((found.estate, name), ())]
        left = 0
        for flow in concerned:
            cover = [each for each in entries if each.way == "rule-id" and self._covers(each, flow, found)]
            self.used.update(map(id, cover))
            left += not cover
            covering.update({id(each): each for each in cover[:1]})
        return pointing[:1] or ([] if left else [*covering.values()])

    def _is_of(self, entry: Entry, found: Finding) -> bool:
        """Whether an entry may be about a finding: that of a bundle is about its own alone."""
        if entry.origin is None:
            return True
        return found.estate == entry.origin.estate and found.primary.place.text.file.path in entry.origin.files

    def _points(self, entry: Entry, place: Place) -> bool:
        """Whether an entry names a place or something around it."""
        if not self._lies_in(place, entry):
            return False
        if entry.way == "pointer":
            return f"{place.pointer}{place.inner or ''}/".startswith(f"{entry.target}/")
        return self._names.of(place, SID if entry.way == "sid" else RULE_ID) == entry.target

    def _covers(self, entry: Entry, flow: FlowReport, found: Finding) -> bool:
        """Whether an entry names the replication rule of a flow, in its file or in that of the finding."""
        if flow.place is None or self._names.of(flow.place, RULE_ID) != entry.target:
            return False
        return self._lies_in(flow.place, entry) or self._lies_in(found.primary.place, entry)

    def _lies_in(self, place: Place, entry: Entry) -> bool:
        if entry.path is None:
            return True
        return within(os.path.normpath(os.path.join(self._cwd, place.text.file.path)), entry.path)


def _where(entry: Entry) -> str:
    path = f" in {shown(entry.said)}" if entry.said else ""
    match entry.way:
        case "pointer":
            return f"at {shown(entry.target)}{path}" if entry.target else path.strip() or "here"
        case "sid":
            return f"in statement {shown(entry.target)}{path}"
        case "rule-id":
            return f"of replication rule {shown(entry.target)}{path}"


def _expired(entry: Entry) -> Finding:
    message = f"the suppression of `{entry.rule}` {_where(entry)} held until `{entry.expires}`"
    hint = "remove it, or judge anew and write a later day"
    return _about("expired-suppression", entry, message, hint, "hides nothing any more")


def _unused(entry: Entry) -> Finding:
    message = f"`{entry.rule}` finds nothing {_where(entry)}"
    return _about("unused-suppression", entry, message, "remove the suppression, which is safe", "hides nothing")


def _about(rule: str, entry: Entry, message: str, hint: str, label: str) -> Finding:
    found = finding(rule, entry.place, message, hint, label=label)
    named = fingerprints.digest(rule, entry.rule, entry.said, entry.way, entry.target)
    return replace(found, estate=entry.origin.estate if entry.origin else "", fingerprint=named)
