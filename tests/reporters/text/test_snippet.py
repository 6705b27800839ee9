"""Labels drawn under lines of source."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

from replint.finding import Label
from replint.reporters.text.paint import paint
from replint.reporters.text.snippet import margin_of, mark, snippet
from replint.span import Place, Span, Text

if TYPE_CHECKING:
    from replint.span import Route

CONTENT = "one\n two\n three\n four\n five\n six\n seven\n eight\n nine\n ten\n"


def _place(
    content: str, start: str, end: str | None = None, path: str = "a.json", *, text: Text | None = None
) -> Place:
    """Return the place from the start of one word to the end of another."""
    words = tuple(content.index(word) + len(word) * last for last, word in enumerate((start, end or start)))

    def locate(route: Route, _: bool) -> Span:
        first, last = (int(step) for step in route)
        return Span(first, last)

    return Place(text or Text(path, content, locate), words)


def _drawn(primary: Label, *related: Label, cells: int = 60) -> str:
    marks = [
        mark(primary, "error", "^", context=True),
        *(mark(label, "frame", "-", context=False) for label in related),
    ]
    return paint(snippet(marks, margin_of(marks), cells), color=False)


def _expected(text: str) -> str:
    return dedent(text).lstrip("\n")


def test_what_lacks_something_is_marked_where_it_begins() -> None:
    """Of a stretch that lacks something only its first line is marked; one on a single line is marked whole."""
    content = 'a {  \n  "b": 1\n}\n[c, d]\n'
    several = _place(content, "{", "}")
    assert _drawn(Label(several, "has no `e`", absent=True)) == _expected(
        """
         --> a.json:1:3
          |
        1 | a {
          |   ^ has no `e`
        2 |   "b": 1
          |
        """
    )
    one = Label(_place(content, "[", "]"), "has no `e`", absent=True)
    assert "  | ^^^^^^ has no `e`\n" in _drawn(one)


def test_lines_around_are_shown_and_gaps_too() -> None:
    """The primary label has lines around it; others have not; left-out lines are three dots."""
    primary = _place(CONTENT, "three")
    other = _place(CONTENT, "eight", text=primary.text)
    assert _drawn(Label(primary, "here"), Label(other, "because")) == _expected(
        """
         --> a.json:3:2
          |
        1 | one
        2 |  two
        3 |  three
          |  ^^^^^ here
        4 |  four
        ...
        8 |  eight
          |  ----- because
          |
        """
    )


def test_labels_of_one_line_share_it() -> None:
    """Two labels of one line stand below it, one after the other."""
    primary = _place("x = y", "y")
    other = _place("x = y", "x", text=primary.text)
    assert _drawn(Label(primary, "wrong"), Label(other, "since")) == _expected(
        """
         --> a.json:1:5
          |
        1 | x = y
          | - since
          |     ^ wrong
          |
        """
    )


def test_a_stretch_has_a_bracket() -> None:
    """A stretch of lines is shown whole when it is short, and from its first and last lines when it is long."""
    short = _place(CONTENT, "two", "four")
    assert _drawn(Label(short, "all of it")) == _expected(
        """
         --> a.json:2:2
          |
        2 | /  two
        3 | |  three
        4 | |  four
          | |_____^ all of it
          |
        """
    )
    long = _place(CONTENT, "one", "nine")
    assert _drawn(Label(long, "all of it")) == _expected(
        """
          --> a.json:1:1
           |
         1 | / one
         2 | |  two
         3 | |  three
         4 | |  four
        ...  |
         8 | |  eight
         9 | |  nine
           | |_____^ all of it
           |
        """
    )


def test_a_mark_inside_a_stretch_is_drawn_there() -> None:
    """A mark on a line of a longer stretch is drawn at that line, which is shown for it, and the source once."""
    long = _place(CONTENT, "one", "nine")
    middle, first = (_place(CONTENT, word, text=long.text) for word in ("six", "one"))
    assert _drawn(Label(long, "all of it"), Label(middle, "too"), Label(first, "first")) == _expected(
        """
          --> a.json:1:1
           |
         1 | / one
           | | --- first
         2 | |  two
         3 | |  three
         4 | |  four
        ...  |
         6 | |  six
           | |  --- too
        ...  |
         8 | |  eight
         9 | |  nine
           | |_____^ all of it
           |
        """
    )
    assert _drawn(Label(middle, "wrong"), Label(long, "asked for here")) == _expected(
        """
          --> a.json:6:2
           |
         1 | / one
         2 | |  two
         3 | |  three
         4 | |  four
         5 | |  five
         6 | |  six
           | |  ^^^ wrong
         7 | |  seven
        ...  |
         9 | |  nine
           | |_____- asked for here
           |
        """
    )


def test_a_mark_on_the_last_line_of_a_stretch_follows_it() -> None:
    """There the stretch ends, so that the mark has the line once more; a long label has room beside the bracket."""
    long = _place(CONTENT, "one", "three")
    last, inside = (_place(CONTENT, word, text=long.text) for word in ("three", "two"))
    assert _drawn(Label(long, "all"), Label(last, "last"), Label(inside, "word " * 9 + "word"), cells=46) == _expected(
        """
         --> a.json:1:1
          |
        1 | / one
        2 | |  two
          | |  ---
          | |  word word word word word word word word
          | |  word word
        3 | |  three
          | |______^ all
        ...
        3 |    three
          |    ----- last
          |
        """
    )


def test_each_file_is_named() -> None:
    """A label in another file follows under that file's name."""
    primary, other = _place("x", "x"), _place("y", "y", path="b.json")
    assert _drawn(Label(primary, ""), Label(other, "there")) == _expected(
        """
         --> a.json:1:1
          |
        1 | x
          | ^
          |
         --> b.json:1:1
          |
        1 | y
          | - there
          |
        """
    )


def test_a_long_label_stands_below() -> None:
    """A label that does not fit beside its mark stands below it, wrapped, and not too narrow."""
    content = " " * 50 + "x"
    label = Label(_place(content, "x"), "a label that is much too long to stand beside its mark")
    assert _drawn(label) == _expected(
        """
         --> a.json:1:51
          |
        1 |                                                   x
          |                                                   ^
          |                     a label that is much too long to
          |                     stand beside its mark
          |
        """
    )


def test_a_label_moves_rather_than_take_a_third_line() -> None:
    """Below its mark a label takes two lines where that is possible at all, as near to the mark as it can."""
    content = " " * 30 + "here"
    message = "lacks `s3:GetObjectVersionAcl`, `s3:GetObjectVersionForReplication` and `s3:GetObjectVersionTagging`"
    below = _drawn(Label(_place(content, "here"), message), cells=80).splitlines()[4:]
    assert below == [
        "  |          lacks `s3:GetObjectVersionAcl`, `s3:GetObjectVersionForReplication`",
        "  |          and `s3:GetObjectVersionTagging`",
        "  |",
    ]


def test_an_empty_file_has_a_line() -> None:
    """A label on an empty document marks the start of its one line."""
    assert _drawn(Label(_place("", ""), "nothing here")) == _expected(
        """
         --> a.json:1:1
          |
        1 |
          | ^ nothing here
          |
        """
    )
