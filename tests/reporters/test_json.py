"""The JSON report: its schema, its order, and that any text comes through it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.finding import (
    Certainty,
    Check,
    Edit,
    Finding,
    FlowReport,
    Label,
    Patch,
    PutError,
    Report,
    RuleInfo,
    Safety,
    Severity,
    SubjectReport,
    Verdict,
)
from replint.reporters import json as reporter
from replint.reporters.screen import Screen
from replint.span import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.reporters.conftest import Documents

SCREEN = Screen()
SCHEMA = Path(reporter.__file__).with_name("report.schema.json")


@pytest.fixture(scope="session")
def schema() -> jsonschema.Draft202012Validator:
    """Return the schema of the report."""
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def _told(report: Report) -> Any:  # noqa: ANN401 - any JSON
    return json.loads(reporter.render(report, SCREEN))


def _finding(documents: Documents, **told: Any) -> Finding:  # noqa: ANN401 - whatever the class takes
    place = Place(documents("a.json", '{"a": [1]}'), ("a", 0))
    made: dict[str, Any] = {"rule": "r", "severity": Severity.ERROR, "certainty": Certainty.CERTAIN, "message": "m"}
    return Finding(**{**made, "primary": Label(place, "here"), **told})


@given(data=st.data())
def test_every_report_is_valid(
    data: st.DataObject, reports: st.SearchStrategy[Report], schema: jsonschema.Draft202012Validator
) -> None:
    """Whatever the report, its JSON is one that the schema describes."""
    schema.validate(_told(data.draw(reports)))


def test_the_schema_is_strict(schema: jsonschema.Draft202012Validator, documents: Documents) -> None:
    """The schema is one of 2020-12, and refuses a member more or less in every object."""
    schema.check_schema(schema.schema)
    there = Place(documents("b.json", "[]"))
    more: dict[str, Any] = {"patch": Patch((Edit(there, "s3:*"),)), "refused": PutError("Wrong", "so")}
    finding = _finding(documents, related=(Label(there, "there"),), **more)
    told = _told(Report(findings=(finding,), rules=(RuleInfo("r", "t", "w", "u", "p"),)))
    assert schema.is_valid(told)
    objects = list(_objects(told))
    assert any("safety" in each for each in objects)
    for each in objects:
        each["more"] = 1
        assert not schema.is_valid(told)
        del each["more"]
        for name, value in list(each.items()):
            del each[name]
            assert not schema.is_valid(told), name
            each[name] = value


def _objects(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _objects(inner)


def test_the_published_schema_is_the_same(repository: Path) -> None:
    """The copy in docs/ is the schema that the package carries."""
    assert (repository / "docs" / SCHEMA.name).read_bytes() == SCHEMA.read_bytes()


def test_a_finding_has_the_members_of_the_contract(documents: Documents) -> None:
    """A finding says everything under the names that scripts rely on, with null where there is nothing to say."""
    finding = _finding(documents, flows=("f2", "f1"), layer="identity-policy", witness="w", symptoms=("S",))
    finding = replace(finding, refused=PutError("InvalidRequest"))
    here: dict[str, Any] = {"path": "a.json", "pointer": "/a/0", "inner": None}
    here |= {"start": {"line": 1, "column": 8}, "end": {"line": 1, "column": 9}}
    assert _told(Report(findings=(finding,)))["findings"] == [
        {
            "rule": "r",
            "severity": "error",
            "certainty": "certain",
            "message": "m",
            "help": None,
            "flows": ["f1", "f2"],
            "layer": "identity-policy",
            "principal": None,
            "action": None,
            "resource": None,
            "witness": "w",
            "symptoms": ["S"],
            "refused": {"code": "InvalidRequest", "text": None},
            "location": here,
            "related": [],
            "reference": None,
            "fingerprint": "",
            "fix": None,
        }
    ]


def test_what_is_no_flow_is_told_where_there_is_any() -> None:
    """A batch job stands beside the flows, and its requirements are counted with theirs."""
    check = Check("r", "p", "s3:PutObject", "arn:aws:s3:::b/*", Verdict.UNKNOWN)
    told = _told(Report(subjects=(SubjectReport("batch job", "backfill", "role", Verdict.UNKNOWN, (check,)),)))
    (subject,) = told["subjects"]
    assert (subject["kind"], subject["id"], subject["role"], subject["verdict"]) == (
        "batch job",
        "backfill",
        "role",
        "unknown",
    )
    assert [each["rule"] for each in subject["requirements"]] == ["r"]
    assert (told["summary"]["flows"], told["summary"]["unknown"]) == (0, 1)
    assert "subjects" not in _told(Report())


def test_a_place_in_a_string_is_told_twice(documents: Documents) -> None:
    """A value of a policy that stands as a string has the string's pointer, its own, and its place in the file."""
    outer = documents("a.json", '{"Policy": "{\\"a\\": [\\"b\\"]}"}')
    inner = documents.inside(Place(outer, ("Policy",)))
    finding = _finding(documents, primary=Label(Place(inner, ("a", 0)), ""))
    (told,) = _told(Report(findings=(finding,)))["findings"]
    assert (told["location"]["pointer"], told["location"]["inner"]) == ("/Policy", "/a/0")
    assert (told["location"]["start"]["column"], told["location"]["end"]["column"]) == (22, 27)


def test_a_fix_is_places_and_values(documents: Documents) -> None:
    """A suggested change names for each edit the pointer of what is to stand there, and the nearest thing."""
    place = Place(documents("a.json", '{"a": {}}'), ("a", "b", "c"))
    patch = Patch((Edit(place, {"d": ["e"]}), Edit(Place(place.text, ("a",)), 1)), Safety.DISPLAY_ONLY)
    (told,) = _told(Report(findings=(_finding(documents, patch=patch),)))["findings"]
    start, end = {"line": 1, "column": 7}, {"line": 1, "column": 9}
    assert told["fix"] == {
        "safety": "display-only",
        "edits": [
            {
                "operation": "add",
                "location": {"path": "a.json", "pointer": pointer, "inner": None, "start": start, "end": end},
                "value": value,
            }
            for pointer, value in (("/a/b/c", {"d": ["e"]}), ("/a", 1))
        ],
    }


def test_the_reference_of_the_rule_stands_in(documents: Documents) -> None:
    """A finding without a reference of its own has its rule's."""
    rules = (RuleInfo("r", "t", "w", "https://example.org/rule", "p"),)
    findings = (_finding(documents), _finding(documents, message="n", reference="https://example.org/own"))
    told = _told(Report(findings=findings, rules=rules))["findings"]
    assert [each["reference"] for each in told] == ["https://example.org/rule", "https://example.org/own"]


@given(data=st.data())
def test_order_comes_from_the_content(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """The same findings, flows, gaps and assumptions in another order make the same text."""
    report = data.draw(reports)
    names = {rule.name for rule in report.rules}
    rules = tuple(next(rule for rule in report.rules if rule.name == name) for name in sorted(names))
    mixed = replace(
        report,
        rules=tuple(data.draw(st.permutations(rules))),
        flows=tuple(data.draw(st.permutations(report.flows))),
        subjects=tuple(data.draw(st.permutations(report.subjects))),
        findings=tuple(data.draw(st.permutations(report.findings))),
        unverified=tuple(data.draw(st.permutations(report.unverified))),
        assumptions=tuple(data.draw(st.permutations(report.assumptions))),
    )
    assert reporter.render(mixed, SCREEN) == reporter.render(replace(report, rules=rules), SCREEN)


def test_flows_of_one_name_have_an_order() -> None:
    """Two estates may have flows of one name: what differs in them orders them."""
    flows = [FlowReport("one", "a", "b", "all", "role", verdict, ()) for verdict in (Verdict.HOLDS, Verdict.FAILS)]
    there, back = (reporter.render(Report(flows=tuple(order)), SCREEN) for order in (flows, flows[::-1]))
    assert there == back


@given(data=st.data())
def test_the_text_is_plain_ascii(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """No character outside of printable ASCII and line ends, and no half of a surrogate pair as an escape."""
    text = reporter.render(data.draw(reports), SCREEN)
    assert text.isascii()
    assert text.replace("\n", "").isprintable()
    json.dumps(json.loads(text), ensure_ascii=False).encode()


@given(message=st.text(st.characters(codec=None, categories=["Cs", "L", "P"])))
def test_any_text_comes_through(message: str, documents: Documents) -> None:
    """A text is read back as it was; a half surrogate as the characters of its escape."""
    whole = message.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    (told,) = _told(Report(findings=(_finding(documents, message=whole),)))["findings"]
    assert told["message"] == re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", whole)


def test_escapes_are_read_one_by_one(documents: Documents) -> None:
    """A backslash before what looks like an escape is no half surrogate."""
    message = "\\ud800 \\\ud800 \U0001f600 \ud83d"
    (told,) = _told(Report(findings=(_finding(documents, message=message),)))["findings"]
    assert told["message"] == "\\ud800 \\\\ud800 \U0001f600 \\ud83d"
