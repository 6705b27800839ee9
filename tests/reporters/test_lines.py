"""What the message of a finding says where a format has no more than a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from replint.finding import Certainty, Finding, Label, PutError, Severity
from replint.record import replace
from replint.reporters.checkout import Checkout
from replint.reporters.lines import lines
from replint.reporters.sequel import doubt, sequel
from replint.span import Place

if TYPE_CHECKING:
    from tests.reporters.conftest import Documents

REFUSED = PutError("Invalid", "why")


@pytest.fixture
def finding(documents: Documents) -> Finding:
    """Return an error that says the least."""
    place = Place(documents("a.json", "[]"))
    return Finding("r", Severity.ERROR, Certainty.CERTAIN, "wrong", Label(place, ""))


@pytest.mark.parametrize(
    ("told", "certain", "possible"),
    [
        ({}, "", ""),
        (
            {"refused": PutError("MalformedXML")},
            "S3 refuses the configuration with `MalformedXML`",
            "S3 would refuse the configuration with `MalformedXML`",
        ),
        (
            {"symptoms": ("A", "B")},
            "S3 reports failure reason `A` or `B`",
            "S3 would report failure reason `A` or `B`",
        ),
        (
            {"refused": REFUSED, "symptoms": ("A",)},
            "S3 refuses the configuration with `Invalid`: why; otherwise S3 reports failure reason `A`",
            "S3 would refuse the configuration with `Invalid`: why; otherwise S3 would report failure reason `A`",
        ),
    ],
)
def test_what_s3_makes_of_it(finding: Finding, told: dict[str, Any], certain: str, possible: str) -> None:
    """S3 refuses the configuration, or reports why objects fail; of what is only possible, it would."""
    assert sequel(replace(finding, **told)) == certain
    assert sequel(replace(finding, **told, certainty=Certainty.POSSIBLE)) == possible


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, "it may be meant so"),
        ({"refused": REFUSED}, "AWS does not say what S3 does"),
        ({"refused": REFUSED, "action": "s3:x"}, "the documents allow it and do not prove it"),
        ({"action": "s3:x", "need": "AWS does not say whether"}, "AWS does not say whether"),
    ],
)
def test_why_it_is_only_possible(finding: Finding, told: dict[str, Any], expected: str) -> None:
    """The finding's own need comes first; nothing is to be said of one that is certain."""
    assert doubt(replace(finding, **told, certainty=Certainty.POSSIBLE)) == expected
    assert doubt(replace(finding, **told)) == ""


def test_a_message_says_what_comes_of_it(finding: Finding) -> None:
    """What S3 makes of it and why it is not certain stand before what to change; advice goes without either."""
    told = replace(
        finding,
        severity=Severity.WARNING,
        certainty=Certainty.POSSIBLE,
        refused=replace(REFUSED, text="a\nb"),
        help="add it",
        primary=Label(finding.primary.place, "lacks it"),
    )
    assert [*lines(told, Checkout())] == [
        "possible: wrong",
        "here: lacks it",
        r"then: S3 would refuse the configuration with `Invalid`: a\nb",
        "note: AWS does not say what S3 does",
        "help: add it",
    ]
    assert [*lines(replace(told, severity=Severity.NOTE), Checkout())] == [
        "possible: wrong",
        "here: lacks it",
        "help: add it",
    ]
