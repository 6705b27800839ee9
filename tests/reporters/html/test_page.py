"""The page as a whole: nothing in a document becomes markup, everything is told, and nothing else is loaded."""

from __future__ import annotations

import base64
import re
from collections import Counter
from enum import Enum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replint.finding import (
    Certainty,
    Check,
    Finding,
    FlowReport,
    Hidden,
    InputProblem,
    Label,
    Pending,
    Report,
    RuleInfo,
    Severity,
    SubjectReport,
    Unverified,
    Verdict,
)
from replint.known import Hider
from replint.record import fields, replace
from replint.reporters import html
from replint.reporters.checks import HOPS
from replint.reporters.html.index import WHOLE
from replint.reporters.screen import Screen
from replint.reporters.visible import visible
from replint.since import Since, Worse
from replint.span import Place, Text
from tests.reporters.html.reading import Read

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents

SIGNS = str.maketrans({"a": "<", "e": ">", "o": "&", "s": '"', "t": "'", "n": "/"})
"""Makes markup of what is drawn: many an `a` is in it, and whoever takes `<` for a sign is found out."""
QUIET = str.maketrans({"a": "(", "e": ")", "o": "+", "s": "~", "t": "^", "n": "/"})
"""Makes of the same something that is none, and as long."""

OURS = {*HOPS, "batch job", "deployment"}
"""What no document tells."""

FAILS, HOLDS, UNKNOWN = Verdict.FAILS, Verdict.HOLDS, Verdict.UNKNOWN


def read(report: Report, *, verbose: bool = False) -> Read:
    """Return the page as a parser reads it."""
    return Read(html.render(report, Screen(verbose=verbose)))


class _Turned:
    """The same report with other characters in everything that a document or a rule may hold."""

    def __init__(self, table: dict[int, str]) -> None:
        self.table = table
        self.texts: dict[int, Text] = {}

    def __call__(self, value: Any) -> Any:  # noqa: ANN401 - any part of a report
        if isinstance(value, str):
            return value if isinstance(value, Enum) or value in OURS else value.translate(self.table)
        if isinstance(value, Text):
            return self.texts.setdefault(id(value), self._text(value))
        if isinstance(value, dict):
            return {self(name): self(each) for name, each in value.items()}
        if isinstance(value, tuple | list):
            parts = [self(each) for each in value]
            return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)
        told = {name: self(getattr(value, name)) for name in fields(type(value))}
        return replace(value, **told) if told else value

    def _text(self, text: Text) -> Text:
        holder = self(text.holder) if text.holder else None
        # A quote would change what the text is as JSON, and with that where an edit is shown.
        content = text.content.translate({sign: turned for sign, turned in self.table.items() if sign != ord("s")})
        return Text(self(text.path), content, text.locate, holder)


@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_no_text_is_markup(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """Which elements and attributes there are is the report's shape alone: signs of HTML change none of them.

    But for the elements of code, which backticks make.
    """
    report = data.draw(reports)
    one, other = (read(_Turned(table)(report), verbose=True) for table in (SIGNS, QUIET))
    shapes = [Counter(each.shape for each in page.elements if each.path[-1] != "code") for page in (one, other)]
    assert shapes[0] == shapes[1]
    assert one.odd == []


@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_everything_is_told(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """Every text of a report stands on the page as it is, what cannot be seen as an escape."""
    report = _Turned(SIGNS)(data.draw(reports))
    text = read(report, verbose=True).text.replace("`", "")
    told = [
        *(finding.message for finding in report.findings if finding.cause is None),
        *(finding.rule for finding in report.findings),
        *(flow.replication_rule for flow in report.flows),
        *(check.rule for each in (*report.flows, *report.subjects) for check in each.checks),
        *(subject.id for subject in report.subjects),
        *report.assumptions,
        *(problem.message for problem in report.problems),
        *(gap.missing for gap in report.unverified if gap.document is None),
    ]
    assert [each for each in told if visible(each).replace("`", "") not in text] == []


@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_nothing_leads_astray(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """Links lead to a place of this page or to a page of the web; ids are ours, and no element has two."""
    page = read(data.draw(reports))
    ids = [each.attributes["id"] for each in page.elements if "id" in each.attributes]
    assert len(set(ids)) == len(ids)
    assert [each for each in ids if not re.fullmatch(r"[a-z-]+(-\d+)?", each or "")] == []
    for element in page.elements:
        names = element.attributes.keys()
        assert not names & {"style", "src", "srcset", "action", "formaction", "xlink:href"}
        assert [name for name in names if name.startswith("on")] == []
        address = element.attributes.get("href")
        if address is not None:
            assert address.removeprefix("#") in ids or re.fullmatch(r"https?://[!-~]+", address)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "https:evil", "data:text/html,x", "https://a b", "//a"])
def test_a_reference_that_is_none_leads_nowhere(documents: Documents, address: str) -> None:
    """An address of a rule that is no page of the web is told and leads nowhere; one that is leads there."""
    place = Place(documents("a.json", "[]"))
    finding = Finding("r", Severity.ERROR, Certainty.CERTAIN, "m", Label(place, ""), reference=address)
    page = read(Report(findings=(finding,)))
    assert address in page.text
    assert address not in [each.attributes.get("href") for each in page.elements]
    page = read(Report(findings=(replace(finding, reference="https://example.org/a'b"),)))
    assert "https://example.org/a'b" in [each.attributes.get("href") for each in page.elements]


def test_only_what_the_page_holds_is_let_in() -> None:
    """The policy lets in the style and the script of the page by their hashes, and nothing else."""
    page = html.render(Report(), Screen())
    read_page = Read(page)
    (policy,) = (
        each.attributes["content"] or ""
        for each in read_page.elements
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    told = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert told["default-src"] == told["base-uri"] == told["form-action"] == "'none'"
    for name in ("style", "script"):
        (content,) = re.findall(rf"(?s)<{name}>(.*?)</{name}>", page)
        digest = base64.b64encode(sha256(content.encode()).digest()).decode()
        assert told[f"{name}-src"] == f"'sha256-{digest}'"
        assert [each.path[-1] for each in read_page.elements].count(name) == 1


def _flow(number: int, verdict: Verdict = HOLDS, *checks: Check) -> FlowReport:
    name = f"flow {number}"
    return FlowReport(name, f"arn:aws:s3:::s{number}", "arn:aws:s3:::d", name, "role", verdict, checks)


def test_a_requirement_leads_to_what_tells_of_it(documents: Documents) -> None:
    """What holds names the statements; what fails leads to its finding, what is unknown to what no document tells."""
    place = Place(documents("a.json", '{"Statement": [\n1]}'), ("Statement", 0))
    call = ("principal", "s3:ReplicateObject", "arn:aws:s3:::d/*")
    flow = _flow(
        1,
        FAILS,
        Check("granted", *call, HOLDS, (Label(place, "statement 1 of `it`"),), "write"),
        Check("refused", *call, FAILS, (), "write"),
        Check("open", "principal", "kms:Encrypt", "key", UNKNOWN, (), "encrypt"),
    )
    other = Finding("other", Severity.ERROR, Certainty.CERTAIN, "elsewhere", Label(place, ""))
    finding = replace(
        other, rule="refused", severity=Severity.WARNING, message="not so", flows=(flow.id,), action=call[1]
    )
    gap = Unverified("the policy of the key", "nobody", (Pending("kms:Encrypt on key"),))
    page = read(Report((flow,), findings=(finding, other), unverified=(gap,)))
    text = " ".join(page.text.split())
    assert "granted by statement 1 of it a.json:2:1" in text
    assert "finding 2: not so" in text
    assert "not told: the policy of the key" in text
    hrefs = [each.attributes.get("href") for each in page.elements]
    assert "#finding-2" in hrefs
    assert "#gap-1" in hrefs


def test_a_requirement_says_why_its_finding_is_hidden(documents: Documents) -> None:
    """What fails and is accepted leads to what is not told, with the reason, beside the findings that are told."""
    flow = _flow(1, FAILS, Check("r", None, None, None, FAILS))
    hidden, told = _finding(documents, Severity.ERROR, flow.id), _finding(documents, Severity.WARNING, flow.id)
    excused = (
        Hidden(hidden, Hider.SUPPRESSION, hidden.primary.place, "we <know>"),
        Hidden(replace(hidden, message="n"), Hider.BASELINE, hidden.primary.place),
    )
    page = read(Report((flow,), findings=(told,), hidden=excused))
    text = " ".join(page.text.split())
    assert "finding 1: m hidden: suppressed: we <know> hidden: in the baseline" in text
    hrefs, ids = ([each.attributes.get(name) for each in page.elements] for name in ("href", "id"))
    assert "#hidden" in hrefs
    assert "hidden" in ids
    assert "hidden" not in [each.attributes.get("id") for each in read(Report((flow,), findings=(told,))).elements]


def test_the_verdict_on_a_change_is_not_one_on_the_past(documents: Documents) -> None:
    """Where only what is new is told, nothing is said of how many flows work, and what got worse is listed."""
    error, warning = (_finding(documents, each, "flow 1") for each in (Severity.ERROR, Severity.WARNING))
    flow, since = _flow(1, FAILS), Since("main", "0123456789", flows=3)
    worse = replace(since, worse=(Worse("flow", "flow 1", "holds", "unknown"),))
    told = {
        "1 new error since 0123456": Report((flow,), findings=(error,), since=since),
        "No new error since 0123456, but 1 new warning": Report((flow,), findings=(warning,), since=since),
        "1 input could not be read": Report(problems=(InputProblem("a", "b"),), since=since),
        "Nothing new was found wrong, but not all is as sure as at 0123456": Report((flow,), since=worse),
        "Nothing is worse than at 0123456": Report(since=since),
    }
    assert [said for said, report in told.items() if said not in read(report).inside("h1")] == []
    text = read(Report(since=since)).text
    assert "No replication to check" not in text
    assert "No flow is worse than before." in text
    got = read(Report((flow,), since=worse)).text
    assert "worse since 0123456: s1 -> d (flow 1) held and now cannot be verified" in got


def test_of_many_flows_the_good_are_counted() -> None:
    """Of many flows those in which everything holds are counted, unless all are asked for."""
    report = Report((*(_flow(number) for number in range(WHOLE)), _flow(WHOLE, FAILS)))
    few = read(report)
    assert [each.attributes["id"] for each in few.elements if each.attributes.get("class") == "flow fails"] == [
        f"flow-{WHOLE + 1}"
    ]
    assert f"{WHOLE} more flows in which everything holds, not listed" in few.text
    assert "flow-1" not in [each.attributes.get("id") for each in few.elements]
    assert "flow-1" in [each.attributes.get("id") for each in read(report, verbose=True).elements]


def _finding(documents: Documents, severity: Severity, *flows: str) -> Finding:
    return Finding("r", severity, Certainty.CERTAIN, "m", Label(Place(documents("a.json", "[]")), ""), flows=flows)


def test_the_verdict_in_a_sentence(documents: Documents) -> None:
    """Whoever reads the first line alone is told no less and no more than was found."""
    holds, unknown, fails = (Check("r", None, None, None, each) for each in (HOLDS, UNKNOWN, FAILS))
    error = _finding(documents, Severity.ERROR, "flow 1")
    warning = _finding(documents, Severity.WARNING, "flow 1")
    one, two = _flow(1, HOLDS, holds), _flow(2, HOLDS, holds)
    job = SubjectReport("batch job", "j", "role", HOLDS, (holds,))
    told = {
        "The only flow will not replicate as configured": Report((one,), findings=(error,)),
        "1 of 2 flows will not replicate as configured": Report((one, two), findings=(error,)),
        "None of 2 flows will replicate as configured": Report(
            (one, two), findings=(error, _finding(documents, Severity.ERROR, "flow 2"))
        ),
        "1 error in what was checked": Report((one,), findings=(replace(error, flows=()),)),
        "1 input could not be read": Report((one,), problems=(InputProblem("a", "b"),)),
        "No replication to check": Report(),
        "No error, but 1 warning": Report((one,), findings=(warning,)),
        "No error, but not every requirement holds": Report((_flow(1, FAILS, fails),)),
        "No error, but 1 warning; 1 requirement could not be verified": Report(
            (_flow(1, UNKNOWN, unknown),), findings=(warning,)
        ),
        "Nothing was found wrong, but 1 requirement could not be verified": Report((_flow(1, UNKNOWN, unknown),)),
        "Nothing was found wrong beyond 1 accepted finding": Report(
            (_flow(1, FAILS, fails),), hidden=(Hidden(error, Hider.BASELINE, error.primary.place),)
        ),
        "Everything holds in the only flow": Report((one,)),
        "Everything holds in all 2 flows": Report((one, two)),
        "Everything holds that was checked": Report(subjects=(job,)),
    }
    assert [said for said, report in told.items() if said not in read(report).inside("h1")] == []


def test_what_is_left_out_elsewhere_is_told(documents: Documents) -> None:
    """What is hidden and why, what packs override, and the topics to filter by are on the page."""
    finding = _finding(documents, Severity.NOTE)
    hidden = Hidden(_finding(documents, Severity.ERROR), Hider.SUPPRESSION, finding.primary.place, "we know")
    report = Report(findings=(finding,), rules=(RuleInfo("r", "t", "w", "", "topic-x"),), hidden=(hidden,))
    page = read(report)
    assert "suppressed: we know" in page.text
    assert "topic-x" in read(replace(report, findings=(finding, replace(finding, rule="s")))).inside("option")
