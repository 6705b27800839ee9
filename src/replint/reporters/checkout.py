"""Where a run stands in its repository, and what of it changed, for those who show findings beside files; no format."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint.record import record
from replint.span import UNNAMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from replint.finding import Finding, Label


@record
class Checkout:
    """The root of the repository and the folder that paths of a report start from, both absolute.

    Without a root paths stay as they are told. `changed` are the files that a change is about, as paths from the root
    with slashes (`git diff --name-only` prints them); None where nobody said.
    """

    root: str = ""
    folder: str = ""
    changed: AbstractSet[str] | None = None

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
        return Checkout(root or folder, folder, changed)

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


def _slashed(path: str) -> str:
    return path.replace(os.sep, "/")
