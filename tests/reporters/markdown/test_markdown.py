"""The report in Markdown, shown as a server shows it: what is in documents stays text, in its place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.finding import (
    Certainty,
    Finding,
    FlowReport,
    Hidden,
    InputProblem,
    Label,
    Override,
    Pending,
    Report,
    Severity,
    SubjectReport,
    Unverified,
    Verdict,
)
from replint.known import Hider
from replint.record import replace
from replint.reporters import markdown
from replint.reporters.checkout import Checkout
from replint.reporters.gaps import gaps
from replint.reporters.groups import groups
from replint.reporters.inline import html, prose
from replint.reporters.markdown import LIMIT
from replint.reporters.screen import Screen
from replint.reporters.visible import visible
from replint.since import Since, Worse
from replint.span import Place
from tests.reporters.page import Element, made, page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.reporters.conftest import Documents

BLOBS = f"https://git.example.org/o/r/blob/{'0' * 40}/"
SCREEN = Screen(checkout=Checkout("/repository", "/repository/aws", blobs=BLOBS))

ATTRIBUTES = {"a": {"href"}, "code": {"class"}}
ELEMENTS = {
    *("h3", "h4", "p", "sub", "strong", "b", "a", "code", "pre", "ul", "li", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
LANGUAGES = {"", "language-diff", "language-mermaid", "language-sh"}
PAGE = re.compile(
    r"h3( table)?( p){0,2}(( pre)? p)?( ul)?( h4( details)*( ul)?( p)?)?( h4( details)*( ul)?)?( details){0,2}( h4 ul)?"
)
"""What stands below what, from the sum to what could not be read."""

SIGNS = (
    *("@acme/team", "#12", "GH-12", "!7", "0123456789abcdef", ":bug:", "$x$", "[^1]", "[a](https://x.org)", "![a](b)"),
    *("</details>", "</summary>", "<script>alert(1)</script>", "<!--", "-->", "<b", "&amp;", "&#64;", "www.x.org"),
    *("https://x.org", "a@x.org", "|", "\\|", "\\", "`", "``", "```", "` @a `", "*a*", "_a_", "~~a~~", "# a", "- a"),
    *("1. a", "> a", "\n\n", "\n```\n", "    a", "\t", " ", "/close", "::error::x", "##[error]x", '"]; click a "x"'),
    *("\u202e", "\u200b", "\u05d0", "\ud800", "e\u0301", "\u6771", "a", "B", "it's", "(", ")", ".", ",", "->", "-"),
)
"""What means something to Markdown, to HTML, to Mermaid or to a server."""
NAMES = st.lists(st.sampled_from(SIGNS), max_size=6).map("".join)


def shown(report: Report, screen: Screen = SCREEN) -> Element:
    """Return the page of a report, once it is sure that every element is one of ours and where it belongs.

    No link is made but to a page of a rule, or to a file; and of no text a server makes anything.
    """
    told = markdown.render(report, screen)
    assert len(told.encode()) <= LIMIT
    assert told.endswith("\n")
    found = page(told)
    assert PAGE.fullmatch(" ".join(each.name for each in found.children))
    for each in found.find():
        assert each.name in ELEMENTS
        assert set(each.attributes) <= ATTRIBUTES.get(each.name, set())
    assert {each.attributes.get("class", "") for each in found.find("code")} <= LANGUAGES
    pages = {*(rule.reference for rule in report.rules), *(finding.reference for finding in report.findings)}
    for each in found.find("a"):
        address = each.attributes["href"]
        assert address in pages or re.fullmatch(re.escape(BLOBS) + r"[\w.~%/-]+#L\d+", address)
    for each in found.find("details"):
        assert each.children[0].name == "summary"
        assert [*each.find("details", "summary", "h3", "h4")] == each.children[:1]
    # Two lists with nothing between them would be one list of paragraphs.
    assert not any(child.name == "p" for each in found.find("li") for child in each.children)
    assert made(found) == []
    return found


def sections(told: Element) -> dict[str, list[Element]]:
    """Return what stands below each heading; below the last, also what stands behind its section."""
    found: dict[str, list[Element]] = {}
    here: list[Element] = []
    for each in told.children:
        if each.name in ("h3", "h4"):
            here = found.setdefault(each.text if each.name == "h4" else "", [])
        here.append(each)
    return found


def counted(blocks: Iterable[Element]) -> int:
    """Return how many things are told of in blocks and lines, or only counted."""
    number = 0
    for block in blocks:
        if block.name == "details":
            number += not re.fullmatch(r"\d+ (assumption|override)s?", block.children[0].text)
        for line in block.text.splitlines() if block.name in ("ul", "p") else ():
            more = re.fullmatch(r"and (\d+) more", line)
            number += int(more[1]) if more else bool(line)
    return number


@given(data=st.data())
def test_whatever_documents_hold_the_page_is_ours(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """A report of any shape is a page of ours, and has a place for each thing that there is to tell."""
    report = data.draw(reports)
    found = sections(shown(report))
    assert counted(found.get("Findings", ())) == len(groups(report.findings))
    assert counted(found.get("Could not be verified", ())) == len([*gaps(report)])


@given(name=NAMES, rule=NAMES, path=NAMES)
def test_names_arrive_to_the_letter(documents: Documents, name: str, rule: str, path: str) -> None:
    """A name is what a reader sees: in the table, in a sentence, as a path; but for what no reader could see."""
    place = Place(documents(path, "[]"))
    flow = FlowReport("1", name, f"arn:aws:s3:::{name}/", rule, name, Verdict.FAILS, ())
    label = Label(place, f"lacks `{name}`")
    finding = Finding(
        rule, Severity.ERROR, Certainty.CERTAIN, f"`{name}` is not {name}", label, help=name, flows=("1",)
    )
    told = shown(
        Report(
            flows=(flow,),
            subjects=(SubjectReport("batch job", name, name, Verdict.HOLDS, ()),),
            findings=(finding,),
            unverified=(Unverified(name, name, (Pending(name),)),),
            assumptions=(name,),
            problems=(InputProblem(path, name, 1, 2),),
            overrides=(Override(rule, None, name, place),),
        )
    )
    (table,) = told.find("tbody")
    assert [each.text for each in table.find("td")][:2] == [
        f"{visible(name) or ' '} \u2192 {visible(flow.destination)}",
        visible(rule) or " ",
    ]
    first, gap, assumption, override = told.find("details")
    title, where, *_ = first.children
    assert said(title) == said(f"\u274c error{visible(rule) or ' '}: {visible(finding.message)}")
    where_told = visible(f"{SCREEN.checkout.path(path)}:1")
    assert said(where) == said(f"{where_told}: {visible(label.message)}")
    assert said([*first.find("p")][-2]) == said(f"help: {visible(name)}") or not name
    assert said(gap.children[0]) == said(f"\u2753 {visible(name)}")
    assert said(assumption.children[1]) == said(visible(name))
    assert said(override.children[1]) == said(f"{visible(rule) or ' '} is off: {visible(name)} ({where_told})")
    problems = sections(told)["Could not be read"]
    assert said(problems[-1]) == said(f"{where_told}: {visible(name)}")


@pytest.mark.parametrize("sign", [*SIGNS, "abcdefa", "deadbeef1", "GH-1.", "(@a)", "a/b#1", "#1,", ":x::y:", "www.x"])
def test_a_sign_is_told_as_it_is(sign: str) -> None:
    """Whatever means something to a server is code in a sentence, in Markdown and in HTML, and there to the letter."""
    for text in (f"is {sign} here", f"{sign} here", sign):
        for told in (page(f"- {prose(text)}"), page(f"<details>\n{html(text)}\n</details>")):
            assert made(told) == []
            assert [each.name for each in told.find() if each.name not in ("details", "code")] in ([], ["ul", "li"])
            assert said(told) == said(visible(text))


def test_our_own_words_are_words() -> None:
    """A sentence of ours has no code but what it quotes, and names that no word is like."""
    text = "the role's own policies (S3, 2 of them; as a V2 rule says): all or none -> `a_b` on s3:Get."
    assert prose(text) == text.replace("s3:Get.", "`s3:Get`.")


def said(told: Element | str) -> str:
    """Return a text without the backticks that quote in it, and without blanks: some end lines or begin them."""
    text = told if isinstance(told, str) else told.text
    return re.sub(r"[\s`]", "", text)


def test_the_sign_is_of_what_is_told(documents: Documents) -> None:
    """A cross says that something is to be done: what was accepted, or was there before, makes none."""
    place = Place(documents("a.json", "[]"), ())
    finding = Finding("r", Severity.ERROR, Certainty.CERTAIN, "m", Label(place, ""), flows=("f",))
    flow = FlowReport("f", "arn:aws:s3:::s", "arn:aws:s3:::d", "x", "role", Verdict.FAILS, ())
    hidden, since = Hidden(finding, Hider.BASELINE, place), Since("main", "0123456789", flows=2)
    worse = replace(since, worse=(Worse("flow", "f", "holds", "unknown"),))
    signs = {
        Report((flow,), findings=(finding,)): "\u274c",
        Report((flow,)): "\u274c",
        Report((flow,), hidden=(hidden,)): "\U0001f536",
        Report((flow,), findings=(finding,), hidden=(hidden,)): "\u274c",
        Report(): "\u2753",
        Report(since=since): "\u2705",
        Report((replace(flow, verdict=Verdict.UNKNOWN),), since=worse): "\u2753",
    }
    for report, sign in signs.items():
        assert markdown.render(report, SCREEN).startswith(f"### {sign} replint: "), report


def test_what_got_worse_is_told() -> None:
    """Below the sum stands each flow that is worse than before, also where nothing was found."""
    flow = FlowReport("f", "arn:aws:s3:::s", "arn:aws:s3:::d", "@team", "role", Verdict.UNKNOWN, ())
    since = Since("main", "0123456789", flows=2, worse=(Worse("flow", "f", "holds", "unknown"),))
    told = page(markdown.render(Report((flow,), since=since), SCREEN))
    (item,) = told.find("li")
    assert item.text.strip() == "worse since 0123456: s -> d (@team) held and now cannot be verified"
    assert "@team" in [each.text for each in item.find("code")]
