"""Files by patterns, in the manner of `.gitignore`: the one door of pathspec.

https://git-scm.com/docs/gitignore#_pattern_format
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from replint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable

_WILD = frozenset("*?[\\")


@record
class Globs:
    """The files below a folder that some patterns name; a folder that they name stands for everything in it.

    `folder` is a path from where replint was started, as the paths are that are asked about.
    """

    folder: str
    patterns: tuple[str, ...]

    def __contains__(self, path: str) -> bool:
        """Whether a file is among them."""
        home = _home(self.folder, os.getcwd())
        path = os.path.abspath(path)
        return path.startswith(home) and _matcher(self.patterns)(path[len(home) :].replace(os.sep, "/"))

    def roots(self) -> tuple[str, ...]:
        """Where they can only be: files or folders, which need not exist; none lies in another, unless hidden there.

        A pattern with a slash before its end starts from the folder and goes on literally up to its first wildcard;
        any other names files at any depth.
        """
        found = sorted({self._root(pattern) for pattern in self.patterns if not pattern.startswith("!")})
        inside = [each for each in found if not any(_is_below(each, other) for other in found)]
        return tuple(os.path.normpath(os.path.join(self.folder or os.curdir, each)) for each in inside)

    def _root(self, pattern: str) -> str:
        if "/" not in pattern.rstrip("/"):
            return os.curdir
        steps = pattern.strip("/").split("/")
        literal = takewhile(lambda step: not _WILD & set(step), steps)
        return os.path.join(os.curdir, *literal)


def _is_below(path: str, other: str) -> bool:
    """Whether something lies in a folder, for those who look into it and pass over what is hidden there."""
    start = os.path.join(other, "")
    return (
        path != other
        and path.startswith(start)
        and not path[len(start) :].startswith(".")
        and "/." not in path[len(start) :]
    )


def slip(pattern: str) -> str | None:
    """Why a pattern cannot be used; None where it can."""
    import warnings

    from pathspec.patterns.gitignore import GitIgnorePatternError

    if not pattern.strip() or pattern.startswith("#"):
        return "names no file"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)
            _matcher((pattern,))
    except FutureWarning:  # what `[[:alpha:]]` becomes is another set
        return "has a set that replint does not read; name its characters"
    except (GitIgnorePatternError, re.error):  # what `[z-a]` becomes is no regular expression
        return "is no pattern as in a `.gitignore`"
    return None


@lru_cache(maxsize=256)
def _home(folder: str, here: str) -> str:
    """A folder as an absolute path with a separator behind."""
    return os.path.join(os.path.normpath(os.path.join(here, folder)), "")


@lru_cache(maxsize=256)
def _matcher(patterns: tuple[str, ...]) -> Callable[[str], bool]:
    from pathspec import GitIgnoreSpec  # only a project that speaks of paths pays for it

    return GitIgnoreSpec.from_lines(patterns).match_file
