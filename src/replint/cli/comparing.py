"""An earlier version of the documents beside today's: what is new, and which files a pull request changes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from replint.cli.speech import misuse, say
from replint.cli.stdin import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from replint.cli.stdin import Asked
    from replint.config import Config, Form
    from replint.finding import Report
    from replint.versions.earlier import Run


class TodaysRun(Protocol):
    """A run over paths, also one where some texts stand in place of their files."""

    def __call__(
        self, paths: Sequence[str], *, cwd: str | None = None, texts: Mapping[str, bytes] | None = None
    ) -> Report:
        """The report."""


def looked_at(
    asked: Asked, since: str | None, run: TodaysRun, targets: Iterable[Form], settings: Config
) -> tuple[Report, frozenset[str] | None]:
    """The report of a run, with `since` only what is new; and the files that changed, where that is known.

    Without `since` that is asked only for annotations of a pull request. Raises what the run does, and BadParameter for
    a revision that cannot be read.
    """
    report = run(asked.paths, texts=asked.texts)
    if since is not None:
        # What comes from standard input under no name has no earlier version.
        paths = [path for path in asked.paths if path != STDIN or STDIN not in asked.texts]
        return _only_new(report, since, paths, run, settings)
    return report, _pull_request(os.environ) if any(each.name == "github" for each in targets) else None


def _only_new(
    report: Report, revision: str, paths: Sequence[str], run: Run, settings: Config
) -> tuple[Report, frozenset[str]]:
    """What of a report is new since a revision, and the files of its findings that changed."""
    from replint.git import GitError
    from replint.versions.earlier import earlier
    from replint.versions.news import news

    here = os.getcwd()
    claimed = ((root, each.files.folder) for each in settings.estates for root in each.files.roots())
    try:
        before = earlier(revision, paths, here, run, claimed)
    except GitError as problem:
        raise misuse(str(problem)) from None
    fresh = news(report, before.report, revision, before.commit)
    at = fresh.since.short if fresh.since else revision
    for lost in before.report.problems:
        say(f"replint: at {at} {lost.path} could not be read, so that what rests on it now counts as new")
    return fresh, before.changed(fresh, here)


def _pull_request(environ: Mapping[str, str]) -> frozenset[str] | None:
    """The files that the pull request of a job of GitHub Actions changes, where its base is here; else None.

    https://docs.github.com/en/actions/reference/workflows-and-actions/variables
    """
    branch = environ.get("GITHUB_BASE_REF")
    if environ.get("GITHUB_ACTIONS") != "true" or not branch:
        return None
    from replint.git import GitError, Repository

    try:
        repository = Repository.around(os.getcwd())
        return repository.changed(repository.base(f"origin/{branch}"), "HEAD")
    except (GitError, OSError):
        # It only serves to show findings where the reviewer looks.
        return None
