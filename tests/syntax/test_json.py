"""What is read as JSON, what is refused, and the exact character at which it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.span import Text
from replint.syntax import Unreadable
from replint.syntax.decoding import LARGEST
from replint.syntax.json import read
from replint.syntax.places import Earlier, duplicates

if TYPE_CHECKING:
    from replint.syntax import Node

DEEPEST = 200

FAULTS = [
    ("", "expected a JSON document, found nothing", 1, 1),
    (" \r\n\t", "expected a JSON document, found nothing", 1, 1),
    ("tru", "expected a JSON document, found `tru`", 1, 1),
    ("nulls", "expected a JSON document, found `nulls`", 1, 1),
    ("\ufeff\ufeff{}", "expected a JSON document, found the character U+FEFF", 1, 1),
    ("\n // see\n{}", "expected a JSON document, found a comment, which JSON does not have", 2, 2),
    ("{} {}", "expected nothing more after the document, found `{`", 1, 4),
    ("{}\n\nmore\n", "expected nothing more after the document, found `more`", 3, 1),
    ("1,", "expected nothing more after the document, found `,`", 1, 2),
    ('{"a": 1,}', "expected another name in double quotes after `,`, found `}`", 1, 9),
    ("{,}", "expected a name in double quotes or `}`, found `,`", 1, 2),
    ("{a: 1}", "expected a name in double quotes or `}`, found `a`", 1, 2),
    ("{'Action': 1}", "expected a name in double quotes or `}`, found `'Action'`", 1, 2),
    ('{"a" 1}', "expected `:` after the name `a`, found `1`", 1, 6),
    ('{"Action": "s3:*",\r\n\t"Action: "s3:*"}', "expected `:` after the name `Action: `, found `s3`", 2, 12),
    ('{"a":}', "expected a value for `a`, found `}`", 1, 6),
    ('{"a": True}', "expected a value for `a`, found `True`", 1, 7),
    ('{"a": {"b": NaN}}', "expected a value for `b`, found `NaN`", 1, 13),
    ('{"é\U0001f600": Infinity}', "expected a value for `é\U0001f600`, found `Infinity`", 1, 8),
    ("[-Infinity]", "expected an element or `]`, found `-Infinity`", 1, 2),
    (
        '{"Action": "s3:*"\n "Resource": "*"}',
        'expected `,` or `}` after the value of `Action`, found `"Resource"`',
        2,
        2,
    ),
    ('{"a": {"b": [1]] }', "expected `,` or `}` after the value of `b`, found `]`", 1, 16),
    ('{"a": {"b": 1}\r"c": 2}', 'expected `,` or `}` after the value of `a`, found `"c"`', 2, 1),
    ('{"a": 1\n\n', "expected `,` or `}` after the value of `a`, found the end of the text", 1, 8),
    ("[1 2]", "expected `,` or `]` after an element of a list, found `2`", 1, 4),
    ("[[1], 2}", "expected `,` or `]` after an element of a list, found `}`", 1, 8),
    ("[", "expected an element or `]`, found the end of the text", 1, 2),
    ("[1, ]", "expected another element after `,`, found `]`", 1, 5),
    ("[1, /* one */ 2]", "expected another element after `,`, found a comment, which JSON does not have", 1, 5),
    ("[01]", "expected a number as JSON writes it, found `01`", 1, 2),
    ("[1.]", "expected a number as JSON writes it, found `1.`", 1, 2),
    ("[.5]", "expected a number as JSON writes it, found `.5`", 1, 2),
    ("[+1]", "expected a number as JSON writes it, found `+1`", 1, 2),
    ("[0x1F]", "expected a number as JSON writes it, found `0x1F`", 1, 2),
    ("[1, 1e999]", "expected a number below 1.8e308, found `1e999`", 1, 5),
    ('"abc', 'expected `"` at the end of the string, found the end of the text', 1, 5),
    ('{"a": "b\n"}', 'expected `"` at the end of the string, found the end of the line', 1, 9),
    ('{"a\r": 1}', 'expected `"` at the end of the string, found the end of the line', 1, 4),
    ('"a\tb"', "expected `\\u0009` in the string, found the bare character U+0009", 1, 3),
    ('["\x00"]', "expected `\\u0000` in the string, found the bare character U+0000", 1, 3),
    ("[1, \x00]", "expected another element after `,`, found the character U+0000", 1, 5),
    ('"C:\\dir"', "expected an escape such as `\\n` or `\\\\`, found `\\d`", 1, 4),
    ('"\\x41"', "expected an escape such as `\\n` or `\\\\`, found `\\x`", 1, 2),
    ('"\\', "expected an escape such as `\\n` or `\\\\`, found `\\`", 1, 2),
    ('"a\\u12G4"', "expected four hexadecimal digits after `\\u`, found `\\u12G4`", 1, 3),
    (f"[1 {'x' * 30}]", f"expected `,` or `]` after an element of a list, found `{'x' * 30}`", 1, 4),
    (f'["{"x" * 99}" 1]', "expected `,` or `]` after an element of a list, found `1`", 1, 104),
    (f'[1 "{"x" * 99}"]', f'expected `,` or `]` after an element of a list, found `"{"x" * 29}...`', 1, 4),
]


UNREADABLE_BYTES = [
    ('{"a": 1}'.encode("utf-16"), "expected UTF-8, found UTF-16", 1, 1),
    ('{"a": 1}'.encode("utf-16-be"), "expected UTF-8, found UTF-16", 1, 1),
    ('{"a": 1}'.encode("utf-32"), "expected UTF-8, found UTF-32", 1, 1),
    (b'{"a":\r\n "\xc3\xa9\xff"}', "expected UTF-8, found the byte 0xFF", 2, 4),
    (b'\xef\xbb\xbf{"a": "\xed\xa0\x80"}', "expected UTF-8, found the byte 0xED", 1, 8),
    (b'{"a": "\xc3', "expected UTF-8, found the byte 0xC3", 1, 8),
    (b"\xef\xbb\xbf[1", "expected `,` or `]` after an element of a list, found the end of the text", 1, 3),
    (bytes(LARGEST + 1), "expected at most 64 MiB, found 64.0 MiB", 1, 1),
]

documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=3), below, max_size=4),
)


def refusal(data: bytes) -> Unreadable:
    """Return what reading raises."""
    with pytest.raises(Unreadable) as refused:
        read("file.json", data)
    return refused.value


def refuse(constant: str) -> None:
    """Refuse what the standard library reads although it is not JSON."""
    raise ValueError(constant)


@pytest.mark.parametrize(("content", "message", "line", "column"), FAULTS)
def test_a_fault_has_its_exact_place(content: str, message: str, line: int, column: int) -> None:
    """What is not JSON is refused at the first character that cannot belong, with what would have fitted there."""
    fault = refusal(content.encode())
    assert (fault.message, fault.line, fault.column) == (message, line, column)
    assert str(fault) == message


@pytest.mark.parametrize(("data", "message", "line", "column"), UNREADABLE_BYTES)
def test_bytes_that_are_not_text_have_their_place(data: bytes, message: str, line: int, column: int) -> None:
    """Another encoding than UTF-8, a byte that is not UTF-8 and a file too large are refused, with the place."""
    fault = refusal(data)
    assert (fault.message, fault.line, fault.column) == (message, line, column)


@given(
    documents, st.lists(st.tuples(st.integers(0), st.sampled_from('{}[]",:\\/u0d1-.eE+tfnN \r\n\t\x00\x1fé\U0001f600')))
)
def test_a_broken_text_is_refused_inside_it(document: object, changes: list[tuple[int, str]]) -> None:
    """A text with characters put in, taken out and replaced reads as elsewhere, or is Unreadable."""
    content = json.dumps(document)
    for at, char in changes:
        start = at % (len(content) + 1)
        content = content[:start] + char * (at % 3 > 0) + content[start + (at % 2) :]
    try:
        expected = json.loads(content, parse_constant=refuse)
        json.dumps(expected, allow_nan=False)
    except ValueError:
        fault = refusal(content.encode())
        text = Text("", content, read("", b"0").text.locate)
        assert fault.column <= len(text.line(fault.line)) + 1
    else:
        assert read("file.json", content.encode()).value == expected


@given(st.binary() | st.text(alphabet='{}[]",:\\u0d8-.e \n', max_size=30).map(str.encode))
def test_any_bytes_end_in_a_value_or_unreadable(data: bytes) -> None:
    """Whatever the bytes, reading ends in a node whose places exist, or in Unreadable."""
    try:
        root = read("file.json", data)
    except Unreadable as fault:
        inside = fault.line >= 1 and fault.column >= 1
    else:
        inside = root.place.span.end <= len(root.text.content)
    assert inside


@pytest.mark.parametrize("depth", [1, 64, DEEPEST])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_deep_documents_are_read(depth: int, opening: str, closing: str) -> None:
    """Up to 200 lists and objects stand inside one another, and the innermost value has its place."""
    step = 0 if opening == "[" else "a"
    root = read("file.json", (opening * depth + "7" + closing * depth).encode())
    start = len(opening) * depth
    assert root.place.at(*[step] * depth).span == (start, start + 1)


@pytest.mark.parametrize("depth", [DEEPEST + 1, 999, 10_000, 1_000_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_deeper_documents_are_refused(depth: int, opening: str, closing: str) -> None:
    """One list or object more is refused at its bracket, closed or not, however deep the text goes on."""
    for data in (opening * depth + "7" + closing * depth, opening * depth):
        fault = refusal(data.encode())
        assert fault.message == "expected at most 200 lists and objects inside one another, found more"
        assert (fault.line, fault.column) == (1, len(opening) * DEEPEST + 1)


def test_many_brackets_need_not_be_deep() -> None:
    """A document with more than 200 lists and objects, none of them too deep, is read."""
    assert read("file.json", b"[" + b",".join([b'{"a": [[]]}'] * 500) + b"]").value == [{"a": [[]]}] * 500
    deepest = b"[" * (DEEPEST - 1) + b"7" + b"]" * (DEEPEST - 1)
    assert read("file.json", b"[{}, {}, " + deepest + b"]").place.at(2, *[0] * (DEEPEST - 1)).span == (208, 209)


@pytest.mark.parametrize("number", ["9" * 300, "-" + "9" * 299, "1e308", "0." + "1" * 298, "1e-400", "-0"])
def test_numbers_within_the_limits_are_read(number: str) -> None:
    """A number of up to 300 characters that fits a double is its value."""
    assert read("file.json", number.encode()).value == json.loads(number)


@pytest.mark.parametrize("number", ["1" * 301, "1" * 5_000, "0." + "1" * 299, "1." + "0" * 5_000, "1e" + "0" * 400])
def test_longer_numbers_are_refused(number: str) -> None:
    """A number above 300 characters is refused where it stands, whatever limit Python itself has."""
    fault = refusal(f'{{"a": -1,\n"b": {number}}}'.encode())
    assert fault.message == f"expected a number of at most 300 characters, found one of {len(number):,} characters"
    assert (fault.line, fault.column) == (2, 6)


@pytest.mark.parametrize("number", ["1e309", "-1e309", "1E+999", "9" * 290 + "e20"])
def test_numbers_beyond_a_double_are_refused(number: str) -> None:
    """A number that would become infinite is refused where it stands."""
    fault = refusal(f"[{number}]".encode())
    assert fault.message.startswith("expected a number below 1.8e308, found `")
    assert (fault.line, fault.column) == (1, 2)


def test_surrogates_are_read_as_the_standard_library_does() -> None:
    """An escaped surrogate pair is one character; a lone surrogate is kept as it is, and its place is right."""
    root = read("file.json", rb'["\ud83d\uDE00", "\ud800", "\ude00\ud83d"]')
    assert root.value == ["\U0001f600", "\ud800", "\ude00\ud83d"]
    assert root.place.at(2).span == (27, 41)


def test_a_name_that_stands_twice_is_told() -> None:
    """Of a repeated name the last member counts, and each repetition has its place and that of the first."""
    root = read("file.json", b'{"a": {"x": 1, "\\u0078": 2},\n "b": [{"y": 1, "z": 0, "y": 2, "y": [3]}], "a": 4}')
    assert root.value == {"a": 4, "b": [{"y": [3], "z": 0}]}
    told = [(each.name, each.first.span.start, each.again.span.start) for each in duplicates(root)]
    assert told == [("x", 7, 15), ("y", 37, 53), ("y", 37, 61), ("a", 1, 73)]
    assert len({place for each in duplicates(root) for place in (each.first, each.again)}) == 7
    assert [each.again.pointer for each in duplicates(root)] == ["/a/x", "/b/0/y", "/b/0/y", "/a"]


def test_duplicates_are_those_below_the_node() -> None:
    """Asked of a node, only repetitions in it and below it are told; a value that is replaced is not below."""
    root = read("file.json", b'{"a": {"x": 1, "x": 2}, "b": {"y": 1, "y": 2}, "c": {"z": 1}, "c": {}}')
    assert [each.name for each in duplicates(root)] == ["x", "y", "c"]
    assert [[each.name for each in duplicates(node)] for _, node in root.members()] == [["x"], ["y"], []]


def test_an_inner_repetition_is_noticed() -> None:
    """A name repeated deep inside is noticed although the objects around it repeat none."""
    (duplicate,) = duplicates(read("file.json", b'{"a": [{"x": {"y": 1, "y": 2}}]}'))
    assert duplicate.again.route == ("a", 0, "x", "y")


def test_steps_to_members_of_one_name_differ() -> None:
    """Each member of a repeated name has a step of its own that reads as the name and equals no other."""
    name, first, second = "y", Earlier("y", 0), Earlier("y", 1)
    assert [str(step) for step in (name, first, second)] == ["y", "y", "y"]
    assert first == Earlier("y", 0)
    assert not first != Earlier("y", 0)  # noqa: SIM202 - asks `!=`, which str would answer otherwise
    assert first != second
    assert not first == second  # noqa: SIM201 - asks `==`, which str would answer otherwise
    assert first != name
    assert name != first
    assert len({name, first, second, Earlier("y", 1)}) == 3


def test_the_value_of_a_replaced_member_has_a_place() -> None:
    """The place of an earlier member leads to its own value, and to what is below it."""
    root = read("file.json", b'{"a": [1, 2], "a": 3}')
    (duplicate,) = duplicates(root)
    step = duplicate.first.route[-1]
    assert root.place.at(step).span == (6, 12)
    assert root.place.at(step, 1).span == (10, 11)
    assert root.place.at("a").span == (19, 20)
    assert duplicate.again == root.place.at("a", key=True)
    assert duplicate.first != duplicate.again


def test_texts_without_repeated_names_are_not_scanned_for_them() -> None:
    """That no name stands twice is known from reading alone."""
    root = read("file.json", b'{"a": {"b": 1}, "b": {"a": 1}}')
    assert duplicates(root) == ()
    assert "table" not in vars(root.text.locate)


@given(documents)
def test_duplicates_are_told_of_repeating_objects_only(document: object) -> None:
    """Joining a document's members with themselves repeats each of them once; no other name is told."""
    names = list(document) if isinstance(document, dict) else []
    body = json.dumps(document)[1:-1]
    root = read("file.json", f"{{{body}, {body}}}".encode() if names else json.dumps(document).encode())
    assert [each.name for each in duplicates(root)] == names
    assert all(text_of(root, each.first.span.start) == json.dumps(each.name) for each in duplicates(root))


def text_of(root: Node, start: int) -> str:
    """Return the string that begins at an offset, as it is written."""
    _, end = json.JSONDecoder().raw_decode(root.text.content, start)
    return root.text.content[start:end]
