"""SARIF: its schema, its links, what a rule says, and that a fix makes of a file what the change means."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.dialects import rest
from replint.finding import (
    Certainty,
    Edit,
    Finding,
    Hidden,
    InputProblem,
    Label,
    Patch,
    Pending,
    Report,
    RuleInfo,
    Safety,
    Severity,
    Unverified,
)
from replint.known import Hider
from replint.record import replace
from replint.reporters import sarif
from replint.reporters.checkout import Checkout
from replint.reporters.screen import Screen
from replint.span import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.span import Text
    from tests.reporters.conftest import Documents

LINK = re.compile(r"\[((?:\\.|[^\\\[\]])*)\]\((\d+)\)")
"""A link to a place in a message: https://docs.oasis-open.org/sarif/sarif/v2.1.0/, 3.11.6."""


@pytest.fixture(scope="session")
def schema() -> jsonschema.Draft202012Validator:
    """Return the part of SARIF's schema that we use, in our own words and with the limits of code scanning."""
    return jsonschema.Draft202012Validator(json.loads(Path(__file__).with_name("sarif.schema.json").read_text("utf-8")))


def _told(report: Report, checkout: Checkout | None = None) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(sarif.render(report, Screen(checkout=checkout or Checkout())))["runs"][0]


def _finding(place: Place, **told: Any) -> Finding:  # noqa: ANN401 - whatever the class takes
    made: dict[str, Any] = {"rule": "r", "severity": Severity.ERROR, "certainty": Certainty.CERTAIN, "message": "m"}
    return Finding(**{**made, "primary": Label(place, "label"), "fingerprint": "f", **told})


@pytest.mark.parametrize(("alerts", "verbose", "told"), [(False, False, 2), (True, False, 1), (True, True, 2)])
def test_hidden_findings_make_no_alerts(documents: Documents, *, alerts: bool, verbose: bool, told: int) -> None:
    """Where each result becomes an alert, what is hidden is left out, unless everything is asked for."""
    place = Place(documents("a.json", "[]"))
    hidden = Hidden(_finding(place, rule="accepted"), Hider.SUPPRESSION, place, "we know")
    report = Report(findings=(_finding(place),), hidden=(hidden,))
    run = json.loads(sarif.render(report, Screen(verbose=verbose, checkout=Checkout(alerts=alerts))))["runs"][0]
    assert (len(run["results"]), len(run["tool"]["driver"]["rules"])) == (told, told)


@given(data=st.data())
def test_every_report_is_valid(
    data: st.DataObject, reports: st.SearchStrategy[Report], schema: jsonschema.Draft202012Validator
) -> None:
    """Whatever the report, its log is SARIF, and each result names its rule by number and name."""
    report = data.draw(reports)
    text = sarif.render(report, Screen())
    assert text.isascii()
    schema.validate(json.loads(text))
    run = json.loads(text)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    suppressed = [bool(each.get("suppressions")) for each in run["results"]]
    assert {"suppressions" in each for each in run["results"]} <= {bool(report.hidden)}
    assert suppressed == [False] * len(report.findings) + [True] * len(report.hidden)
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    json.dumps(run, ensure_ascii=False).encode()


@given(data=st.data())
def test_links_lead_to_the_other_places(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """A message links each other place once, by its number, and no text of a document makes a link."""
    report = data.draw(reports)
    for each in _told(report)["results"]:
        numbers = [int(number) for _, number in LINK.findall(each["message"]["text"])]
        assert numbers == [place["id"] for place in each["relatedLocations"]] == list(range(1, len(numbers) + 1))


def test_the_schema_is_strict(schema: jsonschema.Draft202012Validator, documents: Documents) -> None:
    """The schema refuses a member more in every object, and nearly every one less."""
    schema.check_schema(schema.schema)
    place = Place(documents("a.json", '{"a": ["b"]}'), ("a",))
    finding = _finding(place, related=(Label(place, "there"),), patch=Patch((Edit(place, "c"),)))
    log = json.loads(sarif.render(Report(findings=(finding,), problems=(InputProblem("b", "m", 1, 2),)), Screen()))
    assert schema.is_valid(log)
    objects = list(_objects(log))
    assert any("insertedContent" in each for each in objects)
    for each in objects:
        each["more"] = 1
        assert not schema.is_valid(log)
        del each["more"]
    optional = {"message", "uriBaseId", "helpUri", "fixes", "region", "locations", "endLine", "startColumn"}
    for each in objects:
        for name, value in list(each.items()):
            del each[name]
            assert name in optional or not schema.is_valid(log), name
            each[name] = value


def _objects(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


def test_a_rule_says_what_it_knows(documents: Documents) -> None:
    """A rule has its title, its reason and its page, also as Markdown, and is as sure as the least sure finding."""
    place = Place(documents("a.json", "[]"))
    rules = (RuleInfo("r", "no *tags*", "S3 needs\ns3:Replicate* for\n`tags`", "https://example.org/r", "source"),)
    may = _finding(place, severity=Severity.WARNING, certainty=Certainty.POSSIBLE)
    told = [_told(Report(findings=each, rules=rules)) for each in ((may, _finding(place)), (_finding(place),), (may,))]
    descriptors = [each["tool"]["driver"]["rules"][0] for each in told]
    assert [(each["defaultConfiguration"], each["properties"]) for each in descriptors] == [
        ({"level": level}, {"tags": ["source"], "precision": precision, "problem.severity": level})
        for level, precision in (("error", "medium"), ("error", "very-high"), ("warning", "medium"))
    ]
    rule = descriptors[0]
    assert rule["shortDescription"] == {"text": "no *tags*"}
    assert rule["fullDescription"] == {"text": "S3 needs s3:Replicate* for `tags`"}
    assert rule["helpUri"] == "https://example.org/r"
    assert rule["help"] == {
        "text": "S3 needs s3:Replicate* for `tags`\nhttps://example.org/r",
        "markdown": "S3 needs s3:Replicate\\* for `tags`\n\n[What AWS says](https://example.org/r)\n\n"
        "`replint explain r`",
    }


def test_a_result_says_what_to_do(documents: Documents) -> None:
    """The message has what is wrong, what to do, and links; the fingerprint tells findings of one apart."""
    one, two = documents("one.json", "[]"), documents("two.json", "[]")
    finding = _finding(Place(one), message="a[0] is wrong", help="mend it", related=(Label(Place(two), "required"),))
    first, second = _told(Report(findings=(finding, finding)))["results"]
    assert first["message"]["text"] == "a\\[0\\] is wrong\nhere: label\nhelp: mend it\nsee: [required](1)"
    assert [each["partialFingerprints"] for each in (first, second)] == [
        {"primaryLocationLineHash": "f:1"},
        {"primaryLocationLineHash": "f:2"},
    ]


def test_a_long_place_is_shown_at_its_first_line(documents: Documents) -> None:
    """A review shows a result only where all of its lines changed: it is told of the first one, with all around it."""
    text = documents("a.json", '{\n "a": {"\U0001f600":\n 1}}')
    (told,) = _told(Report(findings=(_finding(Place(text, ("a",))),)))["results"]
    assert told["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a.json", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 2, "startColumn": 7, "endLine": 2, "endColumn": 12},
        "contextRegion": {"startLine": 2, "startColumn": 7, "endLine": 3, "endColumn": 4},
    }


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/100%#?.json", "in/a%20b/100%25%23%3F.json"),
        ("c:d.json", "in/c%3Ad.json"),
        ("\u6771.json", "in/%E6%9D%B1.json"),
        ("\udcff.json", "in/%FF.json"),
        ("\ud800.json", "in/%5Cud800.json"),
        ("../../elsewhere/a.json", "file:///elsewhere/a.json"),
    ],
)
def test_files_have_addresses(path: str, uri: str, documents: Documents) -> None:
    """A path is an address from the root of the repository; a file elsewhere has a whole one."""
    report = Report(findings=(_finding(Place(documents(path, "[]"))),))
    (told,) = _told(report, Checkout("/repository", "/repository/in"))["results"]
    artifact = told["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == uri
    assert ("uriBaseId" in artifact) == (not uri.startswith("file:"))


def test_a_finding_is_shown_at_a_file_that_changed(documents: Documents) -> None:
    """The first location is in a file that changed, and the place to change is linked."""
    one, two = documents("one.json", "[]"), documents("two.json", "[]")
    report = Report(findings=(_finding(Place(one), related=(Label(Place(two), "required"),)),))
    (told,) = _told(report, Checkout(changed={"two.json"}))["results"]
    assert told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "two.json"
    assert told["message"]["text"].endswith("here: required\nchange: [label](1)")


def test_a_fix_makes_the_change(documents: Documents) -> None:
    """All edits of a change are replacements, file by file, and the files say afterwards what they shall."""
    one, two = (
        documents("one.json", '{\r\n  "a": [\r\n    "b"\r\n  ]\r\n}\r\n'),
        documents("two.json", '{"\U0001f600": "d"}'),
    )
    edits = (Edit(Place(one, ("a",)), "c"), Edit(Place(two, ("\U0001f600",)), "e"), Edit(Place(one, ("n",)), None))
    (told,) = _told(Report(findings=(_finding(Place(one), patch=Patch(edits)),)))["results"]
    (fix,) = told["fixes"]
    assert fix["description"] == {"text": "change it as shown, which widens access"}
    texts = {each.path: each for each in (one, two)}
    after = {unquote(each["artifactLocation"]["uri"]): each["replacements"] for each in fix["artifactChanges"]}
    assert {path: _changed(texts[path], parts) for path, parts in after.items()} == {
        "one.json": '{\r\n  "a": [\r\n    "b",\r\n    "c"\r\n  ],\r\n  "n": null\r\n}\r\n',
        "two.json": '{"\U0001f600": ["d", "e"]}',
    }


def _changed(text: Text, replacements: list[dict[str, Any]]) -> str:
    starts = [0, *(found.end() for found in re.finditer("\r\n|\r|\n", text.content))]
    content = text.content
    for each in replacements[::-1]:
        region = each["deletedRegion"]
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        content = content[:start] + each["insertedContent"]["text"] + content[end:]
    return content


def test_what_cannot_be_made_is_no_fix(documents: Documents) -> None:
    """A change for reading alone is none, nor is one with a part in XML or in a policy that stands as a string."""
    outer = documents("a.json", '{"Policy": "{\\"a\\": \\"b\\"}", "c": "d"}')
    edit, inside = Edit(Place(outer, ("c",)), "e"), documents.inside(Place(outer, ("Policy",)))
    xml = rest.read("x.xml", b"<VersioningConfiguration><Status>null</Status></VersioningConfiguration>").place
    parts = (Edit(Place(inside, ("a",)), "f"), Edit(xml.at("Status"), "Enabled"))
    patches = (Patch((edit,), Safety.DISPLAY_ONLY), *(Patch((edit, part)) for part in parts), None)
    findings = tuple(_finding(Place(outer), patch=patch) for patch in patches)
    assert ["fixes" in each for each in _told(Report(findings=findings))["results"]] == [False] * 4
    assert "fixes" in _told(Report(findings=(_finding(Place(outer), patch=Patch((edit,), Safety.SAFE)),)))["results"][0]


def test_what_is_no_finding_is_a_notification(documents: Documents) -> None:
    """Input that cannot be read makes the run a failed one; gaps and assumptions are told beside."""
    place = Place(documents("a.json", "[]"))
    report = Report(
        problems=(InputProblem("b.json", "expected a value", 2, 3), InputProblem("c.json", "is a folder")),
        unverified=(Unverified("the policy", "no document tells it", (Pending("s3:x on y"),), (place,)),),
        assumptions=("none assumed",),
    )
    (invocation,) = _told(report)["invocations"]
    assert not invocation["executionSuccessful"]
    assert [(each["level"], each["message"]["text"]) for each in invocation["toolExecutionNotifications"]] == [
        ("error", "expected a value"),
        ("error", "is a folder"),
        ("warning", "could not verify the policy: no document tells it"),
        ("note", "assumption: none assumed"),
    ]
    places = [each.get("locations", [{}])[0] for each in invocation["toolExecutionNotifications"]]
    assert [each.get("physicalLocation", {}).get("region", {}).get("startLine") for each in places] == [
        2,
        None,
        1,
        None,
    ]
    assert _told(Report())["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_a_log_has_no_more_results_than_are_taken(documents: Documents, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit only the worst are told, and how many are not; of the places of one, the first."""
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    monkeypatch.setattr(sarif, "MOST_PLACES", 2)
    place = Place(documents("a.json", "[]"))
    note = _finding(place, severity=Severity.NOTE, related=(Label(place, "x"),) * 3)
    told = _told(Report(findings=(note, note, replace(note, severity=Severity.ERROR), note)))
    assert [each["level"] for each in told["results"]] == ["error", "note"]
    assert all(len(each["relatedLocations"]) == 2 for each in told["results"])
    (notification,) = told["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("2 more findings than")
