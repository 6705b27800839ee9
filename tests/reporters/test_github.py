"""Workflow commands, read by a model of GitHub's runner: one for each finding, whatever stands in the documents."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from replint.finding import Certainty, Finding, Label, Report, RuleInfo, Severity
from replint.reporters import github
from replint.reporters.checkout import Checkout
from replint.reporters.screen import Screen
from replint.reporters.visible import inert
from replint.span import Place
from tests.reporters.runner import Command, commands

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents

PROPERTIES = {"file", "line", "endLine", "col", "endColumn", "title"}
LEVELS = {"error": Severity.ERROR, "warning": Severity.WARNING, "notice": Severity.NOTE}


def _told(report: Report, checkout: Checkout | None = None) -> list[Command]:
    return list(commands(github.render(report, Screen(checkout=checkout or Checkout()))))


def _finding(place: Place, message: str = "m", severity: Severity = Severity.ERROR, *related: Label) -> Finding:
    return Finding("r", severity, Certainty.CERTAIN, message, Label(place, "label"), related=related)


@given(data=st.data())
def test_a_finding_is_a_command(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """There is a command for each finding, with no property but ours, and no line of a document anywhere else."""
    report = data.draw(reports)
    text = github.render(report, Screen())
    told = list(commands(text))
    assert Counter(LEVELS[each.name] for each in told) == Counter(each.severity for each in report.findings)
    assert len(text.splitlines()) == len(told) + 1
    for each in told:
        assert {"file", "line", "endLine"} <= each.properties.keys() <= PROPERTIES
        assert ("col" in each.properties) == (each.properties["line"] == each.properties["endLine"])
        assert all(value.isprintable() for key, value in each.properties.items() if key != "file")
    text.encode()


SIGNS = ("%", "%25", "%0A", "%0D", "%3A", "%2C", ":", ",", "=", "\r", "\n", "::", "##[error]", " ", "\x1b", "\u6771")


@given(text=st.lists(st.sampled_from(SIGNS), max_size=6).map("".join))
def test_texts_come_through(text: str, documents: Documents) -> None:
    """A message and a path are read back as they are told, signs of commands and all."""
    (told,) = _told(Report(findings=(_finding(Place(documents(f"a{text}b", "[]")), f"x{text}y"),)))
    shown = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
    assert told.data.split("\n") == [inert(f"x{shown}y"), "here: label"]
    assert told.properties["file"] == f"a{shown}b"


def test_columns_of_one_line_only(documents: Documents) -> None:
    """A stretch of one line has columns, the end behind its last character; one of several has lines."""
    text = documents("a.json", '{"\U0001f600": [\n1, {\n}]}')
    flat, tall = (Place(text, ("\U0001f600", index)) for index in (0, 1))
    told = [each.properties for each in _told(Report(findings=(_finding(flat), _finding(tall))))]
    assert [{key: each[key] for key in each if key not in ("file", "title")} for each in told] == [
        {"line": "2", "endLine": "2", "col": "1", "endColumn": "2"},
        {"line": "2", "endLine": "3"},
    ]


def test_the_worst_come_first_and_the_rest_is_counted(documents: Documents) -> None:
    """Of each level 10 at most, errors before warnings before notes, and the last tells how many more there are."""
    place = Place(documents("a.json", "[]"))
    findings = [_finding(place, f"{severity} {number}", severity) for number in range(12) for severity in Severity]
    told = _told(Report(findings=(*findings[::-1], _finding(place, "one more warning", Severity.WARNING))))
    assert [each.name for each in told] == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert [each.data.split("\n")[-1] for each in told if "and " in each.data] == [
        "and 2 more errors",
        "and 3 more warnings",
        "and 2 more notes",
    ]
    (*_, last) = _told(Report(findings=tuple(_finding(place) for _ in range(11))))
    assert last.data.endswith("\nand 1 more error")
    assert not any("more" in each.data for each in _told(Report(findings=tuple(findings[:30]))))


def test_what_a_command_says(documents: Documents) -> None:
    """The title is the rule with its title; the message what is wrong, what to do, and the other places."""
    one, two = documents("one.json", "[]"), documents("two.json", "[]")
    finding = _finding(Place(one), "wrong", Severity.WARNING, Label(Place(two), "required here"))
    rules = (RuleInfo("r", "what is wrong", "why", "https://example.org", "t"),)
    (told,) = _told(Report(findings=(finding,), rules=rules))
    assert (told.name, told.properties["title"]) == ("warning", "r: what is wrong")
    assert told.data == "wrong\nhere: label\nsee two.json:1:1: required here"


def test_a_finding_is_shown_at_a_file_that_changed(documents: Documents) -> None:
    """Where only a place that it rests on has changed, reviewers see it there, and what to change."""
    one, two = documents("../one.json", "[]"), documents("two.json", "[]")
    finding = _finding(Place(one), "wrong", Severity.ERROR, Label(Place(two), "required here"))
    told = [
        _told(Report(findings=(finding,)), Checkout("/repository", "/repository/in", changed))[0]
        for changed in (None, set[str](), {"in/two.json"})
    ]
    assert [each.properties["file"] for each in told] == ["one.json", "one.json", "in/two.json"]
    assert told[-1].data == "wrong\nhere: required here\nchange one.json:1:1: label"
