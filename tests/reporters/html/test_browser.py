"""The page in a real browser: what it shows, runs and asks for, in light and dark, with a script and without.

Skipped where there is no Chromium, unless REPLINT_BROWSER=required says that there has to be one.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

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
ESCAPE = "\ue00c"
"""The key as WebDriver names it: https://www.w3.org/TR/webdriver2/#keyboard-actions."""

EVIL = (
    "</script><script>window.ran = 1</script><img src=x onerror='window.ran = 2'>"
    "\"><svg onload=window.ran=3>' onfocus=window.ran=4 autofocus x='javascript:window.ran=5 \u202e\x00\ud800 <!-- &lt;"
)
"""A name that runs a script wherever one is run, and would leave any attribute and any comment."""

READABLE = 4.5
"""The least contrast of text: https://www.w3.org/TR/WCAG22/#contrast-minimum."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Return a browser's window; each test opens its own page in it."""
    if why := missing():
        if required():
            pytest.fail(f"{why}, and REPLINT_BROWSER=required asks for a browser")
        pytest.skip(f"{why}: install Debian's chromium and chromium-driver to run these")
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture(autouse=True)
def _as_at_first(page: Page) -> None:
    """Begin at the same width, in light, with scripts."""
    page.show(width=1280)


@pytest.fixture
def demo(tmp_path: Path) -> str:
    """Return the address of the page of the broken demo estate."""
    return _written(tmp_path, lint([DEMO / "broken"]))


def _written(folder: Path, report: Report, name: str = "report.html") -> str:
    file = folder / name
    file.write_text(html.render(report, Screen()), encoding="utf-8")
    return file.as_uri()


def _evil(documents: Documents, name: str) -> Report:
    """Return a report that has a name wherever a document or a rule may have one."""
    text = documents(f"{name}.json", json.dumps({name: [name, f"\n{name}"]}, indent=1))
    place = Place(text, (name, 1))
    label = Label(place, name)
    checks = (
        Check(name, name, name, name, HOLDS, (label,), "read"),
        Check(name, name, name, name, FAILS, (), "write"),
        Check(name, None, None, None, UNKNOWN, (), None, name),
    )
    flow = FlowReport(name, name, name + name, name, name, FAILS, checks, place, (Home(name, name), Home()))
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


SHAPE = "return [...document.querySelectorAll('*')].map((each) => each.tagName)"


def test_a_hostile_name_is_shown_and_not_run(page: Page, tmp_path: Path, documents: Documents) -> None:
    """A name that would be markup and a script anywhere is read on the page, and nothing of it is either."""
    tame = re.sub(r"[^ \u202e\x00\ud800]", "x", EVIL)
    shapes: list[list[str]] = []
    for name in (EVIL, tame):
        page.log("browser")
        page.open(_written(tmp_path, _evil(documents, name), f"{len(shapes)}.html"))
        shapes.append(page.run(SHAPE))
        assert page.run("return window.ran === undefined && document.querySelector('img') === null")
        assert page.log("browser") == []
    assert shapes[0] == shapes[1]
    page.open(_written(tmp_path, _evil(documents, EVIL)))
    shown = EVIL.replace("\u202e", "\\u202e").replace("\x00", "\\x00").replace("\ud800", "\\ud800")
    assert page.run("return document.querySelector('.finding h3').innerText").strip() == f"{shown} and {shown}"
    assert page.run("return document.querySelector('.flow .ends').textContent") == shown
    assert page.run("return document.querySelector('.arrow title').textContent").startswith(shown)
    assert page.run("return [...document.querySelectorAll('[href^=javascript]')].length") == 0


def test_nothing_else_is_asked_for(page: Page, demo: str) -> None:
    """The page is loaded from its file without a complaint, and asks for nothing else, whatever is done on it."""
    page.open("about:blank")
    page.log("browser")
    page.requests()
    page.open(demo)
    page.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.run("document.querySelector('.arrow').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    assert [address for address in page.requests() if not address.startswith("about:")] == [demo]
    assert page.log("browser") == []
    assert page.run("return performance.getEntriesByType('resource').length") == 0
    assert page.run("return fetch('https://example.invalid/').then(() => 'asked', () => 'refused')") == "refused"


SEEN = """
const seen = (each) => each.checkVisibility();
return [
  [...document.querySelectorAll('.finding')].filter(seen).map((each) => each.dataset.severity),
  [...document.querySelectorAll('.flow')].filter(seen).map((each) => each.dataset.verdict),
  document.querySelector('output').value,
];
"""


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


def _set(page: Page, name: str, value: str) -> None:
    """Tick a box, choose from a list or type a text, as a person does."""
    page.run(
        """
        const form = document.getElementById('controls');
        const [name, value] = arguments;
        if (name === 'text') {
          form.elements.text.value = value;
        } else if (name === 'rule') {
          form.elements.rule.value = [...form.elements.rule.options].find((each) => each.text === value).value;
        } else {
          form.querySelector(`[name=${name}][value=${value}]`).checked = true;
        }
        form.dispatchEvent(new Event('input', {bubbles: true}));
        """,
        name,
        value,
    )


ALL = [["error", "warning", "note"], ["holds", "fails", "unknown"], "flows 3, findings 3"]


def test_filters_hide_what_was_not_asked_for(page: Page, mixed: str) -> None:
    """Severities, verdicts, rules, topics and words each leave what fits them, and count it; a reset shows all."""
    page.open(mixed)
    assert page.run(SEEN) == ALL
    for name, value, shown in (
        ("severity", "error", [["error"], ALL[1], "flows 3, findings 1 of 3"]),
        ("verdict", "fails", [ALL[0], ["fails"], "flows 1 of 3, findings 3"]),
        ("rule", "rule-of-note", [["note"], [], "flows 0 of 3, findings 1 of 3"]),
        ("rule", "plain", [["error", "warning"], [], "flows 0 of 3, findings 2 of 3"]),
        ("text", "SRC-1", [[], ["fails"], "flows 1 of 3, findings 0 of 3"]),
        ("text", "message rorre", [["error"], [], "flows 0 of 3, findings 1 of 3"]),
    ):
        _set(page, name, value)
        assert page.run(SEEN) == shown, (name, value)
        page.run("document.querySelector('[type=reset]').click()")
        assert page.run(SEEN) == ALL
    _set(page, "severity", "error")
    _set(page, "severity", "note")
    _set(page, "text", "eton")
    assert page.run(SEEN)[0] == ["note"]


def test_an_address_shows_the_same_again(page: Page, mixed: str) -> None:
    """What was chosen stands in the address, which shows the same to whoever opens it."""
    page.open(mixed)
    for name, value in (("severity", "warning"), ("verdict", "holds"), ("rule", "plain"), ("text", "message")):
        _set(page, name, value)
    shown = [["warning"], [], "flows 0 of 3, findings 1 of 3"]
    assert page.run(SEEN) == shown
    address = page.run("return location.href")
    assert address == f"{mixed}#?text=message&severity=warning&verdict=holds&topic=plain"
    page.open("about:blank")
    page.open(address)
    assert page.run(SEEN) == shown
    page.run("location.hash = arguments[0]", f"?rule={quote('rule-of-note')}")
    page.run("return new Promise((done) => setTimeout(done))")
    assert page.run(SEEN)[0] == ["note"]
    page.run("document.querySelector('[type=reset]').click()")
    assert page.run("return new Promise((done) => setTimeout(() => done(location.href)))") == mixed


def test_keys(page: Page, mixed: str) -> None:
    """A slash goes to the search, Escape leaves it and shows everything again."""
    page.open(mixed)
    page.press("/", "r", "o", "r", "r", "e")
    assert page.run("return document.activeElement.value") == "rorre"
    assert page.run(SEEN)[0] == ["error"]
    page.press(ESCAPE)
    assert page.run("return document.activeElement.tagName") == "BODY"
    assert page.run(SEEN) == ALL


def test_a_link_shows_where_it_leads(page: Page, demo: str) -> None:
    """An arrow opens the row of its flow, also one that was hidden; all can be opened and closed at once."""
    page.open(demo)
    _set(page, "text", "no such thing")
    assert page.run(SEEN)[1] == []
    page.run("document.querySelector('.arrow').dispatchEvent(new MouseEvent('click', {bubbles: true}))")
    page.run("return new Promise((done) => setTimeout(done, 50))")
    assert page.run(SEEN)[1] == ["fails"]
    assert page.run("return document.getElementById('flow-1').open")
    for name, share in (("expand", 1), ("collapse", 0)):
        page.run("document.querySelector(`[name=${arguments[0]}]`).click()", name)
        told = page.run(
            "const all = [...document.querySelectorAll('main details')];"
            "return all.filter((each) => each.open).length / all.length"
        )
        assert told == share


def test_all_is_there_without_a_script(page: Page, mixed: str, demo: str) -> None:
    """Without scripts every finding and flow is seen, and no control that would do nothing."""
    page.show(width=1280, scripts=False)
    for address, number in ((mixed, 3), (demo, 3)):
        page.open("about:blank")
        page.open(address)
        tree = page.command("DOM.getDocument", depth=1)["root"]["nodeId"]
        seen = []
        for selector in (".finding", ".finding .body", ".flow", "#controls"):
            nodes = page.command("DOM.querySelectorAll", nodeId=tree, selector=selector)["nodeIds"]
            seen.append([_is_drawn(page, node) for node in nodes])
        assert seen[0] == seen[1] == [True] * number
        assert set(seen[2]) == {True}
        assert seen[3] == [False]


def _is_drawn(page: Page, node: int) -> bool:
    try:
        return bool(page.command("DOM.getBoxModel", nodeId=node)["model"]["height"])
    except RuntimeError:
        return False


COLOURS = """
const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
const ground = (each) => {
  for (let at = each; at; at = at.parentElement) {
    const [red, green, blue, alpha = 1] = rgb(getComputedStyle(at).backgroundColor);
    if (alpha > 0.99) return [red, green, blue];
  }
  return null;
};
const found = new Map();
for (const each of document.querySelectorAll('body *')) {
  const text = [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  if (!text || !each.checkVisibility() || each.closest('script, optgroup, title')) continue;
  const style = getComputedStyle(each);
  const svg = each.closest('.picture svg');
  const ink = svg ? style.fill : style.color;
  const under = svg && each.closest('.home, .arrow') ? getComputedStyle(each.closest('g.home')?.querySelector('rect')
    || svg.parentElement)[each.closest('.home') ? 'fill' : 'backgroundColor'] : null;
  const pair = [rgb(ink).slice(0, 3), under ? rgb(under).slice(0, 3) : ground(each)];
  found.set(JSON.stringify(pair), `${each.tagName}.${each.getAttribute('class')}`);
}
return [...found].map(([pair, name]) => [...JSON.parse(pair), name]);
"""


def _luminance(colour: list[float]) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [each / 255 for each in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: list[float], other: list[float]) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_light_and_dark_are_readable(page: Page, mixed: str, demo: str) -> None:
    """All text has enough contrast to what is below it, in light and in dark, which are not the same."""
    grounds = []
    for scheme in ("light", "dark"):
        page.show(width=1280, scheme=scheme)
        for address in (mixed, demo):
            page.open("about:blank")
            page.open(address)
            page.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            found = page.run(COLOURS)
            assert len(found) > 10
            assert [each for each in found if _contrast(each[0], each[1]) < READABLE] == []
        grounds.append(page.run("return getComputedStyle(document.body).backgroundColor"))
    assert len({*grounds}) == len(grounds)
    assert _contrast([0, 0, 0], [255, 255, 255]) == pytest.approx(21)


@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_runs_out_of_the_page(page: Page, tmp_path: Path, documents: Documents, demo: str, width: int) -> None:
    """No page is wider than its window, however long the names in it are, with everything opened or not."""
    page.show(width=width)
    long = _written(tmp_path, _evil(documents, "a" * 300), "long.html")
    for address in (demo, long):
        page.open("about:blank")
        page.open(address)
        for is_open in (False, True):
            page.run("document.querySelectorAll('details').forEach((each) => { each.open = arguments[0]; })", is_open)
            assert page.run("return document.documentElement.scrollWidth") <= width


def test_print_shows_what_is_closed(page: Page, demo: str) -> None:
    """On paper nothing can be opened: what grants each requirement is printed, and the controls are not."""
    page.open(demo)
    page.show(width=1000, media="print")
    shown = "return document.querySelector(arguments[0]).checkVisibility()"
    assert [page.run(shown, each) for each in (".flow > .body", "#controls")] == [True, False]
    page.show(width=1000)
    assert [page.run(shown, each) for each in (".flow > .body", "#controls")] == [False, True]


def test_machines_without_a_browser_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is said; where a browser has to be there, that is no reason to pass over."""
    monkeypatch.setenv("PATH", "")
    assert missing() == "no chromium and no chromedriver on this machine"
    monkeypatch.setenv("REPLINT_BROWSER", "required")
    assert required()
