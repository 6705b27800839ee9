"""Characters made visible, and lines broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.reporters.text.cells import LONGEST_NAME, width, wrap
from replint.reporters.visible import LONGEST, visible

ANY = st.text(st.characters(codec=None), max_size=40) | st.text("a /:,\u6771\u0301", max_size=60)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a \\ `b` [red] e\u0301 \u6771\u4eac \U0001f600", "a \\ `b` [red] e\u0301 \u6771\u4eac \U0001f600"),
        ("\x1b[31m\x07\x00\x7f\x9b", "\\x1b[31m\\x07\\x00\\x7f\\x9b"),
        ("\r\n\t", "\\r\\n\\t"),
        ("\u202e\u2066\u200b\u200d\u2028\ufeff\u00ad\u00a0", "\\u202e\\u2066\\u200b\\u200d\\u2028\\ufeff\\xad\\xa0"),
        ("\ufe0f\u3164\U000e0041\U000e0101", "\\ufe0f\\u3164\\U000e0041\\U000e0101"),
        ("\ud800\udfff", "\\ud800\\udfff"),
    ],
)
def test_what_hides_is_shown(text: str, shown: str) -> None:
    """What a terminal obeys or hides is shown as its escape, and nothing else is."""
    assert visible(text) == shown


def test_a_text_without_end_is_cut() -> None:
    """A text longer than anybody reads is cut, and says so."""
    assert visible("x" * LONGEST) == "x" * LONGEST
    assert visible("x" * (LONGEST + 1)) == "x" * LONGEST + "..."


@given(text=ANY, room=st.integers(8, 40), first=st.none() | st.integers(0, 40))
def test_wrapped_lines_fit_and_lose_nothing(text: str, room: int, first: int | None) -> None:
    """Each line fits, and the lines hold the characters of the text but for blanks and guarding backslashes."""
    shown = visible(text)
    first_room = room if first is None else first
    head, *rest = wrap(shown, room, first=first)
    assert width(head) <= max(first_room, 0)
    assert all(width(line) <= room for line in rest)
    assert "".join([head, *rest]).translate({ord(" "): "", ord("\\"): ""}) == shown.translate(
        {ord(" "): "", ord("\\"): ""}
    )


@given(text=st.text(":a \u6771", max_size=60), room=st.integers(8, 20))
def test_no_line_starts_with_a_command(text: str, room: int) -> None:
    """No line starts with two colons, however the text is broken."""
    assert not any(line.lstrip().startswith("::") for line in wrap(text, room))


def test_a_guarded_line_fits_too() -> None:
    """A word of colons, and one that fills the line, are broken so that the backslash has room."""
    assert wrap(":" * 20, 8) == ["\\" + ":" * 7, "\\" + ":" * 7, "\\" + ":" * 6]
    assert wrap("a ::abcdef", 8) == ["a ::", "abcdef"]
    assert wrap("abcdef ::abcde", 8) == ["abcdef", "\\::abcde"]
    assert max(map(width, wrap("::::::::abc", 8))) <= 8


def test_words_break_where_they_may() -> None:
    """Between words first, then after a separator, then anywhere; a URL and an ARN may stay whole."""
    assert wrap("role arn:aws:iam::111122223333:role/path/name", 24) == [
        "role arn:aws:iam::",
        "111122223333:role/path/",
        "name",
    ]
    assert wrap("abcdefghijkl", 8) == ["abcdefgh", "ijkl"]
    assert wrap("see https://example.org/page", 8, whole=True) == ["see", "https://example.org/page"]
    assert wrap("see https://example.org/", 12) == ["see https://", "example.org/"]
    assert wrap("one  two", 8) == ["one  two"]
    name = "`arn:aws:iam::111122223333:role/path/name`,"
    assert wrap(f"the role {name} may", 12, whole=True) == ["the role", name, "may"]
    endless = f"arn:aws:s3:::{'x' * LONGEST_NAME}"
    assert max(map(len, wrap(endless, 80, whole=True))) <= 80
