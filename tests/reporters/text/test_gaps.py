"""What could not be verified: one block for each document that would settle it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from replint.finding import (
    Certainty,
    Document,
    Finding,
    FlowReport,
    Label,
    Pending,
    Report,
    Severity,
    Unverified,
    Verdict,
)
from replint.reporters import text as reporter
from replint.reporters.screen import Screen
from replint.span import Place

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents


def gap(part: str, document: Document | None, *requirements: str, places: tuple[Place, ...] = ()) -> Unverified:
    """Return something that no document tells."""
    return Unverified(f"the {part}", f"why {part}", tuple(map(Pending, requirements)), places, document)


def blocks(*gaps: Unverified, width: int = 200) -> list[list[str]]:
    """Return what is told of gaps, block by block, each line without the blanks around it."""
    told = reporter.render(Report(unverified=gaps), Screen(width)).split("\n\n")
    return [[line.strip() for line in block.splitlines()] for block in told[:-1]]


def test_a_thing_that_no_document_describes_is_told_once(documents: Documents) -> None:
    """Its parts are in one block with every place that names it, and what hangs on them is counted once."""
    text = documents("a.json", '["x", "y"]')
    first, second = Place(text, (0,)), Place(text, (1,))
    told = blocks(
        gap("policy", Document("bucket", "logs", "policy"), "a on b", "c on d", places=(first,)),
        gap("Region", None, "e on f"),
        gap("account", Document("bucket", "logs", "account"), "c on d", places=(second, first)),
    )
    assert told == [
        [
            "could not verify: bucket `logs`, which no document describes",
            "--> a.json:1:2",
            "--> a.json:1:7",
            "= open: its policy and account",
            "= help: give a document of it",
            "= then: 2 requirements unknown: a on b, c on d",
        ],
        ["could not verify: the Region", "= why:  why Region", "= then: 1 requirement unknown: e on f"],
    ]


def test_what_one_document_lacks_is_told_once() -> None:
    """The members that it lacks are named with the commands that print them, each once, and how to say none."""
    policy = Document("bucket", "logs", "policy", ("`Policy`",), ("aws get-policy", "aws get"), nullable=True)
    region = Document("bucket", "logs", "Region", ("`Region`",), ("aws get",))
    told = blocks(gap("policy", policy, "a on b"), gap("Region", region, "a on b"))
    add = "= help: add `Policy` and `Region` to the bucket's document"
    assert told == [
        [
            "could not verify: the policy and the Region of bucket `logs`",
            f"{add} (null where there is no policy), from the output of:",
            "aws get-policy",
            "aws get",
            "= then: 1 requirement unknown: a on b",
        ]
    ]
    assert blocks(gap("policy", policy))[0][1] == (
        "= help: add `Policy` to the bucket's document (null where there is none), from the output of:"
    )


def test_what_other_documents_would_tell_stays_apart() -> None:
    """Another name, another kind, and a thing that one estate describes and another does not, have their own block."""
    told = blocks(
        gap("policy", Document("bucket", "logs", "policy")),
        gap("policy", Document("bucket", "images", "policy")),
        gap("policy", Document("key", "logs", "policy")),
        gap("policy", Document("bucket", "logs", "policy", ("`Policy`",))),
    )
    assert [block[0].removeprefix("could not verify: ") for block in told] == [
        "bucket `logs`, which no document describes",
        "bucket `images`, which no document describes",
        "key `logs`, which no document describes",
        "the policy of bucket `logs`",
    ]


def test_what_is_no_call_is_asked_in_words() -> None:
    """A requirement without a call is told by what its rule asks, and of which flow or job."""
    flow = FlowReport("f", "arn:aws:s3:::src", "arn:aws:s3:::dst", "logs", "role", Verdict.UNKNOWN, ())
    pending = (
        Pending("lock: f", "the source has Object Lock", "flow", "f"),
        Pending("where: j", "the job is elsewhere", "batch job", "j"),
    )
    report = Report(flows=(flow,), unverified=(Unverified("x", "", pending),))
    told = " ".join(reporter.render(report, Screen(80)).split())
    assert "perhaps the source has Object Lock: src -> dst (`logs`), " in told
    assert "perhaps the job is elsewhere: batch job `j`" in told
    assert "lock: f" not in told


def test_a_command_is_not_broken() -> None:
    """A command stands whole in a line, also where the screen is narrower: it will be copied."""
    command = "aws s3api get-object-lock-configuration --bucket " + "x" * 63
    document = Document("bucket", "x" * 63, "Object Lock", ("`ObjectLock`",), (command,))
    assert command in blocks(gap("lock", document), width=60)[0]


@given(data=st.data())
def test_nothing_that_is_missing_is_lost(data: st.DataObject, reports: st.SearchStrategy[Report]) -> None:
    """As many blocks as documents that would tell something, and each gap's part is in the block of its document."""
    unverified = data.draw(reports).unverified
    told = reporter.render(Report(unverified=unverified), Screen(200))
    settling = {
        (each.document.kind, each.document.name, bool(each.document.members)) if each.document else each
        for each in unverified
    }
    assert len(re.findall(r"^could not verify", told, re.MULTILINE)) == len(settling)
    assert all(each.document.part in told for each in unverified if each.document)


def test_what_hangs_on_several_is_said_to() -> None:
    """A requirement that several blocks count is told to hang on more than one of them."""
    told = blocks(
        gap("Region", None, "a on b", "c on d"),
        gap("account", None, "a on b"),
        gap("policy", None, "a on b", "c on d"),
        gap("key", None, "e on f"),
    )
    assert [block[-1].partition(":")[0] for block in told] == ["= then"] * 4
    assert [re.sub("= then: (.*):.*", r"\1", block[-1]) for block in told] == [
        "2 requirements unknown, all for other reasons too",
        "1 requirement unknown, for other reasons too",
        "2 requirements unknown, all for other reasons too",
        "1 requirement unknown",
    ]
    told = blocks(gap("Region", None, "a on b", "c on d"), gap("account", None, "c on d"))
    assert told[0][-1] == "= then: 2 requirements unknown, 1 for other reasons too: a on b, c on d"


def test_nothing_is_left_out_for_who_asks() -> None:
    """The requirements that hang on something are all named with the evidence, and else the first of them."""
    report = Report(unverified=(gap("Region", None, *(f"{letter} on x" for letter in "abcde")),))
    assert "c on x, and 2 more" in reporter.render(report, Screen(200))
    assert "c on x, d on x, e on x\n" in reporter.render(report, Screen(200, verbose=True))


def test_a_name_that_an_error_stands_at_is_not_asked_for(documents: Documents) -> None:
    """Of a thing that is called otherwise no document is to be given: the error at its name is named."""
    text = documents("a.json", '["x", "y"]')
    here, there = Place(text, (0,)), Place(text, (1,))
    missing = gap("policy", Document("bucket", "x", "policy", (), ("aws get",)), "a on b", places=(here,))
    wrong = Finding("misspelt", Severity.ERROR, Certainty.CERTAIN, "no such bucket", Label(here, "`x`"))

    def told(*findings: Finding, gap: Unverified = missing) -> str:
        return reporter.render(Report(findings=findings, unverified=(gap,)), Screen(80))

    assert "--> a.json:1:2\n  = see:  error[misspelt] above\n  = then: 1 requirement unknown: a on b\n" in told(wrong)
    for other in (
        replace(wrong, primary=Label(there, "`y`")),
        replace(wrong, severity=Severity.WARNING),
        replace(wrong, action="s3:Get"),
    ):
        assert "give a document of it" in told(other)
    both = replace(missing, places=(here, there))
    assert "give a document of it" in told(wrong, gap=both)
    assert "= see:  error[misspelt] above\n" in told(wrong, replace(wrong, primary=Label(there, "`y`")), gap=both)
    assert "give a document of it" in told(wrong, gap=replace(missing, places=()))
