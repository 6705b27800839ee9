"""The parts of a report -> one file that needs no other: its style and its script inside, let in by their hashes."""

from __future__ import annotations

import base64
import os
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from replint.reporters.html.closing import beside, gaps, hidden, unread, worsened
from replint.reporters.html.controls import controls
from replint.reporters.html.escaping import NOTHING, Markup, block, escape, inline, joined
from replint.reporters.html.findings import findings
from replint.reporters.html.headline import headline, verdict
from replint.reporters.html.index import Index
from replint.reporters.html.matrix import matrix
from replint.reporters.html.picture import picture
from replint.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Report

_ABOUT = "From documents alone: nothing was asked of AWS."


def page(report: Report, *, every: bool) -> Markup:
    """The whole page; with `every` flow listed also where there are many."""
    index = Index(report, every=every)
    whole = block("html", {"lang": "en"}, _head(report), _body(index))
    return Markup(f"<!doctype html>\n{whole}\n")


def _head(report: Report) -> Markup:
    """Nothing but the style and the script of this page is loaded or run, and they load nothing."""
    style, script = _beside("page.css"), _beside("page.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    _, said = verdict(report)
    return block(
        "head",
        {},
        inline("meta", {"charset": "utf-8"}),
        inline("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        inline("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        inline("meta", {"name": "color-scheme", "content": "light dark"}),
        inline("meta", {"name": "referrer", "content": "no-referrer"}),
        inline("title", {}, escape(f"{said} - replint")),
        inline("style", {}, style),
    )


@cache
def _beside(name: str) -> Markup:
    """The text of a file of this folder, as an element has it: ours, and so it is markup as it is."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return Markup(f"\n{file.read()}")


def _hash(content: str) -> str:
    """How a policy names an element by what is in it: https://www.w3.org/TR/CSP3/#grammardef-hash-source."""
    return f"sha256-{base64.b64encode(sha256(content.encode()).digest()).decode()}"


def _body(index: Index) -> Markup:
    report = index.report
    sections = [*_sections(index)]
    links = (
        inline(
            "a",
            {"href": f"#{name}"},
            escape(title),
            inline("span", {"class": "number"}, escape(number)) if number else NOTHING,
        )
        for name, title, number, _ in sections
    )
    return block(
        "body",
        {},
        block(
            "header",
            {},
            inline("p", {"class": "brand"}, inline("b", {}, Markup("replint")), Markup(" Amazon S3 replication")),
            inline("nav", {"aria-label": "sections"}, joined(" ", links)),
        ),
        block(
            "main",
            {},
            headline(report),
            controls(index),
            *(_section(name, title, body) for name, title, _, body in sections),
        ),
        inline("footer", {}, escape(f"replint {__version__}. {_ABOUT}")),
        inline("script", {}, _beside("page.js")),
    )


def _sections(index: Index) -> Iterator[tuple[str, str, str, Markup]]:
    """Each section by its address, with its title, how much there is of what it tells, and its body."""
    report = index.report
    if report.problems:
        items = block("ul", {"class": "plain"}, *unread(report.problems))
        yield "unread", "Not read", str(len(report.problems)), items
    if report.since and report.since.worse:
        yield "worse", "Got worse", str(len(report.since.worse)), block("ul", {"class": "plain"}, *worsened(report))
    if report.flows:
        yield "estate", "Estate", "", picture(report.flows, index.rows)
    yield "flows", "Flows and requirements", str(len(report.flows) + len(report.subjects)), matrix(index)
    yield "findings", "Findings", str(len(report.findings)), findings(index)
    if index.gaps:
        yield "gaps", "Not verified", str(len(index.gaps)), gaps(index.gaps)
    if report.hidden:
        yield "hidden", "Not told", str(len(report.hidden)), block("ul", {"class": "plain"}, *hidden(report))
    if told := [*beside(report)]:
        yield "beside", "Taken for granted", "", block("ul", {"class": "plain"}, *told)


def _section(name: str, title: str, body: Markup) -> Markup:
    attributes = {"id": name, "aria-labelledby": f"{name}-title"}
    return block("section", attributes, inline("h2", {"id": f"{name}-title"}, escape(title)), body) if body else NOTHING
