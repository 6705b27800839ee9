"""Where buckets and arrows are drawn: columns and their order, rectangles that never meet, lines that end at them."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.reporters.html.layers import layers
from replint.reporters.html.layout import CHAR, INSET, Arrow, Frame, Shape, layout

EDGES = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14)
GROUPS = st.lists(st.sampled_from(["", "a", "b"]), min_size=8, max_size=8)


@given(edges=EDGES, groups=GROUPS)
def test_every_edge_runs_to_the_next_column(edges: list[tuple[int, int]], groups: list[str]) -> None:
    """Each bucket is in one column, and each edge goes column by column, to the right unless it closes a circle."""
    found = layers(edges, groups)
    column = {node: number for number, nodes in enumerate(found.columns) for node in nodes}
    assert sorted(node for nodes in found.columns for node in nodes) == list(range(len(column)))
    for at, ((source, target), way) in enumerate(zip(edges, found.ways, strict=True)):
        if source == target:
            assert way == []
            continue
        ends = (target, source) if at in found.reversed else (source, target)
        assert (way[0], way[-1]) == ends
        assert [column[two] - column[one] for one, two in pairwise(way)] == [1] * (len(way) - 1)


@given(edges=EDGES, groups=GROUPS)
def test_groups_stand_together(edges: list[tuple[int, int]], groups: list[str]) -> None:
    """Within a column nothing parts the buckets of one group."""
    for nodes in layers(edges, groups).columns:
        named = [groups[node] if node < len(groups) else f"passing {node}" for node in nodes]
        assert sum(one != two for one, two in pairwise(named)) == len(set(named)) - 1


@pytest.mark.parametrize(
    ("edges", "columns", "backward"),
    [
        ([(0, 1), (1, 2)], [[0], [1], [2]], []),
        ([(0, 1), (1, 0)], [[0], [1]], [1]),
        ([(2, 1), (1, 0)], [[2], [1], [0]], []),
        ([(0, 1), (1, 2), (2, 0)], [[0], [1], [2]], [2]),
        ([(0, 2), (1, 2)], [[0, 1], [2]], []),
        ([(0, 1), (1, 2), (3, 2)], [[0], [1, 3], [2]], []),
    ],
    ids=["chain", "both ways", "chain told backwards", "circle", "two sources", "source near its end"],
)
def test_columns(edges: list[tuple[int, int]], columns: list[list[int]], backward: list[int]) -> None:
    """Sources are left and destinations right; a source stands beside what it leads to."""
    number = 1 + max(max(edge) for edge in edges)
    found = layers(edges, [""] * number)
    told = [sorted(node for node in nodes if node < number) for nodes in found.columns]
    assert (told, sorted(found.reversed)) == (columns, backward)


def test_arrows_do_not_cross_where_they_need_not() -> None:
    """Pairs that are told crosswise are drawn beside each other."""
    found = layers([(0, 5), (1, 4), (2, 3)], [""] * 6)
    left, right = found.columns
    pairs = {0: 5, 1: 4, 2: 3}
    assert [pairs[node] for node in left] == right


def test_groups_stand_beside_what_they_lead_to() -> None:
    """Of two groups the one is above whose neighbours are above."""
    found = layers([(0, 3), (1, 2)], ["", "", "below", "above"])
    assert found.columns == [[0, 1], [3, 2]]


def _meet(one: Frame, other: Frame) -> bool:
    apart = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart or one.y + one.height <= other.y or other.y + other.height <= one.y)


SHAPES = st.builds(Shape, st.integers(1, 32), st.integers(1, 2), st.sampled_from(["", "account 1", "account 2" * 4]))
ARROWS = st.lists(st.builds(Arrow, st.integers(0, 5), st.integers(0, 5), st.integers(3, 40)), max_size=12)


@given(shapes=st.lists(SHAPES, min_size=6, max_size=6), arrows=ARROWS)
def test_nothing_lies_over_anything(shapes: list[Shape], arrows: list[Arrow]) -> None:
    """Buckets do not meet, each has room for its name and lies in the picture; frames meet no other's buckets."""
    found = layout(shapes, arrows)
    assert [pair for pair in combinations(found.buckets, 2) if _meet(*pair)] == []
    assert [pair for pair in combinations([frame for _, frame in found.frames], 2) if _meet(*pair)] == []
    for shape, frame in zip(shapes, found.buckets, strict=True):
        assert frame.width >= shape.cells * CHAR + 2 * INSET - 0.01
        assert frame.x >= 0
        assert frame.x + frame.width <= found.width + 0.01
        assert frame.y >= -0.01
        assert frame.y + frame.height <= found.height + 0.01
        around = [name for name, each in found.frames if _meet(frame, each)]
        assert around == ([shape.group] if shape.group else [])


@given(shapes=st.lists(SHAPES, min_size=6, max_size=6), arrows=ARROWS)
def test_arrows_end_at_their_buckets(shapes: list[Shape], arrows: list[Arrow]) -> None:
    """An arrow begins and ends at the side of its buckets, no two at one point, and what is said stands on its end."""
    found = layout(shapes, arrows)
    ends = []
    for arrow, line in zip(arrows, found.lines, strict=True):
        for point, frame in (
            (line.points[0], found.buckets[arrow.source]),
            (line.points[-1], found.buckets[arrow.target]),
        ):
            assert point.x in (frame.x, frame.x + frame.width)
            assert frame.y <= point.y <= frame.y + frame.height
            ends.append(point)
        if not line.loop:
            end, flat = line.points[-1], line.points[-2]
            assert flat.y == end.y
            assert (flat.x < end.x) == line.rightwards
    assert len(set(ends)) == len(ends)
    assert layout(shapes, arrows) == found


def test_arrows_leave_in_the_order_of_where_they_lead() -> None:
    """Arrows from one bucket do not cross on the way to others, whatever order they are told in."""
    shapes = [Shape(5, 1, "")] * 5
    found = layout(shapes, [Arrow(0, target, 5) for target in (3, 1, 4, 2)])
    ends = sorted((line.points[0].y, line.points[-1].y) for line in found.lines)
    assert [end for _, end in ends] == sorted(end for _, end in ends)
