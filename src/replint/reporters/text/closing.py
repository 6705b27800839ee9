"""What a report says after its findings: what could not be verified, what was assumed, and the sum of it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Verdict
from replint.reporters.names import some
from replint.reporters.summary import count, parts
from replint.reporters.text.block import header, trailers
from replint.reporters.text.cells import wrap
from replint.reporters.text.snippet import arrow
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from replint.finding import Report, SubjectReport, Unverified
    from replint.reporters.text.block import Trailer
    from replint.reporters.text.paint import Ink, Line, Stretch


_COUNTED = ((Verdict.HOLDS, "holds", "hold"), (Verdict.FAILS, "fails", "fail"), (Verdict.UNKNOWN, "unknown", "unknown"))
_INKS: dict[Verdict, Ink] = {Verdict.HOLDS: "plain", Verdict.UNKNOWN: "warning", Verdict.FAILS: "error"}


def unverified(gap: Unverified, cells: int) -> Iterator[Line]:
    """Something no document told: what, why, and which requirements hang on it."""
    margin = 1
    yield from header("could not verify", "warning", gap.missing, cells)
    for place in dict.fromkeys(gap.places):
        yield arrow(place.text.file, place.text.file.position(place.span.start), margin)
    told: list[Trailer] = [("why", (gap.why,))]
    if gap.requirements:
        told.append(("then", (f"{count(len(gap.requirements), 'requirement')} unknown:", *some(gap.requirements))))
    yield from trailers(told, margin, cells)


def beside(subjects: Iterable[SubjectReport], cells: int) -> Iterator[Line]:
    """What was looked at beside flows: each with its verdict, and how many requirements came to which."""
    for subject in subjects:
        checks = [check.verdict for check in subject.checks]
        numbers = [(checks.count(verdict), one, many) for verdict, one, many in _COUNTED]
        told = ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in numbers if number)
        first, *more = wrap(visible(f"{subject.kind} `{subject.id}`: {told}"), cells)
        yield ((first, _INKS[subject.verdict]),)
        for line in more:
            yield (("  " + line, _INKS[subject.verdict]),)


def assumption(text: str, cells: int) -> Iterator[Line]:
    """Something that was taken for granted."""
    first, *more = wrap(visible(text), cells - 2, first=cells - len("assumption: "))
    yield ((f"assumption: {first}", "dim"),)
    for line in more:
        yield (("  " + line, "dim"),)


def summary(report: Report, cells: int) -> Iterator[Line]:
    """The sum of the report, broken between its parts where it is too long."""
    line: list[Stretch] = []
    for text, tone in parts(report):
        if sum(len(told) for told, _ in line) + len(text) > cells:
            yield tuple(line)
            line = [("  ", "plain"), (text.lstrip(", "), tone)]
        else:
            line.append((text, tone))
    yield tuple(line)
