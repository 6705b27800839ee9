"""Where a run stands in its repository, and what of it changed, for those who show findings beside files; no format."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from replint.record import record
from replint.span import UNNAMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from replint.finding import Finding, Label

# A server, a repository of it in any number of groups, and a commit.
_ADDRESS = re.compile(r"https?://[\w.:-]+(?:/[\w.~-]+)+/blob/[0-9a-f]{40,64}/", re.ASCII)


@record
class Checkout:
    """The root of the repository and the folder that paths of a report start from, both absolute.

    Without a root paths stay as they are told. `changed` are the files that a change is about, as paths from the root
    with slashes (`git diff --name-only` prints them); None where nobody said. `blobs` is the address of this revision's
    files on a server, which ends where their paths begin; empty where none is known.
    """

    root: str = ""
    folder: str = ""
    changed: AbstractSet[str] | None = None
    blobs: str = ""
    alerts: bool = False
    """Whether who gets reports here makes an alert of each result, also of one that is suppressed, as GitHub does."""

    @staticmethod
    def around(folder: str, environ: Mapping[str, str], changed: AbstractSet[str] | None = None) -> Checkout:
        """The checkout that a folder lies in.

        Its root is the nearest folder with a `.git`, since GITHUB_WORKSPACE may hold several repositories; else
        GITHUB_WORKSPACE, where a job has its repository also without git; else the folder itself.
        """
        folder = os.path.realpath(folder)
        root = next((each for each in _upwards(folder) if os.path.lexists(os.path.join(each, ".git"))), None)
        workspace = environ.get("GITHUB_WORKSPACE")
        if root is None and workspace and os.path.realpath(workspace) in _upwards(folder):
            root = os.path.realpath(workspace)
        alerts = environ.get("GITHUB_ACTIONS") == "true"
        return Checkout(root or folder, folder, changed, _blobs(root or folder, environ), alerts)

    def path(self, told: str) -> str:
        """A path of a report as the repository has it: from its root, with slashes; absolute for one outside of it.

        What is no file has no path, and stays as it is told.
        """
        if told == UNNAMED:
            return told
        if not self.root:
            return _slashed(os.path.normpath(told))
        whole = os.path.normpath(os.path.join(self.folder, told))
        return _slashed(whole.removeprefix(os.path.join(self.root, "")))

    def address(self, told: str, line: int) -> str:
        """Where a server shows a line of a file that a report names; empty where that is unknown."""
        path = self.path(told)
        return f"{self.blobs}{quoted(path)}#L{line}" if self.blobs and not os.path.isabs(path) else ""

    def places(self, finding: Finding) -> tuple[Label, ...]:
        """The finding's places, first the one to show it at.

        That is the place to change, unless only a place that it rests on is in a file that changed: whoever reviews
        the change looks there.
        """
        labels = (finding.primary, *finding.related)
        shown = next((label for label in labels if self._changed(label)), finding.primary)
        return (shown, *(label for label in labels if label is not shown))

    def _changed(self, label: Label) -> bool:
        return self.changed is not None and self.path(label.place.text.file.path) in self.changed


def _upwards(folder: str) -> Iterator[str]:
    """The folder and those that hold it."""
    yield folder
    while (above := os.path.dirname(folder)) != folder:
        yield above
        folder = above


def _blobs(root: str, environ: Mapping[str, str]) -> str:
    """The address of the files at the revision that a job of GitHub or GitLab is about, where it is of this repository.

    https://docs.github.com/en/actions/reference/workflows-and-actions/variables and
    https://docs.gitlab.com/ci/variables/predefined_variables/
    """
    github = f"{environ.get('GITHUB_SERVER_URL')}/{environ.get('GITHUB_REPOSITORY')}/blob/{environ.get('GITHUB_SHA')}/"
    gitlab = f"{environ.get('CI_PROJECT_URL')}/-/blob/{environ.get('CI_COMMIT_SHA')}/"
    for variable, address in (("GITHUB_WORKSPACE", github), ("CI_PROJECT_DIR", gitlab)):
        held = environ.get(variable)
        if held and os.path.realpath(held) == root and _ADDRESS.fullmatch(address):
            return address
    return ""


def quoted(path: str) -> str:
    """A path as it stands in an address."""
    from urllib.parse import quote  # few reports have an address

    try:
        # A name that is no Unicode came from bytes of a file system, and goes back to them.
        return quote(path.encode(errors="surrogateescape"))
    except UnicodeEncodeError:
        return quote(path.encode(errors="backslashreplace"))


def _slashed(path: str) -> str:
    return path.replace(os.sep, "/")
