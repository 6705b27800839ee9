"""Edits as splices of a text: what is spliced means what the edit means, and looks like its neighbours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from replint.dialects import rest
from replint.finding import Edit
from replint.reporters.edits import Joining, joinings, rewriting, shown, splices
from replint.span import Place, Route
from tests.joining import joined

if TYPE_CHECKING:
    from replint.finding import Json
    from replint.reporters.edits import Splice
    from tests.reporters.conftest import Documents

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "a", "[", "}, ,", "\u6771", 'x": "y', "b" * 70])
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("pqrs"), inner, max_size=3),
    max_leaves=8,
)
LAYOUTS: tuple[dict[str, Any], ...] = (
    {},
    {"indent": 2},
    {"indent": "\t"},
    {"separators": (",", ":")},
    {"indent": 0},
    {"ensure_ascii": False},
)


def _routes(value: Any) -> list[Route]:  # noqa: ANN401 - any JSON
    """Return every route of a document that something can join: to a value, or to where an object has none yet."""
    found: list[Route] = [()]
    if isinstance(value, dict):
        found += [("new",), ("new", "er")]
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return found + [(step, *route) for step, each in below for route in _routes(each)]


def _held(value: Any, route: Route) -> Any:  # noqa: ANN401 - any JSON
    """Return what stands at a route, None for nothing."""
    for step in route:
        value = value.get(step) if isinstance(value, dict) else value[int(step)] if isinstance(value, list) else None
    return value


def _spliced(content: str, parts: list[Splice]) -> str:
    for part in sorted(parts, reverse=True):
        content = content[: part.start] + part.text + content[part.end :]
    return content


@given(
    data=st.data(),
    document=VALUES,
    layout=st.sampled_from(LAYOUTS),
    values=st.lists(VALUES.filter(lambda value: not isinstance(value, list)), min_size=1, max_size=3),
)
def test_the_text_means_what_the_edit_means(
    data: st.DataObject, documents: Documents, document: Json, layout: dict[str, Any], values: list[Json]
) -> None:
    """Read again, the text is the document that the values joined; numbers, which no policy lists, are left alone.

    Nobody suggests what stands there already.
    """
    route = data.draw(st.sampled_from(_routes(document)))
    content = data.draw(st.sampled_from(["", "\n", " \r\n"])) + json.dumps(document, **layout)
    place = Place(documents("a.json", content), route)
    found = splices(Joining(place, tuple(values)))
    before = _held(document, route)
    if isinstance(before, (bool, int)):
        assert found is None
        return
    known = before if isinstance(before, list) else [before]
    assume(not any(value in known or values.count(value) > 1 for value in values))
    assert found is not None
    expected: Any = document
    # Several values that are put where nothing stood are a list at once.
    for value in [values] if before is None and len(values) > 1 else values:
        expected = joined(expected, route, value)
    assert json.loads(_spliced(content, found)) == expected


@pytest.mark.parametrize(
    ("content", "route", "values", "expected"),
    [
        ('{\n  "a": [\n    "x"\n  ]\n}', ("a",), ["y"], '{\n  "a": [\n    "x",\n    "y"\n  ]\n}'),
        ('{\n  "a": ["x"]\n}', ("a",), ["y", "z"], '{\n  "a": ["x", "y", "z"]\n}'),
        ('{\n  "a": "x"\n}', ("a",), ["y"], '{\n  "a": ["x", "y"]\n}'),
        (
            '{\n\t"a": "' + "x" * 60 + '"\n}',
            ("a",),
            ["y" * 10],
            '{\n\t"a": [\n\t\t"' + "x" * 60 + '",\n\t\t"' + "y" * 10 + '"\n\t]\n}',
        ),
        ('{"a":["x"],"b":1}', ("a",), [{"c": ["d", 1]}], '{"a":["x",{"c":["d",1]}],"b":1}'),
        ('{\n    "a": {}\n}', ("b", "c"), ["d"], '{\n    "a": {},\n    "b": {"c": "d"}\n}'),
        ('{\n  "a": null\n}', ("a",), [{"b": 1, "c": 2}], '{\n  "a": {\n    "b": 1,\n    "c": 2\n  }\n}'),
        ('{\n  "a": {\n    "b": 1\n  }\n}', ("a",), [{"c": 1}], '{\n  "a": [{\n    "b": 1\n  }, {"c": 1}]\n}'),
    ],
)
def test_the_document_keeps_its_way_of_writing(
    documents: Documents, content: str, route: Route, values: list[Any], expected: str
) -> None:
    """Indentation, tabs, lists on one line and documents without blanks stay as they are; a long list is broken."""
    found = splices(Joining(Place(documents("a.json", content), route), tuple(values)))
    assert found is not None
    assert _spliced(content, found) == expected


def test_a_document_in_a_string_has_no_splice(documents: Documents) -> None:
    """What stands as a string in another document is not written into."""
    inner = documents.inside(Place(documents("a.json", '{"Policy": "{}"}'), ("Policy",)))
    assert splices(Joining(Place(inner, ("a",)), (1,))) is None


def test_values_that_differ_in_one_member_are_one(documents: Documents) -> None:
    """Statements that differ in their actions alone are one with all; of others each stands by itself."""
    place = Place(documents("a.json", "[]"))

    def statement(action: str, resource: str) -> dict[str, Any]:
        return {"Effect": "Allow", "Action": action, "Resource": resource}

    edits = [Edit(place, statement(*pair)) for pair in (("a", "r"), ("b", "r"), ("b", "r"), ("c", "s"))]
    both: dict[str, Any] = {"Effect": "Allow", "Action": ["a", "b"], "Resource": "r"}
    assert joinings(edits) == [Joining(place, (both, statement("c", "s")))]
    policies = [Edit(place, {"Version": "v", "Statement": [edit.value]}) for edit in edits[:2]]
    assert joinings(policies) == [Joining(place, ({"Version": "v", "Statement": [both]},))]


def test_what_comes_below_one_null_is_one_value(documents: Documents) -> None:
    """Two statements for a policy that is not there make one policy, in which both stand, and its version once."""
    text = documents("a.json", '{"Policy": null, "Other": {}}')
    place = Place(text, ("Policy",))
    statements: tuple[dict[str, Json], ...] = ({"Action": "a"}, {"Effect": "e"}, {"Action": "b"})
    edits = [
        edit
        for statement in statements
        for edit in (Edit(place.at("Version"), "v"), Edit(place.at("Statement"), [statement]))
    ]
    policy: dict[str, Any] = {"Version": "v", "Statement": [{"Action": ["a", "b"]}, {"Effect": "e"}]}
    assert joinings(edits) == [Joining(place, (policy,))]
    (found,) = joinings([Edit(Place(text, ("Other", "list")), [1])])
    assert found.value == [1]


def test_a_list_joins_value_by_value(documents: Documents) -> None:
    """Of a list each value joins by itself."""
    place = Place(documents("a.json", '{"a": ["x", "y"]}'), ("a",))
    (found,) = joinings([Edit(place, ["v", "w"]), Edit(place, "z")])
    assert _spliced(place.text.content, splices(found) or []) == '{"a": ["x", "y", "v", "w", "z"]}'


@pytest.mark.parametrize("held", ["null", "[]", "{}", '""', "<Status/>"])
def test_xml_is_not_written_as_json(held: str) -> None:
    """Nothing is spliced into XML, whatever its characters look like: the value is shown by itself."""
    root = rest.read("x.xml", f"<VersioningConfiguration><Status>{held}</Status></VersioningConfiguration>".encode())
    (joining,) = joinings([Edit(root.place.at("Status"), "Enabled")])
    assert splices(joining) is None
    assert shown(joining) == ['"Enabled"']


@given(data=st.data(), document=VALUES, layout=st.sampled_from(LAYOUTS))
def test_a_rewriting_means_what_its_edits_mean(
    data: st.DataObject, documents: Documents, document: Json, layout: dict[str, Any]
) -> None:
    """Several edits of one file, if they can be made together, make a text that means all of them.

    Nobody suggests what stands there already, or nothing; the texts of several in one list are another test's.
    """
    values = VALUES.map(lambda value: value[:1] if isinstance(value, list) else value).filter(lambda value: value != [])
    pairs = st.tuples(st.sampled_from(_routes(document)), values)
    edits = data.draw(st.lists(pairs, min_size=1, max_size=3, unique_by=lambda pair: pair[0]))
    text = documents("a.json", json.dumps(document, **layout))
    found = rewriting([Edit(Place(text, route), value) for route, value in edits])
    if found is None:
        return
    expected: Any = document
    # What joins an inner value does so before an outer one becomes an element of a list.
    for route, value in sorted(edits, key=lambda pair: -len(pair[0])):
        held = _held(expected, route)
        known, new = (each if isinstance(each, list) else [each] for each in (held, value))
        assume(held is None or not any(each in known for each in new))
        expected = joined(expected, route, value)
    assert found.keys() == {text}
    assert json.loads(_spliced(text.content, found[text])) == expected


def test_a_rewriting_fills_one_null_once(documents: Documents) -> None:
    """What several edits put below one null is one value; a change of which a part is in XML is none."""
    text = documents("a.json", '{"Policy": null}')
    edits = [Edit(Place(text, ("Policy", name)), 1) for name in ("x", "y")]
    found = rewriting(edits)
    assert found is not None
    assert json.loads(_spliced(text.content, found[text])) == {"Policy": {"x": 1, "y": 1}}
    xml = rest.read("x.xml", b"<VersioningConfiguration><Status>null</Status></VersioningConfiguration>").place
    assert rewriting([Edit(xml.at("Status"), "Enabled")]) is None
    assert rewriting([*edits, Edit(xml.at("Status"), "Enabled")]) is None


def test_a_rewriting_is_all_or_nothing(documents: Documents) -> None:
    """A change of which one edit cannot be made, or of which two meet, is none; others are told file by file."""
    one, two = documents("one.json", '{"a": 1, "b": ["c"], "Policy": "{}"}'), documents("two.json", "{}")
    fine, policy = Edit(Place(one, ("b",)), "d"), documents.inside(Place(one, ("Policy",)))
    for other in (Edit(Place(one, ("a",)), 2), Edit(Place(policy, ("x",)), 1), Edit(Place(one, ("b", 0)), "e")):
        assert rewriting([fine, other]) is None
    assert rewriting([Edit(Place(two, ("x",)), 1), Edit(Place(two, ("y",)), 1)]) is None
    together = rewriting([fine, Edit(Place(two, ("x",)), 1), Edit(Place(one, ("n",)), 2)])
    assert together is not None
    assert {text.path: _spliced(text.content, parts) for text, parts in together.items()} == {
        "one.json": '{"a": 1, "b": ["c", "d"], "Policy": "{}", "n": 2}',
        "two.json": '{"x": 1}',
    }
    assert rewriting([]) == {}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_rewriting_has_the_line_ends_of_the_file(end: str, documents: Documents) -> None:
    """Whoever takes a change as it is has no file of two kinds of lines afterwards."""
    text = documents("a.json", f'{{{end}  "a": [{end}    "b"{end}  ]{end}}}')
    found = rewriting([Edit(Place(text, ("a",)), {"c": 1, "d": [{}]})])
    assert found is not None
    changed = _spliced(text.content, found[text])
    assert changed.count(end) == len(changed.splitlines()) - 1
    assert json.loads(changed) == {"a": ["b", {"c": 1, "d": [{}]}]}
