"""A rule's sentence in words: every form of the language says what it means, and every word of the vocabulary fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from replint import packs
from replint.explain.sentence import sentence
from replint.lang.lexicon import TRUTH
from replint.lang.reading import read
from replint.vocabulary import LEXICON

if TYPE_CHECKING:
    from replint.lang.lexicon import Entry
    from replint.lang.tree import Rule

RULE = """rule a-rule
  title      a title
  severity   {severity}
  reference  https://example.org/
  why        so
  for each {subject}
  {when}
  require {require}
"""


def rule(require: str = "owner override", *, subject: str = "flow", when: str = "", severity: str = "note") -> Rule:
    """Return the rule of this sentence."""
    written = RULE.format(require=require, subject=subject, when=when, severity=severity)
    reading = read("a-rule.rule", written, LEXICON)
    assert reading.faults == ()
    return reading.rules[0]


def required(condition: str, subject: str = "flow") -> str:
    """Return what is required, in words."""
    return sentence(rule(condition, subject=subject)).required


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("source has object lock", "the source bucket has Object Lock"),
        ("replica key is set", "the KMS key of the replicas is set"),
        ("replica key is not set", "the KMS key of the replicas is not set"),
        ("source versioning is Enabled", "the versioning of the source bucket is `Enabled`"),
        (
            "source ownership is not ObjectWriter",
            "Object Ownership of the source bucket is not `ObjectWriter`",
        ),
        (
            "source account is destination account",
            "the account that owns the source bucket is the account that owns the destination bucket",
        ),
        (
            'source region is one of ("eu-west-1", destination region)',
            "the Region of the source bucket is one of `eu-west-1`, the Region of the destination bucket",
        ),
        (
            'source region is not one of ("eu-west-1", "eu-west-2")',
            "the Region of the source bucket is none of `eu-west-1`, `eu-west-2`",
        ),
        ("not source has object lock", "it is not so that the source bucket has Object Lock"),
        (
            "(source has object lock and destination has object lock) or role is set",
            "(the source bucket has Object Lock, and the destination has Object Lock), or the replication role is set",
        ),
        (
            "not (source has object lock or destination has object lock)",
            "it is not so that (the source bucket has Object Lock, or the destination has Object Lock)",
        ),
        (
            "role may kms:Encrypt on replica key",
            "the replication role is allowed `kms:Encrypt` on the KMS key of the replicas",
        ),
        (
            "role is not denied kms:Encrypt on replica key",
            "no policy denies the replication role `kms:Encrypt` on the KMS key of the replicas",
        ),
        (
            "s3 may sts:AssumeRole on role",
            "Amazon S3 itself, when it assumes the role, is allowed `sts:AssumeRole` on the replication role",
        ),
    ],
)
def test_forms(written: str, said: str) -> None:
    """Each form of a demand, in words."""
    assert required(written) == said


def test_when_is_a_list_of_what_must_all_be_true() -> None:
    """`and` at the top makes points of a list; what is below stays together."""
    asked = rule(when="when owner override and (role is set or replica key is set) and source has object lock")
    assert sentence(asked).when == (
        "the replication rule makes the destination's owner the owner of the replicas",
        "the replication role is set, or the KMS key of the replicas is set",
        "the source bucket has Object Lock",
    )
    assert sentence(rule()).when == ()


def test_levels() -> None:
    """Guards say where their level holds; the last level holds elsewhere."""
    levels = sentence(rule(severity="error when owner override, otherwise note")).levels
    assert [(level.severity, level.where) for level in levels] == [
        ("error", "the replication rule makes the destination's owner the owner of the replicas"),
        ("note", None),
    ]


def test_a_level_for_denies() -> None:
    """A rule that tells a Deny apart says so first."""
    denied = rule("role may s3:ReplicateTags on destination bucket", severity="note\n  denied warning")
    assert [(level.severity, level.where) for level in sentence(denied).levels] == [
        ("warning", "a Deny surely refuses it"),
        ("note", None),
    ]


@pytest.mark.parametrize("entry", list(LEXICON), ids=lambda entry: f"{entry.subject}: {entry.phrase}")
def test_every_word_fits_into_a_sentence(entry: Entry) -> None:
    """A word's meaning can stand inside a sentence: no full stop, no article with a capital."""
    condition = entry.form if entry.type == TRUTH else f"{entry.form} is set"
    said = required(condition, subject=entry.subject)
    assert said.isprintable()
    assert not said.startswith(("The ", "A ", "An "))
    assert said[-1] not in ".;,:"


@pytest.mark.parametrize("built_in", packs.builtin().rules, ids=lambda each: each.name)
def test_every_rule_is_one_sentence(built_in: Rule) -> None:
    """What a built-in rule says in words is one line, with no capital in its middle that is no name."""
    said = sentence(built_in)
    for text in (said.required, *said.when, *(level.where for level in said.levels if level.where)):
        assert text.isprintable()
        assert not {"The", "A", "An"} & set(text.split())
        assert text[-1] not in ".;,:"
