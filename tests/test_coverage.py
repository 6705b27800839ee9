"""docs/coverage.md: made of docs/data/coverage.toml, whose rules and cases must exist and be about each other."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import pytest

from replint.linter import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Golden

REPOSITORY = Path(__file__).resolve().parent.parent
FIXTURES = REPOSITORY / "fixtures"
RULES = {info.name: info for info in catalogue()[0]}
CERTAINTIES = {
    "documented": "",
    "inferred": "follows from AWS's pages",
    "disputed": "AWS's pages disagree",
    "unknown": "AWS does not say",
}
MEMBERS = {"mark", "id", "need", "pages", "certainty", "rules", "fixtures", "open", "untold", "unasked"}
NAMES_OF_AWS = re.compile(r"(?<![\w`/])(?:s3|kms|sts|iam|aws):[A-Za-z*][\w:./*-]*(?<![.:])")

State: TypeAlias = Literal["covered", "partly open", "open", "untold", "unasked"]
STATES: dict[State, str] = {
    "covered": "covered by rules, each with a case that shows it",
    "partly open": "covered, with something still to come",
    "open": "still to come",
    "untold": "told by no document",
    "unasked": "of which S3 asks nothing, so that there is nothing to find",
}
INTRODUCTION = """# Coverage

<!-- Made of data/coverage.toml: `make accept` writes it. -->

What AWS documents about replication, its configuration, permissions and traps, row by row and in our own words, with
the rules that tell of it and the cases that show it. A row has a short mark, by which issues and commits name it. Where
a page does not simply say so, the row says what it rests on.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that AWS documents, or leaves open, and what covers it."""

    mark: str
    id: str
    need: str
    pages: tuple[str, ...]
    certainty: str
    rules: tuple[str, ...]
    fixtures: tuple[str, ...]
    open: str | None
    untold: str | None
    unasked: str | None

    @property
    def state(self) -> State:
        """Where the row stands."""
        if self.open:
            return "partly open" if self.rules else "open"
        return "untold" if self.untold else "unasked" if self.unasked else "covered"


DATA = tomllib.loads((REPOSITORY / "docs" / "data" / "coverage.toml").read_text("utf-8"))


def _row(row: dict[str, Any]) -> Row:
    lists = {name: tuple(row.get(name, ())) for name in ("pages", "rules", "fixtures")}
    members: dict[str, Any] = {"open": None, "untold": None, "unasked": None} | row | lists
    return Row(**members)


SECTIONS = {section["title"]: (section["about"], [_row(row) for row in section["row"]]) for section in DATA["section"]}
ROWS = [row for _, rows in SECTIONS.values() for row in rows]


def each_row() -> pytest.MarkDecorator:
    """Run a test for every row."""
    return pytest.mark.parametrize("row", ROWS, ids=lambda row: row.mark)


def test_the_file_has_no_other_words() -> None:
    """A misspelt member is not passed over; marks and ids are given once."""
    assert set(DATA) == {"guides", "section"}
    assert {name for section in DATA["section"] for row in section["row"] for name in row} <= MEMBERS
    for names in (Counter(row.mark for row in ROWS), Counter(row.id for row in ROWS)):
        assert [name for name, count in names.items() if count > 1] == []


@each_row()
def test_a_row_is_covered_or_says_why_not(row: Row) -> None:
    """A row has rules and cases, or one reason why not; what is partly covered says what is still to come."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row.id)
    assert row.certainty in CERTAINTIES
    assert row.pages
    assert {page.partition("/")[0] for page in row.pages} <= set(DATA["guides"])
    reasons = [reason for reason in (row.open, row.untold, row.unasked) if reason]
    assert len(reasons) <= 1
    assert bool(row.rules) <= bool(row.fixtures)
    assert row.rules or reasons, f"{row.mark} has neither rules nor a reason"
    assert not (row.rules and (row.untold or row.unasked)), f"{row.mark} has rules and says that there is none to have"
    assert [text for text in (row.need, *reasons) if text.endswith(".") or "|" in text or not text.isprintable()] == []


@each_row()
def test_rules_and_cases_exist_and_belong_together(row: Row) -> None:
    """Every rule and case exists, and every rule of a row is that of one of its cases, or is found in one."""
    assert [rule for rule in row.rules if rule not in RULES] == []
    assert [case for case in row.fixtures if not _expected(case).is_file()] == []
    strangers = [
        rule
        for rule in row.rules
        if not any(case.startswith(f"{rule}/") or f"[{rule}]" in _expected(case).read_text() for case in row.fixtures)
    ]
    assert strangers == []


@each_row()
def test_what_is_not_asked_is_silent(row: Row) -> None:
    """Where S3 asks for nothing the cases show that nothing worse than advice is said."""
    loud = [
        case for case in row.fixtures if row.unasked and re.search(r": (error|warning)\[", _expected(case).read_text())
    ]
    assert loud == []


def _expected(case: str) -> Path:
    return FIXTURES / case / "expected.txt"


def test_the_page_is_fresh(golden: Golden) -> None:
    """docs/coverage.md is what the data gives; `make accept` writes it."""
    golden("docs/coverage.md", "".join(f"{line}\n" for line in _page()))


def _page() -> Iterator[str]:
    counts = Counter(row.state for row in ROWS)
    yield INTRODUCTION
    yield f"Of {len(ROWS)} rows"
    yield ""
    for state, said in STATES.items():
        yield f"- {counts[state]} are {said}{'.' if state == 'unasked' else ';'}"
    for title, (about, rows) in SECTIONS.items():
        yield from ("", f"## {title}", "", about, "")
        yield "| | what must be so | told by | shown by | AWS |"
        yield "| --- | --- | --- | --- | --- |"
        yield from map(_line, rows)


def _line(row: Row) -> str:
    certainty = f" *({CERTAINTIES[row.certainty]})*" if CERTAINTIES[row.certainty] else ""
    reasons = {"open": row.open, "no document tells": row.untold, "nothing to find": row.unasked}
    told = [*map(_rule, row.rules), *(f"**{name}**: {_text(why)}" for name, why in reasons.items() if why)]
    cells = (
        f'<a id="{row.id}"></a>{row.mark}',
        _text(row.need) + certainty,
        "<br>".join(told),
        "<br>".join(_cases(row)),
        "<br>".join(_link(page) for page in row.pages),
    )
    return f"| {' | '.join(cells)} |"


def _rule(name: str) -> str:
    file = next((REPOSITORY / "rules").rglob(f"{name}.rule"), None)
    return f"[{name}](../{file.relative_to(REPOSITORY).as_posix()})" if file else f"`{name}`"


def _cases(row: Row) -> Iterator[str]:
    """Yield the cases of each folder, which is named where it is not the row's one rule."""
    for folder, cases in groupby(row.fixtures, lambda case: case.partition("/")[0]):
        named = "" if (folder,) == row.rules else f"{folder}: "
        yield named + ", ".join(f"[{case.partition('/')[2]}](../fixtures/{case})" for case in cases)


def _link(page: str) -> str:
    guide, _, name = page.partition("/")
    return f"[{name}]({DATA['guides'][guide]}{name}.html)"


def _text(text: str) -> str:
    """Return text with the names of AWS as code, and nothing in it that Markdown takes for a sign."""
    parts, at = [], 0
    for found in NAMES_OF_AWS.finditer(text):
        parts += [text[at : found.start()].replace("*", r"\*"), f"`{found[0]}`"]
        at = found.end()
    return "".join([*parts, text[at:].replace("*", r"\*")])
