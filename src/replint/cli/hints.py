"""What a named path stands for where files are named because they changed: a config file stands for what it governs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from replint import config

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.config import Config

_ENDING = ".toml"


def governed(paths: Iterable[str], named: str | None, settings: Config = config.NONE) -> list[str]:
    """Paths as they were given, but a config file that counts as the folder that it governs.

    `named` is the config file that `--config` names, which governs the folder that replint was started in, wherever it
    lies; any other governs the folder that it stands in. What the config file of this run, `settings`, extends governs
    what that does. A file that only looks like one, such as a `pyproject.toml` without our table, stays as it is.
    Without this a hook would pass a change that alters every verdict.
    """
    return [_folder(path, named, settings) if path.endswith(_ENDING) else path for path in paths]


def _folder(path: str, named: str | None, settings: Config) -> str:
    whole = os.path.abspath(path)
    is_extended = os.path.realpath(whole) in map(os.path.realpath, settings.files[1:])
    if named is not None and (whole == os.path.abspath(named) or is_extended):
        return os.curdir
    if is_extended:
        return settings.home
    if os.path.isfile(whole) and config.find(os.path.dirname(whole)) == whole:
        return os.path.dirname(path) or os.curdir
    return path
