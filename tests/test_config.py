"""The config file: which one counts, what it says, and what is wrong with it, at its place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from replint import config, lint
from replint.config import ConfigError

SHARED = "[project]\nname = 'x'\nselect = 5\n\n[tool.replint]\n{}\n\n[tool.other]\nrules = 5\n"
ACCOUNT = '`account` must be the id of an account, 12 digits as a string such as `"111122223333"`, not '
REGIONS = 'an element of `allowed-regions` must be a Region such as `"eu-west-1"`, not `Ireland`'
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
    hidden = write(tmp_path / ".replint.toml")
    assert config.find(str(below)) == str(hidden)
    own = write(tmp_path / "replint.toml")
    assert config.find(str(below)) == str(own)
    nearer = write(tmp_path / "a" / "pyproject.toml", SHARED.format(""))
    assert config.find(str(below)) == str(nearer)


@pytest.mark.parametrize(
    "text",
    [
        "[tool]\nreplint.strict = true\n",
        "[tool]\nreplint = { strict = true }\n",
        "[tool]\n'replint'.strict = true\n",
        "tool.replint.strict = true\n",
        "tool = { replint = { strict = true } }\n",
        "[tool.replint]\nstrict = true\n",
    ],
)
def test_a_table_counts_however_it_is_written(tmp_path: Path, text: str) -> None:
    """TOML has many ways to write a table, and what is said in any of them is not passed over."""
    path = write(tmp_path / "pyproject.toml", text)
    assert config.find(str(tmp_path)) == str(path)
    assert config.read(str(path)).strict


@pytest.mark.parametrize("text", ["[tool.poetry.dependencies]\nreplint = '^1'\n", "[x]\nreplint.y = 1\n"])
def test_a_mention_is_no_table(tmp_path: Path, text: str) -> None:
    """A pyproject that has replint among its dependencies says nothing to it."""
    write(tmp_path / "pyproject.toml", text)
    (tmp_path / ".git").mkdir()
    assert config.find(str(tmp_path)) is None


def test_the_first_example_of_the_page_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every rule and topic that it names is one."""
    page = (Path(__file__).resolve().parent.parent / "docs/configuration.md").read_text("utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policies").mkdir()
    said = config.read(str(write(tmp_path / "replint.toml", page.split("```toml\n")[1].split("```")[0])))
    assert said.areas
    wrong = [problem.message for problem in lint(["."], config=said).problems]
    assert wrong == ["`policies` holds no `.rule` file"]


def test_the_repository_is_the_end(tmp_path: Path) -> None:
    """What stands above the repository is not of the project; a worktree has a file `.git`."""
    write(tmp_path / "replint.toml")
    write(tmp_path / "project" / ".git", "gitdir: elsewhere\n")
    assert config.find(str(tmp_path / "project")) is None
    assert config.find(str(tmp_path)) is not None


@pytest.mark.parametrize(("name", "form"), [("replint.toml", "{}"), ("pyproject.toml", SHARED)])
def test_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, form: str) -> None:
    """Packs are beside the file wherever replint is started; each value has its place."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "docs").mkdir()
    monkeypatch.chdir(tmp_path / "docs")
    path = write(tmp_path / name, form.format("rules = ['ours']\nselect = [\n  \"trust\",\n  'advice']"))
    told = config.read(str(path))
    assert (told.path, told.rules) == (f"../{name}", ("../ours",))
    assert (told.select, told.ignore) == (("trust", "advice"), ())
    for key, value, shown in (("rules", "ours", "'ours'"), ("select", "trust", '"trust"')):
        place = told.place(key, value)
        assert place
        assert place.text.content[slice(*place.span)] == shown
    assert config.read(str(write(tmp_path / "empty.toml"))).rules == ()


@pytest.mark.parametrize("form", ["{}", SHARED, ALONE])
@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("slect = []", "`slect` is nothing that replint can be told; did you mean `select`?", "slect"),
        ("fail_on = 1", "`fail_on` is nothing that replint can be told; did you mean `fail-on`?", "fail_on"),
        ("select = 'trust'", "`select` must be a list of strings, not `trust`", "'trust'"),
        ("select.x = 5", "`select` must be a list of strings, not a table", "select"),
        ("ignore = ['a', 5]", "an element of `ignore` must be a string that is not empty, not a number", "5"),
        ("ignore = ['']", "an element of `ignore` must be a string that is not empty, not ``", "''"),
        ("rules = ['nowhere']", "`nowhere` is not a folder beside this file, as a rule pack is", "'nowhere'"),
        ("extend = 'no.toml'", "`no.toml` is not a file beside this one", "'no.toml'"),
        ("strict = 'yes'", "`strict` must be true or false, not `yes`", "'yes'"),
        ("fail-on = 'all'", "`fail-on` must be `error`, `warning`, `note` or `never`, not `all`", "'all'"),
        (
            "severity.some-rule = 'bad'",
            "`some-rule` must be `error`, `warning`, `note` or `off`, not `bad`",
            "'bad'",
        ),
        ("severity.some-rule.reason = 'x'", "the severity of a rule needs `level`", "some-rule"),
        ("severity = 'off'", "`severity` must be a table of rules and their severities, not `off`", "'off'"),
        ("exclude = ['']", "an element of `exclude` must be a string that is not empty, not ``", "''"),
        ("exclude = ['# x']", "`# x` names no file", "'# x'"),
        (
            "exclude = ['[[:alpha:]]']",
            "`[[:alpha:]]` has a set that replint does not read; name its characters",
            "'[[:alpha:]]'",
        ),
        ("exclude = ['[z-a].json']", "`[z-a].json` is no pattern as in a `.gitignore`", "'[z-a].json'"),
        ('baseline = "a\\u0000"', "`a\0` is no path", '"a\\u0000"'),
        ("path = [{paths = ['a'], account = '١٢٣٤٥٦٧٨٩٠١٢'}]", ACCOUNT + "`١٢٣٤٥٦٧٨٩٠١٢`", "'١٢٣٤٥٦٧٨٩٠١٢'"),
        ("exclude = ['!']", "`!` is no pattern as in a `.gitignore`", "'!'"),
        ("estate = [{name = 'a'}]", "an estate needs `paths`", "{name = 'a'}"),
        (
            "estate = [{name = 'a', path = []}]",
            "`path` is nothing that replint can be told; did you mean `paths`?",
            "path",
        ),
        ("path = [5]", "an element of `path` must be a table `path`, not a number", "5"),
        ("path = [{paths = ['a'], account = 1}]", ACCOUNT + "a number", "1"),
        ("path = [{paths = ['a'], account = '1'}]", ACCOUNT + "`1`", "'1'"),
        ("allowed-regions = ['Ireland']", REGIONS, "'Ireland'"),
        ("format = [{output = 'x'}]", "a format needs `name`", "{output = 'x'}"),
    ],
)
def test_what_is_wrong(tmp_path: Path, form: str, text: str, message: str, place: str) -> None:
    """A key or a value that cannot be is told where it stands, in its own table."""
    path = write(tmp_path / ("replint.toml" if form == "{}" else "pyproject.toml"), form.format(text))
    with pytest.raises(ConfigError) as caught:
        config.read(str(path))
    assert (str(caught.value), underlined(caught.value)) == (message, place)
    assert caught.value.place
    line = path.read_text().splitlines().index(text) + 1
    assert caught.value.place.text.position(caught.value.place.span.start).line == line


def test_no_toml(tmp_path: Path) -> None:
    """What is not TOML, or not UTF-8, is told with line and column."""
    path = write(tmp_path / "replint.toml", "rules = [] # \x85\nselect [")
    with pytest.raises(ConfigError, match=r"^this is not TOML: expected '='") as caught:
        config.read(str(path))
    assert caught.value.place
    assert caught.value.place.text.position(caught.value.place.span.start) == (2, 8)
    path.write_text("rules = [")
    with pytest.raises(ConfigError, match=r"^this is not TOML: ") as caught:
        config.read(str(path))
    path.write_bytes(b"# caf\xe9\n")
    with pytest.raises(ConfigError, match=r"^expected UTF-8, found the byte 0xE9$") as caught:
        config.read(str(path))
    assert caught.value.place
    assert caught.value.place.span.start == 5


@pytest.mark.parametrize("text", ["[project]\nname = 'x'\n", "tool = 5\n", "[tool]\nreplint = 5\n"])
def test_a_pyproject_without_a_table(tmp_path: Path, text: str) -> None:
    """A pyproject that is named and says nothing to replint is a slip."""
    path = write(tmp_path / "pyproject.toml", text)
    with pytest.raises(ConfigError, match=r"pyproject.toml` has no table `\[tool.replint\]`$"):
        config.read(str(path))


def test_looking_for_it_is_cheap(tmp_path: Path) -> None:
    """Where there is no config file nothing is loaded to read one."""
    script = "import sys; from replint import config; assert config.find('.') is None; print(*sys.modules)"
    (tmp_path / ".git").mkdir()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True, cwd=tmp_path)
    assert {"tomllib", "difflib"}.isdisjoint(done.stdout.split())


EVERYTHING = """
extend = "shared/base.toml"
rules = ["ours"]
exclude = ["legacy/", "!legacy/kept.json"]
format = ["text", { name = "sarif", output = "replint.sarif" }]
allowed-regions = ["eu-west-1"]
baseline = "known.json"

[severity]
unguarded-trust = "off"
account-wide-grant = { level = "note", reason = "reviewed by hand" }

[[estate]]
name = "payments"
paths = ["a/", "b/*.json"]
organization = "o-a1b2c3d4e5"
allowed-accounts = ["111122223333"]

[[path]]
paths = ["prod/"]
account = "111122223333"
region = "eu-west-1"
bucket = "prod-logs"
ignore = ["trust"]
severity = { unguarded-trust = "error" }

[[suppress]]
rule = "unguarded-trust"
path = "prod/"
reason = "known"
expires = 2027-01-31
"""
BASE = """
strict = true
fail-on = "warning"
ignore = ["least-privilege"]
rules = ["packs"]
"""


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> config.Config:
    """Return a config that says everything, read from a folder beside it."""
    for folder in ("project/ours", "project/shared/packs", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    write(tmp_path / "project/shared/base.toml", BASE)
    monkeypatch.chdir(tmp_path / "elsewhere")
    return config.read(str(write(tmp_path / "project/replint.toml", EVERYTHING)))


def test_every_key(whole: config.Config) -> None:
    """Each key arrives as the value that it means; paths start from where replint does."""
    assert (whole.path, whole.home) == ("../project/replint.toml", "../project")
    assert whole.formats == (("text", None), ("sarif", "../project/replint.sarif"))
    assert whole.baseline == "../project/known.json"
    assert [(each.rule, each.severity) for each in whole.overrides] == [
        ("unguarded-trust", None),
        ("account-wide-grant", "note"),
    ]
    assert [each.reason for each in whole.overrides] == ["`../project/replint.toml` says so", "reviewed by hand"]
    assert [each.path for each in whole.overrides] == ["../project/replint.toml:10", "../project/replint.toml:11"]
    assert whole.organization == config.Organization(None, ("eu-west-1",), None)
    (estate,) = whole.estates
    assert (estate.name, estate.organization) == (
        "payments",
        config.Organization("o-a1b2c3d4e5", None, ("111122223333",)),
    )
    (area,) = whole.areas
    assert [node.value for node in (area.account, area.region, area.bucket) if node] == [
        "111122223333",
        "eu-west-1",
        "prod-logs",
    ]
    assert [(name, place.text.content[slice(*place.span)]) for name, place in area.names()] == [
        ("trust", '"trust"'),
        ("unguarded-trust", "unguarded-trust"),
    ]
    assert (area.ignore, area.severity) == (("trust",), {"unguarded-trust": "error"})
    (table,) = whole.suppress
    assert table.value == {"rule": "unguarded-trust", "path": "prod/", "reason": "known", "expires": "2027-01-31"}


def test_a_file_extends_another(whole: config.Config) -> None:
    """What a file says stands in place of what the extended file says, key by key, and nothing is merged."""
    assert (whole.strict, whole.fail_on, whole.ignore) == (True, "warning", ("least-privilege",))
    assert whole.rules == ("../project/ours",)
    place = whole.place("strict")
    assert place
    assert place.text.path == "../project/shared/base.toml"


def test_paths_of_an_extended_file(tmp_path: Path) -> None:
    """A path starts from the file that has it."""
    (tmp_path / "shared" / "packs").mkdir(parents=True)
    write(tmp_path / "shared/base.toml", BASE + "exclude = ['old/']")
    told = config.read(str(write(tmp_path / "replint.toml", "extend = 'shared/base.toml'")))
    assert [os.path.abspath(each) for each in told.rules] == [str(tmp_path / "shared/packs")]
    assert told.exclude
    assert os.path.relpath(tmp_path / "shared/old/a.json") in told.exclude
    assert os.path.relpath(tmp_path / "old/a.json") not in told.exclude


def test_a_circle_of_files(tmp_path: Path) -> None:
    """Files that extend one another are refused at the one that closes the circle."""
    write(tmp_path / "a.toml", "extend = 'b.toml'")
    write(tmp_path / "b.toml", "extend = './a.toml'")
    with pytest.raises(ConfigError, match=r"^`./a.toml` extends this file itself$") as caught:
        config.read(str(tmp_path / "a.toml"))
    assert caught.value.place
    assert caught.value.place.text.path.endswith("b.toml")


def test_patterns_of_paths(whole: config.Config) -> None:
    """Patterns mean what they mean in a `.gitignore`, from the folder of the file."""
    (estate,) = whole.estates
    named = ["../project/a/x.json", "../project/a/b/x.json", "../project/b/x.json", "../project/z/a/x.json"]
    others = ["../project/b/c/x.json", "a/x.json", "../project/b/x.xml", "../a/x.json"]
    assert [path in estate.files for path in [*named, *others]] == [True] * len(named) + [False] * len(others)
    assert whole.exclude
    assert "../project/legacy/x.json" in whole.exclude


def test_the_schema_says_the_same(whole: config.Config) -> None:
    """The schema takes what the reader takes, and refuses a key that there is not."""
    schema = config.schema()
    assert isinstance(schema, dict)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert not [*validator.iter_errors({key: node.value for key, node in whole.nodes.items()})]
    assert [error.message for error in validator.iter_errors({"slect": []})]
    assert not [*validator.iter_errors({})]


def test_every_value_and_where_it_is_from(whole: config.Config) -> None:
    """Each key is told once, a table of several one by one, with its default where nobody says anything."""
    told = [
        (key, value, place and place.text.position(place.span.start).line) for key, value, place in config.values(whole)
    ]
    assert ("strict", True, 2) in told
    assert ("rules", ["ours"], 3) in told
    assert ("select", None, None) in told
    assert [line for key, _, line in told if key == "estate"] == [13]
    nothing = [*config.values(config.NONE)]
    assert ("fail-on", "error", None) in nothing
    assert len({key for key, _, _ in nothing}) == len(nothing)
