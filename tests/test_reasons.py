"""S3's failure reasons: the data is whole, and every reason that documents tell beforehand is a rule's symptom."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from replint import packs
from replint.reasons import FILE, Basis, Predictable, Reason, reasons

if TYPE_CHECKING:
    from tests.conftest import Golden

ALL = reasons()
SYMPTOMS = {symptom for rule in packs.builtin().rules for symptom in rule.symptoms}

# Reasons that documents tell, wholly or partly, and of which no rule is a sign yet. This list only shrinks: a reason
# that gains a rule leaves it.
WITHOUT_RULE = {
    "SrcBucketNotFound": "only a batch job names its source, and a bucket that is not in view is not told",
    "SrcObjectNotEligible": "storage classes and tags are those of single objects, and no rule warns of a filter",
}


def each_reason() -> pytest.MarkDecorator:
    """Run a test for every reason."""
    return pytest.mark.parametrize("reason", ALL, ids=lambda reason: reason.code)


def test_every_reason_stands_once() -> None:
    """There are as many reasons as AWS lists, and no two share a name, whatever the case."""
    assert len(ALL) == 39
    names = Counter(name.casefold() for reason in ALL for name in reason.names)
    assert [name for name, count in names.items() if count > 1] == []


@each_reason()
def test_a_reason_says_all_that_it_must(reason: Reason) -> None:
    """What is not told says why, what is not documented says what, and there is always something to look at."""
    assert re.fullmatch(r"(Src|Dst)?[A-Z][A-Za-z]+", reason.code)
    assert (reason.untold is None) == (reason.predictable is Predictable.YES)
    assert (reason.doubt is None) == (reason.certainty is Basis.DOCUMENTED)
    assert reason.look
    assert bool(reason.documents) == (reason.predictable is not Predictable.NO)


@each_reason()
def test_a_reason_is_told_in_plain_lines(reason: Reason) -> None:
    """Every sentence is one line without a full stop; nothing in it is for a terminal to obey."""
    told = (reason.meaning, reason.untold, reason.doubt, *reason.look, *reason.documents)
    assert [text for text in told if text and (text.endswith(".") or not text.isprintable())] == []
    assert reason.page.startswith("https://docs.aws.amazon.com/")


def test_the_file_has_no_other_words() -> None:
    """A misspelt member of the file is not passed over, and every document that it describes is asked for."""
    told = tomllib.loads(Path(FILE).read_text("utf-8"))
    assert {name for row in told["reason"] for name in row} <= set(Reason.__dataclass_fields__)
    assert set(told) == {"page", "documents", "reason"}
    assert {name for row in told["reason"] for name in row["documents"]} == set(told["documents"])


def test_what_documents_tell_is_the_symptom_of_a_rule() -> None:
    """Every reason that is predictable has a rule, but for those listed above, which have none."""
    lacking = {reason.code for reason in ALL if reason.predictable is not Predictable.NO} - SYMPTOMS
    assert sorted(lacking) == sorted(WITHOUT_RULE)


def test_symptoms_are_reasons() -> None:
    """No rule names a symptom that S3 does not report, or one by its earlier name."""
    assert SYMPTOMS - {reason.code for reason in ALL} == set()


def test_no_rule_predicts_what_documents_cannot_tell() -> None:
    """A reason that no document tells beforehand is no rule's symptom."""
    assert SYMPTOMS & {reason.code for reason in ALL if reason.predictable is Predictable.NO} == set()


def test_the_published_data_is_that_in_use(golden: Golden) -> None:
    """The file in docs/data/ is the one that the package ships, character for character."""
    golden("docs/data/failure-reasons.toml", Path(FILE).read_text("utf-8"))
