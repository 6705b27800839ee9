"""The documents as tests: commands are run and their output compared, data parses, links and tasks lead somewhere.

A block's language says what happens to it. `console`: every line that begins with `$ ` is run by sh, a block at a
time, in a copy of fixtures/ and docs/, 80 columns wide; what follows it must be the output of both streams, where a
line `...` stands for any lines. `python` is run. `json`, `toml` and `xml` must parse. The languages of UNRUN are shown
only; there are no others.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from replint.dialects import rest, shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Golden

REPOSITORY = Path(__file__).resolve().parent.parent
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])
UNRUN = frozenset({"clause", "diff", "ebnf", "groovy", "hcl", "mermaid", "override", "rule", "sh", "text", "yaml"})
PROMPT = "$ "
ELISION = "..."
END = "--- the output of a command ends here ---"
FENCE = re.compile(r"^```(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")
TASK = re.compile(r"(?:^|`)make ([a-z]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page; `start` is the offset of its first character."""

    page: Path
    language: str
    text: str
    start: int
    line: int

    def __str__(self) -> str:
        """Tell where the block stands."""
        return f"{self.page.relative_to(REPOSITORY)}:{self.line}"


@dataclass(frozen=True, slots=True)
class Step:
    """A command as the page shows it, with the output that it shows."""

    command: str
    output: tuple[str, ...]


def _blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [
        Block(page, found[1], found[2], found.start(2), text.count("\n", 0, found.start()) + 1)
        for found in FENCE.finditer(text)
    ]


BLOCKS = [block for page in PAGES for block in _blocks(page)]


def _of(*languages: str) -> list[Block]:
    return [block for block in BLOCKS if block.language in languages]


def _steps(block: Block) -> list[Step]:
    """Split a console block into commands and what each prints; a command goes on after a backslash at a line's end."""
    steps: list[tuple[list[str], list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith(PROMPT):
            steps.append(([line.removeprefix(PROMPT)], []))
        elif not steps:
            pytest.fail(f"{block}: a console block begins with a command")
        elif steps[-1][0][-1].endswith("\\") and not steps[-1][1]:
            steps[-1][0].append(line)
        else:
            steps[-1][1].append(line.rstrip())
    return [Step("\n".join(command), _trimmed(output)) for command, output in steps]


def _trimmed(lines: list[str]) -> tuple[str, ...]:
    """Drop empty lines at the end: a page sets commands apart with them."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    return tuple(lines)


def _run(steps: list[Step], folder: Path) -> list[tuple[str, ...]]:
    """Run the commands in one shell, so that `cd` and `$?` mean what they mean to a reader."""
    script = "".join(f"{step.command}\n_was=$?; echo '{END}'; (exit $_was)\n" for step in steps)
    done = subprocess.run(
        [shutil.which("sh") or "sh", "-c", script],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    *outputs, rest = done.stdout.decode().split(END + "\n")
    assert rest == "", f"the shell stopped early: {rest}"
    assert len(outputs) == len(steps)
    return [_trimmed([line.rstrip() for line in output.splitlines()]) for output in outputs]


def _environment(folder: Path) -> dict[str, str]:
    """Return what a terminal of 80 columns has; nothing of the machine's own settings."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {"PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8", "COLUMNS": "80", "TERM": "dumb"}


def _matches(shown: tuple[str, ...], printed: tuple[str, ...]) -> bool:
    parts = [r"(?:.*\n)*?" if line == ELISION else re.escape(line) + "\n" for line in shown]
    return re.fullmatch("".join(parts), "".join(line + "\n" for line in printed)) is not None


def _rewritten(block: Block, steps: list[Step], outputs: list[tuple[str, ...]]) -> str:
    """Return the page with the block's outputs as they are now."""
    told = "\n".join(
        f"{PROMPT}{step.command}\n" + "".join(line + "\n" for line in output)
        for step, output in zip(steps, outputs, strict=True)
    )
    page = block.page.read_text("utf-8")
    return page.replace(f"```console\n{block.text}```", f"```console\n{told}```")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a folder that holds copies of the fixtures and documents, as a reader has them."""
    for folder in ("docs", "fixtures"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    return tmp_path


@pytest.mark.parametrize("block", _of("console"), ids=str)
def test_commands_print_what_the_page_shows(block: Block, copy: Path, *, accept: bool) -> None:
    """Every command of a page prints exactly what stands under it."""
    steps = _steps(block)
    outputs = _run(steps, copy)
    differing = [
        f"$ {step.command}\n" + "\n".join(output)
        for step, output in zip(steps, outputs, strict=True)
        if not _matches(step.output, output)
    ]
    if differing and accept and not any(ELISION in step.output for step in steps):
        block.page.write_text(_rewritten(block, steps, outputs), "utf-8")
        return
    assert not differing, f"{block} prints otherwise:\n" + "\n".join(differing)


@pytest.mark.parametrize("block", _of("python"), ids=str)
def test_python_runs(block: Block, copy: Path) -> None:
    """Every piece of Python in a page runs to its end."""
    done = subprocess.run(
        [sys.executable, "-c", block.text], cwd=copy, env=_environment(copy), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("block", _of("json", "toml", "xml"), ids=str)
def test_data_parses(block: Block) -> None:
    """Every piece of JSON and TOML in a page is whole, and every piece of XML a document that fits."""
    readers: dict[str, Callable[[str], object]] = {"json": json.loads, "toml": tomllib.loads, "xml": _xml}
    readers[block.language](block.text)


def _xml(text: str) -> None:
    """Read a piece of XML as one of S3's documents, whose shape is right."""
    ((name, inner),) = rest.read("page.md", text.encode()).members()
    assert list(shape.faults(inner, name)) == []


def test_bundles_fit_their_schema() -> None:
    """Every bundle that a page shows is one that its JSON Schema takes."""
    schema = Draft202012Validator(json.loads((REPOSITORY / "docs" / "bundle.schema.json").read_text("utf-8")))
    bundles = [(block, bundle) for block in _of("json") if "ReplintBundle" in (bundle := json.loads(block.text))]
    assert bundles
    assert [f"{block}: {fault.message}" for block, bundle in bundles for fault in schema.iter_errors(bundle)] == []


def test_every_block_has_a_known_language() -> None:
    """No block of a page goes unchecked without saying so."""
    known = UNRUN | {"console", "python", "json", "toml", "xml"}
    assert [f"{block} `{block.language}`" for block in BLOCKS if block.language not in known] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link inside the repository names a file, and a heading of it."""
    dead = []
    for file, heading in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (heading and heading not in _anchors(target)):
            dead.append(f"{file}#{heading}")
    assert dead == []


def _anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, made as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_tasks_exist() -> None:
    """Every `make` task that a page names is in the Makefile, and help tells of it."""
    named = {task for page in PAGES for task in TASK.findall(page.read_text("utf-8"))}
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    assert named - set(re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE)) == set()


@pytest.mark.parametrize(
    "schema", ["dialects/bundle.schema.json", "reporters/report.schema.json", "versions/diff.schema.json"]
)
def test_published_schemas_are_those_in_use(schema: str, golden: Golden) -> None:
    """A schema in docs/ is the one that the package ships, character for character."""
    golden(f"docs/{schema.rpartition('/')[2]}", (REPOSITORY / "src" / "replint" / schema).read_text("utf-8"))
