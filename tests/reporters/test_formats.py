"""The table of formats, and what loading one costs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from replint.finding import Report
from replint.reporters import FORMATS, concise, json, load, text
from replint.reporters.screen import Screen

if TYPE_CHECKING:
    from replint.reporters import Reporter

WRITERS: tuple[Reporter, ...] = (concise, json, text)
"""The type checker says that each module is a reporter."""


def test_every_format_has_its_module() -> None:
    """Each format of the table is a reporter, and there is none beside the table."""
    assert [load(name) for name in sorted(FORMATS)] == list(WRITERS)


def test_an_unknown_format_is_refused() -> None:
    """A format that is not in the table has no reporter."""
    with pytest.raises(KeyError):
        load("xml")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_empty_report_ends_its_line(name: str) -> None:
    """Every format has something to say of an empty report, and ends in one line end."""
    told = load(name).render(Report(), Screen())
    assert told.strip()
    assert told.endswith("\n")
    assert not told.endswith("\n\n")


@pytest.mark.parametrize(
    ("name", "color", "loaded"),
    [("json", True, False), ("concise", True, False), ("text", False, False), ("text", True, True)],
)
def test_rich_is_loaded_for_colour_only(name: str, *, color: bool, loaded: bool) -> None:
    """A report in ASCII without colour loads no rich, and no format of its own loads the other."""
    script = (
        "import sys; from replint.finding import Report; from replint.reporters import load;"
        "from replint.reporters.screen import Screen;"
        f"load({name!r}).render(Report(), Screen(80, color={color}));"
        "print('rich' in sys.modules, 'replint.reporters.json' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert told.split() == [str(loaded), str(name == "json")]
