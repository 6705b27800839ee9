"""Files by patterns, in the manner of `.gitignore`: the one door of pathspec.

https://git-scm.com/docs/gitignore#_pattern_format
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable


@record
class Globs:
    """The files below a folder that some patterns name; a folder that they name stands for everything in it.

    `folder` is a path from where replint was started, as the paths are that are asked about.
    """

    folder: str
    patterns: tuple[str, ...]

    def __contains__(self, path: str) -> bool:
        """Whether a file is among them."""
        inside = os.path.relpath(path, self.folder or os.curdir)
        if inside == os.pardir or inside.startswith(os.path.join(os.pardir, "")):
            return False
        return _matcher(self.patterns)(inside.replace(os.sep, "/"))


def slip(pattern: str) -> str | None:
    """Why a pattern cannot be used; None where it can."""
    from pathspec.patterns.gitignore import GitIgnorePatternError

    if not pattern.strip() or pattern.startswith("#"):
        return "names no file"
    try:
        _matcher((pattern,))
    except GitIgnorePatternError:
        return "is no pattern as in a `.gitignore`"
    return None


@lru_cache(maxsize=256)
def _matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    from pathspec import GitIgnoreSpec  # only a project that speaks of paths pays for it

    return GitIgnoreSpec.from_lines(patterns).match_file
