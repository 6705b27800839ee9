"""The table of flows: what came out of each hop of each intended copying; knows no finding."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias

from replint.finding import Verdict
from replint.reporters.names import bucket
from replint.reporters.summary import count
from replint.reporters.text.cells import width, wrap
from replint.reporters.visible import harmless, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import Check, FlowReport
    from replint.reporters.text.paint import Ink, Line, Stretch

Names: TypeAlias = "list[tuple[list[str], list[str]]]"
"""What stands to the left of the verdicts of each flow: the lines of its buckets, and those of its rule."""

HOPS = ("trust", "read", "write", "decrypt", "encrypt")
SETUP = "setup"
"""The column of requirements that are no call of a hop, shown where there are any."""

WHOLE = 25
"""So many flows are all listed; of more, those in which everything holds are only counted."""
GAP = "  "
TITLES = ("flow", "replication rule")

# What holds is told in fewest letters and what fails in largest, so that it is seen at a glance without colour too.
_SHOWN = {Verdict.HOLDS: "ok", Verdict.FAILS: "FAILS", Verdict.UNKNOWN: "unknown"}
_WEIGHT = {Verdict.HOLDS: 0, Verdict.UNKNOWN: 1, Verdict.FAILS: 2}
VERDICT_INKS: dict[Verdict, Ink] = {Verdict.HOLDS: "good", Verdict.UNKNOWN: "warning", Verdict.FAILS: "error"}


def table(flows: Sequence[FlowReport], cells: int) -> Iterator[Line]:
    """A row for each flow: where from and where to, the replication rule, and the worst verdict of each hop."""
    listed = flows if len(flows) <= WHOLE else [flow for flow in flows if flow.verdict is not Verdict.HOLDS]
    if listed:
        hops = _hops(listed)
        head: list[Stretch] = [(hop, "strong") for hop in hops]
        rows = _aligned([head, *(_verdicts(flow, hops) for flow in listed)])
        room = cells - sum(width(text) for text, _ in rows[0])
        names = _beside(listed, room)
        yield from _stacked(listed, rows, room, cells) if names is None else _grid(names, rows)
    if len(listed) < len(flows):
        more = count(len(flows) - len(listed), "more flow" if listed else "flow")
        yield ((f"{more} in which everything holds", "dim"),)


def _hops(flows: Sequence[FlowReport]) -> list[str]:
    beside = any(check.hop not in HOPS for flow in flows for check in flow.checks)
    return [*HOPS, SETUP] if beside else [*HOPS]


def _verdicts(flow: FlowReport, hops: Sequence[str]) -> list[Stretch]:
    worst: dict[str, Verdict] = {}
    for check in flow.checks:
        hop = hop_of(check)
        worst[hop] = max(worst.get(hop, Verdict.HOLDS), check.verdict, key=_WEIGHT.__getitem__)
    return [(_SHOWN[worst[hop]], VERDICT_INKS[worst[hop]]) if hop in worst else ("-", "dim") for hop in hops]


def hop_of(check: Check) -> str:
    """The hop of a requirement, or the column of those that belong to none."""
    return check.hop if check.hop in HOPS else SETUP


def _aligned(rows: Sequence[Sequence[Stretch]]) -> list[Line]:
    """The rows with each of their cells as wide as the widest of its column, behind a gap."""
    sizes = [max(len(text) for text, _ in column) for column in zip(*rows, strict=True)]
    return [tuple((GAP + text.ljust(size), ink) for (text, ink), size in zip(row, sizes, strict=True)) for row in rows]


def _beside(flows: Sequence[FlowReport], room: int) -> Names | None:
    """The names in as few lines as fit in `room` cells beside the verdicts; None where none do that break no name."""
    told = [(*_buckets(flow), visible(flow.replication_rule)) for flow in flows]
    wide: Names = [([f"{source} -> {target}"], [rule]) for source, target, rule in told]
    split: Names = [([source, f"-> {target}"], [rule]) for source, target, rule in told]
    return next((names for names in (wide, split) if sum(_sizes(names)) + len(GAP) <= room), None)


def _buckets(flow: FlowReport) -> tuple[str, str]:
    return harmless(visible(bucket(flow.source))), visible(bucket(flow.destination))


def _sizes(names: Names) -> list[int]:
    """How wide each column of names is."""
    columns = zip(TITLES, zip(*names, strict=True), strict=True)
    return [max(len(title), *(width(line) for lines in column for line in lines)) for title, column in columns]


def _grid(names: Names, rows: Sequence[Line]) -> Iterator[Line]:
    """The table proper: names to the left, verdicts to the right."""
    sizes = _sizes(names)
    yield (GAP.join(map(_pad, TITLES, sizes)), "strong"), *rows[0]
    for lines, verdicts in zip(names, rows[1:], strict=True):
        for index, parts in enumerate(zip_longest(*lines, fillvalue="")):
            yield (GAP.join(map(_pad, parts, sizes)), "plain"), *(() if index else verdicts)


def _stacked(flows: Sequence[FlowReport], rows: Sequence[Line], room: int, cells: int) -> Iterator[Line]:
    """The table where names are too long to stand beside the verdicts: the buckets above them, the rule if it fits."""
    title = next((title for title in ("flow, by replication rule", "flow") if len(title) <= room), "")
    yield (_pad(title, room), "strong"), *rows[0]
    rules = [f"by `{visible(flow.replication_rule)}`" for flow in flows]
    beside = all(width(rule) <= room for rule in rules)
    for flow, rule, verdicts in zip(flows, rules, rows[1:], strict=True):
        buckets = " -> ".join(_buckets(flow))
        for line in wrap(buckets if beside else f"{buckets} {rule}", cells):
            yield ((line, "plain"),)
        yield (_pad(rule if beside else "", room), "plain"), *verdicts


def _pad(text: str, size: int) -> str:
    return text + " " * (size - width(text))
