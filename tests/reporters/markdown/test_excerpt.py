"""Source and changes as blocks of code: nothing in them ends the block, marks stand below what they mean."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from replint.finding import Edit, Label
from replint.reporters.checkout import Checkout
from replint.reporters.edits import rewriting
from replint.reporters.hunks import MINIFIED
from replint.reporters.inline import fenced
from replint.reporters.markdown.excerpt import diff, source
from replint.span import Place, Span, Text
from tests.reporters.page import page

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents

LINES = st.sampled_from(
    ["```", "````x", "   ```", "</details>", "", "a b", "~~~", "\t`", "{", "x" * 300, "\u202e", "#"]
)


def _block(told: str) -> list[str]:
    """Return the lines of the one block of code that a text in Markdown is."""
    (block,) = page(told).children
    assert [each.name for each in (block, *block.children)] == ["pre", "code"]
    return block.text.removesuffix("\n").split("\n")


@given(lines=st.lists(LINES, min_size=1, max_size=9), data=st.data())
def test_no_source_ends_its_block(lines: list[str], data: st.DataObject) -> None:
    """Whatever the lines hold they are one block, each line behind its number or below one that is."""
    content = "\n".join(lines)
    ends = sorted(data.draw(st.integers(0, len(content))) for _ in range(2))
    text = Text("a.json", content, lambda *_: Span(*ends))
    told = _block(source(Label(Place(text), "")))
    assert all(re.match(r" *\d+ [|>]( |$)| *\| +\^+$|\.\.\.$", line) for line in told)


LENGTHS = st.integers(0, 400) | st.integers(0, 20)


@given(lengths=st.tuples(LENGTHS, LENGTHS, LENGTHS))
def test_a_mark_stands_below_what_it_means(lengths: tuple[int, int, int]) -> None:
    """Of a line of any length what is meant is shown, or as much as has room, and is marked."""
    before, meant, rest = (sign * length for sign, length in zip("acE", lengths, strict=True))
    meant += "c"
    text = Text("a.json", f"1\n{before}{meant}{rest}\n3", lambda *_: Span(len(before) + 2, len(before + meant) + 2))
    first, line, mark, last = _block(source(Label(Place(text), "")))
    start, end = mark.index("^"), len(mark)
    assert mark == f"  | {' ' * (start - 4)}{'^' * (end - start)}"
    assert meant.startswith(line[start:end])
    assert line[start:end] == meant or line.endswith(line[start:end] + "...")
    assert (first, last) == ("1 | 1", "3 | 3")
    assert len(line) <= len("2 | ") + MINIFIED


def test_several_lines(documents: Documents) -> None:
    """Lines of a long stretch have a sign, and its middle is left out; of what is absent the first line is meant."""
    text = documents("a.json", json.dumps({"a": [*range(9)], "b": 1}, indent=1))
    assert _block(source(Label(Place(text, ("a",)), ""))) == [
        *(
            " 1 | {",
            ' 2 >  "a": [',
            " 3 >   0,",
            " 4 >   1,",
            " 5 >   2,",
            "...",
            "11 >   8",
            "12 >  ],",
            '13 |  "b": 1',
        ),
    ]
    absent = _block(source(Label(Place(text, ("a",)), "", absent=True)))
    assert absent == ["1 | {", '2 |  "a": [', "  |       ^", "3 |   0,"]
    short = documents("b.json", "[\n\t1,\n\t2\n]")
    assert _block(source(Label(Place(short), ""))) == ["1 > [", "2 >     1,", "3 >     2", "4 > ]"]


VALUES = st.sampled_from(["s3:Get", "```", "</details>", "\u202e"])


@given(values=st.lists(VALUES, min_size=1, max_size=3), gap=st.integers(0, 3))
def test_a_diff_can_be_made(documents: Documents, values: list[str], gap: int) -> None:
    """Its hunks are those of a patch: made on the file they give what all edits together make of it."""
    filler = "".join(f' "f{number}": 0,\n' for number in range(gap))
    text = documents("a.json", f'{{\n "a": ["x"],\n{filler} "b": ["{"y" * 60}", "z"]\n}}\n')
    edits = [Edit(Place(text, (name,)), value) for name in "ab" for value in values]
    files = rewriting(edits)
    assert files is not None
    content, at = "", 0
    for part in files[text]:
        content += text.content[at : part.start] + part.text
        at = part.end
    content += text.content[at:]
    lines, told = text.content.split("\n"), _block(diff(edits, text, Checkout()))
    assert _patched(lines, told) == [line.replace("\u202e", "\\u202e") for line in content.split("\n")]


def _patched(lines: list[str], told: list[str]) -> list[str]:
    """Return what a diff makes of the lines of a file; each of its hunks says where it stands before and after."""
    made: list[str] = []
    at, sizes = 0, [0, 0]
    for line in told:
        if found := re.fullmatch(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@", line):
            assert sizes == [0, 0]
            sizes = [int(found[2]), int(found[4])]
            made += lines[at : int(found[1]) - 1]
            at = int(found[1]) - 1
            assert len(made) == int(found[3]) - 1
            continue
        if line[0] in " -":
            assert line[1:] == lines[at]
            at += 1
            sizes[0] -= 1
        if line[0] in " +":
            made.append(line[1:])
            sizes[1] -= 1
    assert sizes == [0, 0]
    return made + lines[at:]


def test_no_line_ends_a_block() -> None:
    """A block is closed by more signs than any of its lines has in a row."""
    lines = ["```", "  ````", "</details>", "a"]
    assert _block(fenced(lines, "diff")) == lines


def test_a_change_of_another_file_names_it(documents: Documents) -> None:
    """Of a file that has not been named the diff says which it is; a value that stands in no line is told alone."""
    here, there = documents("a.json", '{"a": ["x"]}'), documents("b`/c.json", '{"a": ["x"]}')
    told = _block(diff([Edit(Place(there, ("a",)), "y")], here, Checkout("/r", "/r/in")))
    assert told == ["--- in/b`/c.json", "+++ in/b`/c.json", "@@ -1,1 +1,1 @@", '-{"a": ["x"]}', '+{"a": ["x", "y"]}']
    minified = documents("m.json", json.dumps({"a": ["x" * 300]}))
    assert _block(diff([Edit(Place(minified, ("a",)), "y" * 90)], minified, Checkout())) == [f'+"{"y" * 90}"']
    assert diff([], here, Checkout()) == ""
