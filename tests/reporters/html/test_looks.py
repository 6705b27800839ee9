"""How the page looks in a real browser: in light and dark, on narrow and wide windows, on paper, without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.reporters.html.browser import Page
    from tests.reporters.html.conftest import Named

READABLE = 4.5
"""The least contrast of text: https://www.w3.org/TR/WCAG22/#contrast-minimum."""


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
  // In the picture a text lies on the rectangle that is drawn with it, or on what is below the picture.
  const isDrawn = each.closest('.picture svg');
  const shape = isDrawn && each.parentElement.querySelector('rect');
  const under = shape ? rgb(getComputedStyle(shape).fill).slice(0, 3) : ground(each);
  const pair = [rgb(isDrawn ? style.fill : style.color).slice(0, 3), under];
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
def test_nothing_runs_out_of_the_page(page: Page, named: Named, demo: str, width: int) -> None:
    """No page is wider than its window, however long the names in it are, with everything opened or not."""
    page.show(width=width)
    long = named("a" * 300)
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
