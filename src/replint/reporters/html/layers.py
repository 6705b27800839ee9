"""Which column each bucket of a picture is in, and in which order they stand there; knows no size and no report.

Layers in the manner of Sugiyama: cycles are broken, every arrow runs to the right, long ones pass the columns between,
and the order of a column is the one of those tried in which fewest arrows cross. The same edges give the same layers.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

SWEEPS = 6
"""How often the order is gone through, to the right and to the left by turns."""

Edge = tuple[int, int]


class Layers(NamedTuple):
    """The columns from left to right, each from top to bottom, and the way of each edge through them.

    Numbers up to the number of buckets are these; larger ones are places where a long edge passes a column. An edge
    that runs to the left has the way of one to the right, and stands in `reversed`. One of a bucket to itself has no
    way.
    """

    columns: list[list[int]]
    ways: list[list[int]]
    reversed: frozenset[int]


def layers(edges: Sequence[Edge], groups: Sequence[Hashable]) -> Layers:
    """The layers of buckets, of which each has its group: those of one group stand together in their column."""
    number = len(groups)
    backward = _backward(edges, number)
    forward = [(target, source) if at in backward else (source, target) for at, (source, target) in enumerate(edges)]
    depth = _depths([edge for edge in forward if edge[0] != edge[1]], number)
    columns: list[list[int]] = [[] for _ in range(max(depth, default=-1) + 1)]
    for node, column in enumerate(depth):
        columns[column].append(node)
    ways: list[list[int]] = []
    passing = number
    for source, target in forward:
        way = [source]
        for column in range(depth[source] + 1, depth[target]):
            columns[column].append(passing)
            way.append(passing)
            passing += 1
        ways.append([] if source == target else [*way, target])
    together = [*groups, *(("passing", each) for each in range(number, passing))]
    return Layers(_ordered(columns, ways, together), ways, frozenset(backward))


def _backward(edges: Sequence[Edge], number: int) -> set[int]:
    """The edges that close a circle when one walks from the buckets that nothing leads to, then from the others."""
    leaving: list[list[int]] = [[] for _ in range(number)]
    reached = set()
    for at, (source, target) in enumerate(edges):
        if source != target:
            leaving[source].append(at)
            reached.add(target)
    found: set[int] = set()
    done: set[int] = set()
    for start in sorted(range(number), key=lambda node: node in reached):
        if start in done:
            continue
        way = [(start, iter(leaving[start]))]
        on_the_way = {start}
        while way:
            node, rest = way[-1]
            for at in rest:
                target = edges[at][1]
                if target in on_the_way:
                    found.add(at)
                elif target not in done:
                    on_the_way.add(target)
                    way.append((target, iter(leaving[target])))
                    break
            else:
                way.pop()
                on_the_way.discard(node)
                done.add(node)
    return found


def _depths(edges: Sequence[Edge], number: int) -> list[int]:
    """How many edges lead to each bucket at most; where none does, one less than to the nearest that it leads to."""
    depth = [0] * number
    for _ in range(number):
        before = [*depth]
        for source, target in edges:
            depth[target] = max(depth[target], depth[source] + 1)
        if depth == before:
            break
    reached = {target for _, target in edges}
    nearest: dict[int, int] = {}
    for source, target in edges:
        nearest[source] = min(nearest.get(source, depth[target]), depth[target])
    return [own if node in reached else max(nearest.get(node, 1) - 1, 0) for node, own in enumerate(depth)]


def _ordered(columns: list[list[int]], ways: Sequence[Sequence[int]], groups: Sequence[Hashable]) -> list[list[int]]:
    """The columns in the best order of those that sweeps to the right and to the left come by."""
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for way in ways:
        for one, other in pairwise(way):
            after.setdefault(one, []).append(other)
            before.setdefault(other, []).append(one)
    columns = [_sorted(column, {}, before, groups) for column in columns]
    best, fewest = columns, _crossings(columns, after)
    for sweep in range(SWEEPS):
        rightwards = sweep % 2 == 0
        at: dict[int, float] = {}
        turned = columns if rightwards else columns[::-1]
        swept = []
        for column in turned:
            ordered = _sorted(column, at, before if rightwards else after, groups)
            at |= {node: (place + 0.5) / len(ordered) for place, node in enumerate(ordered)}
            swept.append(ordered)
        columns = swept if rightwards else swept[::-1]
        crossings = _crossings(columns, after)
        if crossings < fewest:
            best, fewest = columns, crossings
    return best


def _sorted(
    column: Sequence[int], at: dict[int, float], beside: dict[int, list[int]], groups: Sequence[Hashable]
) -> list[int]:
    """A column by where its neighbours stand, group by group; what has none there keeps its place."""
    wanted = {}
    for place, node in enumerate(column):
        known = [at[each] for each in beside.get(node, ()) if each in at]
        wanted[node] = sum(known) / len(known) if known else (place + 0.5) / len(column)
    members: dict[Hashable, list[int]] = {}
    for node in column:
        members.setdefault(groups[node], []).append(node)
    middle = {group: sum(wanted[node] for node in nodes) / len(nodes) for group, nodes in members.items()}
    order = {group: number for number, group in enumerate(members)}

    def key(node: int) -> tuple[float, int, float]:
        return middle[groups[node]], order[groups[node]], wanted[node]

    return sorted(column, key=key)


def _crossings(columns: Iterable[Sequence[int]], after: dict[int, list[int]]) -> int:
    place = {node: number for column in columns for number, node in enumerate(column)}
    found = 0
    for column in columns:
        ends = [(place[node], place[other]) for node in column for other in after.get(node, ())]
        found += sum((a < c and b > d) or (a > c and b < d) for at, (a, b) in enumerate(ends) for c, d in ends[:at])
    return found
