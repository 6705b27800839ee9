"""The evidence for whatever was looked at: what was asked, the verdict, and the statements that grant it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Verdict
from replint.reporters.checks import HOPS, SETUP, alike, hop_of, told
from replint.reporters.names import flow_name, origins
from replint.reporters.text.cells import width, wrap
from replint.reporters.text.flows import VERDICT_INKS
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import Check, FlowReport, Label, Report, SubjectReport
    from replint.reporters.text.paint import Line

_HOP = max(map(len, HOPS)) + 2
_VERDICT = max(map(len, Verdict)) + 2
_LEAD = 2 + _HOP + _VERDICT


def proof(report: Report, cells: int) -> Iterator[Line]:
    """A block for each flow and what was looked at beside, a requirement below the other in the order of the hops."""
    beside = [f"{each.kind} `{each.id}`" for each in report.subjects]
    names = [*map(flow_name, report.flows), *beside]
    subjects: tuple[FlowReport | SubjectReport, ...] = (*report.flows, *report.subjects)
    places = [each.place for each in subjects]
    for name, origin, each in zip(names, origins([*zip(names, places, strict=True)]), subjects, strict=True):
        told = f"evidence for {name} in {origin}" if origin else f"evidence for {name}"
        for line in wrap(visible(f"{told}, as {each.role}"), cells, whole=True):
            yield ((line, "strong"),)
        yield from _by_hop(each.checks, cells - _LEAD)


def _by_hop(checks: Sequence[Check], room: int) -> Iterator[Line]:
    for hop in (*HOPS, SETUP):
        name = hop
        here = (check for check in checks if hop_of(check) == hop)
        # What the same statements grant stands together, and they behind it.
        for verdict, evidence, same in alike(here):
            lines = [line for check in same for line in wrap(visible(_asked(check)), room, whole=True)]
            if verdict is Verdict.HOLDS:
                lines += (line for label in evidence for line in _granting(label, room))
            yield from _rows(name, verdict, lines)
            name = ""


def _rows(hop: str, verdict: Verdict, lines: Sequence[str]) -> Iterator[Line]:
    yield (f"  {hop:{_HOP}}", "frame"), (f"{verdict:{_VERDICT}}", VERDICT_INKS[verdict]), (lines[0], "plain")
    for line in lines[1:]:
        yield (" " * _LEAD, "plain"), (line, "plain")


def _asked(check: Check) -> str:
    """What was asked, and by which rule."""
    return f"[{check.rule}] {told(check)}".rstrip()


def _granting(label: Label, room: int) -> list[str]:
    """Which statement of which policy grants, and where it stands, which is not broken."""
    place = label.place
    line, column = place.text.file.position(place.span.start)
    inside = "" if place.inner is None else f", in that string `{place.inner}`"
    told = visible(f"by {label.message}{inside}")
    where = f"--> {visible(place.text.file.path)}:{line}:{column}"
    if width(told) + 1 + width(where) <= room:
        return [f"{told} {where}"]
    return [*wrap(told, room), where]
