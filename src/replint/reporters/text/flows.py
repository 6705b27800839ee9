"""The table of flows: what came out of each hop of each intended copying; knows no finding."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from replint.finding import Verdict
from replint.reporters.checks import columns, hop_of, rows, worst
from replint.reporters.names import bucket, flow_name, origins
from replint.reporters.text.cells import width, wrap
from replint.reporters.visible import harmless, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import FlowReport
    from replint.reporters.text.paint import Ink, Line, Stretch

Names: TypeAlias = "list[tuple[list[str], list[str]]]"
"""What stands to the left of the verdicts of each flow: the lines of its buckets, and those of its rule."""

GAP = "  "
TITLES = ("flow", "replication rule")

# What holds is told in fewest letters and what fails in largest, so that it is seen at a glance without colour too.
_SHOWN = {Verdict.HOLDS: "ok", Verdict.FAILS: "FAILS", Verdict.UNKNOWN: "unknown"}
VERDICT_INKS: dict[Verdict, Ink] = {Verdict.HOLDS: "good", Verdict.UNKNOWN: "warning", Verdict.FAILS: "error"}


def table(flows: Sequence[FlowReport], cells: int, *, every: bool = False) -> Iterator[Line]:
    """A row for each flow: where from and where to, the replication rule, and the worst verdict of each hop.

    Of many flows only those in which something does not hold, unless `every` one is asked for.
    """
    listed, more = rows(flows, every=every)
    if listed:
        hops = columns(listed)
        head: list[Stretch] = [(hop, "strong") for hop in hops]
        verdicts = _aligned([head, *(_verdicts(flow, hops) for flow in listed)])
        room = cells - sum(width(text) for text, _ in verdicts[0])
        called = _called(listed)
        names = _beside(called, room)
        yield from _stacked(called, verdicts, room, cells) if names is None else _grid(names, verdicts)
    if more:
        yield ((more, "dim"),)


def _verdicts(flow: FlowReport, hops: Sequence[str]) -> list[Stretch]:
    found = [worst(check.verdict for check in flow.checks if hop_of(check) == hop) for hop in hops]
    return [(_SHOWN[verdict], VERDICT_INKS[verdict]) if verdict else ("-", "dim") for verdict in found]


def _aligned(rows: Sequence[Sequence[Stretch]]) -> list[Line]:
    """The rows with each of their cells as wide as the widest of its column, behind a gap."""
    sizes = [max(len(text) for text, _ in column) for column in zip(*rows, strict=True)]
    return [tuple((GAP + text.ljust(size), ink) for (text, ink), size in zip(row, sizes, strict=True)) for row in rows]


class _Called(NamedTuple):
    """What tells a flow from others: its buckets, its rule, and where it is from if that is all that does."""

    source: str
    target: str
    rule: str
    origin: str


def _called(flows: Sequence[FlowReport]) -> list[_Called]:
    return [
        _Called(
            harmless(visible(bucket(flow.source))),
            visible(bucket(flow.destination)),
            visible(flow.replication_rule),
            visible(f"({origin})") if origin else "",
        )
        for flow, origin in zip(flows, origins([(flow_name(flow), flow.place) for flow in flows]), strict=True)
    ]


def _beside(called: Sequence[_Called], room: int) -> Names | None:
    """The names in as few lines as fit in `room` cells beside the verdicts; None where none do that break no name."""
    wide: Names = [([f"{each.source} -> {each.target}"], [f"{each.rule} {each.origin}".rstrip()]) for each in called]
    split: Names = [([each.source, f"-> {each.target}"], [each.rule, each.origin]) for each in called]
    return next((names for names in (wide, split) if sum(_sizes(names)) + len(GAP) <= room), None)


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


def _stacked(called: Sequence[_Called], rows: Sequence[Line], room: int, cells: int) -> Iterator[Line]:
    """The table where names are too long to stand beside the verdicts: the buckets above them, the rule if it fits."""
    title = next((title for title in ("flow, by replication rule", "flow") if len(title) <= room), "")
    yield (_pad(title, room), "strong"), *rows[0]
    beside = all(width(f"by `{each.rule}`") <= room for each in called)
    for each, verdicts in zip(called, rows[1:], strict=True):
        rule = f"by `{each.rule}`"
        above = [f"{each.source} -> {each.target}", "" if beside else rule, each.origin]
        for line in wrap(" ".join(filter(None, above)), cells):
            yield ((line, "plain"),)
        yield (_pad(rule if beside else "", room), "plain"), *verdicts


def _pad(text: str, size: int) -> str:
    return text + " " * (size - width(text))
