"""The summary of a step: what GitHub shows of a run of replint in a job, read as GitHub reads it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reporters.page import page

DEMO = Path(__file__).resolve().parents[3] / "fixtures/_estates/demo"


@pytest.fixture
def job(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a job whose repository, in `tmp_path`, holds the demo."""
    shutil.copytree(DEMO, tmp_path / "aws")
    (tmp_path / ".git").mkdir()
    return {
        "PATH": os.environ["PATH"],
        "PYTHONUTF8": "1",
        "GITHUB_ACTIONS": "true",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_SHA": "0" * 40,
        "GITHUB_WORKSPACE": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }


def _checked(half: str, form: str, job: dict[str, str], *more: str) -> str:
    command = [sys.executable, "-m", "replint", "check", f"aws/{half}", "--format", form, *more]
    folder = job["GITHUB_WORKSPACE"]
    return subprocess.run(command, cwd=folder, env=job, capture_output=True, encoding="utf-8", check=False).stdout


@pytest.mark.parametrize("before", ["", "<details>\n<summary>before</summary>\n</details>", "| before |\n| - |\n"])
def test_reports_join_what_is_there(before: str, job: dict[str, str], tmp_path: Path) -> None:
    """Each run of a step adds a report below what stands there, and no report is taken for a part of that."""
    summary = tmp_path / "summary.md"
    summary.write_text(before)
    assert _checked("broken", "auto", job).count("\n::error ") == 2
    assert _checked("repaired", "github", job).startswith("no findings")
    told = page(summary.read_text("utf-8"))
    heads = [each.text for each in told.find("h3")]
    assert heads[0] == "\u274c replint: 3 errors in 1 flow"
    assert heads[1].startswith("\u2705 replint: no findings: all ")
    assert [each.text.strip() for each in told.children if "before" in each.text] == (["before"] if before else [])
    assert len([*told.find("details")]) == 3 + 2 + before.count("<details>")


def test_places_lead_to_the_files(job: dict[str, str], tmp_path: Path) -> None:
    """A place is a path from the root of the repository, and leads to its line at the revision of the job."""
    _checked("broken", "github", job)
    links = {
        each.text: each.attributes["href"] for each in page((tmp_path / "summary.md").read_text("utf-8")).find("a")
    }
    path = "aws/broken/destination-bucket.json"
    assert links[f"{path}:15"] == f"https://github.com/o/r/blob/{'0' * 40}/{path}#L15"


def test_only_github_is_told_more(job: dict[str, str], tmp_path: Path) -> None:
    """Another format writes no summary, nor does a run outside of a job; a report in Markdown may go to any file."""
    told = _checked("broken", "markdown", job, "--output", "report.md")
    assert told == ""
    assert page((tmp_path / "report.md").read_text("utf-8")).children[0].name == "h3"
    _checked("broken", "text", job)
    _checked("broken", "github", {**job, "GITHUB_STEP_SUMMARY": ""})
    assert not (tmp_path / "summary.md").exists()
