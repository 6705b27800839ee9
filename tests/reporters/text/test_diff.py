"""A suggested change as lines that go and lines that come."""

from __future__ import annotations

import json
import re
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from replint.finding import Edit
from replint.reporters.edits import joinings, splices
from replint.reporters.hunks import MINIFIED, change
from replint.reporters.text.diff import diff
from replint.reporters.text.paint import paint
from replint.span import Place

if TYPE_CHECKING:
    from replint.finding import Json
    from tests.reporters.conftest import Documents

POLICY = dedent(
    """\
    {
      "Statement": [
        {
          "Action": "s3:Get*",
          "Resource": "*"
        }
      ],
      "Version": "2012-10-17"
    }
    """
)


def _drawn(*edits: tuple[Place, Json], cells: int = 60) -> str:
    changed = change([Edit(*edit) for edit in edits], cells)
    return paint(diff(changed, max(1, changed.digits), cells, edits[0][0].text.file), color=False)


def _expected(text: str) -> str:
    return dedent(text).lstrip("\n").replace("|\n", "|\n")


def test_lines_have_the_numbers_of_the_file(documents: Documents) -> None:
    """Lines that go have their old numbers, lines that come and those behind them their new ones."""
    place = Place(documents("a.json", POLICY), ("Statement",))
    told = _drawn((place.at(0, "Action"), "s3:Put"), (place, {"Action": "kms:*", "Resource": "*"}))
    assert told == _expected(
        """
           |
         3 |     {
         4 -       "Action": "s3:Get*",
         4 +       "Action": ["s3:Get*", "s3:Put"],
         5 |       "Resource": "*"
         6 -     }
         6 +     },
         7 +     {
         8 +       "Action": "kms:*",
         9 +       "Resource": "*"
        10 +     }
        11 |   ],
           |
        """
    )


def test_left_out_lines_are_three_dots(documents: Documents) -> None:
    """Between two changes that stand apart there are three dots; each file has lines of its own."""
    text, other = (documents(path, POLICY) for path in ("a.json", "b.json"))
    told = _drawn((Place(text, ("Statement", 0, "Action")), "a"), (Place(text, ("Version",)), "b"), (Place(other), 1))
    assert told == _expected(
        """
           |
         3 |     {
         4 -       "Action": "s3:Get*",
         4 +       "Action": ["s3:Get*", "a"],
         5 |       "Resource": "*"
        ...
         7 |   ],
         8 -   "Version": "2012-10-17"
         8 +   "Version": ["2012-10-17", "b"]
         9 | }
          --> b.json:1:1
           |
         1 - {
         1 + [{
         2 |   "Statement": [
        ...
         8 |   "Version": "2012-10-17"
         9 - }
         9 + }, 1]
           |
        """
    )


def test_a_long_line_shows_where_it_changes(documents: Documents) -> None:
    """Of a line that nobody laid out a window is shown; what is too long for one is shown by itself."""
    minified = documents("a.json", '{"a":"' + "x" * 300 + '","b":["c"],"d":"' + "y" * 300 + '"}')
    assert _drawn((Place(minified, ("b",)), "new")) == _expected(
        f"""
          |
        1 - ...{"x" * 15}","b":["c"],"d":"{"y" * 18}...
        1 + ...{"x" * 12}","b":["c","new"],"d":"{"y" * 15}...
          |
        """
    )
    assert _drawn((Place(minified, ("b",)), {"Action": ["s3:A", "s3:B"], "Resource": "*"})) == (
        '  |\n  + {\n  +   "Action": ["s3:A", "s3:B"],\n  +   "Resource": "*"\n  + }\n  |\n'
    )


def test_what_goes_or_comes_is_not_cut(documents: Documents) -> None:
    """A line that changes is whole also on a screen that is too narrow for it: half of one cannot be found."""
    arn = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-4000-8000-000000000001"
    place = Place(documents("a.json", f'{{\n  "Resource": "{arn}"\n}}'), ("Resource",))
    assert _drawn((place, arn)).splitlines()[2:7] == [
        f'2 -   "Resource": "{arn}"',
        '2 +   "Resource": [',
        f'3 +     "{arn}",',
        f'4 +     "{arn}"',
        "5 +   ]",
    ]


def test_a_document_in_a_string_shows_the_value_alone(documents: Documents) -> None:
    """A value for a document that stands as a string is shown by itself, with the member that it makes."""
    inner = documents.inside(Place(documents("a.json", '{"Policy": "{\\"a\\": {}}"}'), ("Policy",)))
    assert _drawn((Place(inner, ("a", "b", "c")), "d"), (Place(inner, ("a", "e")), [1, 2])) == (
        '  |\n  + "b": {"c": "d"}\n  + "e": [1, 2]\n  |\n'
    )


@given(
    items=st.lists(st.sampled_from(["a", "b" * 70, "\u6771"]), max_size=3),
    layout=st.sampled_from([{}, {"indent": 2}, {"indent": "\t"}, {"separators": (",", ":")}]),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    values=st.lists(st.sampled_from(["x", "y" * 70, {"Action": "z", "Effect": "Allow"}]), min_size=1, max_size=3),
)
def test_the_lines_are_those_of_the_changed_text(
    documents: Documents, items: list[str], layout: dict[str, Any], end: str, values: list[Json]
) -> None:
    """With the lines that go taken out and those that come put in, the file's lines are those of the spliced text."""
    value = {"list": items, "one": "alone", "none": None, "statement": {"Sid": "s"}, "last": {}}
    text = documents("a.json", json.dumps(value, **layout).replace("\n", end))
    places = [Place(text, route) for route in (("list",), ("one",), ("none",), ("statement",), ("last", "new"))]
    edits = [Edit(place, value) for place in places for value in values]
    changed = change(edits, 10_000)
    assert changed.values == ()
    lines = [text.line(number) for number in range(1, text.lines + 1)]
    for hunk in reversed(changed.hunks):
        assert lines[hunk.first - 1 : hunk.first - 1 + len(hunk.old)] == hunk.old
        lines[hunk.first - 1 : hunk.first - 1 + len(hunk.old)] = hunk.new
    content = text.content
    for part in sorted((part for each in joinings(edits) for part in splices(each) or []), reverse=True):
        content = content[: part.start] + part.text + content[part.end :]
    assert "\n".join(lines).split("\n") == re.split("\r\n|\r|\n", content)


def test_changes_that_meet_are_not_mixed(documents: Documents) -> None:
    """Where one change does away with what another one changes, the other is shown by itself."""
    place = Place(documents("a.json", '{\n  "a": ["b", "c"]\n}'), ("a",))
    both = change([Edit(place, "d"), Edit(place.at(0), "e")], 60)
    assert [hunk.new for hunk in both.hunks] == [['  "a": [["b", "e"], "c", "d"]']]
    changed = change([Edit(place.at(0), "e"), Edit(place, "d" * 80)], 60)
    assert [hunk.new for hunk in changed.hunks] == [['  "a": [["b", "e"], "c"]']]
    assert changed.values == (f'"{"d" * 80}"',)


@given(data=st.data(), width=st.integers(60, 200), layout=st.sampled_from([{}, {"indent": 2}, {"indent": "\t"}]))
def test_nothing_of_a_document_harms(
    data: st.DataObject, names: st.SearchStrategy[str], documents: Documents, width: int, layout: dict[str, Any]
) -> None:
    """Whatever stands in a document and its change, each line is printable and no command to a runner.

    Each fits, but for one that goes or comes and that a person laid out.
    """
    name, text, new = (data.draw(names) for _ in range(3))
    compact = {"separators": (",", ":")} if data.draw(st.booleans()) else layout
    content = json.dumps({name: [text], "z": {text: name}}, ensure_ascii=data.draw(st.booleans()), **compact)
    root = Place(documents("a.json", content))
    places = (root.at(name), root.at("z", text), root.at("z", new, name), root.at(new))
    told = _drawn(*((place, new) for place in places), (root, {new: [new, text]}), cells=width)
    for line in told.split("\n"):
        assert line.isprintable()
        assert cell_len(line) <= (width if not re.match(r" *\d* [-+] ", line) else MINIFIED + len("1234 + "))
    assert not re.search(r"^\s*::", told, re.MULTILINE)
