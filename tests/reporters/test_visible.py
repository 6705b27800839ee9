"""Text made visible, and the starts of lines made harmless."""

from __future__ import annotations

import unicodedata
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.reporters.visible import harmless, tame, visible


@pytest.mark.parametrize("start", ["::error::x", " ::error::x", "\u3000::x", ":", " :"])
def test_no_line_starts_a_command(start: str) -> None:
    """GitHub's runner passes over blanks before a command, so they hide none."""
    assert not harmless(start).lstrip().startswith(":")


@pytest.mark.parametrize("start", ["", "x::y", ": x", "a:"])
def test_any_other_line_is_left_alone(start: str) -> None:
    """What can be no command keeps its first character."""
    assert harmless(start) == start


@given(text=st.text(st.characters(codec=None) | st.sampled_from("\x00\n\x85\u2029\u202e\udfff\uffff")))
def test_a_tame_name_is_what_xml_and_a_log_can_hold(text: str) -> None:
    """No control, no separator of lines, no half surrogate is left, and the name stands in XML."""
    told = tame(text)
    told.encode()
    assert {unicodedata.category(char) for char in told} & {"Cc", "Cs", "Zl", "Zp"} == set()
    root = ET.fromstring(f"<a>{escape(told)}</a>")  # noqa: S314 - it is ours
    assert (root.text or "") == told


def test_no_line_holds_a_command_of_the_old_form() -> None:
    """GitHub's runner finds `##[command]` anywhere in a line; a text without it is as wide as before."""
    assert visible("a ##[error]b \u202e###[x]") == "a #\\[error]b \\u202e##\\[x]"
    assert visible("# [a] ## [b] #[c]") == "# [a] ## [b] #[c]"


def test_a_name_keeps_its_blanks() -> None:
    """A name that a program looks up is the same but for what is obeyed."""
    assert tame("a\u3000b\u00a0c\u200d.json") == "a\u3000b\u00a0c\u200d.json"
    assert tame("a\x1b\n\u202e\ud800\uffff") == r"a\x1b\n\u202e\ud800\uffff"
