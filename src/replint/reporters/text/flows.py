"""The table of flows: what came out of each hop of each intended copying; knows no finding."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias

from replint.finding import Verdict
from replint.reporters.summary import count
from replint.reporters.text.cells import width, wrap
from replint.reporters.text.names import bucket
from replint.reporters.visible import harmless, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import Check, FlowReport
    from replint.reporters.text.paint import Ink, Line

Row: TypeAlias = "tuple[list[str], ...]"
"""The cells of one row, each of some lines."""

HOPS = ("trust", "read", "write", "decrypt", "encrypt")
SETUP = "setup"
"""The column of requirements that are no call of a hop, shown where there are any."""

WHOLE = 25
"""So many flows are all listed; of more, those in which everything holds are only counted."""
NARROW = 24
"""Fewer cells than this hold no names: each flow is then told in words."""
GAP = "  "

_WEIGHT = {Verdict.HOLDS: 0, Verdict.UNKNOWN: 1, Verdict.FAILS: 2}
VERDICT_INKS: dict[str, Ink] = {Verdict.HOLDS: "good", Verdict.UNKNOWN: "warning", Verdict.FAILS: "error"}


def table(flows: Sequence[FlowReport], cells: int) -> Iterator[Line]:
    """A row for each flow: where from and where to, the replication rule, and the worst verdict of each hop."""
    if not flows:
        return
    listed = flows if len(flows) <= WHOLE else [flow for flow in flows if flow.verdict is not Verdict.HOLDS]
    hops = _hops(listed)
    rows = [_verdicts(flow, hops) for flow in listed]
    columns = [max(map(len, column)) for column in zip(hops, *rows, strict=True)]
    room = cells - sum(columns) - len(GAP) * len(columns)
    if listed:
        yield from _words(listed, hops, rows, cells) if room < NARROW else _grid(listed, hops, rows, columns, room)
    if len(listed) < len(flows):
        more = count(len(flows) - len(listed), "more flow" if listed else "flow")
        yield ((f"{more} in which everything holds", "dim"),)


def _hops(flows: Sequence[FlowReport]) -> list[str]:
    beside = any(check.hop not in HOPS for flow in flows for check in flow.checks)
    return [*HOPS, SETUP] if beside else [*HOPS]


def _verdicts(flow: FlowReport, hops: Sequence[str]) -> list[str]:
    worst: dict[str, Verdict] = {}
    for check in flow.checks:
        hop = hop_of(check)
        worst[hop] = max(worst.get(hop, Verdict.HOLDS), check.verdict, key=_WEIGHT.__getitem__)
    return [str(worst.get(hop, "-")) for hop in hops]


def hop_of(check: Check) -> str:
    """The hop of a requirement, or the column of those that belong to none."""
    return check.hop if check.hop in HOPS else SETUP


def _grid(
    flows: Sequence[FlowReport], hops: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[int], room: int
) -> Iterator[Line]:
    """The table proper: names to the left in `room` cells, verdicts to the right."""
    titles, names = _names(flows, room)
    sizes = _sizes(titles, names)
    head = GAP.join(map(_pad, titles, sizes)) + "".join(map(_cell, hops, columns))
    yield ((head, "strong"),)
    for lines, row in zip(names, rows, strict=True):
        verdicts = tuple(
            (_cell(cell, size), VERDICT_INKS.get(cell, "dim")) for cell, size in zip(row, columns, strict=True)
        )
        for index, parts in enumerate(zip_longest(*lines, fillvalue="")):
            yield (GAP.join(map(_pad, parts, sizes)), "plain"), *(() if index else verdicts)


def _names(flows: Sequence[FlowReport], room: int) -> tuple[Sequence[str], list[Row]]:
    """Titles, and the lines of each flow's cells: as few lines as break no name; names are broken as a last resort."""
    told = [(bucket(flow.source), bucket(flow.destination), flow.replication_rule) for flow in flows]
    seen = [(harmless(visible(source)), visible(target), visible(rule)) for source, target, rule in told]
    titles = ("flow", "replication rule")
    wide: list[Row] = [([f"{source} -> {target}"], [rule]) for source, target, rule in seen]
    split: list[Row] = [([source, f"-> {target}"], [rule]) for source, target, rule in seen]
    for names in (wide, split):
        if sum(_sizes(titles, names)) + len(GAP) <= room:
            return titles, names
    return ("flow, by replication rule",), [
        ([*wrap(source, room), *_hanging("-> ", target, room), *_hanging("by ", f"`{rule}`", room)],)
        for source, target, rule in seen
    ]


def _hanging(lead: str, text: str, room: int) -> list[str]:
    """The text behind its lead, wrapped beside it."""
    first, *more = wrap(text, room - len(lead))
    return [lead + first, *(" " * len(lead) + line for line in more)]


def _sizes(titles: Sequence[str], names: Sequence[Row]) -> list[int]:
    """How wide each column of names is."""
    columns = zip(titles, zip(*names, strict=True), strict=True)
    return [max(len(title), *(width(line) for lines in column for line in lines)) for title, column in columns]


def _cell(text: str, size: int) -> str:
    return GAP + text.ljust(size)


def _pad(text: str, size: int) -> str:
    return text + " " * (size - width(text))


def _words(
    flows: Sequence[FlowReport], hops: Sequence[str], rows: Sequence[Sequence[str]], cells: int
) -> Iterator[Line]:
    """Each flow in words, for a screen too narrow for the table."""
    for flow, row in zip(flows, rows, strict=True):
        name = f"{bucket(flow.source)} -> {bucket(flow.destination)}, replication rule `{flow.replication_rule}`"
        for line in wrap(visible(name), cells):
            yield ((line, "strong"),)
        verdicts = ", ".join(f"{hop} {cell}" for hop, cell in zip(hops, row, strict=True) if cell != "-")
        for line in wrap(verdicts, cells - len(GAP)):
            yield ((GAP + line, "plain"),)
