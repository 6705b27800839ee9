"""What a report says at its end: what else was looked at, what was assumed, and the sum of it all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Verdict
from replint.reporters.checks import tally
from replint.reporters.excuses import by_place, excuse, level
from replint.reporters.names import origins
from replint.reporters.summary import parts, worse
from replint.reporters.text.cells import wrap
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import Override, Report, SubjectReport
    from replint.reporters.text.paint import Ink, Line, Stretch


_INKS: dict[Verdict, Ink] = {Verdict.HOLDS: "plain", Verdict.UNKNOWN: "warning", Verdict.FAILS: "error"}


def beside(subjects: Sequence[SubjectReport], cells: int) -> Iterator[Line]:
    """What was looked at beside flows: each with its verdict, and how many requirements came to which."""
    called = [((each.kind, each.id), each.place) for each in subjects]
    for subject, origin in zip(subjects, origins(called), strict=True):
        name = f"{subject.kind} `{subject.id}`" + (f" ({origin})" if origin else "")
        first, *more = wrap(visible(f"{name}: {tally(subject)}"), cells - 2, first=cells, whole=True)
        yield ((first, _INKS[subject.verdict]),)
        for line in more:
            yield (("  " + line, _INKS[subject.verdict]),)


def worsened(report: Report, cells: int) -> Iterator[Line]:
    """What got worse since an earlier version, where only what is new is told."""
    for text in worse(report):
        first, *more = wrap(visible(text), cells - 2, first=cells, whole=True)
        yield ((first, "strong"),)
        for line in more:
            yield (("  " + line, "strong"),)


def assumption(text: str, cells: int) -> Iterator[Line]:
    """Something that was taken for granted."""
    first, *more = wrap(visible(text), cells - 2, first=cells - len("assumption: "), whole=True)
    yield ((f"assumption: {first}", "dim"),)
    for line in more:
        yield (("  " + line, "dim"),)


def overridden(override: Override, cells: int) -> Iterator[Line]:
    """What a pack says of a rule that is not its own, and where."""
    told = f"override: `{override.rule}` {level(override)}: {override.reason}"
    first, *more = wrap(visible(told), cells - 2)
    yield ((first, "dim"),)
    for line in more:
        yield (("  " + line, "dim"),)
    yield (("  --> " + visible(override.path), "dim"),)


def hidden(report: Report, cells: int) -> Iterator[Line]:
    """What is not told, each with its place and why, in the order of the places."""
    if not report.hidden:
        return
    yield (("not told", "strong"),)
    for each in by_place(report.hidden):
        place = each.finding.primary.place
        line, column = place.text.file.position(place.span.start)
        yield ((f"  {visible(place.text.file.path)}:{line}:{column}", "dim"),)
        for text in (f"[{each.finding.rule}] {each.finding.message}", excuse(each)):
            for told in wrap(visible(text), cells - 4, whole=True):
                yield ((f"    {told}", "dim"),)


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
