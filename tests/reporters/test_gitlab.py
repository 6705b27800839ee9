"""GitLab's code quality report: a list, with what GitLab needs of each finding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from replint.finding import Certainty, Finding, Label, Report, Severity
from replint.reporters import gitlab
from replint.reporters.checkout import Checkout
from replint.reporters.screen import Screen
from replint.span import Place

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents


@given(data=st.data())
def test_every_report_is_a_list(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """A finding is an item, each with all that GitLab needs, and with a fingerprint that no other has."""
    report = data.draw(reports)
    text = gitlab.render(report, Screen())
    assert text.isascii()
    told = json.loads(text)
    assert len(told) == len({each["fingerprint"] for each in told}) == len(report.findings)
    for each in told:
        assert each.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert 1 <= each["location"]["lines"]["begin"] <= each["location"]["lines"]["end"]
        assert not each["location"]["path"].startswith("./")
    json.dumps(told, ensure_ascii=False).encode()


def test_a_clean_run_is_an_empty_list() -> None:
    """GitLab compares with what the target branch has, which may be nothing."""
    assert gitlab.render(Report(), Screen()) == "[]\n"


def test_what_a_finding_becomes(documents: Documents) -> None:
    """The worst come first; paths are those of the repository, and a file that changed is preferred."""
    text, other = documents("./a.json", '{\n"a": [\n1]}'), documents("b.json", "[]")

    def finding(severity: Severity) -> Finding:
        return Finding("r", severity, Certainty.POSSIBLE, "m", Label(Place(text, ("a",)), ""), fingerprint="f")

    related = Finding(
        "r", Severity.NOTE, Certainty.CERTAIN, "n", Label(Place(text), ""), related=(Label(Place(other), ""),)
    )
    report = Report(findings=(related, finding(Severity.WARNING), finding(Severity.ERROR)))
    location = {"path": "in/a.json", "lines": {"begin": 2, "end": 3}}
    assert json.loads(gitlab.render(report, Screen(checkout=Checkout("/r", "/r/in", {"in/b.json"})))) == [
        {
            "description": "possible: m",
            "check_name": "r",
            "fingerprint": f"f-{number}",
            "severity": severity,
            "location": location,
        }
        for number, severity in ((1, "critical"), (2, "major"))
    ] + [
        {
            "description": "n",
            "check_name": "r",
            "fingerprint": "-1",
            "severity": "minor",
            "location": {"path": "in/b.json", "lines": {"begin": 1, "end": 1}},
        }
    ]
