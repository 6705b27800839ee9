"""The buckets and flows of a report as a picture in Mermaid, which GitHub and GitLab draw.

Its grammar: https://mermaid.js.org/syntax/flowchart.html. Names stand between quotes, and each sign in them as the code
of its character, since Mermaid reads some of a name as HTML, as Markdown or as an order to itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from replint.finding import Home, Verdict
from replint.reporters.checks import rows
from replint.reporters.inline import fenced
from replint.reporters.markdown.flows import SIGNS
from replint.reporters.markdown.limit import size
from replint.reporters.names import bucket
from replint.reporters.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from replint.finding import FlowReport

MOST = 60
"""More arrows than this nobody follows with their eyes."""
LONGEST = 80
"""Names that are longer are cut: the table has them whole."""


class Arrow(NamedTuple):
    """How flows of a verdict are drawn: each in a form of its own, so that nobody has to tell colours apart."""

    form: str
    style: str
    means: str


ARROWS = {
    Verdict.HOLDS: Arrow("-->", "stroke:#2da44e", "Plain: everything holds."),
    Verdict.FAILS: Arrow("--x", "stroke:#cf222e,stroke-width:3px", "With a cross: something fails."),
    Verdict.UNKNOWN: Arrow("-.->", "stroke:#bf8700", "Dotted: something could not be verified."),
}

# What means nothing to Mermaid in quotes, nor to its Markdown: a blank or a dash stands between such characters only.
_SIGN = re.compile(r"(?<![A-Za-z0-9])[ -]|[ -](?![A-Za-z0-9])|[^A-Za-z0-9 -]")
_OWN = re.compile("\ufb02|\u00b6(?=\u00df)")


def picture(flows: Sequence[FlowReport], room: int) -> Iterator[str]:
    """The picture and what its arrows mean, or why there is none; nothing of a report in which everything holds.

    It has the flows of the table: of many those that do not hold.
    """
    drawn, _ = rows(flows)
    if all(flow.verdict is Verdict.HOLDS for flow in drawn):
        return
    told = fenced(_lines(drawn), "mermaid") if len(drawn) <= MOST else ""
    means = [arrow.means for verdict, arrow in ARROWS.items() if any(each.verdict is verdict for each in drawn)]
    legend = f"<sub>Each arrow is a replication rule with one destination. {' '.join(means)}</sub>"
    if told and size(told) + size(legend) < room:
        yield told
        yield legend
    else:
        yield f"<sub>No picture: {len(drawn)} {'flow' if len(drawn) == 1 else 'flows'} would be too large a one.</sub>"


def _lines(flows: Sequence[FlowReport]) -> Iterator[str]:
    buckets: dict[str, Home] = {}
    for flow in flows:
        for name, home in zip((flow.source, flow.destination), flow.homes, strict=True):
            known = buckets.get(name, Home())
            buckets[name] = Home(known.account or home.account, known.region or home.region)
    ids = {name: f"b{number}" for number, name in enumerate(buckets)}
    yield "flowchart LR"
    yield from (f'  {ids[name]}["{_quoted(bucket(name))}{_at(home)}"]' for name, home in buckets.items())
    for flow in flows:
        label = f"{SIGNS[flow.verdict]} {_quoted(flow.replication_rule)}"
        yield f'  {ids[flow.source]} {ARROWS[flow.verdict].form}|"{label}"| {ids[flow.destination]}'
    for verdict, arrow in ARROWS.items():
        if numbers := [str(number) for number, flow in enumerate(flows) if flow.verdict is verdict]:
            yield f"  linkStyle {','.join(numbers)} {arrow.style}"


def _at(home: Home) -> str:
    """Lines below a bucket's name that tell its account and its Region; Mermaid lays out boxes of them poorly."""
    return "".join(f"<br/>{_quoted(told)}" for told in home if told)


def _quoted(name: str) -> str:
    """A name between quotes, of which Mermaid shows each character; an empty one would be no label at all.

    What Mermaid itself writes such codes with, and finds again in labels, is shown as escapes.
    """
    text = _OWN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", visible(name))
    text = text if len(text) <= LONGEST else text[:LONGEST] + "..."
    return _SIGN.sub(lambda sign: f"#{ord(sign[0])};", text) or "#160;"
