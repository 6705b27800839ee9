"""The table of flows: one row a flow, and the worst verdict of each hop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from replint.finding import Check, FlowReport, Report, Verdict
from replint.reporters.checks import WHOLE
from replint.reporters.text.flows import table
from replint.reporters.text.paint import paint
from replint.reporters.text.proof import proof
from replint.span import Place

if TYPE_CHECKING:
    from tests.conftest import Golden
    from tests.reporters.conftest import Documents

HOLDS, FAILS, UNKNOWN = Verdict.HOLDS, Verdict.FAILS, Verdict.UNKNOWN


def _flow(*checks: tuple[str | None, Verdict], verdict: Verdict = FAILS, source: str = "src") -> FlowReport:
    made = tuple(Check("r", None, None, None, each, hop=hop) for hop, each in checks)
    return FlowReport("f", f"arn:aws:s3:::{source}", "arn:aws-cn:s3:::dst", "logs", "role", verdict, made)


def _rows(*flows: FlowReport, cells: int = 100) -> list[list[str]]:
    return [line.split() for line in paint(table(flows, cells), color=False).splitlines()]


def test_no_flow_no_table() -> None:
    """Without flows there is no table."""
    assert _rows() == []


@pytest.mark.parametrize(
    ("verdicts", "worst"),
    [
        ((HOLDS, HOLDS), "ok"),
        ((HOLDS, UNKNOWN), "unknown"),
        ((FAILS, UNKNOWN), "FAILS"),
        ((UNKNOWN, FAILS), "FAILS"),
    ],
)
def test_a_hop_is_as_good_as_its_worst(verdicts: tuple[Verdict, ...], worst: str) -> None:
    """The verdict of a hop is the worst of its checks, and a hop without any has a dash."""
    assert _rows(_flow(*(("write", each) for each in verdicts))) == [
        ["flow", "replication", "rule", "trust", "read", "write", "decrypt", "encrypt"],
        ["src", "->", "dst", "logs", "-", "-", worst, "-", "-"],
    ]


def test_what_is_no_hop_has_a_column() -> None:
    """Checks that belong to no hop have a column of their own, which is there only for them."""
    assert _rows(_flow((None, FAILS), ("trust", HOLDS)))[0][-1] == "setup"
    assert _rows(_flow((None, FAILS), ("trust", HOLDS)))[1][-6:] == ["ok", "-", "-", "-", "-", "FAILS"]


def test_of_many_flows_the_good_are_counted() -> None:
    """Of many flows those in which everything holds are only counted; of few, or for who asks, all are listed."""
    good, bad = _flow(("read", HOLDS), verdict=HOLDS), _flow(("read", FAILS))
    assert len(_rows(*[good] * WHOLE)) == 1 + WHOLE
    assert _rows(*[good] * WHOLE, bad)[1:] == [
        ["src", "->", "dst", "logs", "-", "FAILS", "-", "-", "-"],
        [str(WHOLE), "more", "flows", "in", "which", "everything", "holds"],
    ]
    many = [good] * (WHOLE + 1)
    assert _rows(*many) == [[str(WHOLE + 1), "flows", "in", "which", "everything", "holds"]]
    assert len(paint(table(many, 100, every=True), color=False).splitlines()) == 1 + len(many)


def test_names_stand_above_before_they_break() -> None:
    """Where names are too long for one line the row has two; where they are too long for that they stand above it."""
    flow = _flow(("read", FAILS), ("trust", UNKNOWN), source="a-bucket-of-31-characters-in-all")
    beside = [each[:4] for each in _rows(flow, cells=120)]
    assert beside[1] == ["a-bucket-of-31-characters-in-all", "->", "dst", "logs"]
    assert [each[0] for each in _rows(flow, cells=95)] == ["flow", "a-bucket-of-31-characters-in-all", "->"]
    assert [" ".join(each) for each in _rows(flow, cells=60)] == [
        "flow trust read write decrypt encrypt",
        "a-bucket-of-31-characters-in-all -> dst",
        "by `logs` unknown FAILS - - -",
    ]
    assert [" ".join(each) for each in _rows(replace(flow, replication_rule="logs-of-everybody"), cells=60)[1:]] == [
        "a-bucket-of-31-characters-in-all -> dst by",
        "`logs-of-everybody`",
        "unknown FAILS - - -",
    ]
    both = _rows(flow, replace(flow, replication_rule="logs-of-everybody"), cells=60)
    assert [" ".join(each) for each in both[1:3]] == [
        "a-bucket-of-31-characters-in-all -> dst by `logs`",
        "unknown FAILS - - -",
    ]


@pytest.mark.parametrize("number", [1, 3, 40])
@pytest.mark.parametrize("cells", [60, 80, 120, 200])
def test_table(number: int, cells: int, golden: Golden) -> None:
    """The table of few and of many flows is what was accepted, from the narrowest screen to the widest."""
    golden(f"tests/reporters/golden/flows-{number}-{cells}.txt", paint(table(_estate(number), cells), color=False))


def _estate(number: int) -> list[FlowReport]:
    """Return flows of long names, of which every ninth fails and every thirteenth is unknown in one hop."""
    flows = []
    for each in range(number):
        read, write = FAILS if each % 9 == 0 else HOLDS, UNKNOWN if each % 13 == 2 else HOLDS
        worst = next((verdict for verdict in (FAILS, UNKNOWN) if verdict in {read, write}), HOLDS)
        flow = _flow(("trust", HOLDS), ("read", read), ("write", write), (None, HOLDS), verdict=worst)
        source, target = (f"arn:aws:s3:::harbour-orders-{each}-{end}" for end in ("eu-west-1", "copy-eu-central-1"))
        flows.append(replace(flow, source=source, destination=target, replication_rule=f"everything-{each}"))
    return flows


def test_a_name_that_is_no_arn_is_told_as_it_is() -> None:
    """A bucket that is not known by its ARN is called what the report calls it."""
    flow = replace(_flow(("read", FAILS)), source="aws_s3_bucket.src", destination="arn:aws:s3:::*")
    assert _rows(flow)[1][:3] == ["aws_s3_bucket.src", "->", "arn:aws:s3:::*"]


def test_flows_of_one_name_are_told_apart(documents: Documents) -> None:
    """Flows that two estates call the same have their file behind them, without the folders that both are in."""
    flow = replace(_flow(("read", FAILS)), replication_rule="all")
    paths = ("x/case/a.json", "x/case/fixed/a.json")
    first, second = (replace(flow, place=Place(documents(path, "[]"))) for path in paths)
    other = replace(second, replication_rule="other")
    assert [row[3:-5] for row in _rows(first, second, other)[1:]] == [
        ["all", "(a.json)"],
        ["all", "(fixed/a.json)"],
        ["other"],
    ]
    split = _rows(*(replace(each, source="s" * 30) for each in (first, second)), cells=90)
    assert [row for row in split[1:] if "->" in row] == [["->", "dst", "(a.json)"], ["->", "dst", "(fixed/a.json)"]]
    stacked = _rows(*(replace(each, source="s" * 36) for each in (first, second)), cells=60)
    assert [row[3:] for row in stacked[1:] if "->" in row] == [["(a.json)"], ["(fixed/a.json)"]]
    told = "".join(text for line in proof(Report(flows=(first, second)), 100) for text, _ in line)
    assert "evidence for src -> dst (`all`) in fixed/a.json, as role" in told


def test_flows_of_one_file_are_told_apart(documents: Documents) -> None:
    """Flows of one name in one file are told apart by the lines where they are asked for; a flow of no file is not."""
    text = documents("a.json", "[{},\n{}]")
    places = (Place(text, (0,)), Place(text, (1,)), Place(documents("b.json", "[]")), None)
    flows = [replace(_flow(("read", FAILS)), place=place) for place in places]
    assert [row[3:-5] for row in _rows(*flows)[1:]] == [
        ["logs", "(a.json:1)"],
        ["logs", "(a.json:2)"],
        ["logs", "(b.json)"],
        ["logs"],
    ]
