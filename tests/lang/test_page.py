"""The language page: its examples are rules, its table of words is the vocabulary."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from replint import dialects, judge, lint, requirements, subjects, vocabulary
from replint.lang.lexicon import CLAUSES, TAKEN
from replint.lang.reading import read
from replint.lang.tree import Grant
from replint.vocabulary import LEXICON
from replint.words import by_subject

if TYPE_CHECKING:
    from replint.subjects import Subject
    from tests.conftest import Golden

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "language.md"
HEADING = "## The words\n"
PAGES = (PAGE, PAGE.with_name("your-own-rules.md"))
EXAMPLES = [
    found
    for page in PAGES
    for found in re.findall(
        r"^```(rule|clause|override)\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
]
INTRODUCTION = """
*Unknown until* names the document that would tell a word of which nothing is told; a condition with it is unknown until
then, [as above](#conditions). Where nothing stands there, whatever asks for the subject tells the word itself, and only
what cannot be read there makes it unknown; or the word is one of those for advice, to which what is not told is a no.

Each *example* is what a rule may `require`, with what comes of it in [words.json](examples/words.json). The same list,
without what comes out: `replint rules words`.
"""
TABLE = "| word | type | meaning | unknown until | example |\n| --- | --- | --- | --- | --- |\n"
RULE = """
rule example
  title      an example
  severity   error
  reference  https://example.org/
  why        so that there is one
  for each {subject}
  require {example}
"""
REST = """
rule example
  title      an example
  reference  https://example.org/
  why        so that there is one
  for each flow
  require role is set
"""


UNTOLD = """{
  "ReplintBundle": 1,
  "Buckets": [
    {
      "Bucket": "source",
      "ReplicationConfiguration": {
        "Role": "arn:aws:iam::111122223333:role/replication",
        "Rules": [
          {
            "ID": "logs",
            "Status": "Enabled",
            "Priority": 1,
            "Filter": {"Prefix": "logs/"},
            "DeleteMarkerReplication": {"Status": "Disabled"},
            "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
            "Destination": {
              "Bucket": "arn:aws:s3:::destination",
              "EncryptionConfiguration": {"ReplicaKmsKeyID": "arn:aws:kms:eu-west-1:111122223333:key/replicas"}
            }
          }
        ]
      }
    },
    {"Bucket": "bucket"}
  ],
  "BatchJobs": [
    {
      "Operation": {"S3ReplicateObject": {}},
      "RoleArn": "arn:aws:iam::111122223333:role/batch",
      "Description": "job",
      "Manifest": {
        "Spec": {"Format": "S3InventoryReport_CSV_20161130"},
        "Location": {"ObjectArn": "arn:aws:s3:::manifests/source/inventory/2026-01-01T01-00Z/manifest.json"}
      }
    }
  ],
  "Deployers": [{"Arn": "arn:aws:iam::111122223333:role/pipeline"}]
}
"""
"""Documents that tell as little as documents can: what asks for each subject, and nothing of what it is about."""


def words(untold: Path) -> str:
    """The last section of the page, made from the vocabulary, from what is missing and from what comes out."""
    told, least = _subjects(PAGE.parent / "examples" / "words.json"), _subjects(untold, last=True)
    parts = [HEADING, INTRODUCTION]
    for subject, entries in by_subject().items():
        parts.append(f"\n`for each {subject}`:\n\n{TABLE}")
        for entry in entries:
            until = _until(least[subject], entry.form) if subject in least else ""
            verdict = _verdict(subject, entry.example, told[subject])
            parts.append(
                f"| `{entry.form}` | {entry.type} | {entry.meaning} | {until} | `{entry.example}`: {verdict} |\n"
            )
    return "".join(parts)


def _subjects(path: Path, *, last: bool = False) -> dict[str, Subject]:
    """The first subject of each kind in a document, or the last."""
    (estate,) = dialects.read([str(path)], lambda estate: estate).estates
    found = subjects.of(estate)
    return {subject.kind: subject for subject in (found if last else reversed(found))}


def _until(subject: Subject, form: str) -> str:
    """Which document would tell a word of which nothing is told; empty where it is told nevertheless."""
    missing = vocabulary.told_by(subject, form)
    return (missing.tells or missing.why).rstrip(",") if missing else ""


def _verdict(subject: str, example: str, at: Subject) -> str:
    """What comes of a rule that requires the example of a subject."""
    (rule,) = read("example.rule", RULE.format(subject=subject, example=example), LEXICON).rules
    found = list(judge.judge(requirements.of([rule], [at])))
    if found:
        return found[0].verdict
    # Of statements what holds is no requirement; a demand for calls on what is not there rests.
    return "rests" if isinstance(rule.require, Grant) else "holds"


def test_the_words(golden: Golden, tmp_path: Path) -> None:
    """Every word stands on the page with all that the page says of it; `make accept` writes that there."""
    (tmp_path / "untold.json").write_text(UNTOLD)
    before, _, _ = PAGE.read_text("utf-8").partition(HEADING)
    golden("docs/language.md", before + words(tmp_path / "untold.json"))


def test_the_examples_have_nothing_to_mend() -> None:
    """The estate that the examples are judged in is sound, for all its advice, and has a subject of each kind."""
    report = lint([PAGE.parent / "examples" / "words.json"])
    assert (report.findings, report.unverified, report.problems) == ((), (), ())
    assert set(_subjects(PAGE.parent / "examples" / "words.json")) == set(LEXICON.subjects)


def test_the_subjects() -> None:
    """The page says of everything that a rule may look at what it is."""
    assert set(re.findall(r"^\| `([a-z ]+)` \| (?:an?|one) ", PAGE.read_text("utf-8"), re.MULTILINE)) >= set(
        LEXICON.subjects
    )


@pytest.mark.parametrize(("kind", "text"), EXAMPLES)
def test_examples(kind: str, text: str) -> None:
    """Every example on the pages is read without a fault, as a rule or as a clause of one."""
    reading = read("docs/language.md", f"{REST}\n{text}" if kind == "clause" else text, LEXICON)
    assert not reading.faults
    assert len(reading.rules) == (kind != "override")
    assert bool(reading.overrides) is (kind == "override")


def test_taken_words() -> None:
    """The page names every word that cannot stand in a word of the vocabulary, and every clause."""
    page = PAGE.read_text("utf-8")
    (taken,) = re.findall(r"are taken: (.*?) never stand", page, re.DOTALL)
    assert set(re.findall("`(.*?)`", taken)) == TAKEN
    assert set(re.findall(r"^\| `([a-z]+) ", page, re.MULTILINE)) >= set(CLAUSES)
