"""Texts of documents as Markdown and as HTML in it: whatever they hold stays text and stays in its place.

Servers make more of a text than CommonMark says: `@team` pings people, `#12` and a commit's digits become links, `:x:`
a picture, `$x$` a formula. None of them looks into code, so that whatever is not plainly a word of ours is code.
https://docs.github.com/en/get-started/writing-on-github and https://docs.gitlab.com/user/markdown/
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from replint.reporters.visible import inert, shown, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TAB = " " * 4

# What a message has in backticks: they stand where words begin and end.
_QUOTED = re.compile(r"""(?<![^\s("'/])`([^`]+)`(?![^\s)"'.,;:?/])""")

# A word that no server makes anything of. Seven signs of a commit's name may be one, and are none of ours.
_WORD = re.compile(r"(?!\b[a-f]{7,}\b)(?:[A-Za-z]+|S3|V[12]|\d{1,6})(?:['/-](?:[A-Za-z]+|S3))*|->|")
_TOKEN = re.compile(r"""(["'(]*)(\S*?)([)"'.,;:?]{0,3})(\s|$)""")

# What would begin a list of its own where a sentence stands in one.
_NUMBERED = re.compile(r"\d+[.)](?=\s|$)")

_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~/%+=&?#-]*)?")


class Part(NamedTuple):
    """A stretch of a text: words as they are, or code."""

    text: str
    code: bool = False


def parts(text: str) -> Iterator[Part]:
    """The text in words and code, but for blanks around it: code is what is quoted, and what is no word."""
    text, at = visible(text).strip(" "), 0
    if numbered := _NUMBERED.match(text):
        yield Part(numbered[0], code=True)
        at = numbered.end()
    for quoted in _QUOTED.finditer(text, at):
        yield from _words(text[at : quoted.start()])
        yield Part(quoted[1], code=True)
        at = quoted.end()
    yield from _words(text[at:])


def _words(text: str) -> Iterator[Part]:
    for before, word, after, blank in _TOKEN.findall(text):
        if _WORD.fullmatch(word) and not (word == "" and before and after):
            yield Part(before + word + after + blank)
        else:
            yield Part(before)
            yield Part(word, code=True)
            yield Part(after + blank)


def _joined(found: Iterable[Part]) -> list[Part]:
    """The parts without empty ones, those of one kind as one; so are codes with no more than a blank between them.

    The signs of two codes that touch would mix.
    """
    told: list[Part] = []
    for part in (part for part in found if part.text):
        if part.code and len(told) > 1 and told[-2].code and told[-1].text == " ":
            told[-2:] = [Part(f"{told[-2].text} {part.text}", code=True)]
        elif told and told[-1].code == part.code:
            told[-1] = Part(told[-1].text + part.text, part.code)
        else:
            told.append(part)
    return told


def prose(text: str) -> str:
    """A sentence as Markdown, on one line."""
    return "".join(_code(part.text) if part.code else part.text for part in _joined(parts(text)))


def html(text: str) -> str:
    """A sentence as HTML, on one line."""
    return "".join(_element(part.text) if part.code else _escaped(part.text) for part in _joined(parts(text)))


def name(text: str) -> str:
    """A name as Markdown: code, to the letter."""
    return _code(visible(text))


def html_name(text: str) -> str:
    """A name as HTML: code, to the letter."""
    return _element(visible(text))


def _element(text: str) -> str:
    return f"<code>{_escaped(text)}</code>"


def _escaped(text: str) -> str:
    return escape(text, quote=False)


def cell(text: str) -> str:
    """A name as Markdown inside a table, where a bar ends a cell also in code."""
    return "&#124;".join(_code(part) if part else "" for part in visible(text).split("|")) or _code("")


def _code(text: str) -> str:
    """Code between as many backticks as it holds nowhere in a row."""
    sign = "`"
    while re.search(rf"(?<!`){sign}(?!`)", text):
        sign += "`"
    if not text.strip(" "):
        return f"{sign}{text or ' '}{sign}"
    pad = " " if text[0] in " `" or text[-1] in " `" else ""
    return f"{sign}{pad}{text}{pad}{sign}"


def link(label: str, address: str) -> str:
    """What is Markdown already as a link, where the address is one; else itself."""
    return f"[{label}]({address})" if _URL.fullmatch(address) else label


def fenced(lines: Iterable[str], kind: str = "") -> str:
    """Lines of ours, with what they have of documents, as a block of code that nothing in them ends."""
    told = [inert("".join(shown(line))) for line in lines]
    longest = max((len(found) for line in told for found in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}{kind}", *told, fence])
