"""The table of flows in Markdown: the worst verdict of each hop, with a sign and a word for each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from replint.finding import Verdict
from replint.reporters.checks import columns, hop_of, rows, worst
from replint.reporters.inline import cell
from replint.reporters.markdown.limit import Entry, fitted
from replint.reporters.names import bucket, flow_name, origins
from replint.reporters.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import FlowReport

SIGNS = {Verdict.HOLDS: "\u2705", Verdict.FAILS: "\u274c", Verdict.UNKNOWN: "\u2753"}
"""A sign for each verdict; they differ in form as well as in colour, and a word stands beside each."""
_WORDS = {Verdict.HOLDS: "ok", Verdict.FAILS: "**fails**", Verdict.UNKNOWN: "unknown"}
_NOTHING = "-"


def table(flows: Sequence[FlowReport], room: int, *, every: bool = False) -> Iterator[str]:
    """A block with a row for each flow, and one that says how many have none; within a room.

    Of many flows only those in which something does not hold have one, unless `every` one is asked for.
    """
    listed, holding = rows(flows, every=every)
    if listed:
        hops = columns(listed)
        names = origins([(flow_name(flow), flow.place) for flow in listed])
        entries = [Entry(partial(_row, flow, origin, hops)) for flow, origin in zip(listed, names, strict=True)]
        told, _, more = fitted(entries, room)
        if told:
            yield "\n".join([_line(["flow", "replication rule", *hops]), _line(["---"] * (2 + len(hops))), *told])
        if more:
            yield f"and {count(more, 'more flow')}" if told else f"{count(more, 'flow')}"
    if holding:
        yield holding


def _row(flow: FlowReport, origin: str, hops: Sequence[str]) -> str:
    found = (worst(check.verdict for check in flow.checks if hop_of(check) == hop) for hop in hops)
    rule = f"{cell(flow.replication_rule)} (in {cell(origin)})" if origin else cell(flow.replication_rule)
    verdicts = (f"{SIGNS[verdict]}\u00a0{_WORDS[verdict]}" if verdict else _NOTHING for verdict in found)
    return _line([f"{cell(bucket(flow.source))} \u2192 {cell(bucket(flow.destination))}", rule, *verdicts])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
