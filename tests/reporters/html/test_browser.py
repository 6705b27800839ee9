"""The page in a real browser: what it runs, what it asks for, and what its script does.

Skipped where there is no Chromium, unless REPLINT_BROWSER=required says that there has to be one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.reporters.html.browser import missing, required

if TYPE_CHECKING:
    import pytest

    from tests.reporters.html.browser import Page
    from tests.reporters.html.conftest import Named

ESCAPE = "\ue00c"
"""The key as WebDriver names it: https://www.w3.org/TR/webdriver2/#keyboard-actions."""

EVIL = (
    "</script><script>window.ran = 1</script><img src=x onerror='window.ran = 2'>"
    "\"><svg onload=window.ran=3>' onfocus=window.ran=4 autofocus x='javascript:window.ran=5 \u202e\x00\ud800 <!-- &lt;"
)
"""A name that runs a script wherever one is run, and would leave any attribute and any comment."""

SHAPE = "return [...document.querySelectorAll('*')].map((each) => each.tagName)"


def test_a_hostile_name_is_shown_and_not_run(page: Page, named: Named) -> None:
    """A name that would be markup and a script anywhere is read on the page, and nothing of it is either."""
    tame = re.sub(r"[^ \u202e\x00\ud800]", "x", EVIL)
    shapes: list[list[str]] = []
    for name in (EVIL, tame):
        page.log("browser")
        page.open(named(name))
        shapes.append(page.run(SHAPE))
        assert page.run("return window.ran === undefined && document.querySelector('img') === null")
        assert page.log("browser") == []
    assert shapes[0] == shapes[1]
    page.open(named(EVIL))
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


ALL = [["error", "warning", "note"], ["holds", "fails", "unknown"], "rows 3, findings 3"]


def test_filters_hide_what_was_not_asked_for(page: Page, mixed: str) -> None:
    """Severities, verdicts, rules, topics and words each leave what fits them, and count it; a reset shows all."""
    page.open(mixed)
    assert page.run(SEEN) == ALL
    for name, value, shown in (
        ("severity", "error", [["error"], ALL[1], "rows 3, findings 1 of 3"]),
        ("verdict", "fails", [ALL[0], ["fails"], "rows 1 of 3, findings 3"]),
        ("rule", "rule-of-note", [["note"], [], "rows 0 of 3, findings 1 of 3"]),
        ("rule", "plain", [["error", "warning"], [], "rows 0 of 3, findings 2 of 3"]),
        ("text", "SRC-1", [[], ["fails"], "rows 1 of 3, findings 0 of 3"]),
        ("text", "message rorre", [["error"], [], "rows 0 of 3, findings 1 of 3"]),
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
    shown = [["warning"], [], "rows 0 of 3, findings 1 of 3"]
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


def test_machines_without_a_browser_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is said; where a browser has to be there, that is no reason to pass over."""
    monkeypatch.setenv("PATH", "")
    assert missing() == "no chromium and no chromedriver on this machine"
    monkeypatch.setenv("REPLINT_BROWSER", "required")
    assert required()
