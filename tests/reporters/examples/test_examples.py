"""The reports made by hand in every format, against golden files that a person has read."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from replint.reporters import load
from replint.reporters.screen import Screen
from replint.version import __version__

if TYPE_CHECKING:
    from replint.finding import Report
    from tests.conftest import Golden

EXAMPLES = ("broken", "hostile", "clean", "crowd", "grouped", "untold")
FOLDER = "tests/reporters/golden"
MACHINES = {
    "checkstyle": "xml",
    "github": "txt",
    "gitlab": "json",
    "junit": "xml",
    "rdjson": "json",
    "rdjsonl": "jsonl",
    "sarif": "json",
}
"""The formats for machines, and how a file of each is called."""


@pytest.fixture(params=EXAMPLES)
def example(request: pytest.FixtureRequest) -> tuple[str, Report]:
    """Return each example with its name."""
    return request.param, request.getfixturevalue(request.param)


@pytest.mark.parametrize("width", [80, 120])
def test_text(example: tuple[str, Report], width: int, golden: Golden) -> None:
    """The text of an example at two widths is what was accepted."""
    name, report = example
    golden(f"{FOLDER}/{name}-{width}.txt", load("text").render(report, Screen(width)))


def test_colour(broken: Report, golden: Golden) -> None:
    """The colours are what was accepted, with escapes shown."""
    told = load("text").render(broken, Screen(80, color=True))
    golden(f"{FOLDER}/broken-80-colour.txt", told.replace("\x1b", "ESC"))


@pytest.mark.parametrize("width", [60, 200])
def test_text_of_groups(grouped: Report, untold: Report, width: int, golden: Golden) -> None:
    """Groups, their changes and what is missing are what was accepted on the narrowest and the widest screen, too."""
    golden(f"{FOLDER}/grouped-{width}.txt", load("text").render(grouped, Screen(width)))
    golden(f"{FOLDER}/untold-{width}.txt", load("text").render(untold, Screen(width)))


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_our_own_characters_are_ascii(broken: Report, grouped: Report, untold: Report, width: int) -> None:
    """What the text adds to ASCII documents is ASCII: any stream can show it."""
    for report in (broken, grouped, untold):
        assert load("text").render(report, Screen(width, verbose=True)).isascii()


def test_links(grouped: Report, golden: Golden) -> None:
    """Where there are links, the names of the rules lead to their pages, with colour around them."""
    told = load("text").render(grouped, Screen(100, color=True, links=True))
    golden(f"{FOLDER}/grouped-100-links.txt", told.replace("\x1b", "ESC"))


def test_concise(example: tuple[str, Report], golden: Golden) -> None:
    """The lines of an example are what was accepted, whatever the screen."""
    name, report = example
    golden(f"{FOLDER}/{name}-concise.txt", load("concise").render(report, Screen(60, color=True)))


def test_json(example: tuple[str, Report], golden: Golden) -> None:
    """The JSON of an example is what was accepted, whatever the screen."""
    name, report = example
    told = load("json").render(report, Screen(200, color=True))
    golden(f"{FOLDER}/{name}.json", json.dumps(json.loads(told), indent=2).replace(__version__, "...") + "\n")


@pytest.mark.parametrize("form", sorted(MACHINES))
def test_machines(example: tuple[str, Report], form: str, golden: Golden) -> None:
    """What machines are told of an example is what was accepted, whatever the screen."""
    name, report = example
    told = load(form).render(report, Screen(200, color=True))
    golden(f"{FOLDER}/{name}-{form}.{MACHINES[form]}", told.replace(__version__, "..."))


def test_markdown(example: tuple[str, Report], golden: Golden) -> None:
    """The Markdown of an example is what was accepted, whatever the screen."""
    name, report = example
    golden(f"{FOLDER}/{name}.md", load("markdown").render(report, Screen(200, color=True)))


def test_html(example: tuple[str, Report], golden: Golden) -> None:
    """The page of an example is what was accepted, but for its style and its script, which stand in files of theirs."""
    name, report = example
    told = load("html").render(report, Screen()).replace(__version__, "...")
    told = re.sub(r"(?s)(<(style|script)>).*?(</\2>)", r"\1...\3", told)
    golden(f"{FOLDER}/{name}.html", re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-...", told))


def test_a_finding_tells_what_it_can(broken: Report) -> None:
    """Every fact of a finding is in its block: the call, the layer, what S3 reports, what to change, the page."""
    (told,) = (each for each in broken.findings if each.layer == "resource-policy")
    text = " ".join(load("text").render(replace(broken, findings=(told,)), Screen(200)).split())
    facts = (told.message, told.action, told.witness, told.principal, *told.symptoms, told.help, told.primary.message)
    for fact in (*facts, *(label.message for label in told.related), "not allowed by the resource policy"):
        assert fact is not None
        assert fact in text
