"""The picture: which arrows there are, of many which are left out, and what is said of a bucket or an arrow."""

from __future__ import annotations

import re

import pytest

from replint.finding import FlowReport, Home, Verdict
from replint.reporters.html.picture import ALONE, CELLS, LEAST, MOST, picture, shown
from tests.reporters.html.reading import Read

FAILS, HOLDS, UNKNOWN = Verdict.FAILS, Verdict.HOLDS, Verdict.UNKNOWN
HERE, THERE = Home("111122223333", "eu-west-1"), Home("444455556666")


def flow(source: str, target: str, verdict: Verdict = HOLDS, rule: str = "r", *, told: bool = True) -> FlowReport:
    """Return a flow between two buckets."""
    homes = (HERE, THERE) if told else (Home(), Home())
    names = (f"arn:aws:s3:::{source}", f"arn:aws:s3:::{target}")
    return FlowReport(f"{source}{target}{rule}", *names, rule, "role", verdict, (), homes=homes)


def read(*flows: FlowReport) -> Read:
    """Return the picture of flows that are all listed."""
    return Read(picture(flows, {number: f"flow-{number}" for number in range(1, len(flows) + 1)}))


def _links(page: Read, kind: str) -> list[tuple[str | None, str | None]]:
    links = [each.attributes for each in page.elements if each.path[-1] == "a"]
    return [(each["class"], each["href"]) for each in links if (each["class"] or "").startswith(kind)]


def test_buckets_and_arrows_lead_to_their_flows() -> None:
    """An arrow leads to its flow; a bucket to its first one in which not everything holds; both say what they are."""
    page = read(flow("a", "b"), flow("b", "c", FAILS, "two"))
    assert _links(page, "arrow") == [("arrow holds", "#flow-1"), ("arrow fails", "#flow-2")]
    assert _links(page, "bucket") == [
        ("bucket holds", "#flow-1"),
        ("bucket fails", "#flow-2"),
        ("bucket fails", "#flow-2"),
    ]
    assert page.inside("title") == [
        "a -> b (r): holds",
        "b -> c (two): fails",
        "bucket a, account 111122223333 · eu-west-1: holds",
        "bucket b, account 444455556666: fails",
        "bucket c, account 444455556666: fails",
    ]
    assert [text for text in page.inside("text") if "·" in text] == [
        "account 111122223333 · eu-west-1",
        "✓ holds · r",
        "✗ fails · two",
    ]


def test_nothing_is_framed_of_which_nobody_tells_where_it_is() -> None:
    """A bucket whose account and Region no document tells stands in no frame, and its title says so."""
    page = read(flow("a", "b", told=False))
    assert [each for each in page.elements if each.attributes.get("class") == "home"] == []
    assert "bucket a, account and Region not told: holds" in page.inside("title")


def test_a_flow_that_is_not_listed_has_no_link() -> None:
    """What leads nowhere is no link."""
    page = Read(picture([flow("a", "b")], {}))
    assert [each for each in page.elements if each.path[-1] == "a"] == []
    assert Read(picture([], {})).elements == []


def test_many_flows_between_two_buckets_share_arrows() -> None:
    """Few flows from one bucket to another have arrows of their own; of more those of one verdict share one."""
    few = [flow("a", "b", HOLDS, f"r{number}") for number in range(ALONE)]
    assert [each.numbers for each in shown(few)[0]] == [(1,), (2,), (3,)]
    more = [*few, flow("a", "b", FAILS, "x")]
    assert [(each.verdict, each.numbers) for each in shown(more)[0]] == [(HOLDS, (1, 2, 3)), (FAILS, (4,))]
    assert "✓ holds · 3 rules" in read(*more).inside("text")


def test_of_too_many_arrows_some_are_left_out_and_that_is_said() -> None:
    """First flows share arrows, then those that hold are left out, then what the table lists last."""
    pairs = [flow(f"a{number}", "b", HOLDS, rule) for number in range(MOST // 2 + 1) for rule in ("r", "s")]
    assert shown(pairs[:MOST])[1] == []
    bundles, said = shown(pairs)
    assert (len(bundles), said) == (MOST // 2 + 1, ["Flows of one verdict between the same buckets share an arrow."])
    many = [flow(f"a{number}", "b", FAILS if number % 2 else HOLDS) for number in range(MOST + 2)]
    bundles, said = shown(many)
    assert {each.verdict for each in bundles} == {FAILS}
    assert said[-1] == f"Not drawn: {MOST // 2 + 1} flows in which everything holds."
    bad = [flow(f"a{number}", "b", UNKNOWN) for number in range(MOST)] + [flow("z", "b", FAILS)]
    bundles, said = shown(bad)
    assert (len(bundles), bundles[0].verdict, said[-1]) == (
        MOST,
        FAILS,
        "Not drawn: 1 more flow that the table lists.",
    )


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("a" * CELLS, ["a" * CELLS]),
        ("orders-of-everybody-in-eu-west-1-copy", ["orders-of-everybody-in-eu-west-", "1-copy"]),
        ("a" * 40, ["a" * CELLS, "a" * 8]),
        ("a" * 80, ["a" * CELLS, "a" * (CELLS - 1) + "…"]),
        ("\u6771" * 30, ["\u6771" * (CELLS // 2), "\u6771" * 14]),
    ],
)
def test_long_names_have_two_lines(name: str, lines: list[str]) -> None:
    """A name of up to 64 characters is whole on two lines, broken where it has a joint; the title has all of it."""
    page = read(flow(name, "b", told=False))
    assert [text for text in page.inside("text") if "holds" not in text][: len(lines)] == lines
    assert any(title.startswith(f"bucket {name},") for title in page.inside("title"))


def test_a_wide_picture_is_no_smaller_than_can_be_read() -> None:
    """A picture that fits the page is as it is; one that is far too wide is not made tiny, but seen in part."""
    sizes = []
    for number in (2, 9):
        page = read(*(flow(f"a{each}", f"a{each + 1}") for each in range(number)))
        svg = next(each.attributes for each in page.elements if each.path[-1] == "svg")
        natural = float((svg["viewbox"] or "").split()[2])
        sizes.append((svg.get("class"), round(float(svg["width"] or "") / natural, 2)))
    assert sizes == [(None, 1), ("wide", LEAST)]


def test_verdicts_differ_by_more_than_colour() -> None:
    """Each verdict that is drawn has its sign and its word in the legend, and dashes of its own in the style."""
    page = read(flow("a", "b"), flow("a", "c", FAILS), flow("a", "d", UNKNOWN))
    assert re.findall(r"[✓✗?] \w+", " ".join(page.inside("li"))) == ["✓ holds", "✗ fails", "? unknown"]
