"""The evidence for each flow: what was asked, the verdict, and the statements that grant it; knows no finding."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING

from replint.finding import Verdict
from replint.reporters.names import flow_name
from replint.reporters.text.cells import width, wrap
from replint.reporters.text.flows import HOPS, SETUP, VERDICT_INKS, hop_of
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import Check, FlowReport, Json
    from replint.reporters.text.paint import Line
    from replint.span import Place, Text

_HOP = max(map(len, HOPS)) + 2
_VERDICT = max(map(len, Verdict)) + 2
_LEAD = 2 + _HOP + _VERDICT


def proof(flows: Sequence[FlowReport], cells: int) -> Iterator[Line]:
    """A block for each flow, a requirement below the other in the order of the hops; rules that rest have none."""
    documents: dict[Text, Json] = {}
    for flow in flows:
        for line in wrap(visible(f"evidence for {flow_name(flow)}, as {flow.role}"), cells):
            yield ((line, "strong"),)
        for hop in (*HOPS, SETUP):
            checks = (check for check in flow.checks if hop_of(check) == hop)
            name = hop
            # What the same statements grant stands together, and they behind it.
            for (verdict, evidence), same in groupby(checks, key=lambda check: (check.verdict, check.evidence)):
                lines = [line for check in same for line in wrap(visible(_asked(check)), cells - _LEAD)]
                if verdict is Verdict.HOLDS:
                    lines += (line for place in evidence for line in _granting(place, documents, cells - _LEAD))
                yield from _rows(name, verdict, lines)
                name = ""


def _rows(hop: str, verdict: Verdict, lines: Sequence[str]) -> Iterator[Line]:
    yield (f"  {hop:{_HOP}}", "frame"), (f"{verdict:{_VERDICT}}", VERDICT_INKS[verdict]), (lines[0], "plain")
    for line in lines[1:]:
        yield (" " * _LEAD, "plain"), (line, "plain")


def _asked(check: Check) -> str:
    """What was asked: by which rule, and of which call, if it is one."""
    if check.action is None:
        return f"[{check.rule}]"
    return f"[{check.rule}] {check.action}" + ("" if check.resource is None else f" on {check.resource}")


def _granting(place: Place, documents: dict[Text, Json], room: int) -> list[str]:
    """A statement as people find it: by its Sid, else by its number, and where it stands, which is not broken."""
    file = place.text.file
    line, column = file.position(place.span.start)
    inside = "" if place.inner is None else f", in that string `{place.inner}`"
    sid = _sid(place, documents)
    number = place.route[-1] if place.route else None
    name = f"`{sid}`" if sid else str(number + 1) if isinstance(number, int) else "1"
    told, where = visible(f"by statement {name}{inside}"), f"--> {visible(file.path)}:{line}:{column}"
    if width(told) + 1 + width(where) <= room:
        return [f"{told} {where}"]
    return [*wrap(told, room), where]


def _sid(place: Place, documents: dict[Text, Json]) -> str | None:
    """The statement's Sid, read from its text once more: a report carries places, and no policy."""
    if place.text not in documents:
        try:
            documents[place.text] = json.loads(place.text.content)
        except (ValueError, RecursionError):
            documents[place.text] = None
    found = documents[place.text]
    for step in (*place.route, "Sid"):
        if isinstance(found, dict):
            found = found.get(str(step))
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found if isinstance(found, str) else None
