"""Paths of files as texts: how one is called from a folder, and which lie in which; looks at no file system."""

from __future__ import annotations

import os


def from_home(path: str, home: str, cwd: str) -> str:
    """A path that is relative to `cwd` as one from `home`, with slashes."""
    return os.path.relpath(os.path.join(cwd, path), home).replace(os.sep, "/")


def within(path: str, folder: str) -> bool:
    """Whether a path is that of a folder or of something in it, both absolute and normal."""
    return path == folder or path.startswith(os.path.join(folder, ""))
