"""Patterns of paths: which files they name, and where those can only be."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replint.config.globs import Globs

if TYPE_CHECKING:
    from pathlib import Path

STEPS = st.sampled_from(["a", "b", "*", "**", "c*", "[ab]", "x.json", "*.json"])
PATTERNS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "/", "!"]),
    st.lists(STEPS, min_size=1, max_size=4).map("/".join),
    st.sampled_from(["", "/"]),
)
FILES = st.lists(st.sampled_from(["a", "b", "cc", "x.json", "d"]), min_size=1, max_size=5).map("/".join)


@pytest.mark.parametrize(
    ("patterns", "roots"),
    [
        (("prod/**",), ("home/prod",)),
        (("/prod/", "prod/eu/*.json"), ("home/prod",)),
        (("prod/a/*.json", "prod/b.json"), ("home/prod/a", "home/prod/b.json")),
        (("prod",), ("home",)),
        (("prod/",), ("home",)),
        (("**/a.json", "prod/**"), ("home",)),
        (("/*.json",), ("home",)),
        (("pro[dt]/a", "prod-a/x/y"), ("home",)),
        (("prod/x", "prod-a/y"), ("home/prod/x", "home/prod-a/y")),
        (("!prod/**",), ()),
    ],
)
def test_a_pattern_begins_literally(patterns: tuple[str, ...], roots: tuple[str, ...]) -> None:
    """What stands before the first wildcard is where to look; no place lies in another."""
    assert set(Globs("home", patterns).roots()) == set(roots)


@given(st.lists(PATTERNS, min_size=1, max_size=3), FILES)
def test_what_patterns_name_is_in_their_roots(patterns: list[str], file: str) -> None:
    """No file is among them that a walk of the roots would not meet."""
    globs = Globs("home", tuple(patterns))
    path = os.path.join("home", file)
    if path in globs:
        assert any(f"{path}/".startswith(f"{root}/") for root in globs.roots())


def test_a_path_is_taken_from_where_replint_was_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths may be absolute or not, the folder beside or above; what is outside of it is never named."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    above = Globs("..", ("*.json",))
    assert "x.json" in above
    assert str(tmp_path / "x.json") in above
    assert "../there/x.json" in above
    assert "../../x.json" not in above
    assert str(tmp_path / "here-too" / "x.json") not in Globs("", ("*.json",))
    monkeypatch.chdir(tmp_path)
    assert "../x.json" in above
    assert "../../x.json" not in above
