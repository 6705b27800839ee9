"""The table of formats, and what loading one costs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.finding import Certainty, Finding, Label, Report, Severity
from replint.reporters import (
    BESIDE,
    FORMATS,
    automatic,
    beside,
    checkstyle,
    concise,
    github,
    gitlab,
    html,
    json,
    junit,
    load,
    markdown,
    rdjson,
    rdjsonl,
    sarif,
    text,
)
from replint.reporters.screen import Screen
from replint.span import Place
from tests.reporters.runner import commands

if TYPE_CHECKING:
    from replint.reporters import Reporter
    from tests.reporters.conftest import Documents

WRITERS: tuple[Reporter, ...] = (
    checkstyle,
    concise,
    github,
    gitlab,
    html,
    json,
    junit,
    markdown,
    rdjson,
    rdjsonl,
    sarif,
    text,
)
"""The type checker says that each module is a reporter."""


def test_every_format_has_its_module() -> None:
    """Each format of the table is a reporter, and there is none beside the table."""
    assert [load(name) for name in sorted(FORMATS)] == list(WRITERS)


def test_an_unknown_format_is_refused() -> None:
    """A format that is not in the table has no reporter."""
    with pytest.raises(KeyError):
        load("xml")


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"rdjsonl"}))
def test_an_empty_report_ends_its_line(name: str) -> None:
    """Every format but lines of JSON has something to say of an empty report, and ends in one line end."""
    told = load(name).render(Report(), Screen())
    assert told.strip()
    assert told.endswith("\n")
    assert not told.endswith("\n\n")


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"github"}))
@given(data=st.data(), color=st.booleans())
def test_no_document_gives_orders(
    name: str, data: st.DataObject, reports: st.SearchStrategy[Report], *, color: bool
) -> None:
    """Whatever stands in documents, GitHub's runner finds no command in a report that is no list of commands."""
    report = data.draw(reports)
    assert list(commands(load(name).render(report, Screen(color=color, verbose=True)))) == []


@pytest.mark.parametrize("color", [False, True])
def test_no_line_of_source_gives_orders(documents: Documents, *, color: bool) -> None:
    """A line of a document is shown as it is, but for a sign that would make it a command."""
    place = Place(documents("a.json", '{"##[error]a": 1}'), ("##[error]a",))
    finding = Finding("r", Severity.ERROR, Certainty.CERTAIN, "m", Label(place, ""))
    told = text.render(Report(findings=(finding,)), Screen(color=color))
    assert list(commands(told)) == []
    assert '{"#\\[error]a": 1}' in told


@pytest.mark.parametrize(
    ("name", "color", "loaded"),
    [("json", True, False), ("concise", True, False), ("text", False, False), ("text", True, True)],
)
def test_rich_is_loaded_for_colour_only(name: str, *, color: bool, loaded: bool) -> None:
    """A report in ASCII without colour loads no rich, and no format of its own loads the other."""
    script = (
        "import sys; from replint.finding import Report; from replint.reporters import load;"
        "from replint.reporters.screen import Screen;"
        f"load({name!r}).render(Report(), Screen(80, color={color}));"
        "print('rich' in sys.modules, 'replint.reporters.json' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told.split() == [str(loaded), str(name == "json")]


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"text"}))
def test_a_format_for_machines_loads_no_text(name: str) -> None:
    """Of other formats only those are loaded that a format is made of, and never the one for people."""
    script = (
        "import sys; from replint.finding import Report; from replint.reporters import load;"
        "from replint.reporters.screen import Screen;"
        f"load({name!r}).render(Report(), Screen());"
        "print(*sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    loaded = {form for form, module in FORMATS.items() if module in told.split()}
    assert loaded == {name} | ({"rdjsonl"} if name == "rdjson" else set())


def test_the_format_for_whoever_looks() -> None:
    """A job of GitHub Actions says that it is one; everybody else gets text."""
    assert automatic({"GITHUB_ACTIONS": "true"}) == "github"
    assert [automatic(environ) for environ in ({}, {"GITHUB_ACTIONS": ""}, {"CI": "true"})] == ["text"] * 3


def test_a_longer_report_beside() -> None:
    """GitHub names a file for a longer report, and only beside its own format."""
    environ = {"GITHUB_STEP_SUMMARY": "summary.md"}
    assert beside("github", environ) == ("summary.md", "markdown")
    assert [beside("text", environ), beside("github", {}), beside("github", {"GITHUB_STEP_SUMMARY": ""})] == [None] * 3
    assert {form for _, form in BESIDE.values()} <= FORMATS.keys()
