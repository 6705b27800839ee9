"""A line of source on a screen: the marked cells are the marked characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from replint.reporters.text.cells import width
from replint.reporters.text.window import TAB, window
from replint.reporters.visible import visible

LINES = st.lists(st.sampled_from(["a", '"Action": ', "\t", "\u6771", "e\u0301", "\x1b", "\u0301" * 9]), max_size=60)


def _cells(text: str, start: int, end: int) -> str:
    """Return the characters that stand in some cells; one of no width belongs to the cell before it."""
    found, at = "", 0
    for char in text:
        size = width(char)
        if start <= (at if size else at - 1) < end:
            found += char
        at += size
    return found


@given(parts=LINES, ends=st.tuples(st.integers(0, 300), st.integers(0, 300)), room=st.integers(20, 120))
def test_the_window_fits_and_the_mark_is_in_it(parts: list[str], ends: tuple[int, int], room: int) -> None:
    """The window and its mark fit; a mark has a cell at least; a line that fits is shown whole."""
    line = "".join(parts)
    start, end = sorted(ends)
    view = window(line, start, end, room)
    assert width(view.text) <= room
    assert 0 <= view.start < view.end <= room
    shown = visible(line.replace("\t", TAB))
    assert view.text == shown if view.whole else "..." in (view.text[:3], view.text[-3:])


@given(
    before=st.text("ab\t\u6771", max_size=200),
    marked=st.text("xy\t\u4eac", min_size=1, max_size=30),
    after=st.text("ab\t\u6771", max_size=200),
    room=st.integers(20, 120),
)
def test_the_mark_is_under_its_characters(before: str, marked: str, after: str, room: int) -> None:
    """The marked cells hold the marked characters, from the first on: all that fit, unless they begin near its left."""
    view = window(before + marked + after, len(before), len(before) + len(marked), room)
    found = _cells(view.text, view.start, view.end)
    assert marked.replace("\t", TAB).startswith(found)
    if width(marked.replace("\t", TAB)) <= room - 6 and width(before.replace("\t", TAB)) > room // 2:
        assert found == marked.replace("\t", TAB)


def test_the_beginning_of_a_line_is_kept() -> None:
    """What names the value is not cut for a value that is too long: the end of the value is."""
    line = '  "ReplicaKmsKeyID": "arn:aws:kms:eu-west-2:111122223333:key/00000478"'
    view = window(line, line.index('"arn'), len(line), 50)
    assert view.text == line[:47] + "..."
    assert view.text[view.start : view.end] == line[line.index('"arn') : 47]
    assert window(line, line.index("00"), len(line), 50).text.startswith("...")
    assert window(line, 2, 5, 50).text == line[:47] + "..."


def test_a_mark_behind_a_full_line_has_room() -> None:
    """Where the line fills the room, a mark behind its end makes a window of it."""
    view = window("x" * 20, 20, 20, 20)
    assert (view.text[:3], view.text[view.start - 1 :], view.end, view.whole) == ("...", "x", view.start + 1, False)
    assert view.end <= 20


def test_a_long_line_costs_no_more() -> None:
    """Of a line without end only the neighbourhood of the mark is looked at."""
    line = "x" * 1_000_000 + "here" + "y" * 1_000_000
    view = window(line, 1_000_000, 1_000_004, 40)
    assert view.text == "..." + "x" * 15 + "here" + "y" * 15 + "..."
    assert view.text[view.start : view.end] == "here"
