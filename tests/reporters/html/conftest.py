"""A browser's window, and pages to open in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from replint import lint
from replint.finding import (
    Certainty,
    Check,
    Finding,
    FlowReport,
    Home,
    Label,
    Report,
    RuleInfo,
    Severity,
    Verdict,
)
from replint.reporters import html
from replint.reporters.screen import Screen
from replint.span import Place
from tests.reporters.html.browser import browser, missing, required

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.reporters.conftest import Documents
    from tests.reporters.html.browser import Page

DEMO = Path(__file__).resolve().parents[3] / "fixtures" / "_estates" / "demo"
FAILS, HOLDS, UNKNOWN = Verdict.FAILS, Verdict.HOLDS, Verdict.UNKNOWN


class Named(Protocol):
    """How a test makes a page on which a name stands wherever a document or a rule may have one."""

    def __call__(self, name: str) -> str:
        """Return the page's address."""


@pytest.fixture(scope="session")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Return a browser's window; every test has the same."""
    if why := missing():
        if required():
            pytest.fail(f"{why}, and REPLINT_BROWSER=required asks for a browser")
        pytest.skip(f"{why}: install Debian's chromium and chromium-driver to run these")
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def page(window: Page) -> Page:
    """Return the window as it is at first: of one width, in light, with scripts."""
    window.show(width=1280)
    return window


@pytest.fixture
def demo(tmp_path: Path) -> str:
    """Return the address of the page of the broken demo estate."""
    return _written(tmp_path, lint([DEMO / "broken"]))


def _written(folder: Path, report: Report, name: str = "report.html") -> str:
    file = folder / name
    file.write_text(html.render(report, Screen()), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def mixed(tmp_path: Path, documents: Documents) -> str:
    """Return the address of a page with findings of each severity and flows of each verdict."""
    flows = tuple(
        FlowReport(
            f"f{number}", f"arn:aws:s3:::src-{number}", "arn:aws:s3:::dst", f"rule-{number}", "role", verdict, ()
        )
        for number, verdict in enumerate((HOLDS, FAILS, UNKNOWN))
    )
    place = Place(documents("a.json", '{"a": [1, 2]}'), ("a", 1))
    findings = tuple(
        Finding(
            f"rule-of-{severity}", severity, Certainty.CERTAIN, f"a message {severity.value[::-1]}", Label(place, "")
        )
        for severity in Severity
    )
    infos = tuple(
        RuleInfo(each.rule, "t", "w", "", "odd" if each.severity is Severity.NOTE else "plain") for each in findings
    )
    return _written(tmp_path, Report(flows, findings=findings, rules=infos))


@pytest.fixture
def named(tmp_path: Path, documents: Documents) -> Named:
    """Return the maker of pages with a name everywhere."""
    made: list[str] = []

    def make(name: str) -> str:
        made.append(_written(tmp_path, _everywhere(documents, name), f"{len(made)}.html"))
        return made[-1]

    return make


def _everywhere(documents: Documents, name: str) -> Report:
    """Return a report that has a name wherever a document or a rule may have one."""
    text = documents(f"{name}.json", json.dumps({name: [name, f"\n{name}"]}, indent=1))
    place = Place(text, (name, 1))
    label = Label(place, name)
    checks = (
        Check(name, name, name, name, HOLDS, (label,), "read"),
        Check(name, name, name, name, FAILS, (), "write"),
        Check(name, None, None, None, UNKNOWN, (), None, name),
    )
    flow = FlowReport(name, name, name + name, name, name, FAILS, checks, place, name, (Home(name, name), Home()))
    finding = Finding(
        name,
        Severity.ERROR,
        Certainty.CERTAIN,
        f"`{name}` and {name}",
        label,
        help=name,
        flows=(name,),
        layer=name,
        principal=name,
        action=name,
        resource=name,
        witness=name,
        symptoms=(name,),
        related=(label,),
        reference=f"javascript:{name}",
    )
    return Report((flow,), findings=(finding,), assumptions=(name,), rules=(RuleInfo(name, name, name, name, name),))
