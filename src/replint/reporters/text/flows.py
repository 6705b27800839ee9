"""The table of flows: what came out of each hop of each intended copying; knows no finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Verdict
from replint.reporters.text.cells import visible, width, wrap
from replint.reporters.text.names import bucket, count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import Check, FlowReport
    from replint.reporters.text.paint import Ink, Line

HOPS = ("trust", "read", "write", "decrypt", "encrypt")
OTHER = "other"
"""The column of requirements that are no call of a hop, shown where there are any."""

WHOLE = 25
"""So many flows are all listed; of more, those in which everything holds are only counted."""
NARROW = 34
"""Fewer cells than this hold no names: each flow is then told in words."""
GAP = "  "

_WEIGHT = {Verdict.HOLDS: 0, Verdict.UNKNOWN: 1, Verdict.FAILS: 2}
_INKS: dict[str, Ink] = {Verdict.HOLDS: "good", Verdict.UNKNOWN: "warning", Verdict.FAILS: "error"}


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
    return [*HOPS, OTHER] if beside else [*HOPS]


def _verdicts(flow: FlowReport, hops: Sequence[str]) -> list[str]:
    worst: dict[str, Verdict] = {}
    for check in flow.checks:
        hop = _hop(check)
        worst[hop] = max(worst.get(hop, Verdict.HOLDS), check.verdict, key=_WEIGHT.__getitem__)
    return [str(worst.get(hop, "-")) for hop in hops]


def _hop(check: Check) -> str:
    return check.hop if check.hop in HOPS else OTHER


def _grid(
    flows: Sequence[FlowReport], hops: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[int], room: int
) -> Iterator[Line]:
    """The table proper: names to the left in `room` cells, wrapped; verdicts to the right."""
    ends = [(visible(bucket(flow.source)), "-> " + visible(bucket(flow.destination))) for flow in flows]
    rules = [visible(flow.replication_rule) for flow in flows]
    head = ("flow", "replication rule")
    rule_room = min(max(map(width, (head[1], *rules))), max(len(head[1]), room // 3))
    room -= rule_room + len(GAP)
    one_line = all(width(f"{source} {target}") <= room for source, target in ends)
    names = [wrap(f"{a} {b}", room) if one_line else [*wrap(a, room), *wrap(b, room)] for a, b in ends]
    room = max(len(head[0]), *(width(line) for lines in names for line in lines))
    titles = "".join(GAP + hop.ljust(size) for hop, size in zip(hops, columns, strict=True))
    yield ((_pad(head[0], room) + GAP + _pad(head[1], rule_room) + titles, "strong"),)
    for lines, rule, row in zip(names, rules, rows, strict=True):
        told = wrap(rule, rule_room)
        for index in range(max(len(lines), len(told))):
            left, right = (part[index] if index < len(part) else "" for part in (lines, told))
            verdicts = _cells(row, columns) if index == 0 else ()
            yield (_pad(left, room) + GAP + _pad(right, rule_room), "plain"), *verdicts


def _cells(row: Sequence[str], columns: Sequence[int]) -> Line:
    return tuple((GAP + cell.ljust(size), _INKS.get(cell, "dim")) for cell, size in zip(row, columns, strict=True))


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
