"""The concise report: one line a finding, whatever stands in the documents."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from replint.finding import Certainty, Finding, Label, Report, Severity
from replint.reporters import concise
from replint.reporters.screen import Screen
from replint.span import Place

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents

LINE = re.compile(r"(?P<path>.*):(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning|note)\[.*\] (possible: )?.*")
"""What an editor or a problem matcher looks for."""


@given(data=st.data())
def test_a_finding_is_a_line(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """There is a line for each finding, each of the form that editors read, and one with the sum."""
    report = data.draw(reports)
    told = concise.render(report, Screen())
    *lines, last = told.removesuffix("\n").split("\n")
    assert len(lines) == len(report.findings)
    assert all(LINE.fullmatch(line) for line in lines)
    assert last
    for line in (*lines, last):
        assert line.isprintable()
        assert not line.startswith("::")
    told.encode()


@given(data=st.data())
def test_the_screen_and_the_order_of_findings_change_nothing(
    data: st.DataObject, reports: st.SearchStrategy[Report]
) -> None:
    """The lines stand in the order of paths and places, on every screen."""
    report = data.draw(reports)
    findings = data.draw(st.permutations(report.findings))
    mixed = replace(report, findings=tuple(findings))
    lines = concise.render(report, Screen(60, color=True)).splitlines()
    assert sorted(concise.render(mixed, Screen(200)).splitlines()) == sorted(lines)
    places = [(each.primary.place.text.file.path, *each.primary.place.span) for each in report.findings]
    assert len(set(places)) < len(places) or concise.render(mixed, Screen()).splitlines() == lines


def test_a_place_counts_code_points(documents: Documents) -> None:
    """The column counts code points from 1, also behind wide glyphs and characters beyond the first plane."""
    text = documents("a.json", '{\n"\U0001f600\u6771": 1, "b": 2}')
    found = Finding("r", Severity.WARNING, Certainty.POSSIBLE, "may fail", Label(Place(text, ("b",)), ""))
    sure = Finding("s", Severity.ERROR, Certainty.CERTAIN, "fails", Label(Place(text, ("b",), key=True), ""))
    assert concise.render(Report(findings=(found, sure)), Screen()).splitlines() == [
        "a.json:2:10: error[s] fails",
        "a.json:2:15: warning[r] possible: may fail",
        "1 error, 1 warning in 0 flows",
    ]
