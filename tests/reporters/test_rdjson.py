"""reviewdog's diagnostics: columns are bytes, an end is behind the last one, a suggestion is one stretch."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from replint.dialects import rest
from replint.finding import Certainty, Edit, Finding, Label, Patch, Report, RuleInfo, Safety, Severity
from replint.reporters import rdjson, rdjsonl
from replint.reporters.checkout import Checkout
from replint.reporters.order import worst_first
from replint.reporters.screen import Screen
from replint.span import Place
from tests.reporters.page import made, page

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents

LINE_END = re.compile(rb"\r\n|\r|\n")


def _told(report: Report) -> list[Any]:
    told: list[Any] = json.loads(rdjson.render(report, Screen()))["diagnostics"]
    assert [json.loads(line) for line in rdjsonl.render(report, Screen()).splitlines()] == told
    return told


def _offset(raw: bytes, position: dict[str, int]) -> int:
    starts = [0, *(found.end() for found in LINE_END.finditer(raw))]
    return starts[position["line"] - 1] + position["column"] - 1


@given(data=st.data())
def test_a_range_is_read_back(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """The bytes between the ends of a range are those that the finding points at."""
    report = data.draw(reports)
    told = _told(report)
    assert len(told) == len(report.findings)
    for each, finding in zip(told, worst_first(report.findings), strict=True):
        file, span = finding.primary.place.text.file, finding.primary.place.span
        raw = file.content.encode(errors="surrogatepass")
        start, end = (_offset(raw, each["location"]["range"][name]) for name in ("start", "end"))
        assert raw[start:end].decode(errors="surrogatepass") == file.content[slice(*span)]


@given(data=st.data())
def test_every_report_is_of_the_format(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """There is no member that an older reviewdog does not know: it would refuse all diagnostics."""
    report = data.draw(reports)
    for each in _told(report):
        assert each.keys() - {"suggestions"} == {"message", "location", "severity", "source", "code"}
        assert each["severity"] in {"ERROR", "WARNING", "INFO"}
        assert each["code"].keys() <= {"value", "url"}
        for suggestion in each.get("suggestions", ()):
            assert suggestion.keys() == {"range", "text"}
    text = rdjson.render(report, Screen()) + rdjsonl.render(report, Screen())
    assert text.isascii()
    json.dumps(json.loads(rdjson.render(report, Screen())), ensure_ascii=False).encode()


def test_a_clean_run() -> None:
    """Without findings the document has none, and there are no lines."""
    assert json.loads(rdjson.render(Report(), Screen())) == {"source": {"name": "replint"}, "diagnostics": []}
    assert rdjsonl.render(Report(), Screen()) == ""


def _finding(place: Place, patch: Patch | None, *related: Label) -> Finding:
    return Finding("r", Severity.ERROR, Certainty.CERTAIN, "m", Label(place, ""), patch=patch, related=related)


def test_a_suggestion_makes_the_change(documents: Documents) -> None:
    """All edits of one file are one suggestion, with what stands between them; one of another file or XML is none."""
    text, other = documents("a.json", '{\n"\U0001f600": ["b"],\n"c": "d"}'), documents("b.json", "{}")
    edits = (Edit(Place(text, ("c",)), "e"), Edit(Place(text, ("\U0001f600",)), "f"))
    (told,) = _told(Report(findings=(_finding(Place(text, ("c",)), Patch(edits)),)))
    (suggestion,) = told["suggestions"]
    raw = text.content.encode()
    start, end = (_offset(raw, suggestion["range"][name]) for name in ("start", "end"))
    changed = raw[:start] + suggestion["text"].encode() + raw[end:]
    assert json.loads(changed) == {"\U0001f600": ["b", "f"], "c": ["d", "e"]}
    assert changed.startswith('{\n"\U0001f600": ["b", "f"],\n'.encode())
    for patch in (
        None,
        Patch(edits, Safety.DISPLAY_ONLY),
        Patch((*edits, Edit(Place(other, ("x",)), 1))),
        Patch((Edit(Place(other, ("x",)), 1),)),
    ):
        (told,) = _told(Report(findings=(_finding(Place(text), patch),)))
        assert "suggestions" not in told
    xml = rest.read("x.xml", b"<VersioningConfiguration><Status>null</Status></VersioningConfiguration>").place
    (told,) = _told(Report(findings=(_finding(xml, Patch((Edit(xml.at("Status"), "Enabled"),))),)))
    assert "suggestions" not in told


def test_what_a_diagnostic_says(documents: Documents) -> None:
    """A diagnostic has the rule, its page, and the other places in its message; a file that changed is preferred."""
    one, two = documents("one.json", "[]"), documents("two.json", "[]")
    finding = _finding(Place(one), None, Label(Place(two), "required"))
    rules = (RuleInfo("r", "t", "w", "https://example.org/r", "p"),)
    (told,) = _told(Report(findings=(finding,), rules=rules))
    assert told["message"] == "m\nsee `two.json:1:1`: required"
    assert told["code"] == {"value": "r", "url": "https://example.org/r"}
    changed = Screen(checkout=Checkout("/r", "/r/in", {"in/two.json"}))
    (moved,) = json.loads(rdjson.render(Report(findings=(finding,)), changed))["diagnostics"]
    assert moved["location"]["path"] == "two.json"
    assert moved["message"] == "m\nhere: required\nchange `in/one.json:1:1`"


def test_a_message_is_read_as_markdown(documents: Documents) -> None:
    """Reviewdog writes a message into a comment as it is: whatever stands in a document is code there."""
    evil = "`a` @team [b](https://x.org) <img src=x> ` #1 ::error::x"
    place = Place(documents("a@b.json", '["x", "y"]'), (0,))
    other = Label(Place(place.text, (1,)), f"this `{evil}`")
    finding = Finding(
        "r", Severity.ERROR, Certainty.CERTAIN, f"the Sid `{evil}`", Label(place, evil), help=evil, related=(other,)
    )
    (told,) = _told(Report(findings=(finding,)))
    read = page(told["message"])
    assert {each.name for each in read.find()} == {"p", "code"}
    assert [*made(read)] == []
    code = "".join(each.text for each in read.find("code"))
    assert code.count("@team") == 4
    assert "a@b.json:1:7" in code
    assert told["message"].startswith("the Sid `")


@given(data=st.data())
def test_no_message_is_more_than_words_and_code(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """Of whatever report, a comment has paragraphs and code, and calls nobody."""
    for told in _told(data.draw(reports)):
        read = page(told["message"])
        assert {each.name for each in read.find()} <= {"p", "code"}
        assert [*made(read)] == []
