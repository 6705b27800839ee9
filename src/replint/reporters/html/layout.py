"""Buckets and arrows -> where each is drawn, in points of a picture; knows no report and draws nothing."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from replint.record import record
from replint.reporters.html.layers import layers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replint.reporters.html.layers import Layers

CHAR, LINE = 7.3, 16
"""How wide a character of a name is at most, and how high a line."""
SMALL, CALLED = 6.7, 6.8
"""How wide a character of what is said at an arrow is at most, and one of what a frame is called."""
PORT = 20
"""How far apart arrows begin and end."""
INSET, ABOVE, GAP, FRAME, HEAD = 12, 9, 14, 14, 26
"""Beside a name in its bucket and above it; between buckets; around those of one frame, and for what it is called."""
NARROWEST, BESIDE = 170, 120
"""How wide the way between two columns is at least, and what it has beside the longest text that stands there."""
LOOP = 46
"""How far an arrow from a bucket to itself stands out."""
TIP = 16
"""How far what is said at an arrow stands from its end."""


class Point(NamedTuple):
    """A point; `y` counts downwards."""

    x: float
    y: float


@record
class Shape:
    """What is to be drawn of a bucket: the cells of its name, in how many lines, and the group it stands in.

    Of a group without a name no frame is drawn.
    """

    cells: int
    lines: int
    group: str


@record
class Arrow:
    """An arrow from one bucket to another, by their numbers, with the cells of what is said at it."""

    source: int
    target: int
    cells: int


class Frame(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Half-way down."""
        return self.y + self.height / 2


class Line(NamedTuple):
    """How an arrow runs: through these points, flat in each of them; where its text ends, and which way it points."""

    points: tuple[Point, ...]
    text: Point
    rightwards: bool
    loop: bool = False


class Layout(NamedTuple):
    """Where everything is: buckets and arrows in their order, and the frames of groups with their names."""

    width: float
    height: float
    buckets: tuple[Frame, ...]
    frames: tuple[tuple[str, Frame], ...]
    lines: tuple[Line, ...]


def layout(shapes: Sequence[Shape], arrows: Sequence[Arrow]) -> Layout:
    """The layout of a picture with at least one bucket."""
    placed = layers([(arrow.source, arrow.target) for arrow in arrows], [shape.group for shape in shapes])
    heights = _heights(shapes, arrows, placed)
    looped = [arrow.cells * SMALL + LOOP for arrow in arrows if arrow.source == arrow.target]
    way = max([NARROWEST, *(arrow.cells * SMALL + BESIDE for arrow in arrows)]) + max(looped, default=0)
    buckets, frames, width, height = _placed(placed, shapes, heights, way)
    lines = _lines(arrows, placed, buckets)
    loops = (line.text.x + arrow.cells * SMALL for line, arrow in zip(lines, arrows, strict=True) if line.loop)
    right = max([width, *loops])
    return Layout(right, height, tuple(buckets[: len(shapes)]), tuple(frames), tuple(lines))


def _heights(shapes: Sequence[Shape], arrows: Sequence[Arrow], placed: Layers) -> list[float]:
    """How high each bucket is: as the longest name, or as the arrows of its fuller side need; what passes, one line.

    Where names have as many lines on both sides, arrows from one to one run straight.
    """
    least = 2 * ABOVE + max(shape.lines for shape in shapes) * LINE
    left, right = [0] * len(shapes), [0] * len(shapes)
    for at, arrow in enumerate(arrows):
        back = at in placed.reversed
        right[arrow.target if back else arrow.source] += 1
        (right if arrow.source == arrow.target else left)[arrow.source if back else arrow.target] += 1
    heights = [max(least, (max(sides) + 0.5) * PORT) for sides in zip(left, right, strict=True)]
    passing = max((node for way in placed.ways for node in way), default=-1) + 1 - len(shapes)
    return [*heights, *[PORT] * passing]


def _placed(
    placed: Layers, shapes: Sequence[Shape], heights: Sequence[float], way: float
) -> tuple[list[Frame], list[tuple[str, Frame]], float, float]:
    """The rectangles of buckets and of what passes, the frames around groups, and the size of it all."""
    rectangles = [Frame(0, 0, 0, 0)] * len(heights)
    frames: list[tuple[str, Frame]] = []
    columns = [_column(column, shapes, heights) for column in placed.columns]
    height = max(bottom for *_, bottom in columns)
    x = 0.0
    for column, width, tops, framed, bottom in columns:
        down = (height - bottom) / 2
        inset = FRAME if framed else 0
        for node in column:
            rectangles[node] = Frame(x + inset, tops[node] + down, width, heights[node])
        frames += ((name, Frame(x, top + down, width + 2 * FRAME, high)) for name, top, high in framed)
        x += width + 2 * inset + way
    return rectangles, frames, x - way, height


_Column = tuple["list[int]", float, "dict[int, float]", "list[tuple[str, float, float]]", float]


def _column(column: list[int], shapes: Sequence[Shape], heights: Sequence[float]) -> _Column:
    """A column on its own: how wide it is, where each thing begins, its frames from top to bottom, and its end."""
    held = [shapes[node] for node in column if node < len(shapes)]
    own = (shape.cells * CHAR + 2 * INSET for shape in held)
    called = (len(shape.group) * CALLED + 2 * (INSET - FRAME) for shape in held)
    width = max([0.0, *own, *called])
    y, tops = 0.0, {}
    framed: list[tuple[str, float, float]] = []
    for group, members in groupby(column, key=lambda node: shapes[node].group if node < len(shapes) else ""):
        top = y
        y += HEAD if group else 0
        for node in members:
            tops[node] = y
            y += heights[node] + GAP
        y += FRAME - GAP if group else 0
        if group:
            framed.append((group, top, y - top))
            y += GAP
    return column, width, tops, framed, y - GAP


def _lines(arrows: Sequence[Arrow], placed: Layers, buckets: Sequence[Frame]) -> list[Line]:
    ports = _ports(arrows, placed, buckets)
    lines = []
    for at, (arrow, way) in enumerate(zip(arrows, placed.ways, strict=True)):
        if not way:
            frame, (leaves, enters) = buckets[arrow.source], ports[at]
            right = frame.x + frame.width
            bow = (Point(right, leaves), Point(right + LOOP, (leaves + enters) / 2), Point(right, enters))
            lines.append(Line(bow, Point(right + LOOP, frame.middle + 4), rightwards=False, loop=True))
            continue
        first, *passing, last = (buckets[node] for node in way)
        leaves, enters = ports[at]
        through = [Point(x, frame.middle) for frame in passing for x in (frame.x, frame.x + frame.width)]
        points = [Point(first.x + first.width, leaves), *through, Point(last.x, enters)]
        back = at in placed.reversed
        *before, end = reversed(points) if back else points
        way_back = 1 if back else -1
        flat = Point(end.x + way_back * (arrow.cells * SMALL + 2 * TIP), end.y)
        text = Point(end.x + way_back * TIP, end.y - 5)
        lines.append(Line((*before, flat, end), text, rightwards=not back))
    return lines


def _ports(arrows: Sequence[Arrow], placed: Layers, buckets: Sequence[Frame]) -> list[tuple[float, float]]:
    """Where each arrow meets the side of its left bucket and that of its right one, in the order of what is beyond."""
    sides: dict[tuple[int, str], list[tuple[float, int, int]]] = {}
    for at, (arrow, way) in enumerate(zip(arrows, placed.ways, strict=True)):
        if way:
            sides.setdefault((way[0], "right"), []).append((buckets[way[1]].middle, at, 0))
            sides.setdefault((way[-1], "left"), []).append((buckets[way[-2]].middle, at, 1))
        else:
            sides.setdefault((arrow.source, "right"), []).extend(
                [(buckets[arrow.source].middle, at, end) for end in (0, 1)]
            )
    found = [[0.0, 0.0] for _ in arrows]
    for (node, _), ends in sides.items():
        frame = buckets[node]
        for number, (_, at, end) in enumerate(sorted(ends)):
            found[at][end] = frame.middle + (number - (len(ends) - 1) / 2) * PORT
    return [(leaves, enters) for leaves, enters in found]
