"""The config file: which one counts, what it says, and what is wrong with it, at its place."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from replint import config
from replint.config import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

SHARED = "[project]\nname = 'x'\nselect = 5\n\n[tool.replint]\n{}\n\n[tool.other]\nrules = 5\n"
ALONE = "[tool.replint]\n{}\n"


def write(path: Path, text: str = "") -> Path:
    """Write a file, with the folders that lead to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def underlined(wrong: ConfigError) -> str:
    """Return the characters that an error points at."""
    assert wrong.place
    return wrong.place.text.content[slice(*wrong.place.span)]


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    """The file of the folder, else that of the nearest folder above; `replint.toml` first, and no bare pyproject."""
    (tmp_path / ".git").mkdir()
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert config.find(str(below)) is None
    shared = write(tmp_path / "pyproject.toml", SHARED.format(""))
    assert config.find(str(below)) == str(shared)
    write(tmp_path / "a" / "pyproject.toml", "[project]\nname = 'replint-rules' # no [tool.replint]\n")
    assert config.find(str(below)) == str(shared)
    own = write(tmp_path / "replint.toml")
    assert config.find(str(below)) == str(own)
    nearer = write(tmp_path / "a" / "pyproject.toml", SHARED.format(""))
    assert config.find(str(below)) == str(nearer)


def test_the_repository_is_the_end(tmp_path: Path) -> None:
    """What stands above the repository is not of the project; a worktree has a file `.git`."""
    write(tmp_path / "replint.toml")
    write(tmp_path / "project" / ".git", "gitdir: elsewhere\n")
    assert config.find(str(tmp_path / "project")) is None
    assert config.find(str(tmp_path)) is not None


@pytest.mark.parametrize(("name", "form"), [("replint.toml", "{}"), ("pyproject.toml", SHARED)])
def test_what_it_says(tmp_path: Path, name: str, form: str) -> None:
    """Packs are beside the file wherever replint is started; each value has its place."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "docs").mkdir()
    path = write(tmp_path / name, form.format("rules = ['ours']\nselect = [\n  \"trust\",\n  'advice']"))
    told = config.read(str(path), str(tmp_path / "docs"))
    assert (told.path, told.rules) == (f"../{name}", ("../ours",))
    assert (told.select, told.ignore) == (("trust", "advice"), ())
    for key, value, shown in (("rules", "ours", "'ours'"), ("select", "trust", '"trust"')):
        place = told.places[key, value]
        assert place.text.content[slice(*place.span)] == shown
    assert config.read(str(write(tmp_path / "empty.toml")), str(tmp_path)).rules == ()


@pytest.mark.parametrize("form", ["{}", SHARED, ALONE])
@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("slect = []", "`slect` is nothing that replint can be told; did you mean `select`?", "slect"),
        ("zzz = 1", "`zzz` is nothing that replint can be told; it reads `rules`, `select`, `ignore`", "zzz"),
        ("select = 'trust'", '`select` must be a list of strings, such as `select = ["..."]`', "select"),
        ("ignore = ['a', 5]", "an element of `ignore` is no name; expected strings", "ignore"),
        ("ignore = ['']", "an element of `ignore` is no name; expected strings", "ignore"),
        ("rules = ['nowhere']", "`nowhere` is not a folder beside this file, as a rule pack is", "'nowhere'"),
        ("'rules'.x = 5", '`rules` must be a list of strings, such as `rules = ["..."]`', "rules"),
    ],
)
def test_what_is_wrong(tmp_path: Path, form: str, text: str, message: str, place: str) -> None:
    """A key or a value that cannot be is told where it stands, in its own table."""
    path = write(tmp_path / ("replint.toml" if form == "{}" else "pyproject.toml"), form.format(text))
    with pytest.raises(ConfigError) as caught:
        config.read(str(path), str(tmp_path))
    assert (str(caught.value), underlined(caught.value)) == (message, place)
    assert caught.value.place
    line = path.read_text().splitlines().index(text) + 1
    assert caught.value.place.text.position(caught.value.place.span.start).line == line


def test_no_toml(tmp_path: Path) -> None:
    """What is not TOML, or not UTF-8, is told with line and column."""
    path = write(tmp_path / "replint.toml", "rules = [] # \x85\nselect [")
    with pytest.raises(ConfigError, match=r"^this is not TOML: expected '='") as caught:
        config.read(str(path), str(tmp_path))
    assert caught.value.place
    assert caught.value.place.text.position(caught.value.place.span.start) == (2, 8)
    path.write_text("rules = [")
    with pytest.raises(ConfigError, match=r"^this is not TOML: ") as caught:
        config.read(str(path), str(tmp_path))
    path.write_bytes(b"# caf\xe9\n")
    with pytest.raises(ConfigError, match=r"^byte 0xe9 is not UTF-8") as caught:
        config.read(str(path), str(tmp_path))
    assert caught.value.place
    assert caught.value.place.span.start == 5


@pytest.mark.parametrize("text", ["[project]\nname = 'x'\n", "tool = 5\n", "[tool]\nreplint = 5\n"])
def test_a_pyproject_without_a_table(tmp_path: Path, text: str) -> None:
    """A pyproject that is named and says nothing to replint is a slip."""
    path = write(tmp_path / "pyproject.toml", text)
    with pytest.raises(ConfigError, match=r"^`pyproject.toml` has no table `\[tool.replint\]`$"):
        config.read(str(path), str(tmp_path))


def test_looking_for_it_is_cheap(tmp_path: Path) -> None:
    """Where there is no config file nothing is loaded to read one."""
    script = "import sys; from replint import config; assert config.find('.') is None; print(*sys.modules)"
    (tmp_path / ".git").mkdir()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True, cwd=tmp_path)
    assert {"tomllib", "difflib"}.isdisjoint(done.stdout.split())
