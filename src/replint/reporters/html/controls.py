"""What the script of a page offers: a search, filters and buttons, which stay hidden where no script runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.finding import Severity, Verdict
from replint.reporters.html.escaping import NOTHING, Markup, block, escape, inline
from replint.reporters.html.signs import SIGNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from replint.reporters.html.index import Index

FEW = 2
"""With fewer things than this there is nothing to filter."""


def controls(index: Index) -> Markup:
    """The controls, in the order in which one tabs through them."""
    severities = [(str(each), number, "") for each in Severity if (number := index.report.count(each))]
    rows = [*(flow.verdict for _, flow in index.listed), *(each.verdict for each in index.report.subjects)]
    verdicts = [(str(each), number, f"{SIGNS[each]} ") for each in Verdict if (number := rows.count(each))]
    search = {
        "type": "search",
        "name": "text",
        "placeholder": "Search  /",
        "aria-label": "search in flows and findings",
        "aria-keyshortcuts": "/",
        "autocomplete": "off",
        "spellcheck": "false",
    }
    return block(
        "form",
        {"id": "controls", "role": "search", "hidden": True},
        inline("input", search),
        _boxes("severity", severities) if len(severities) >= FEW else NOTHING,
        _boxes("verdict", verdicts) if len(verdicts) >= FEW else NOTHING,
        _choice(index),
        block(
            "span",
            {"class": "buttons"},
            inline("button", {"type": "button", "name": "expand"}, Markup("Expand all")),
            inline("button", {"type": "button", "name": "collapse"}, Markup("Collapse all")),
            inline("button", {"type": "reset"}, Markup("Show everything")),
        ),
        inline("output", {"aria-live": "polite"}),
    )


def _boxes(name: str, counted: Sequence[tuple[str, int, str]]) -> Markup:
    """A box to tick for each kind, of which any number may be: with none ticked all are shown."""
    boxes = (
        inline(
            "label",
            {"class": kind},
            inline("input", {"type": "checkbox", "name": name, "value": kind}),
            escape(f"{sign}{kind} "),
            inline("span", {"class": "number"}, escape(str(number))),
        )
        for kind, number, sign in counted
    )
    return block("fieldset", {}, inline("legend", {}, escape(name)), *boxes)


def _choice(index: Index) -> Markup:
    """One topic or rule of those that findings have, or that requirements were asked by."""
    if len(index.numbers) < FEW:
        return NOTHING
    return block(
        "select",
        {"name": "rule", "aria-label": "topic or rule"},
        inline("option", {"value": ""}, Markup("every rule")),
        _options("topics", "topic", index.topics),
        _options("rules", "rule", index.numbers),
    )


def _options(title: str, kind: str, named: Mapping[str, int]) -> Markup:
    options = (inline("option", {"value": f"{kind}-{number}"}, escape(name)) for name, number in named.items())
    return block("optgroup", {"label": title}, *options) if named else NOTHING
