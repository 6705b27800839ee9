"""Checkstyle's XML: the findings file by file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from replint.finding import Certainty, Finding, Label, Report, Severity
from replint.reporters import checkstyle
from replint.reporters.screen import Screen
from replint.span import Place

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents


def _read(report: Report) -> ET.Element:
    return ET.fromstring(checkstyle.render(report, Screen()).encode())  # noqa: S314 - it is ours


@given(data=st.data())
def test_every_report_is_xml(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """Whatever the report, there is an error for each finding, and a file for each path, once."""
    report = data.draw(reports)
    root = _read(report)
    assert [each.tag for each in root.iter()].count("error") == len(report.findings)
    assert len(root) == len({finding.primary.place.text.file.path for finding in report.findings})
    for each in root.iter("error"):
        assert each.attrib.keys() == {"line", "column", "severity", "message", "source"}
        assert "".join(each.attrib.values()).isprintable()


def test_a_clean_run_is_an_empty_element() -> None:
    """A run without findings is a document without files."""
    root = _read(Report())
    assert (root.tag, len(root)) == ("checkstyle", 0)


def test_what_a_finding_becomes(documents: Documents) -> None:
    """A place counts code points from 1; the rule is the source; the worst of a file come first."""
    one, two = documents("b.json", '{"\U0001f600": 1}'), documents("a.json", "[]")

    def finding(place: Place, severity: Severity) -> Finding:
        return Finding("r", severity, Certainty.CERTAIN, "<m>", Label(place, ""))

    place = Place(one, ("\U0001f600",))
    root = _read(
        Report(
            findings=(
                finding(place, Severity.NOTE),
                finding(place, Severity.ERROR),
                finding(Place(two), Severity.WARNING),
            )
        )
    )
    rest = {"message": "<m>", "source": "replint.r"}
    assert [(each.get("name"), [error.attrib for error in each]) for each in root] == [
        ("a.json", [{"line": "1", "column": "1", "severity": "warning", **rest}]),
        ("b.json", [{"line": "1", "column": "7", "severity": severity, **rest} for severity in ("error", "info")]),
    ]
