"""XML: what is read, as what, what is refused and at which character, and that places are the characters they name."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.syntax import Unreadable, malformed, xml
from replint.syntax.decoding import LARGEST
from replint.syntax.elements import quirks
from replint.syntax.embedded import embedded
from replint.syntax.fault import DEEPEST, MOST_ELEMENTS
from replint.syntax.places import duplicates
from replint.syntax.telling import Holder, Member, number, text, truth
from replint.syntax.xml import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.span import Place
    from replint.syntax import Node, Value
    from replint.syntax.telling import Root, Telling

BOX = Holder(
    {
        "Text": Member("Text", text),
        "Number": Member("Number", number),
        "Truth": Member("Truth", truth),
        "Item": Member("Items", Holder({"Text": Member("Text", text), "Other": Member("Renamed", text)}), many=True),
        "Word": Member("Words", text, many=True),
    }
)
BOX.members["Box"] = Member("Box", BOX)  # type: ignore[index] # a table that holds itself is easier to change
ROOTS: dict[str, Root] = {"Box": BOX, "Kept": Member("Kept", BOX)}

FAULTS = [
    ("", "expected an element, found nothing", 1, 1),
    (" \r\n\t", "expected an element, found nothing", 1, 1),
    ("Box", "expected an element, found `Box`", 1, 1),
    ("<!-- x -->\n", "expected an element, found the end of the text", 1, 11),
    ("<Chest/>", "expected one of the elements `Box`, `Kept`, found `Chest`", 1, 1),
    ("<Box>\n<Text>a\n", "expected `</Text>`, found the end of the text", 2, 8),
    ("<Box>\r\n\t<Text>é😀</Box>", "expected `</Text>`, found `</Box>`", 2, 10),
    ("<a:Box xmlns:a='u'><a:Text></Box>", "expected `</a:Text>`, found `</Box>`", 1, 28),
    ("<Box></Box", "expected `>` behind what begins here, found the end of the text", 1, 6),
    ("<Box a='1", "expected `>` behind what begins here, found the end of the text", 1, 1),
    ("<Box><!-- x", "expected `-->` behind what begins here, found the end of the text", 1, 6),
    ("<?x ", "expected `?>` behind what begins here, found the end of the text", 1, 1),
    ("<Box><![CDATA[ x", "expected `]]>`, found the end of the text", 1, 17),
    ("<Box/><Box/>", "expected nothing more after the document, found `<Box/>`", 1, 7),
    ("<Box/>\nmore", "expected nothing more after the document, found `more`", 2, 1),
    ("<Box>&nbsp;</Box>", "expected one of XML's five entities, such as `&amp;`, found `&nbsp;`", 1, 6),
    ("<Box a='&lt;&nbsp;'/>", "expected one of XML's five entities, such as `&amp;`, found `&nbsp;`", 1, 13),
    ("<Box>a & b</Box>", "expected `&amp;`, or an entity that ends in `;`, found `& `", 1, 8),
    ("<Box>a&amp</Box>", "expected `&amp;`, or an entity that ends in `;`, found `&amp<`", 1, 7),
    ("<Box>&#0;</Box>", "expected the number of a character that XML has, found `&#0;`", 1, 6),
    ("<Box>&#xD800;</Box>", "expected the number of a character that XML has, found `&#xD800;`", 1, 6),
    ("<Box>a\x00</Box>", "expected a character that XML has, found the character U+0000", 1, 7),
    ("<Box>\x1b[31m</Box>", "expected a character that XML has, found the character U+001B", 1, 6),
    ("<Box>\uffff</Box>", "expected a character that XML has, found the character U+FFFF", 1, 6),
    ("<Box>]]></Box>", "expected `]]&gt;`, found `]]>`", 1, 6),
    ("<Box>< Text/></Box>", "expected a tag, or `&lt;`, found `<`", 1, 6),
    ("<Box><!DOCTYPE x></Box>", "expected a tag, or `&lt;`, found `<!DOCTYPE`", 1, 6),
    ("<Box <Text/></Box>", "expected `>` at the end of a tag, or `&lt;` in an attribute, found `<Text/>`", 1, 6),
    ("<Box a></Box>", 'expected an attribute such as `name="value"`, or the end of a tag, found `>`', 1, 7),
    ("<Box a=b/>", 'expected an attribute such as `name="value"`, or the end of a tag, found `b/>`', 1, 8),
    ("<Box a='1' a='2'/>", "expected each attribute of an element once, found `a='2'/>`", 1, 12),
    ("<x:Box/>", "expected a declaration of the namespace prefix, found `<x:Box/>`", 1, 1),
    ("<Box xmlns:x=''/>", "expected well-formed XML, found `<Box`", 1, 1),
    ("<Box><!-- a -- b --></Box>", "expected `>` behind `--` in a comment, found white space", 1, 15),
    (" <?xml version='1.0'?><Box/>", "expected `<?xml` at the very beginning of the text, found `<?xml`", 1, 2),
    ("<?xml encoding='x'?><Box/>", """expected a declaration such as `<?xml version="1.0"?>`, found `encoding='x'?>`""",
     1, 7),
    ("<?xml version='1.0' encoding='UTF-16'?><Box/>", "expected UTF-8, found the declaration of `UTF-16`", 1, 21),
    ("<?xml version='1.0' encoding='rot13'?><Box/>", "expected UTF-8, found the declaration of `rot13`", 1, 21),
    ("<?xml version='1.0' encoding='ISO-8859-1'?><Box>é</Box>",
     "expected UTF-8, found the declaration of `ISO-8859-1`", 1, 21),
    ("<!DOCTYPE Box><Box/>", "expected no document type, found `<!DOCTYPE`", 1, 1),
    ("<!-- é -->\n<!DOCTYPE Box SYSTEM 'file:///a'>\n<Box/>", "expected no document type, found `<!DOCTYPE`", 2, 1),
    ("<!DOCTYPE a [<!ENTITY b 'c'>]><Box>&b;</Box>", "expected no document type, found `<!DOCTYPE`", 1, 1),
    ("<!DOCTYPE", "expected no document type, found `<!DOCTYPE`", 1, 1),
]  # fmt: skip

UNREADABLE_BYTES = [
    ("<Box/>".encode("utf-16"), "expected UTF-8, found UTF-16", 1, 1),
    ("<Box/>".encode("utf-16-be"), "expected UTF-8, found UTF-16", 1, 1),
    (b"<Box>\r\n\xc3\xa9\xff</Box>", "expected UTF-8, found the byte 0xFF", 2, 2),
    (b"<" * (LARGEST + 1), "expected at most 64 MiB, found 64.0 MiB", 1, 1),
]


def refusal(data: bytes) -> Unreadable:
    """Return what reading raises."""
    with pytest.raises(Unreadable) as refused:
        read("file.xml", data, ROOTS)
    return refused.value


def value(content: str) -> Value:
    """Return what a text says."""
    return read("file.xml", content.encode(), ROOTS).value


def shown(place: Place) -> str:
    """Return the characters of a place."""
    start, end = place.span
    return place.text.content[start:end]


@pytest.mark.parametrize(("content", "message", "line", "column"), FAULTS)
def test_a_fault_has_its_exact_place(content: str, message: str, line: int, column: int) -> None:
    """What is no XML that is read is refused at the character, with what would have fitted there."""
    fault = refusal(content.encode())
    assert (fault.message, fault.line, fault.column) == (message, line, column)


@pytest.mark.parametrize(("data", "message", "line", "column"), UNREADABLE_BYTES)
def test_bytes_that_are_not_text_have_their_place(data: bytes, message: str, line: int, column: int) -> None:
    """Another encoding than UTF-8, a byte that is not UTF-8 and a file too large are refused as in JSON."""
    fault = refusal(data)
    assert (fault.message, fault.line, fault.column) == (message, line, column)


def test_the_numbers_of_faults_are_those_of_expat() -> None:
    """The reasons that are told apart are the ones that expat gives these numbers."""
    errors = expat.errors
    codes = {
        errors.XML_ERROR_SYNTAX: malformed.SYNTAX,
        errors.XML_ERROR_NO_ELEMENTS: malformed.NO_ELEMENTS,
        errors.XML_ERROR_INVALID_TOKEN: malformed.INVALID_TOKEN,
        errors.XML_ERROR_UNCLOSED_TOKEN: malformed.UNCLOSED_TOKEN,
        errors.XML_ERROR_TAG_MISMATCH: malformed.TAG_MISMATCH,
        errors.XML_ERROR_DUPLICATE_ATTRIBUTE: malformed.DUPLICATE_ATTRIBUTE,
        errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: malformed.JUNK,
        errors.XML_ERROR_UNDEFINED_ENTITY: malformed.UNDEFINED_ENTITY,
        errors.XML_ERROR_BAD_CHAR_REF: malformed.BAD_CHARACTER,
        errors.XML_ERROR_MISPLACED_XML_PI: malformed.MISPLACED_DECLARATION,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION: malformed.UNCLOSED_CDATA,
        errors.XML_ERROR_UNBOUND_PREFIX: malformed.UNBOUND_PREFIX,
        errors.XML_ERROR_XML_DECL: malformed.BROKEN_DECLARATION,
    }
    assert {words: errors.codes[words] for words in codes} == codes


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("<Box/>", {}),
        ("<Kept></Kept>", {"Kept": {}}),
        ("<Kept><Text>a</Text></Kept>", {"Kept": {"Text": "a"}}),
        ('<?xml version="1.0" encoding="utf-8" standalone="yes"?><Box> \n </Box>', {}),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><Box/>", {}),
        ("\ufeff<Box xmlns='urn:x'><Text/></Box>", {"Text": ""}),
        ("<s:Box xmlns:s='urn:x'><s:Text>a</s:Text></s:Box>", {"Text": "a"}),
        ("<Box><Text> a\r\nb\rc </Text></Box>", {"Text": " a\nb\nc "}),
        ("<Box><Text>&amp;&lt;&gt;&quot;&apos;&#65;&#x1F600;</Text></Box>", {"Text": "&<>\"'A😀"}),
        ("<Box><Text>a<![CDATA[<b>&amp;]]><!-- no --><?no no?>c</Text></Box>", {"Text": "a<b>&amp;c"}),
        ("<Box><Number> 15 </Number><Truth>\nTRUE</Truth></Box>", {"Number": 15, "Truth": True}),
        ("<Box><Number>-007</Number><Truth>false</Truth></Box>", {"Number": -7, "Truth": False}),
        ("<Box><Number>1.0</Number><Truth>1</Truth></Box>", {"Number": "1.0", "Truth": "1"}),
        (f"<Box><Number>{'9' * 301}</Number><Truth/></Box>", {"Number": "9" * 301, "Truth": ""}),
        ("<Box><Number>\u0661</Number></Box>", {"Number": "\u0661"}),
        ("<Box><Item/><Text>a</Text><Item><Text>b</Text></Item></Box>", {"Items": [{}, {"Text": "b"}], "Text": "a"}),
        ("<Box><Word>a</Word><Word/></Box>", {"Words": ["a", ""]}),
        ("<Box><Item><Other>a</Other><Renamed/></Item></Box>", {"Items": [{"Renamed": "a", "<Renamed>": {}}]}),
        ("<Box><Items>a</Items><x>b</x><No><Text/></No></Box>", {"<Items>": "a", "x": "b", "No": {"Text": {}}}),
        ("<Box>a</Box>", "a"),
        ("<Box><Text><Text>a</Text></Text></Box>", {"Text": {"Text": "a"}}),
        ("<Box><Text>a</Text><Text>b</Text></Box>", {"Text": "b"}),
        ("<Box a='>' b=\"/>\"><Text x='/>'>a</Text></Box>", {"Text": "a"}),
    ],
)  # fmt: skip
def test_values(content: str, expected: Value) -> None:
    """Elements are told as the table says; what it does not expect is told by its own name."""
    assert value(content) == expected


def test_repeated_elements_are_told() -> None:
    """An element that stands again where one is expected has its place and that of the first; lists repeat nothing."""
    root = read("f", b"<Box><Text>a</Text>\n<Text>b</Text>\n<Item/><Item/><Box><Text/><Text></Text></Box></Box>", ROOTS)
    again, inner = duplicates(root)
    assert (again.name, shown(again.first.value), shown(again.again.value), again.alike) == ("Text", "a", "b", False)
    assert root.text.position(again.again.span.start) == (2, 2)
    assert (inner.again.pointer, inner.alike) == ("/Box/Text", True)
    assert duplicates(read("f", b"<Box><Item/><Item/></Box>", ROOTS)) == ()


def test_quirks_are_told() -> None:
    """Attributes of no namespace and characters between elements are told with their places; others mean nothing."""
    content = (
        "<Box xmlns='u' xmlns:x='v' x:a='1' é='e'>\n <Text b=\"b\">t</Text> ü\n more <Box c='1'/><Item d='&gt;'/></Box>"
    )
    found = [
        (each.what, each.of, each.is_attribute, shown(each.place))
        for each in quirks(read("f", content.encode(), ROOTS))
    ]
    assert found == [
        ("é", "Box", True, "é"),
        ("b", "Text", True, "b"),
        ("ü\n more", "Box", False, "ü\n more"),
        ("c", "Box", True, "c"),
        ("d", "Item", True, "d"),
    ]
    assert quirks(read("f", b"<Box>\n<Text>a</Text><!-- b --></Box>", ROOTS)) == ()


def test_spelling_is_that_of_the_text() -> None:
    """A value is called by the name of its element, also one that is not there."""
    spelt = read("f", b"<Kept><Items/></Kept>", ROOTS).text.spelt
    assert spelt is not None
    routes = [
        (),
        ("Kept",),
        ("Kept", "Items"),
        ("Kept", "Items", 3),
        ("Kept", "Items", 0, "Renamed"),
        ("Kept", "<Items>"),
    ]
    assert [spelt(route) for route in routes] == ["Kept", "Kept", "Item", "Item", "Other", "Items"]


@pytest.mark.parametrize("depth", [1, 64, DEEPEST])
def test_deep_documents_are_read(depth: int) -> None:
    """Up to 200 elements stand inside one another, and the innermost has its place."""
    root = read("f", b"<Box>" * depth + b"</Box>" * depth, ROOTS)
    place = root.place.at(*["Box"] * (depth - 1))
    assert place.span == (5 * (depth - 1), 5 * depth + 6)


@pytest.mark.parametrize("depth", [DEEPEST + 1, 10_000, 1_000_000])
def test_deeper_documents_are_refused(depth: int) -> None:
    """One element more is refused at its tag, however deep the text goes on."""
    fault = refusal(b"<Box>" * depth)
    assert fault.message == "expected at most 200 elements inside one another, found more"
    assert (fault.line, fault.column) == (1, 5 * DEEPEST + 1)


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of more elements than memory should hold is refused at the first of them."""
    assert MOST_ELEMENTS == 1_000_000
    for module in (malformed, xml):
        monkeypatch.setattr(module, "MOST_ELEMENTS", 1_000)
    assert read("f", b"<Box>" + b"<a/>" * 999 + b"</Box>", ROOTS).value == {"a": {}}
    fault = refusal(b"<Box>" + b"<a/>" * 1_001)
    assert fault.message == "expected at most 1,000 elements, found more"
    assert (fault.line, fault.column) == (1, 5 + 4 * 999 + 1)


randoms = st.integers(0, 2**32).map(Random)
characters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from(
    "\t\n \r&<>]'\"é😀"
)
texts = st.text(characters, max_size=8)
leaves = st.tuples(st.sampled_from(["Text", "Word", "Number", "Truth", "Items", "Unknown"]), texts)
trees = st.recursive(
    leaves, lambda below: st.tuples(st.sampled_from(["Box", "Item", "Unknown"]), st.lists(below, max_size=5))
)


def written(tree: object, random: Random) -> str:
    """Return XML of a tree with white space, comments, attributes and entities at random."""
    match tree:
        case (str(name), list(below)):
            space = random.choice(["", "", "\n ", "\r\n", "<!-- <é> -->", "<?x <y>?>"])
            inner = space + "".join(written(each, random) + space for each in below)
        case (str(name), str(content)):
            inner = "".join(escaped(char, random) for char in content)
        case _:
            raise TypeError(tree)
    tag = name + random.choice(["", "", " ", " xmlns:z='é>'", ' z="/>\'é"', "\n"])
    return f"<{tag}/>" if not inner and random.random() < 0.5 else f"<{tag}>{inner}</{name}{random.choice(['', ' '])}>"


def escaped(char: str, random: Random) -> str:
    """Return a character in one of the ways that XML has for it."""
    ways = [f"&#{ord(char)};", f"&#x{ord(char):x};"]
    if char not in "&<>\r":
        ways += [char] * 3
    if char != "\r":
        ways += [f"<![CDATA[{char}]]>", f"&#{ord(char):06};"]
    ways += {"&": ["&amp;"], "<": ["&lt;"], ">": ["&gt;"], "'": ["&apos;"], '"': ["&quot;"]}.get(char, [])
    return random.choice([*ways, f"<!-- - -->{ways[0]}"])


def nodes(root: Node) -> Iterator[Node]:
    """Return every node of a document."""
    yield root
    for below in [*root.elements(), *(member for _, member in root.members())]:
        yield from nodes(below)


def telling(route: tuple[str | int, ...]) -> tuple[str, Telling]:
    """Return the element's name and how it is told, of the value at a route."""
    name, found = "Box", BOX
    told: Telling = found
    for step in route:
        if isinstance(step, str):
            members = told.members if isinstance(told, Holder) else {}
            name, told = next(
                ((name, member.value) for name, member in members.items() if member.name == step),
                (step.strip("<>"), Holder()),
            )
    return name, told


@given(st.lists(trees, max_size=5), randoms, st.booleans())
def test_the_characters_of_a_span_are_the_node(below: list[object], random: Random, marked: bool) -> None:
    """The characters of a node's place, read again where it is expected, are the node; those of its name, the name."""
    content = written(("Box", below), random)
    root = read("file.xml", b"\xef\xbb\xbf" * marked + content.encode(), ROOTS)
    assert root.text.content == content
    for node in nodes(root):
        name, told = telling(node.route)
        characters = shown(node.place)
        if node.route:
            assert shown(node.key_place) == name
        if isinstance(node.value, list):
            told = Holder({name: Member("again", told, many=True)})
            around = read("f", f"<Again>{characters}</Again>".encode(), {"Again": told}).get("again")
            assert around is not None
            assert around.value == node.value
        elif isinstance(node.value, dict) or (node.value == "" and characters.startswith(f"<{name}")):
            assert read("f", characters.encode(), {name: Member("again", told)}).value == {"again": node.value}
        else:
            again = read("f", f"<{name}>{characters}</{name}>".encode(), {name: Member("again", told)}).value
            assert again == {"again": node.value}


@given(
    st.lists(trees, max_size=5),
    randoms,
    st.lists(st.tuples(st.integers(0), st.sampled_from("<>/&;'\"=!-[]? aé\x00\n"))),
)
def test_a_broken_text_is_refused_inside_it(
    below: list[object], random: Random, changes: list[tuple[int, str]]
) -> None:
    """A text with characters put in, taken out and replaced is read, with places in it, or is refused inside it."""
    content = written(("Box", below), random)
    for at, char in changes:
        start = at % (len(content) + 1)
        content = content[:start] + char * (at % 3 > 0) + content[start + (at % 2) :]
    root, refused = None, None
    try:
        root = read("file.xml", content.encode(), ROOTS)
    except Unreadable as fault:
        refused = fault
    if refused:
        lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert 1 <= refused.line <= len(lines)
        assert 1 <= refused.column <= len(lines[refused.line - 1]) + 1
    for node in nodes(root) if root else ():
        assert 0 <= node.place.span.start < node.place.span.end <= len(content)
        assert 0 <= node.key_place.span.start < node.key_place.span.end <= len(content)
    assert all(shown(each.place) for each in (quirks(root) if root else ()))


@given(texts, randoms)
def test_each_character_of_a_text_has_its_place(content: str, random: Random) -> None:
    """A JSON document that stands in an element has places in the file, through entities, sections and comments."""
    inner = '{"a": "' + "".join(f"\\u{ord(char):04x}" for char in content if char <= "\uffff") + '", "b": [7]}'
    file = "<Box><!-- é --><Text>" + "".join(escaped(char, random) for char in inner) + "</Text></Box>"
    node = read("file.xml", file.encode(), ROOTS).get("Text")
    assert node is not None
    document = embedded(node)
    assert document.text.holder == node.place
    start, end = document.place.at("b", 0).span
    again = read("f", f"<Text>{file[start:end]}</Text>".encode(), {"Text": Member("Text", text)})
    assert again.value == {"Text": "7"}


@pytest.mark.parametrize(
    "written",
    [
        '<![CDATA[{"é":\n\r\n 1,\r"b": [7]}]]>',
        '{"é":\n\r\n 1,\r"b": [7]}',
        '{"&#233;":<!-- \r\n [7] -->&#10; 1,&#13;"b"<?x?>: [7]}',
    ],
)
def test_ends_of_lines_in_a_text_are_one_character(written: str) -> None:
    """In a text, and in a section of it, two characters that end a line mean one, and places behind them are right."""
    node = read("f", f"<Box><Text>{written}</Text></Box>".encode(), ROOTS).get("Text")
    assert node is not None
    document = embedded(node)
    start, end = document.place.at("b", 0).span
    assert (document.text.file.content[start - 1 : end + 1], start) == ("[7]", 11 + written.rindex("7"))


def test_many_elements_are_found_once() -> None:
    """Places in a long list are found without looking at all of it anew for each."""
    root = read("f", b"<Box>" + b"<Item><Text>\xc3\xa9</Text></Item>" * 20_000 + b"</Box>", ROOTS)
    spans = [root.place.at("Items", index, "Text").span.start for index in range(20_000)]
    assert spans[1] - spans[0] == spans[-1] - spans[-2] == 27
