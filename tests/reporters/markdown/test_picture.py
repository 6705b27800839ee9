"""The picture in Mermaid: its lines are ours, whatever names hold, and each flow is an arrow of its verdict."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from replint.finding import FlowReport, Home, Verdict
from replint.reporters.markdown.picture import ARROWS, LONGEST, MOST, picture
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOM = 12_000
NODE = re.compile(r'  (b\d+)\["((?:[A-Za-z0-9 -]|#\d+;)+)"\]')
ARROW = re.compile(r'  (b\d+) (-->|--x|-\.->)\|"\S ((?:[A-Za-z0-9 -]|#\d+;)+)"\| (b\d+)')
STYLE = re.compile(r"  linkStyle (\d+(?:,\d+)*) (stroke:#[0-9a-f]{6}(?:,stroke-width:3px)?)")
"""The only lines that there are: in quotes stands nothing that Mermaid reads as anything but a character."""

HARM = st.sampled_from(
    [
        '"',
        '"]; click a "javascript:alert(1)"',
        "```",
        "%%{init: {}}%%",
        "style x:#fff;",
        "#quot;",
        "end",
        "`a`",
        "a|b",
        "\ufb02\u00b0\u00b060\u00b6\u00df",
    ]
)
NAMES = st.lists(HARM | st.characters() | st.sampled_from(["1. a", "- a", "www.x", "$$x$$", "<b>"]), max_size=5)


def _flow(source: str, target: str, rule: str, verdict: Verdict = Verdict.FAILS) -> FlowReport:
    return FlowReport("id", source, target, rule, "role", verdict, ())


def _drawn(flows: Sequence[FlowReport]) -> tuple[list[tuple[str, str, str, str]], list[tuple[str, str]]]:
    """Return the arrows of a picture (source, form, rule, target) and the numbers and style of its links."""
    told, legend = picture(flows, ROOM)
    fence, head, *lines, end = told.split("\n")
    assert (fence, head, end) == ("```mermaid", "flowchart LR", "```")
    assert legend.startswith("<sub>Each arrow is")
    nodes = {found[1]: _plain(found[2]) for line in lines if (found := NODE.fullmatch(line))}
    arrows = [(found[1], found[2], found[3], found[4]) for line in lines if (found := ARROW.fullmatch(line))]
    styles = [(found[1], found[2]) for line in lines if (found := STYLE.fullmatch(line))]
    assert len(nodes) + len(arrows) + len(styles) == len(lines)
    return [(nodes[one], form, _plain(rule), nodes[other]) for one, form, rule, other in arrows], styles


def _plain(label: str) -> str:
    return re.sub(r"#(\d+);", lambda code: chr(int(code[1])), label)


@given(parts=st.tuples(NAMES, NAMES, NAMES))
def test_names_are_nothing_but_names(parts: tuple[list[str], list[str], list[str]]) -> None:
    """Whatever names hold, there is one arrow between two buckets, and the names are read back to the letter."""
    source, target, rule = ("".join(part) for part in parts)
    ((one, form, label, other),), _ = _drawn([_flow(f"x{source}", f"y{target}", rule)])
    assert (one, form, other) == (_cut(f"x{source}"), "--x", _cut(f"y{target}"))
    assert label == (_cut(rule) or "\u00a0")


def _cut(name: str) -> str:
    text = visible(name).replace("\ufb02", "\\ufb02").replace("\u00b6\u00df", "\\u00b6\u00df")
    return text if len(text) <= LONGEST else text[:LONGEST] + "..."


def test_verdicts_differ_in_form_and_in_colour() -> None:
    """Arrows of one bucket begin at one node; each verdict has a form, a colour, a sign, and words below."""
    flows = [_flow("a", name, "r", verdict) for name, verdict in zip("bcd", Verdict, strict=True)]
    arrows, styles = _drawn(flows)
    assert arrows == [("a", ARROWS[verdict].form, "r", name) for name, verdict in zip("bcd", Verdict, strict=True)]
    assert styles == [(str(number), ARROWS[verdict].style) for number, verdict in enumerate(Verdict)]
    _, legend = picture(flows, ROOM)
    assert all(arrow.means in legend for arrow in ARROWS.values())


def test_where_buckets_are() -> None:
    """Below the name of a bucket stands its account and its Region, as far as any flow tells them."""
    here, there, nowhere = Home("1" * 12, "eu-west-1"), Home("2" * 12), Home()
    homes = {"b": there, "c": Home(None, "x`"), "d": nowhere}
    flows = [replace(_flow("a", name, "r"), homes=(nowhere, home)) for name, home in homes.items()]
    told, _ = picture([*flows, replace(flows[0], homes=(here, nowhere))], ROOM)
    assert told.split("\n")[2:6] == [
        f'  b0["a<br/>{"1" * 12}<br/>eu-west-1"]',
        f'  b1["b<br/>{"2" * 12}"]',
        '  b2["c<br/>x#96;"]',
        '  b3["d"]',
    ]


def test_when_there_is_none() -> None:
    """Nothing is drawn where all holds, nor more than eyes can follow or servers take; then it says so."""
    good, bad = _flow("a", "b", "r", Verdict.HOLDS), _flow("a", "b", "r")
    assert [*picture([good], ROOM)] == [*picture([], ROOM)] == [*picture([good] * 90, ROOM)] == []
    arrows, _ = _drawn([good] * 90 + [bad])
    assert len(arrows) == 1
    assert len(_drawn([bad] * MOST)[0]) == MOST
    for flows, room in (([bad] * (MOST + 1), ROOM), ([bad], 100)):
        (told,) = picture(flows, room)
        assert told.startswith(f"<sub>No picture: {len(flows)} ")
