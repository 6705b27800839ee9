"""The text report as a whole: it fits, it harms nobody, and it says where."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from replint.finding import (
    Certainty,
    Check,
    Finding,
    FlowReport,
    Hidden,
    Label,
    Pending,
    PutError,
    Report,
    RuleInfo,
    Severity,
    SubjectReport,
    Unverified,
    Verdict,
)
from replint.known import Hider
from replint.reporters import text as reporter
from replint.reporters.screen import Screen
from replint.span import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.reporters.conftest import Documents

WIDTHS = st.integers(60, 200)
UNBROKEN = re.compile(r"^ *--> |^ *(= \w+: +)?[`(]*(https?://|arn:[a-z-]+:)\S+$|^ *\d* [-+] |^ {12}aws ")
"""Lines that may be wider than the screen: a place, a URL or an ARN that is broken is of no use, nor what is copied."""
LINK = re.compile(r"\x1b\]8;;[!-~]*?\x1b\\")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@given(data=st.data(), width=WIDTHS)
def test_every_line_fits(data: st.DataObject, reports: st.SearchStrategy[Report], width: int) -> None:
    """No line is wider than the screen but for one that names a place or a URL, and none ends in blanks."""
    for line in reporter.render(data.draw(reports), Screen(width, verbose=data.draw(st.booleans()))).splitlines():
        assert cell_len(line) <= width or UNBROKEN.search(line)
        assert line == line.rstrip(" ")


@pytest.mark.parametrize(
    ("refused", "symptoms", "certainty", "then"),
    [
        (PutError("Wrong"), (), Certainty.CERTAIN, "S3 refuses the configuration with `Wrong`"),
        (PutError("Wrong", "so it is"), (), Certainty.CERTAIN, "S3 refuses the configuration with `Wrong`: so it is"),
        (PutError("Wrong"), (), Certainty.POSSIBLE, "S3 would refuse the configuration with `Wrong`"),
        (
            PutError("Wrong"),
            ("Failed",),
            Certainty.CERTAIN,
            "S3 refuses the configuration with `Wrong`; otherwise S3 reports failure reason `Failed`",
        ),
    ],
)
def test_how_s3_answers(
    documents: Documents, refused: PutError, symptoms: tuple[str, ...], certainty: Certainty, then: str
) -> None:
    """A refusal is told with its code and what S3 says, before what it reports of objects."""
    label = Label(Place(documents("a.json", "{}")), "here")
    finding = Finding("r", Severity.WARNING, certainty, "m", label, refused=refused, symptoms=symptoms)
    told = reporter.render(Report(findings=(finding,)), Screen(120))
    assert f" = then: {then}\n" in told
    assert ("possible, not certain: AWS does not say what S3 does" in told) == (certainty is Certainty.POSSIBLE)


def test_what_may_be_meant_so(documents: Documents) -> None:
    """What is possible and S3 takes as it stands may be meant."""
    label = Label(Place(documents("a.json", "{}")), "here")
    told = reporter.render(
        Report(findings=(Finding("r", Severity.WARNING, Certainty.POSSIBLE, "m", label),)), Screen(120)
    )
    assert " = note: possible, not certain: it may be meant so\n" in told


@given(data=st.data(), width=WIDTHS)
def test_nothing_reaches_the_terminal(data: st.DataObject, reports: st.SearchStrategy[Report], width: int) -> None:
    """Every character is printable, and no line is a command to a runner that reads the log."""
    told = reporter.render(data.draw(reports), Screen(width, verbose=data.draw(st.booleans())))
    assert all(line.isprintable() for line in told.split("\n"))
    assert not re.search(r"[\u034f\ufe0f\u3164]", told)
    assert not re.search(r"^\s*::", told, re.MULTILINE)
    told.encode()


@given(data=st.data(), width=WIDTHS)
def test_colour_changes_no_character(data: st.DataObject, reports: st.SearchStrategy[Report], width: int) -> None:
    """Without its colours a report is the report without colour."""
    report = data.draw(reports)
    coloured = COLOUR.sub("", reporter.render(report, Screen(width, color=True)))
    assert coloured.split("\n") == reporter.render(report, Screen(width)).split("\n")


@given(data=st.data(), width=WIDTHS)
def test_links_change_no_character_but_pages(
    data: st.DataObject, reports: st.SearchStrategy[Report], width: int
) -> None:
    """Without its links a report is the report without links, but for the lines that tell the pages' addresses."""
    report = data.draw(reports)
    linked = LINK.sub("", reporter.render(report, Screen(width, links=True)))
    assert all(line.isprintable() for line in linked.split("\n"))
    told = reporter.render(report, Screen(width)).split("\n")
    assert [line for line in linked.split("\n") if line not in told] == []


def test_an_address_that_is_none_is_no_link(finding: Callable[..., Finding]) -> None:
    """A page's address with characters that a terminal obeys, or that is no address, leads nowhere."""
    for address, links in (("https://example.org/x", 2), ("https://a\x1b\\b", 0), ("file:///etc/passwd", 0), ("", 0)):
        told = reporter.render(Report(findings=(replace(finding("x", "a"), reference=address),)), Screen(links=True))
        assert told.count("\x1b]8;") == links
        assert ("= docs" in told) is (not links and address != "")


@given(data=st.data(), width=WIDTHS)
def test_every_finding_says_where(data: st.DataObject, reports: st.SearchStrategy[Report], width: int) -> None:
    """The place of each finding stands in the report as path, line and column."""
    report = data.draw(reports)
    told = reporter.render(report, Screen(width)).splitlines()
    for finding in report.findings:
        file = finding.primary.place.text.file
        line, column = file.position(finding.primary.place.span.start)
        assert any(re.search(rf"^ *--> .*:{line}:{column}( \(shown above\))?$", each) for each in told)


@pytest.fixture
def finding(documents: Documents) -> Callable[..., Finding]:
    """Return a maker of findings at a line of a file."""
    text = documents("a.json", '{\n"a": 1,\n"b": 2,\n"c": 3\n}')

    def make(rule: str, at: str, severity: Severity = Severity.ERROR) -> Finding:
        return Finding(rule, severity, Certainty.CERTAIN, f"{rule} at {at}", Label(Place(text, (at,)), ""))

    return make


def test_the_worst_stands_first(finding: Callable[..., Finding]) -> None:
    """Errors before warnings before notes; of one severity by document and line."""
    kinds = (("n", "a", Severity.NOTE), ("w", "a", Severity.WARNING), ("y", "c"), ("x", "b"), ("z", "b"), ("y", "a"))
    told = reporter.render(Report(findings=tuple(finding(*kind) for kind in kinds)), Screen())
    heads = re.findall(r"^\w+\[\w\]: (.*)$", told, re.MULTILINE)
    assert heads == ["y at a", "x at b", "z at b", "y at c", "w at a", "n at a"]


def test_why_is_told_once(finding: Callable[..., Finding]) -> None:
    """The first finding of each rule tells why and the page that says so, and no other does."""
    rules = tuple(RuleInfo(name, "", f"why {name}", f"https://example.org/{name}", "") for name in "xy")
    findings = (finding("x", "a"), finding("y", "b"), finding("x", "c"))
    told = reporter.render(Report(findings=findings, rules=rules), Screen())
    assert [told.count(f"why {name}") for name in "xy"] == [1, 1]
    assert [told.count(f"https://example.org/{name}") for name in "xy"] == [1, 1]


def test_a_place_is_shown_once(finding: Callable[..., Finding]) -> None:
    """Of findings at one place, the later ones say so in place of the source, of the same advice and the same page."""
    findings = [replace(finding(rule, "b"), help="do so", reference="https://example.org/") for rule in "xyz"]
    findings[2] = replace(findings[2], primary=replace(findings[2].primary, message="not this"), help="do that")
    told = reporter.render(Report(findings=tuple(findings)), Screen())
    assert told.count('"b": 2') == 1
    assert re.findall(r"--> a.json:3:6.*", told) == ["--> a.json:3:6", *["--> a.json:3:6 (shown above)"] * 2]
    assert re.findall(r"(?:here|help|docs): *(.*)", told) == [
        "do so",
        "https://example.org/",
        "as above",
        "not this",
        "do that",
    ]


def test_what_a_finding_rests_on_is_drawn_once(finding: Callable[..., Finding], documents: Documents) -> None:
    """A label in another file is drawn with its first finding and named with the next; one beside is drawn."""
    apart = Label(Place(documents("b.json", '{"rule": 7}'), ("rule",)), "asked for here")
    first = finding("x", "a")
    beside = Label(Place(first.primary.place.text, ("c",)), "and there")
    findings = (replace(first, related=(apart, beside)), replace(finding("x", "b"), related=(apart, beside)))
    told = reporter.render(Report(findings=findings), Screen())
    assert told.count('"rule": 7') == 1
    assert told.count("= see:  asked for here (b.json:1:10, shown above)") == 1
    assert told.count("- and there") == 2


def test_a_place_is_shown_again_with_other_reasons(finding: Callable[..., Finding], documents: Documents) -> None:
    """Findings at one place that rest on different values are shown each with its own."""
    labels = [Label(Place(documents(f"{name}.json", "{}")), f"by {name}") for name in "pq"]
    findings = tuple(replace(finding("x", "b"), message=each.message, related=(each,)) for each in labels)
    told = reporter.render(Report(findings=findings), Screen())
    assert all(told.count(f"^^ {each.message}") == 0 and told.count(f"-- {each.message}") == 1 for each in labels)
    assert "shown above" not in told


def test_what_is_missing_is_told(documents: Documents) -> None:
    """A gap says what is missing, each of its places once, why, and how many requirements hang on it."""
    place = Place(documents("a.json", '{"Role": "r"}'), ("Role",))
    gap = Unverified("the role", "nobody told it", (Pending("a on b"), Pending("c on d")), (place, place))
    assert reporter.render(Report(unverified=(gap,)), Screen()).splitlines()[:4] == [
        "could not verify: the role",
        " --> a.json:1:10",
        "  = why:  nobody told it",
        "  = then: 2 requirements unknown: a on b, c on d",
    ]


def test_what_is_possible_says_so(finding: Callable[..., Finding]) -> None:
    """A finding that is only possible says so, and one that is certain does not."""
    certain = replace(finding("x", "a", Severity.WARNING), action="s3:ListBucket")
    for each, telling in ((certain, False), (replace(certain, certainty=Certainty.POSSIBLE), True)):
        told = reporter.render(Report(findings=(each,)), Screen())
        assert ("= note: possible" in told) is telling
        assert ("perhaps " in told) is telling


def test_the_sum_is_broken_between_its_parts(finding: Callable[..., Finding]) -> None:
    """The last line goes on in a second one where it is too long, between two parts of it."""
    hidden = Hidden(finding("x", "a", Severity.WARNING), Hider.SUPPRESSION, finding("x", "a").primary.place, "why")
    flows = tuple(_unknown(f"{number}" * 9) for number in range(3))
    told = reporter.render(Report(flows=flows, hidden=(hidden, hidden)), Screen(70)).splitlines()
    assert told[-2:] == [
        "no findings: 0 requirements of 3 flows hold",
        "  3 requirements could not be verified, 2 suppressed",
    ]


def _unknown(name: str) -> FlowReport:
    check = Check("r", None, None, None, Verdict.UNKNOWN)
    return FlowReport(name, name, name, name, name, Verdict.UNKNOWN, (check,))


def a_job(*verdicts: Verdict) -> SubjectReport:
    """Return a batch job whose requirements came to these verdicts."""
    checks = tuple(Check(f"rule-{number}", None, None, None, verdict) for number, verdict in enumerate(verdicts))
    return SubjectReport("batch job", "backfill", "role", verdicts[0], checks)


def test_what_is_no_flow_has_a_line() -> None:
    """Beside the table of flows there is a line for each job, with the verdicts of its requirements."""
    job = a_job(Verdict.HOLDS, Verdict.FAILS, Verdict.UNKNOWN, Verdict.HOLDS)
    told = reporter.render(Report(subjects=(job,)), Screen()).splitlines()
    assert told[0] == "batch job `backfill`: 2 hold, 1 fails, 1 unknown"


def test_jobs_of_one_name_are_told_apart(documents: Documents) -> None:
    """Of two jobs of one name the files are told."""
    jobs = tuple(replace(a_job(Verdict.HOLDS), place=Place(documents(path, "[]"))) for path in ("a.json", "x/a.json"))
    told = reporter.render(Report(subjects=jobs), Screen()).splitlines()
    assert told[:2] == ["batch job `backfill` (a.json): 1 holds", "batch job `backfill` (x/a.json): 1 holds"]


def test_a_long_rule_name_fits(finding: Callable[..., Finding]) -> None:
    """A rule whose name is wider than the screen is named whole all the same, over two lines."""
    told = reporter.render(Report(findings=(finding("x" * 90, "a"),)), Screen(60)).splitlines()
    assert max(map(len, told)) <= 60
    assert "".join(told[:3]).replace(" ", "").startswith(f"error[{'x' * 90}]:")
