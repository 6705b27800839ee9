"""The model of a server sees what it is there to see."""

from __future__ import annotations

import pytest

from tests.reporters.page import made, page


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("for @acme/everybody", "mention"),
        ("see #12", "reference"),
        ("see GH-12", "reference"),
        ("see !12", "reference"),
        ("in 0123456", "commit"),
        ("a :bug:", "picture"),
        ("is $x$", "formula"),
        ("as [^1] says", "footnote"),
        ("/close", "order"),
    ],
)
def test_what_a_server_makes(text: str, kind: str) -> None:
    """Each kind is seen in a text, and in code nothing is."""
    assert kind in {found for found, _ in made(page(text))}
    assert made(page(f"`{text}`")) == []


def test_a_page() -> None:
    """Elements of Markdown and of HTML are one tree; bare addresses are links."""
    told = page("<details>\n<summary>a <code>b</code></summary>\n\n| x |\n| - |\n| y `z` |\n\n</details>\n\nwww.x.org")
    assert [each.name for each in told.children] == ["details", "p"]
    assert [each.text for each in told.find("summary", "td", "code", "a")] == ["a b", "b", "y z", "z", "www.x.org"]
    with pytest.raises(AssertionError):
        page("<details>")
    with pytest.raises(AssertionError):
        page("a <!-- b -->")
