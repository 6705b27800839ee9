"""Flows -> a picture of the estate: buckets by account and Region, arrows by verdict, each a link to its flow."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from replint.finding import Verdict
from replint.reporters.checks import worst
from replint.reporters.html.escaping import NOTHING, Markup, block, escape, inline
from replint.reporters.html.layout import INSET, LINE, LOOP, Arrow, Point, Shape, layout
from replint.reporters.html.signs import SIGNS
from replint.reporters.names import bucket
from replint.reporters.summary import count
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from replint.finding import FlowReport, Home
    from replint.reporters.html.layout import Frame, Layout, Line

MOST = 60
"""So many arrows can be told apart; of more, those from and to the same buckets are one."""
ALONE = 3
"""So many flows from one bucket to another have arrows of their own; of more, those of one verdict share one."""
CELLS = 32
"""A name stands on lines of so many characters, of which there are two at most: a bucket's name has 63 at most."""
SAID = 30
"""What is said at an arrow has so many characters at most, beside the verdict."""
MARGIN = 6
ROOM, LEAST = 1040, 0.75
"""How wide a page is for a picture; a wider one is made smaller down to this, then one scrolls to see all of it."""


class Bundle(NamedTuple):
    """Flows of one verdict from one bucket to another, by their numbers from 1, which share an arrow."""

    source: str
    target: str
    verdict: Verdict
    numbers: tuple[int, ...]


def picture(flows: Sequence[FlowReport], rows: Mapping[int, str]) -> Markup:
    """The picture, with what it leaves out said below it; nothing where there is no flow.

    `rows` has the address of each flow that is told of on the page, by the flow's number.
    """
    if not flows:
        return NOTHING
    bundles, said = shown(flows)
    drawn = _Drawing(flows, bundles, rows).svg() if bundles else NOTHING
    attributes = {"class": "picture", "tabindex": "0", "role": "region", "aria-label": "picture of the estate"}
    return block(
        "figure",
        {},
        block("div", attributes, drawn) if drawn else NOTHING,
        block("figcaption", {}, _legend(bundles), *(inline("p", {}, escape(each)) for each in said)),
    )


def shown(flows: Sequence[FlowReport]) -> tuple[list[Bundle], list[str]]:
    """The arrows, of which there are never more than can be told apart, and what is to be said of those left out."""
    bundles, said = _bundled(flows, ALONE), []
    if len(bundles) > MOST:
        bundles = _bundled(flows, 0)
        said.append("Flows of one verdict between the same buckets share an arrow.")
    if len(bundles) > MOST:
        held = sum(len(each.numbers) for each in bundles if each.verdict is Verdict.HOLDS)
        bundles = [each for each in bundles if each.verdict is not Verdict.HOLDS]
        said.append(f"Not drawn: {count(held, 'flow')} in which everything holds.")
    if len(bundles) > MOST:
        left = sum(len(each.numbers) for each in bundles[MOST:])
        bundles = sorted(bundles, key=lambda each: each.verdict is not Verdict.FAILS)[:MOST]
        said.append(f"Not drawn: {count(left, 'more flow')} that the table lists.")
    return bundles, said


def _bundled(flows: Sequence[FlowReport], alone: int) -> list[Bundle]:
    pairs: dict[tuple[str, str], list[int]] = {}
    for number, flow in enumerate(flows, 1):
        pairs.setdefault((flow.source, flow.destination), []).append(number)
    return [
        Bundle(*pair, verdict, numbers)
        for pair, every in pairs.items()
        for verdict, numbers in _shared(flows, every, is_apart=len(every) <= alone)
    ]


def _shared(
    flows: Sequence[FlowReport], numbers: Sequence[int], *, is_apart: bool
) -> Iterator[tuple[Verdict, tuple[int, ...]]]:
    """The flows of one pair of buckets, each on its own or verdict by verdict."""
    if is_apart:
        yield from ((flows[number - 1].verdict, (number,)) for number in numbers)
        return
    for verdict in Verdict:
        if found := tuple(number for number in numbers if flows[number - 1].verdict is verdict):
            yield verdict, found


def _legend(bundles: Iterable[Bundle]) -> Markup:
    """What the ways of drawing an arrow mean, of those that are drawn."""
    drawn = {bundle.verdict for bundle in bundles}
    items = [
        inline(
            "li",
            {},
            inline(
                "svg",
                {"class": f"arrow {verdict}", "width": 36, "height": 10, "aria-hidden": "true"},
                inline("path", {"class": "way", "d": "M1 5H35"}),
            ),
            Markup(" "),
            escape(f"{SIGNS[verdict]} {verdict}"),
        )
        for verdict in Verdict
        if verdict in drawn
    ]
    return block("ul", {"class": "legend"}, *items) if items else NOTHING


class _Drawing:
    """One picture in the making."""

    def __init__(self, flows: Sequence[FlowReport], bundles: Sequence[Bundle], rows: Mapping[int, str]) -> None:
        """Number the buckets in the order in which they are named."""
        self.flows, self.bundles, self.rows = flows, bundles, rows
        self.homes: dict[str, Home] = {}
        self.touching: dict[str, list[int]] = {}
        for bundle in bundles:
            flow = flows[bundle.numbers[0] - 1]
            for name, home in zip((bundle.source, bundle.target), flow.homes, strict=True):
                self.homes.setdefault(name, home)
                self.touching.setdefault(name, []).extend(bundle.numbers)
        self.names = [*self.homes]
        self.lines = [_broken(visible(bucket(name))) for name in self.names]
        self.said = [self._said(bundle) for bundle in bundles]

    def svg(self) -> Markup:
        """The picture as an element."""
        number = {name: at for at, name in enumerate(self.names)}
        shapes = [
            Shape(max(_cells(line) for line in lines), len(lines), _called(self.homes[name]))
            for name, lines in zip(self.names, self.lines, strict=True)
        ]
        arrows = [
            Arrow(number[bundle.source], number[bundle.target], _cells(said))
            for bundle, said in zip(self.bundles, self.said, strict=True)
        ]
        found = layout(shapes, arrows)
        width, height = (round(each + 2 * MARGIN) for each in (found.width, found.height))
        is_wide = width * LEAST > ROOM
        title = f"{count(len(self.names), 'bucket')} and {count(len(self.bundles), 'arrow')} between them"
        return block(
            "svg",
            {
                "viewBox": f"{-MARGIN} {-MARGIN} {width} {height}",
                "width": round(width * LEAST) if is_wide else width,
                "height": round(height * LEAST) if is_wide else height,
                "class": "wide" if is_wide else False,
                "role": "group",
                "aria-label": title,
            },
            block("defs", {}, *(_head(verdict) for verdict in Verdict)),
            *(_frame(name, frame) for name, frame in found.frames),
            *self._arrows(found),
            *(self._bucket(at, frame) for at, frame in enumerate(found.buckets)),
        )

    def _said(self, bundle: Bundle) -> str:
        """What stands at an arrow: the verdict and the replication rule, or how many there are."""
        rules = [visible(self.flows[number - 1].replication_rule) for number in bundle.numbers]
        rule = _cut(rules[0], SAID) if len(rules) == 1 else count(len(rules), "rule")
        return f"{SIGNS[bundle.verdict]} {bundle.verdict} · {rule}"

    def _arrows(self, found: Layout) -> Iterator[Markup]:
        for bundle, said, line in zip(self.bundles, self.said, found.lines, strict=True):
            path = _path(line)
            rules = ", ".join(self.flows[number - 1].replication_rule for number in bundle.numbers)
            title = f"{bucket(bundle.source)} -> {bucket(bundle.target)} ({rules}): {bundle.verdict}"
            anchor = "end" if line.rightwards else "start"
            yield self._linked(
                bundle.numbers,
                f"arrow {bundle.verdict}",
                inline("title", {}, escape(title)),
                inline("path", {"class": "hit", "d": path}),
                inline("path", {"class": "way", "d": path, "marker-end": f"url(#head-{bundle.verdict})"}),
                _text(line.text.x, line.text.y, said, anchor),
            )

    def _bucket(self, at: int, frame: Frame) -> Markup:
        name, lines = self.names[at], self.lines[at]
        numbers = self.touching[name]
        verdict = worst(self.flows[number - 1].verdict for number in numbers)
        told = f"bucket {bucket(name)}, {_called(self.homes[name]) or 'account and Region not told'}: {verdict}"
        first = frame.middle - (len(lines) - 1) / 2 * LINE + LINE / 4
        return self._linked(
            sorted(numbers, key=lambda number: self.flows[number - 1].verdict is Verdict.HOLDS),
            f"bucket {verdict}",
            inline("title", {}, escape(told)),
            _rectangle(frame, 7),
            *(_text(frame.x + INSET, first + row * LINE, line) for row, line in enumerate(lines)),
        )

    def _linked(self, numbers: Iterable[int], kind: str, *body: Markup) -> Markup:
        """Something that leads to the first of its flows that is told of on the page."""
        row = next((self.rows[number] for number in numbers if number in self.rows), None)
        return (
            block("g", {"class": kind}, *body) if row is None else block("a", {"class": kind, "href": f"#{row}"}, *body)
        )


def _called(home: Home) -> str:
    """What a group of buckets is called; nothing where nobody tells where they are."""
    return " · ".join(filter(None, (home.account and f"account {home.account}", home.region)))


def _head(verdict: Verdict) -> Markup:
    attributes: dict[str, str | float | bool] = {
        "id": f"head-{verdict}",
        "viewBox": "0 0 10 10",
        "refX": 9,
        "refY": 5,
        "markerWidth": 9,
        "markerHeight": 9,
        "orient": "auto",
        "markerUnits": "userSpaceOnUse",
    }
    return inline("marker", attributes, inline("path", {"class": f"head {verdict}", "d": "M0 0.5L10 5L0 9.5z"}))


def _frame(name: str, frame: Frame) -> Markup:
    return block("g", {"class": "home"}, _rectangle(frame, 10), _text(frame.x + INSET, frame.y + 18, name))


def _rectangle(frame: Frame, radius: int) -> Markup:
    x, y, width, height = (_point(each) for each in frame)
    return inline("rect", {"x": x, "y": y, "width": width, "height": height, "rx": radius})


def _text(x: float, y: float, said: str, anchor: str = "start") -> Markup:
    return inline("text", {"x": _point(x), "y": _point(y), "text-anchor": anchor}, escape(said))


def _path(line: Line) -> str:
    """Curves that are flat in every point; a loop is one round curve."""
    first, *rest = line.points
    told = f"M{_at(first)}"
    if line.loop:
        far, last = first.x + LOOP, rest[-1]
        return f"{told}C{_at(Point(far, first.y - LOOP / 2))} {_at(Point(far, last.y + LOOP / 2))} {_at(last)}"
    for before, point in zip(line.points, rest, strict=False):
        middle = (before.x + point.x) / 2
        told += f"C{_at(Point(middle, before.y))} {_at(Point(middle, point.y))} {_at(point)}"
    return told


def _at(point: Point) -> str:
    return f"{_point(point.x)} {_point(point.y)}"


def _point(number: float) -> str:
    """A coordinate, as short as it can be."""
    return f"{number:.1f}".removesuffix(".0")


def _cells(text: str) -> int:
    """How wide visible text is, in characters of ASCII."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def _cut(text: str, cells: int) -> str:
    """The text, or its beginning where it is longer."""
    if _cells(text) <= cells:
        return text
    end = next(at for at in range(len(text), -1, -1) if _cells(text[:at]) < cells)
    return f"{text[:end]}…"


def _broken(name: str) -> list[str]:
    """A name on one line or two, broken behind a hyphen or a dot in its second half where there is one."""
    if _cells(name) <= CELLS:
        return [name]
    head = _cut(name, CELLS + 1).removesuffix("…")
    joint = max(head.rfind("-"), head.rfind(".")) + 1
    end = joint if joint >= len(head) // 2 else len(head)
    return [name[:end], _cut(name[end:], CELLS)]
