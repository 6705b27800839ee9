"""What is wrong with a text that is not JSON, said for people; knows JSON's grammar only where it is broken."""

from __future__ import annotations

import re

from replint.syntax.fault import DEEPEST, LONGEST_NUMBER, Fault

WHITE = r"[ \t\n\r]*+"
_STRING_SO_FAR = r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+'
STRING = _STRING_SO_FAR + '"'

_white = re.compile(WHITE).match
_string = re.compile(STRING).match
_string_so_far = re.compile(_STRING_SO_FAR).match
_number_like = re.compile(r"[-+.]*[0-9][\w.+-]*").match
_token = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"?|\'[^\'\x00-\x1f]*\'?|[-+.\w]+|.', re.DOTALL).match
_COMMENTS = ("//", "/*", "#")
SHOWN = 30
"""How much of a text a message shows."""


def fault_at_value(content: str, at: int, *, in_object: bool) -> Fault:
    """What is wrong where a list's element, an object's member or the document itself should begin."""
    after = content[at - 1 : at]
    at = _skipped(content, at)
    if not in_object:
        what = {"": "a JSON document", "[": "an element or `]`"}.get(after, "another element after `,`")
        return _value_fault(content, at, what)
    name = _string(content, at)
    if name is None:
        if content.startswith('"', at):
            return _string_fault(content, at)
        what = "a name in double quotes or `}`" if after == "{" else "another name in double quotes after `,`"
        return Fault(f"expected {what}, found {_found(content, at)}", at)
    colon = _skipped(content, name.end())
    if not content.startswith(":", colon):
        return Fault(f"expected `:` after the name {quoted(name[0][1:-1])}, found {_found(content, colon)}", colon)
    return _value_fault(content, _skipped(content, colon + 1), f"a value for {quoted(name[0][1:-1])}")


def fault_after_value(content: str, at: int, name: int) -> Fault:
    """What is wrong where a comma or the closing bracket should follow a member, whose name begins at `name`.

    An element of a list has the name -1.
    """
    at = _skipped(content, at)
    member = _string(content, name) if name >= 0 else None
    if member is None:
        return Fault(f"expected `,` or `]` after an element of a list, found {_found(content, at)}", at)
    return Fault(f"expected `,` or `}}` after the value of {quoted(member[0][1:-1])}, found {_found(content, at)}", at)


def fault_at_end(content: str, at: int) -> Fault:
    """What is wrong with text behind the document."""
    at = _skipped(content, at)
    return Fault(f"expected nothing more after the document, found {_found(content, at)}", at)


def fault_of_depth(at: int) -> Fault:
    """What is wrong with the first bracket that is one too deep."""
    return Fault(f"expected at most {DEEPEST} lists and objects inside one another, found more", at)


def fault_of_number(content: str, start: int, end: int) -> Fault:
    """What is wrong with a number that is JSON but has no use: too long, or too large for a double."""
    if end - start > LONGEST_NUMBER:
        return Fault(
            f"expected a number of at most {LONGEST_NUMBER} characters, found one of {end - start:,} characters", start
        )
    return Fault(f"expected a number below 1.8e308, found {quoted(content[start:end])}", start)


def _skipped(content: str, at: int) -> int:
    """The next character that is no white space; at the end of the text, behind the last character one can see."""
    match = _white(content, at)
    end = match.end() if match else at
    return end if end < len(content) else len(content.rstrip(" \t\n\r"))


def _value_fault(content: str, at: int, what: str) -> Fault:
    if content.startswith('"', at) and not _string(content, at):
        return _string_fault(content, at)
    number = _number_like(content, at)
    if number:
        return Fault(f"expected a number as JSON writes it, found {quoted(number[0])}", at)
    return Fault(f"expected {what}, found {_found(content, at)}", at)


def _string_fault(content: str, start: int) -> Fault:
    """What is wrong with a string that begins at `start` and is known to be broken."""
    match = _string_so_far(content, start)
    at = match.end() if match else start
    char = content[at : at + 1]
    if char in {"", "\n", "\r"}:
        return Fault(f'expected `"` at the end of the string, found the end of the {"line" if char else "text"}', at)
    if char != "\\":
        return Fault(f"expected `\\u{ord(char):04x}` in the string, found the bare character U+{ord(char):04X}", at)
    if content[at + 1 : at + 2] == "u":
        return Fault(f"expected four hexadecimal digits after `\\u`, found {quoted(content[at : at + 6])}", at)
    return Fault(f"expected an escape such as `\\n` or `\\\\`, found {quoted(content[at : at + 2])}", at)


def _found(content: str, at: int) -> str:
    match = _token(content[at : at + SHOWN + 1])  # more is not shown, and may be megabytes
    if match is None or not content[at:].strip(" \t\n\r"):
        return "the end of the text" if at else "nothing"
    if content.startswith(_COMMENTS, at):
        return "a comment, which JSON does not have"
    if len(match[0]) == 1 and not match[0].isprintable():
        return f"the character U+{ord(match[0]):04X}"
    return quoted(match[0])


def quoted(text: str) -> str:
    """Some characters of a text as a message shows them: in backticks, and not too many."""
    return f"`{text}`" if len(text) <= SHOWN else f"`{text[:SHOWN]}...`"
