"""Findings to suppressions, as tables that a config file can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.paths import from_home
from replint.suppressions.called import RULE_ID, SID, Names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from replint.finding import Finding
    from replint.span import Place

Table = dict[str, str]
"""An entry: its keys, with the values that are strings."""


def tables(
    findings: Iterable[Finding], folder: str, cwd: str, reason: str, expires: str | None
) -> tuple[list[Table], list[Finding]]:
    """An entry for each finding, with paths from `folder`, equal ones once; and findings that no TOML can name.

    A statement is named by its `Sid`, a replication rule by its `ID`, where no other in the file has that name: they
    stay when something is put before them. Any other place is a pointer.
    """
    names = Names()
    found: dict[tuple[tuple[str, str], ...], Table] = {}
    unnamed = []
    for each in findings:
        place = each.primary.place
        path = from_home(place.text.file.path, folder, cwd)
        table = {"rule": each.rule, "path": path, **_where(place, names), "reason": reason}
        if expires:
            table["expires"] = expires
        if all(map(_is_unicode, table.values())):
            found[tuple(table.items())] = table
        else:
            unnamed.append(each)
    return [*found.values()], unnamed


def _where(place: Place, names: Names) -> Table:
    for key, naming in (("sid", SID), ("rule-id", RULE_ID)):
        name = names.of(place, naming)
        if name and name.strip() and _is_unicode(name) and names.is_unique(place, naming, name):
            return {key: name}
    return {"pointer": f"{place.pointer}{place.inner or ''}"}


def _is_unicode(text: str) -> bool:
    """Whether a text can be written: half a surrogate pair is no character, and TOML has no way to say it."""
    return not any("\ud800" <= char <= "\udfff" for char in text)
