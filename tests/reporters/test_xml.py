"""XML: whatever a text holds, what is written is read back as text, and as nothing else."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from replint.reporters.xml import DECLARATION, element, text
from tests.reporters.runner import commands

TEXTS = st.text(st.characters(codec=None) | st.sampled_from("<>&\"'\r\n\t]\x00\ud800\ufffe\x85\U0001f600"))


def _readable(content: str) -> str:
    """The text with what XML cannot hold as an escape."""
    return re.sub(
        "[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]",
        lambda char: char[0].encode("unicode_escape").decode(),
        content,
    )


@given(attribute=TEXTS, content=TEXTS)
def test_texts_come_through(attribute: str, content: str) -> None:
    """An attribute and a text are read back, with escapes for what XML cannot hold."""
    lines = element("a", {"name": attribute, "number": 1}, [text("b", {"name": attribute}, content)])
    root = ET.fromstring("\n".join((DECLARATION, *lines)).encode())  # noqa: S314 - it is ours
    assert root.attrib == {"name": _readable(attribute), "number": "1"}
    (inner,) = root
    assert inner.attrib == {"name": _readable(attribute)}
    # A reader takes each line end of a text for a line feed.
    assert (inner.text or "") == re.sub("\r\n?", "\n", _readable(content))


def test_no_text_is_a_command() -> None:
    """What GitHub's runner would take for a command is written so that only readers of XML see it."""
    told = text("a", {"b": "##[error]c"}, "##[error]d")
    assert list(commands(told)) == []
    root = ET.fromstring(told)  # noqa: S314 - it is ours
    assert (root.get("b"), root.text) == ("##[error]c", "##[error]d")


def test_elements_stand_in_each_other() -> None:
    """An element without a body is one line; others are indented in their parents, and their texts are left alone."""
    lines = element("a", {}, [*element("b", {"c": '<"&'}), text("d", {}, "]]>\n  e"), text("f", {"g": 1}, "")])
    assert "\n".join(lines) == ('<a>\n  <b c="&lt;&quot;&amp;"/>\n  <d>]]&gt;\n  e</d>\n  <f g="1"></f>\n</a>')
