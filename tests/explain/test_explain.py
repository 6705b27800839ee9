"""`replint explain`: every name has an answer that fits its screen, a wrong one an offer, and nothing is obeyed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from replint.dialects.faults import FAULTS
from replint.explain import ReasonExplained, Shelf, UnknownNameError
from replint.explain.data import as_json
from replint.explain.page import COLUMN, render
from replint.reasons import Predictable, reasons
from replint.reporters.screen import NARROWEST, UNTOLD, WIDEST, Screen

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Golden

SHELF = Shelf.of()
RULES = tuple(rule.name for rule, _ in SHELF.rules)
REASONS = tuple(name for reason in reasons() for name in reason.names)
NAMES = (*RULES, *FAULTS, *REASONS)
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
PAGES = (
    "missing-replica-decrypt",
    "missing-replica-write",
    "missing-priority",
    "unversioned-source",
    "destination-is-no-bucket-arn",
    "duplicate-member",
    "AssumeRoleNotPermitted",
    "DstMultipartUploadNotPermitted",
    "SrcKmsKeyInvalidState",
    "SrcVersionNotFound",
)


def replint(*args: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run `replint explain` as a script would."""
    return subprocess.run(
        [sys.executable, "-m", "replint", "explain", *map(str, args)],
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1", **environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def explained(name: str) -> dict[str, Any]:
    """Return what a name means, as a program is told."""
    return as_json(SHELF.explain(name))


@pytest.mark.parametrize("width", [NARROWEST, UNTOLD, WIDEST])
@pytest.mark.parametrize("name", NAMES)
def test_every_name_has_a_page_within_its_screen(name: str, width: int) -> None:
    """Every rule, fault and failure reason is explained; only a URL is wider than the screen."""
    page = render(SHELF.explain(name), Screen(width=width))
    wide = [line for line in page.splitlines() if len(line) > width]
    assert [line for line in wide if not line[COLUMN:].startswith("https://")] == []
    assert [line for line in page.splitlines() if line != line.rstrip()] == []
    assert page.endswith("\n")


@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str, golden: Golden) -> None:
    """What a person reads of a name, narrow and wide."""
    for width in (NARROWEST, WIDEST):
        golden(f"tests/explain/golden/{name}-{width}.txt", render(SHELF.explain(name), Screen(width=width)))


@pytest.mark.parametrize("name", NAMES)
def test_case_does_not_matter(name: str) -> None:
    """A name is found however its letters are written."""
    assert SHELF.explain(name.upper()) == SHELF.explain(name.lower()) == SHELF.explain(name)


def test_an_earlier_name_is_the_same_reason() -> None:
    """A reason that AWS has renamed is found by both names, and says so."""
    earlier = explained("DstMultipartPartUploadNotPermitted")
    assert earlier == explained("DstMultipartUploadNotPermitted")
    assert earlier["code"] == "DstMultipartUploadNotPermitted"
    assert earlier["aliases"] == ["DstMultipartPartUploadNotPermitted"]


@pytest.mark.parametrize("reason", reasons(), ids=lambda reason: reason.code)
def test_rules_and_reasons_name_each_other(reason: Any) -> None:  # noqa: ANN401 - a reason, or pytest's own
    """A reason lists exactly the rules of which it is the symptom; what no document tells says so and lists none."""
    told = explained(reason.code)
    assert [rule["name"] for rule in told["rules"]] == [
        name for name in RULES if reason.code in {symptom["code"] for symptom in explained(name)["symptoms"]}
    ]
    page = render(SHELF.explain(reason.code), Screen())
    assert ("by no document" in page) == (reason.predictable is Predictable.NO)
    assert all(rule["name"] in page for rule in told["rules"])


def test_a_rule_says_what_it_is() -> None:
    """A rule's JSON holds its sentence in words, its symptoms with their meaning, and where to read on."""
    told = explained("missing-replica-decrypt")
    assert {member: told[member] for member in ("kind", "topic", "each", "where", "help")} == {
        "kind": "rule",
        "topic": "encryption",
        "each": "replication rule and its destination",
        "where": [
            "the replication rule selects objects that are encrypted with KMS keys",
            "it is not so that the replica key is known to be in another Region than the destination",
        ],
        "help": None,
    }
    assert [level["level"] for level in told["severity"]] == ["error", "note"]
    assert told["severity"][1]["where"] is None
    assert told["symptoms"] == [{"code": "DstPutObjectNotPermitted", "meaning": "S3 could not write the replica"}]
    assert told["reference"].startswith("https://docs.aws.amazon.com/")


def test_how_s3_refuses_is_told_of_rules_and_faults() -> None:
    """The error of S3's with which it refuses a configuration, or null where it does not, or not always."""
    assert explained("destination-is-no-bucket-arn")["refused"] == {"code": "InvalidArgument", "text": None}
    assert explained("unversioned-source")["refused"]["text"].startswith("Versioning must be 'Enabled'")
    assert explained("malformed-document")["refused"] is None
    assert explained("missing-bucket-list")["refused"] is None


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("missing-object-tags-read", "`missing-object-tag-read`"),
        ("SrcGetTagingNotPermitted", "`SrcGetTaggingNotPermitted`"),
        ("malformed-polcy", "`malformed-policy`"),
    ],
)
def test_a_name_that_is_almost_one(name: str, offered: str) -> None:
    """For a misspelt name the nearest ones are offered, at most three."""
    with pytest.raises(UnknownNameError) as unknown:
        SHELF.explain(name)
    message = str(unknown.value)
    assert message.startswith(f"`{name}` is no rule, no failure reason and no error of S3's; did you mean {offered}")
    assert message.count("`") <= 2 * 4


def test_what_is_no_name() -> None:
    """A topic is told apart; for what resembles nothing the list is named."""
    for name, says in (
        ("Encryption", "is a topic; `replint rules` lists"),
        ("zz", "; `replint rules` lists the rules"),
    ):
        with pytest.raises(UnknownNameError, match=re.escape(says)):
            SHELF.explain(name)


def test_the_command() -> None:
    """Text by default, within the width that the environment tells; JSON for programs; 2 for a name that is none."""
    ran = replint("srcgettaggingnotpermitted", COLUMNS="60")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == render(SHELF.explain("SrcGetTaggingNotPermitted"), Screen(width=60))
    assert json.loads(replint("missing-bucket-list", "--format", "json").stdout) == explained("missing-bucket-list")
    ran = replint("missing-bucket-lst")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "did you mean `missing-bucket-list`" in " ".join(ran.stderr.split())


def test_colour_is_for_those_who_ask() -> None:
    """Without a terminal there is no escape sequence, and with one the text is the same."""
    plain, coloured = (replint("SrcKeyNotFound", **{name: "1"}).stdout for name in ("NO_COLOR", "FORCE_COLOR"))
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


HOSTILE = """rule tide-is-high
  title      "::error::\x1b[2J\u202etide"
  severity   note when role account is "111122223333", otherwise warning
  certainty  possible
  symptom    DstPutObjectNotPermitted, TideIsHigh
  refused    TideWarning "\x1b[2Jtoo high"
  reference  https://example.org/\x1b]8;;x\x07
  why        \"\"\"
             first \x1b[31m line

             ::stop-commands::x
             \"\"\"
  help       "\x9b2J"
  for each flow
  require role is set
"""


def test_rules_of_others(tmp_path: Path) -> None:
    """A rule of a folder is explained like any other, its symptoms list it, and nothing of it is obeyed."""
    (tmp_path / "tides").mkdir()
    (tmp_path / "tides" / "tide-is-high.rule").write_text(HOSTILE, "utf-8")
    shelf = Shelf.of([tmp_path])
    assert shelf.problems == ()
    for name in ("tide-is-high", "DstPutObjectNotPermitted"):
        page = replint(name, "--rules", tmp_path)
        assert page.returncode == 0
        assert CONTROLS.findall(page.stdout + replint(name, "--rules", tmp_path, "--format", "json").stdout) == []
        assert [line for line in page.stdout.splitlines() if line.startswith("::")] == []
        assert "tide-is-high" in page.stdout
    told = as_json(shelf.explain("tide-is-high"))
    assert told["symptoms"][1] == {"code": "TideIsHigh", "meaning": None}
    assert (
        "TideIsHigh, which is no failure reason that AWS lists" in replint("tide-is-high", "--rules", tmp_path).stdout
    )
    assert (told["refused"], told["possible"]) == ({"code": "TideWarning", "text": "\x1b[2Jtoo high"}, True)
    said = replint("tide-is-high", "--rules", tmp_path).stdout
    assert re.search(r"^refused +when the configuration is put, with TideWarning: .*too high$", said, re.MULTILINE)
    assert re.search(r"^certainty +possible: AWS does not say for certain what S3 does$", said, re.MULTILINE)
    assert re.search(r"^certainty +possible: it may be meant so$", replint("wildcard-in-prefix").stdout, re.MULTILINE)
    reason = shelf.explain("DstPutObjectNotPermitted")
    assert isinstance(reason, ReasonExplained)
    assert reason.rules[-1].name == "tide-is-high"


def test_a_broken_rule_file_is_told(tmp_path: Path) -> None:
    """What is asked is explained all the same, and the exit code says that a pack cannot be used."""
    (tmp_path / "broken.rule").write_text("rule broken\n  titel x\n")
    ran = replint("missing-bucket-list", "--rules", tmp_path)
    assert ran.returncode == 2
    assert "error: `titel` is not a clause of a rule" in ran.stderr
    assert "broken.rule:2:3\n" in ran.stderr
    assert ran.stdout.startswith("missing-bucket-list: ")
    assert replint("missing-bucket-list", "--rules", tmp_path / "absent").returncode == 2


def test_markdown_means_only_what_it_says() -> None:
    """In Markdown a name, a table and sections say what a rule is; signs of Markdown in its texts are plain."""
    from replint.explain.markdown import markdown
    from replint.reporters.prose import prose

    told = markdown(SHELF.explain("missing-owner-override"))
    assert told.startswith("# missing-owner-override\n")
    assert "\n| **severity** |" in told
    assert "\n## Why\n" in told
    assert r"s3:Replicate\*" in told
    assert prose("a_b *c* <d> [e](f) `*g*` https://a.b/c_d") == r"a\_b \*c\* \<d\> \[e\](f) `*g*` https://a.b/c_d"
    assert prose("\x1b[0m") == r"\\x1b\[0m"


def test_an_error_of_s3() -> None:
    """The code of an error, in any case, lists the rules that foretell it, with the error's text."""
    told = explained("invalidrequest")
    assert told["kind"] == "refusal"
    assert told["code"] == "InvalidRequest"
    assert "missing-priority" in {rule["name"] for rule in told["rules"]}
    assert all(rule["text"] is None or rule["text"] for rule in told["rules"])
