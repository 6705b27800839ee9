"""What every test has at hand: hypothesis profiles, golden files, the order of a run; knows no layer of the program."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

QUICK_EXAMPLES = 40
DEEP_FACTOR = 50

# No deadline and no check of speed: a busy machine must not turn a test red. The quick profile draws the same
# examples in every run, so that a red run means a change; the deep one draws new ones.
settings.register_profile(
    "default",
    max_examples=QUICK_EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "deep",
    max_examples=QUICK_EXAMPLES * DEEP_FACTOR,
    deadline=None,
    derandomize=False,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
# While mutants are tried, a first failure is enough: it need not be made small. The tables kill most of them, and for
# the rest a few examples say as much as many.
settings.register_profile(
    "mutants",
    settings.get_profile("default"),
    max_examples=QUICK_EXAMPLES // 3,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


class Golden(Protocol):
    """A comparison of text with a file that holds what it shall be."""

    def __call__(self, path: str | os.PathLike[str], text: str) -> None:
        """Fail unless the file at `path` (from the repository) holds exactly `text`; under --accept, make it so."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --accept, also switched on by ACCEPT=1."""
    parser.addoption(
        "--accept", action="store_true", default=os.environ.get("ACCEPT") == "1", help="rewrite golden files"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what is marked `last` after everything else, and while mutants are tried, the slow laws after the tables."""
    items.sort(key=_order)


def _order(item: pytest.Item) -> tuple[bool, bool]:
    law = "MUTANT_UNDER_TEST" in os.environ and item.get_closest_marker("hypothesis") is not None
    return item.get_closest_marker("last") is not None, law


@pytest.fixture(autouse=True)
def fresh_caches() -> None:
    """While mutants are tried, keep no answer of one test for the next: it would hide who works for it."""
    if "MUTANT_UNDER_TEST" in os.environ:
        for name, module in list(sys.modules.items()):
            if name.startswith("replint."):
                for member in vars(module).values():
                    getattr(member, "cache_clear", _nothing)()


def _nothing() -> None:
    """Stand in where there is no cache."""


@pytest.fixture(scope="session")
def repository() -> Path:
    """Return the root of the checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def accept(pytestconfig: pytest.Config) -> bool:
    """Say whether golden files are to be rewritten."""
    return bool(pytestconfig.getoption("--accept"))


@pytest.fixture(scope="session")
def golden(repository: Path, *, accept: bool) -> Golden:
    """Return the comparison with golden files."""

    def compare(path: str | os.PathLike[str], text: str) -> None:
        file = repository / path
        if accept:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        if not file.exists():
            pytest.fail(f"no golden file {file.relative_to(repository)}; `make accept` writes it")
        _same_lines(text.splitlines(keepends=True), file.read_bytes().decode().splitlines(keepends=True), str(path))

    return compare


def _same_lines(told: Sequence[str], expected: Sequence[str], name: str) -> None:
    """Compare line by line, so that pytest shows the lines that differ."""
    assert told == expected, f"{name} differs; if the change is meant, `make accept` and read the diff"
