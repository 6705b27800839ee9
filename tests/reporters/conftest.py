"""What reports are made of: texts with places, and reports of any shape; knows no format."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeVar

import pytest
from hypothesis import strategies as st

from replint.finding import (
    Certainty,
    Check,
    Document,
    Edit,
    Finding,
    FlowReport,
    Hidden,
    InputProblem,
    Label,
    Patch,
    Pending,
    PutError,
    Report,
    RuleInfo,
    Safety,
    Severity,
    SubjectReport,
    Unverified,
    Verdict,
)
from replint.known import Hider
from replint.span import Place, Route, Span, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from replint.finding import Json

T = TypeVar("T")

HOPS = ["trust", "read", "write", "decrypt", "encrypt", None, "elsewhere"]


class Documents(Protocol):
    """How a test makes the texts that its report points into."""

    def __call__(self, path: str, content: str) -> Text:
        """Return a JSON document."""

    def inside(self, holder: Place) -> Text:
        """Return the document that a string of another one is."""


class _Documents:
    def __call__(self, path: str, content: str) -> Text:
        return Text(path, content, lambda route, key: _locate(content, route, key=key))

    def inside(self, holder: Place) -> Text:
        start, end = holder.span
        outer = holder.text.file.content
        steps = [found.start() for found in re.finditer(r"\\.|[^\\]", outer[start + 1 : end])]
        content = json.loads(outer[start:end])

        def locate(route: Route, key: bool) -> Span:
            first, last = _locate(content, route, key=key)
            return Span(start + 1 + steps[first], start + 1 + steps[last])

        return Text(holder.text.path, content, locate, holder)


def _locate(content: str, route: Route, *, key: bool) -> Span:
    """Find a value of a JSON text, or its nearest parent, by reading every value before it."""
    start = _blanks(content, 0)
    _, end = json.JSONDecoder().raw_decode(content, start)
    for depth, step in enumerate(route):
        for told, name, value in _members(content, start):
            if told == step:
                if key and depth == len(route) - 1:
                    return name
                start, end = value
                break
        else:
            break
    return Span(start, end)


def _members(content: str, start: int) -> Iterator[tuple[str | int, Span, Span]]:
    """Yield name or number, place of the name, and place of the value, for each member of an object or list."""
    decoder = json.JSONDecoder()
    at, number = _blanks(content, start + 1), 0
    while content[start] in "{[" and content[at] not in "}]":
        name, label = Span(at, at), None
        if content[start] == "{":
            label, after = decoder.raw_decode(content, at)
            name, at = Span(at, after), _blanks(content, _blanks(content, after) + 1)
        _, end = decoder.raw_decode(content, at)
        yield number if label is None else label, name, Span(at, end)
        at, number = _blanks(content, end), number + 1
        at = _blanks(content, at + 1) if content[at] == "," else at


def _blanks(content: str, at: int) -> int:
    return at + len(content[at:]) - len(content[at:].lstrip())


@pytest.fixture(scope="session")
def documents() -> Documents:
    """Return the maker of texts."""
    return _Documents()


# What a document can hold: any code point, half a surrogate pair too, and more often what does harm.
HARM = (
    "\x1b[2J",
    "[bold]",
    "[/]",
    "\u202e",
    "\ud800",
    "\x00",
    "\x9b",
    "\r\n",
    "\n",
    "::error::",
    "##[error]",
    "\t",
    "\u6771",
    "e\u0301",
)
LONG = (
    "logs",
    "arn:aws:s3:::example-dst",
    "on `arn:aws:kms:eu-central-1:444455556666:key/" + "0" * 90 + "`, not here",
    "a" * 90,
    "\u6771" * 70,
    "x " * 80,
    "\u0301" * 30,
    "https://example.org/" * 9,
)
TEXTS = st.lists(st.characters() | st.sampled_from(HARM), max_size=8).map("".join)
NAMES = st.sampled_from(LONG + HARM) | TEXTS
MAYBE = st.none() | NAMES
JSON: st.SearchStrategy[Json] = NAMES | st.builds(lambda one, two: {one: [two, 1, None, {"x": one}]}, NAMES, NAMES)
KINDS = st.sampled_from(["batch job", "deployment"])
"""What subjects are called is ours and no document's."""


PENDING = st.builds(Pending, NAMES) | st.builds(Pending, NAMES, NAMES, KINDS, NAMES)
COMMANDS = st.lists(NAMES.map(lambda name: f"aws s3api get-bucket-policy --bucket {name}"), max_size=2).map(tuple)
LACKING = st.none() | st.builds(
    Document,
    st.sampled_from(["bucket", "role"]),
    st.sampled_from(["logs", "a" * 63]) | NAMES,
    st.sampled_from(["policy", "Region"]),
    st.sampled_from([(), ("`Policy`",)]),
    COMMANDS,
    st.booleans(),
)
"""Documents that would tell something, often the same ones."""


def _few(strategy: st.SearchStrategy[T], most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


@st.composite
def _texts(draw: st.DrawFn) -> Text:
    """Draw a file, or a document inside one, whose values stand anywhere in it."""
    content = draw(st.lists(TEXTS | st.sampled_from(["\n", "  ", "x" * 300]), max_size=12).map("".join))
    ends = draw(st.lists(st.tuples(*[st.integers(0, len(content))] * 2), min_size=1, max_size=4))
    text = Text(draw(NAMES), content, lambda route, _: Span(*sorted(ends[len(route) % len(ends)])))
    return Text(text.path, draw(TEXTS), text.locate, Place(text, ("Policy",))) if draw(st.booleans()) else text


@st.composite
def _reports(draw: st.DrawFn) -> Report:
    """Draw a report of any shape, on documents that hold anything."""
    texts = draw(st.lists(_texts(), min_size=1, max_size=3))
    routes = _few(NAMES | st.integers(0, 3))
    places = st.builds(Place, st.sampled_from(texts), routes, st.booleans())
    labels = st.builds(Label, places, NAMES)
    certainties = st.sampled_from(
        [(each, sure) for each in Severity for sure in Certainty if each.weight + (sure is Certainty.POSSIBLE) < 4]
    )
    findings = st.builds(
        lambda kind, **rest: Finding(severity=kind[0], certainty=kind[1], **rest),
        certainties,
        rule=NAMES,
        message=NAMES,
        primary=labels,
        help=MAYBE,
        flows=_few(NAMES),
        layer=MAYBE,
        principal=MAYBE,
        action=MAYBE,
        resource=MAYBE,
        witness=MAYBE,
        symptoms=_few(NAMES),
        refused=st.none() | st.builds(PutError, NAMES, st.none() | NAMES),
        related=_few(labels),
        reference=MAYBE,
        fingerprint=NAMES,
        cause=MAYBE,
        patch=st.none()
        | st.builds(
            Patch, st.lists(st.builds(Edit, places, JSON), min_size=1, max_size=2).map(tuple), st.sampled_from(Safety)
        ),
    )
    told = draw(_few(findings, 4))
    # Each may have others of one cause with it, so that groups are drawn as well.
    told += tuple(
        replace(finding, rule=draw(NAMES), action=draw(MAYBE), help=draw(MAYBE), resource=draw(MAYBE))
        for finding in told
        if finding.cause is not None and draw(st.booleans())
    )
    checks = st.builds(
        Check, NAMES, MAYBE, MAYBE, MAYBE, st.sampled_from(Verdict), _few(labels), st.sampled_from(HOPS), NAMES
    )
    maybe = st.none() | places
    verdicts = st.sampled_from(Verdict)
    flows = st.builds(FlowReport, NAMES, NAMES, NAMES, NAMES, NAMES, verdicts, _few(checks), maybe)
    subjects = st.builds(SubjectReport, KINDS, NAMES, NAMES, verdicts, _few(checks), maybe)
    return draw(
        st.builds(
            Report,
            flows=_few(flows),
            subjects=_few(subjects),
            findings=st.just(told),
            unverified=_few(st.builds(Unverified, NAMES, NAMES, _few(PENDING, 5), _few(places), LACKING), 4),
            assumptions=_few(NAMES),
            problems=_few(st.builds(InputProblem, NAMES, NAMES)),
            rules=_few(st.builds(RuleInfo, NAMES, NAMES, NAMES, NAMES, NAMES)),
            hidden=_few(
                st.builds(Hidden, findings, st.sampled_from(Hider), places, NAMES, st.none() | st.just("2027-01-31"))
            ),
        )
    )


@pytest.fixture(scope="session")
def reports() -> st.SearchStrategy[Report]:
    """Return reports of any shape, to be drawn from."""
    return _reports()


@pytest.fixture(scope="session")
def names() -> st.SearchStrategy[str]:
    """Return what a document can hold as a text, to be drawn from."""
    return NAMES
