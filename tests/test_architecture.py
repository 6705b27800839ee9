"""The layers of docs/architecture.md as a test: who may import whom, and by which door each dependency enters."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from replint.cli.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = "replint"
SOURCE = REPOSITORY / "src" / PACKAGE

# A unit is a module or a folder directly below the package. The river runs upwards through this table: a unit imports
# only units of lines above its own, and of those only the ones named. TYPE_CHECKING imports and imports inside
# functions count like any other.
MAY_IMPORT: dict[str, frozenset[str]] = {
    unit: frozenset(allowed.split())
    for unit, allowed in {
        "version": "",
        "record": "",
        "paths": "",
        "span": "record",
        "reasons": "record",
        "since": "record",
        "git": "record",
        "change": "record span",
        "known": "record",
        "finding": "record span since change known",
        "iam": "record span",
        "syntax": "record span",
        "facts": "record span finding iam",
        "flows": "record span iam facts",
        "dialects": "record span finding iam syntax facts",
        "lang": "record span finding",
        "context": "record span iam facts",
        "governing": "span iam facts",
        "jobs": "record span iam facts",
        "deployments": "record span facts",
        "inventory": "record span facts",
        "selecting": "record",
        "routes": "record facts selecting",
        "configured": "record span iam facts flows routes",
        "privilege": "record span iam facts flows context governing",
        "subjects": "facts flows jobs deployments inventory configured privilege",
        "targets": "record span iam facts flows jobs deployments context governing",
        "vocabulary": "span finding iam facts flows jobs deployments inventory selecting routes configured privilege "
        "subjects lang targets",
        "packs": "record span finding lang vocabulary",
        "requirements": "record span finding iam facts subjects lang context targets vocabulary governing",
        "wording": "span finding iam facts lang context targets vocabulary requirements",
        "mending": "span finding iam facts context targets requirements",
        "traps": "record iam",
        "refusal": "record span finding iam facts context targets requirements wording mending traps",
        "missing": "record span finding iam facts subjects lang context vocabulary requirements wording",
        "judge": "span finding iam subjects lang requirements wording refusal missing",
        "putting": "record span finding facts",
        "pending": "span finding iam subjects requirements wording missing judge",
        "simulate": "record span finding syntax dialects iam",
        "fixes": "span finding syntax",
        "reporters": "record version span known finding since",
        "config": "record span finding syntax",
        "choice": "record span finding config",
        "bearings": "record facts dialects config",
        "words": "record lang vocabulary packs",
        "assumed": "record facts flows governing jobs subjects",
        "fingerprints": "record paths finding",
        "suppressions": "record paths known span finding syntax dialects fingerprints",
        "baselines": "record paths known span finding syntax",
        "hiding": "record paths known span finding syntax dialects fingerprints suppressions baselines",
        "outcomes": "record span finding facts flows subjects lang requirements judge putting assumed",
        "linter": "record finding config choice bearings dialects lang packs pending putting assumed fingerprints "
        "hiding outcomes",
        "versions": "record version span since git finding syntax dialects reporters linter",
        "trial": "record span finding config packs reporters linter",
        "explain": "record finding dialects lang packs reasons reporters vocabulary",
        "cli": "record known version span reasons git finding syntax config dialects suppressions baselines hiding "
        "linter versions packs simulate fixes reporters words trial explain",
        "__init__": "version linter finding",
        "__main__": "cli",
    }.items()
}

# A dependency enters by one door: the module, or the folder, that alone may import it.
DOORS: dict[str, str] = {
    "typer": "cli",
    "rich": "reporters.text",
    "jsonschema": "dialects.shape",
    "pathspec": "config.globs",
    "pyparsing": "lang.grammar",
}

# So do parsers of the standard library that only some runs need.
OWN_DOORS: dict[str, str] = {
    "xml": "syntax.xml",
    "pyexpat": "syntax.xml",
}

DRAWERS = frozenset(
    {"base", "common", "core", "helper", "helpers", "lib", "misc", "shared", "tools", "types", "util", "utils"}
)
LONGEST_MODULE = 320


@dataclass(frozen=True, slots=True)
class Import:
    """One name that one module asks for, with the line that asks; late when a string names it for a loader."""

    module: str
    wanted: str
    line: int
    late: bool = False

    def __str__(self) -> str:
        """Tell the import as a reader looks it up."""
        return f"{self.module}:{self.line} imports {self.wanted}"


def _modules() -> dict[str, Path]:
    """Return each module of the package by dotted name; a folder goes by its own name."""
    return {_dotted(path): path for path in sorted(SOURCE.rglob("*.py"))}


def _dotted(path: Path) -> str:
    parts = (PACKAGE, *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(module: str, path: Path, modules: Mapping[str, Path]) -> Iterator[Import]:
    """Yield every import of a module, and every string that names a module of ours, which a late loader may import."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (Import(module, name.name, node.lineno) for name in names)
            case ast.ImportFrom(names=names):
                origin = _origin(module, path, node)
                yield from (Import(module, f"{origin}.{name.name}", node.lineno) for name in names)
            case ast.Constant(value=str(text)) if text != PACKAGE and text.rstrip(".") in modules:
                yield Import(module, text.rstrip("."), node.lineno, late=True)
            case _:
                pass


def _origin(module: str, path: Path, node: ast.ImportFrom) -> str:
    """Return the absolute name of what a `from` import names."""
    if not node.level:
        return node.module or ""
    package = module.split(".")
    up = node.level - (path.name == "__init__.py")
    return ".".join(chain(package[: len(package) - up], [node.module] if node.module else []))


def _unit(dotted: str, modules: Mapping[str, Path]) -> str:
    """Return the unit that a dotted name of ours lies in; a name that is no module's is one of `__init__`."""
    _, _, inside = dotted.partition(".")
    unit = inside.partition(".")[0]
    return unit if f"{PACKAGE}.{unit}" in modules else "__init__"


def _ours(wanted: str) -> bool:
    return wanted.partition(".")[0] == PACKAGE


def _all_imports() -> list[Import]:
    modules = _modules()
    return [found for module, path in modules.items() for found in _imports(module, path, modules)]


def test_every_unit_stands_in_the_table() -> None:
    """The table knows each module and folder of the package."""
    modules = _modules()
    units = {_unit(module, modules) for module in modules if module != PACKAGE} | {"__init__"}
    assert sorted(units - MAY_IMPORT.keys()) == []


def test_the_table_runs_one_way() -> None:
    """No unit may import one that stands below it in the table, or itself."""
    order = list(MAY_IMPORT)
    upstream = [
        (unit, wanted) for unit in order for wanted in MAY_IMPORT[unit] if order.index(wanted) >= order.index(unit)
    ]
    assert upstream == []


def test_units_import_only_what_the_table_allows() -> None:
    """Every import between units is one that the table names."""
    modules = _modules()
    forbidden = [
        str(found)
        for found in _all_imports()
        if _ours(found.wanted)
        and (unit := _unit(found.module, modules)) != (wanted := _unit(found.wanted, modules))
        and wanted not in MAY_IMPORT.get(unit, frozenset())
    ]
    assert forbidden == []


def test_modules_import_each_other_one_way() -> None:
    """No two modules reach each other by imports, inside a unit either; a table may name modules that import it."""
    modules = _modules()
    graph: dict[str, set[str]] = {module: set() for module in modules}
    for found in _all_imports():
        if not found.late and _ours(found.wanted) and (target := _target(found.wanted, modules)) != found.module:
            graph[found.module].add(target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        cycle = " <- ".join(error.args[1])
        raise AssertionError(cycle) from None


def _target(wanted: str, modules: Mapping[str, Path]) -> str:
    """Return the module that an imported name is, or that holds it."""
    while wanted not in modules:
        wanted = wanted.rpartition(".")[0]
    return wanted


def test_dependencies_enter_by_their_doors() -> None:
    """Outside of the standard library a module imports only what has its door there."""
    strangers = [
        str(found)
        for found in _all_imports()
        if not _ours(found.wanted)
        and (top := found.wanted.partition(".")[0]) not in sys.stdlib_module_names
        and not _is_door(found.module, DOORS.get(top))
    ]
    assert strangers == []


def test_parsers_of_the_standard_library_enter_by_their_doors() -> None:
    """A parser of the standard library that has a door is imported there alone."""
    strangers = [
        str(found)
        for found in _all_imports()
        if (top := found.wanted.partition(".")[0]) in OWN_DOORS and not _is_door(found.module, OWN_DOORS[top])
    ]
    assert strangers == []
    assert {found.module for found in _all_imports() if found.wanted.startswith("xml.")} == {"replint.syntax.xml"}


def test_one_module_starts_processes() -> None:
    """Only the door of git starts another program, and no module by another way than `subprocess`."""
    assert {found.module for found in _all_imports() if found.wanted.startswith("subprocess")} == {"replint.git"}
    starters = re.compile(r"\bos\.(?:system|popen|exec\w+|spawn\w+|posix_spawn\w*|fork\w*|startfile)\b|shell\s*=")
    assert [module for module, path in _modules().items() if starters.search(path.read_text("utf-8"))] == []


def _is_door(module: str, door: str | None) -> bool:
    return door is not None and f"{module}.".startswith(f"{PACKAGE}.{door}.")


def test_every_door_is_a_declared_dependency() -> None:
    """The doors and the dependencies of pyproject.toml are the same."""
    declared = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert {re.split(r"[<>=!~ \[;]", dependency)[0] for dependency in declared} == set(DOORS)


def test_the_page_tells_of_every_layer() -> None:
    """docs/architecture.md has one paragraph for each unit of the table, in an order that the table allows."""
    told = re.findall(r"^\*\*`(\w+)`\*\* ", (REPOSITORY / "docs" / "architecture.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(told) == sorted(unit for unit in MAY_IMPORT if not unit.startswith("__"))
    early = [(unit, wanted) for unit in told for wanted in MAY_IMPORT[unit] if told.index(wanted) > told.index(unit)]
    assert early == []


def test_no_drawers() -> None:
    """No module or folder is named after nothing in particular."""
    assert [module for module in _modules() if module.rpartition(".")[2].strip("_") in DRAWERS] == []


def test_rooms_stay_small() -> None:
    """No module outgrows what a reader holds in mind."""
    lines = {module: len(path.read_text("utf-8").splitlines()) for module, path in _modules().items()}
    assert {module: count for module, count in lines.items() if count > LONGEST_MODULE} == {}


def test_laws_leave_the_number_of_examples_to_the_profile() -> None:
    """No test draws a fixed number of examples, only multiples of the profile's: the deep one would not reach it."""
    fixed = re.compile(r"max_examples\s*=\s*[\d_]+\s*[,)]")
    assert [str(path) for path in (REPOSITORY / "tests").rglob("*.py") if fixed.search(path.read_text("utf-8"))] == []


def _loaded(*arguments: str) -> set[str]:
    """Return every module that a clean run of a command loads."""
    script = "import sys, replint.cli\ntry: replint.cli.main()\nfinally: print(*sys.modules, file=sys.stderr)\n"
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_a_run_loads_its_own_command_alone() -> None:
    """No run pays for the commands that it is not."""
    commands = {named.module for named in COMMANDS.values()}
    assert _loaded("check", "fixtures/_estates/demo/repaired") & commands == {"replint.cli.check"}
    assert _loaded("--help") & commands == commands


def test_a_clean_report_as_text_loads_nothing_that_shows_findings() -> None:
    """Where nothing is found and nothing is open, no source is shown and no change is drawn."""
    shown = {f"replint.reporters.text.{name}" for name in ("findings", "block", "snippet", "diff", "gaps", "proof")}
    loaded = _loaded("check", "fixtures/_estates/demo/repaired")
    assert loaded & (shown | {"replint.reporters.groups", "replint.reporters.gaps"}) == set()
    assert "replint.reporters.text.closing" in loaded
    assert {f"replint.{name}" for name in ("config.globs", "suppressions", "baselines")} & loaded == set()


def test_a_clean_check_loads_no_heavy_library() -> None:
    """A run without findings, reported as JSON, loads nothing that only another kind of run needs."""
    loaded = _loaded("check", "fixtures/_estates/demo/repaired", "--format", "json")
    assert loaded & {"jsonschema", "pydantic", "pyparsing", "rich", "hypothesis", "pytest", "tomllib"} == set()
    assert loaded & {"pyexpat", "xml.parsers.expat", "replint.syntax.xml", "replint.dialects.rest"} == set()
    assert loaded & {"replint.explain", "replint.reasons", "replint.reporters.text"} == set()
    assert loaded & {"replint.trial", "replint.words"} == set()
    assert loaded & {"tempfile", "replint.git", "replint.versions"} == set()
    assert loaded & {"replint.bearings", "replint.config.reading", "pathspec"} == set()
    assert "typer" in loaded


def test_a_clean_run_looks_for_no_likeness() -> None:
    """Where every name is right, nothing is compared with names that are like it, which takes long."""
    script = "import sys, replint; replint.lint([sys.argv[1]]); print('difflib' in sys.modules)"
    estate = "fixtures/_estates/demo/repaired"
    done = subprocess.run(
        [sys.executable, "-c", script, estate], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "False\n"), done.stderr
