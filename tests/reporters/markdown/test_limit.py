"""A report is no longer than a server takes: the worst whole, then lines, then numbers; nothing is dropped unsaid."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from replint.finding import Certainty, Check, Finding, FlowReport, Label, Report, Severity, Unverified, Verdict
from replint.reporters import markdown
from replint.reporters.markdown import LIMIT
from replint.reporters.markdown.limit import Entry, fitted, size
from replint.reporters.screen import Screen
from replint.span import Place
from tests.reporters.page import page

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents

ENTRIES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=20)


@given(lengths=ENTRIES, room=st.integers(0, 300))
def test_what_fits(lengths: list[tuple[int, int]], room: int) -> None:
    """Together they fit, in their order, and each is told whole, as a line, or counted; all are whole if they fit."""
    entries = [Entry(("\u00e9" * whole).__str__, "x" * min(line, whole)) for whole, line in lengths]
    whole, lines, left = fitted(entries, room)
    assert sum(map(size, (*whole, *lines))) <= room
    assert len(whole) + len(lines) + left == len(entries)
    assert whole == [entry.whole() for entry in entries[: len(whole)]]
    assert lines == [entry.line for entry in entries[len(whole) :][: len(lines)]]
    if sum(size(entry.whole()) for entry in entries) <= room:
        assert len(whole) == len(entries)


def _finding(place: Place, severity: Severity, message: str) -> Finding:
    return Finding("rule", severity, Certainty.CERTAIN, message, Label(place, "label"), help="help " * 40)


def test_a_huge_report(documents: Documents) -> None:
    """Of thousands the worst are whole, some are lines, and of the rest it says how many there are of each severity."""
    text = documents("a.json", "[]")
    severities = [Severity.NOTE] * 700 + [Severity.WARNING] * 800 + [Severity.ERROR] * 90
    findings = tuple(_finding(Place(text), severity, f"m{number}") for number, severity in enumerate(severities))
    flows = tuple(
        FlowReport(f"{number}", f"s{number}", "d" * 60, "r" * 200, "role", Verdict.FAILS, (_check(),))
        for number in range(900)
    )
    gaps = tuple(Unverified(f"gap {number}", "why " * 50, ()) for number in range(900))
    lists = tuple(f"assumption {number}" for number in range(900))
    report = Report(flows=flows, findings=findings, unverified=gaps, assumptions=lists)
    told = markdown.render(report, Screen())
    assert LIMIT - 2_000 < len(told.encode()) <= LIMIT
    whole = re.findall(r"<summary>.*? <b>(\w+)</b>", told)
    lines = re.findall(r"^- . \*\*(\w+)\*\*", told, re.MULTILINE)
    assert whole == ["error"] * len(whole)
    assert (
        lines == [str(each) for each in sorted(severities, key=lambda each: -each.weight)][len(whole) :][: len(lines)]
    )
    assert len(whole) > 10
    assert len(lines) > 50
    left = [(name, int(number)) for number, name in re.findall(r"(\d+) more (error|warning|note)s?", told)]
    assert [name for name, _ in left] == ["warning", "note"]
    assert sum(number for _, number in left) + len(whole) + len(lines) == len(findings)
    (rows,) = re.findall(r"^and (\d+) more flows$", told, re.MULTILINE)
    assert len([*page(told).find("tr")]) - 1 + int(rows) == 900
    assert "No picture: 900 flows" in told
    gap, assumption = (int(number) for number in re.findall(r"^- and (\d+) more$", told, re.MULTILINE))
    assert told.count("gap ") + gap == 900
    assert len(re.findall(r"assumption \d", told)) + assumption == 900


def _check() -> Check:
    return Check("rule", None, "s3:GetObject", None, Verdict.FAILS, hop="read")


def test_one_thing_that_fills_it_all(documents: Documents) -> None:
    """A finding that has no room is counted, and one that has room in a line only is a line."""
    place = Place(documents("a.json", "[]"))
    labels = tuple(Label(place.at(number), f"{number}" + "<" * 1_900) for number in range(60))
    long = Finding("rule", Severity.ERROR, Certainty.CERTAIN, "m", Label(place, "label"), related=labels)
    told = markdown.render(Report(findings=(long,)), Screen())
    assert "\n- \u274c **error** `rule` `a.json:1`: m\n" in told
    longer = Finding("\ud800" * 2_000, Severity.ERROR, Certainty.CERTAIN, "\ud800" * 9_000, Label(place, ""), help="x")
    longest = Report(findings=(longer, longer, longer, longer))
    told = markdown.render(longest, Screen())
    assert len(told.encode()) <= LIMIT
    assert re.search(r"^and \d more errors?$", told, re.MULTILINE)


def test_a_clean_report_is_short() -> None:
    """It says what was proved, and there is nothing to draw."""
    held = Check("rule", None, "s3:GetObject", None, Verdict.HOLDS, hop="read")
    flow = FlowReport("1", "s", "d", "r", "role", Verdict.HOLDS, (held, held))
    told = markdown.render(Report(flows=(flow,), assumptions=("none",)), Screen())
    assert told.startswith("### \u2705 replint: no findings: all 2 requirements of 1 flow hold\n\n| flow |")
    assert "mermaid" not in told
    assert len(told.splitlines()) < 15
