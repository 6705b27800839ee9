"""Help and docs/commands.md: every flag in a group, on one screen, and the page as fresh as the flags themselves."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer import Context
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from replint.cli import app
from replint.cli.layout import GROUPS, OTHER, Entry, commands, entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Golden

PAGE = Path("docs", "commands.md")
SCREEN, LONG = 24, 45
WIDTH = 80
UNGROUPED = {"help", "version"}


def _tree(command: TyperCommand | TyperGroup, above: Context | None = None) -> Iterator[Context]:
    """Yield the context of a command and of all below it, as they stand in help; what is hidden is left out."""
    context = Context(command, parent=above, info_name=command.name, **command.context_settings)
    yield context
    for each in command.commands.values() if isinstance(command, TyperGroup) else ():
        if not each.hidden:
            assert isinstance(each, TyperCommand | TyperGroup)
            yield from _tree(each, context)


def _root() -> TyperGroup:
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    return root


CONTEXTS = {context.command_path: context for context in _tree(_root())}


def _command(context: Context) -> TyperCommand | TyperGroup:
    assert isinstance(context.command, TyperCommand | TyperGroup)
    return context.command


@pytest.fixture(autouse=True)
def _screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(WIDTH))


@pytest.mark.parametrize("path", CONTEXTS)
def test_every_flag_has_a_group(path: str) -> None:
    """A flag names its group where it is declared (`rich_help_panel=`); only those that every program has do not."""
    strays = [
        parameter.name
        for parameter in CONTEXTS[path].command.params
        if isinstance(parameter, TyperArgument | TyperOption)
        and parameter.name not in UNGROUPED
        and parameter.rich_help_panel not in GROUPS
    ]
    assert strays == []


@pytest.mark.parametrize("path", CONTEXTS)
def test_help_fits(path: str) -> None:
    """Help of the whole program is one screen of a small terminal, and no line of any help is wider than one."""
    lines = CONTEXTS[path].get_help().splitlines()
    assert len(lines) <= (SCREEN if path == "replint" else LONG)
    assert [line for line in lines if len(line) > WIDTH] == []


@pytest.mark.parametrize("path", [path for path, each in CONTEXTS.items() if isinstance(each.command, TyperGroup)])
def test_a_command_is_told_in_a_line(path: str) -> None:
    """Where commands are listed, what each does stands in one line, whole."""
    group = _command(CONTEXTS[path])
    assert isinstance(group, TyperGroup)
    shown = CONTEXTS[path].get_help().splitlines()
    told = commands(group)
    assert told
    assert [each for each in told if not any(_is_row(line, each) for line in shown)] == []


def _is_row(line: str, entry: Entry) -> bool:
    return line.startswith(f"  {entry.name} ") and line.endswith(entry.text)


def test_every_group_is_told_once_and_in_order() -> None:
    """The groups of `check` stand in the order of the table, each flag in the group that it names."""
    shown = CONTEXTS["replint check"].get_help()
    headings = [line.removesuffix(":") for line in shown.splitlines() if line.endswith(":") and line[0] != " "]
    assert headings == [*GROUPS, OTHER]
    exit_code = shown.partition("Exit code:")[2]
    assert "--fail-on" in exit_code
    assert "--output" not in exit_code


def test_a_narrow_terminal_breaks_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A narrow terminal has narrower help, and a wide one no wider lines than can be read."""
    for columns, widest in (("60", 60), ("20", 60), ("300", WIDTH)):
        monkeypatch.setenv("COLUMNS", columns)
        lines = CONTEXTS["replint check"].get_help().splitlines()
        assert max(map(len, lines)) <= widest


def test_the_page_of_commands_is_fresh(golden: Golden) -> None:
    """docs/commands.md tells every command with every flag, as they are."""
    golden(PAGE, "".join(f"{line}\n" for line in _page()))


def _page() -> Iterator[str]:
    yield from ("# Commands", "", "<!-- Made of the flags: `make accept` writes it. -->", "")
    yield "Every command with every flag, as `--help` tells them. How they go together is told in [usage.md](usage.md),"
    yield "and what exit codes mean [there, too](usage.md#exit-codes). Flags may stand before or behind paths; `--`"
    yield "ends them."
    for path, context in CONTEXTS.items():
        command = _command(context)
        yield from ("", f"## `{path}`", "")
        yield from (" ".join(line.split()) for line in _paragraphs(command.help or ""))
        yield from ("", "```text", " ".join([path, *command.collect_usage_pieces(context)]), "```")
        if isinstance(command, TyperGroup):
            yield from ("", "| command | |", "| --- | --- |")
            yield from (
                f"| [`{each.name}`](#{_anchor(path, each)}) | {_cell(each.text)} |" for each in commands(command)
            )
        told = entries(command, context)
        yield from ("", "| flag | group | |", "| --- | --- | --- |")
        yield from (f"| {_code(each.name)} | {each.group} | {_cell(each.text)} |" for each in told)


def _paragraphs(text: str) -> Iterator[str]:
    for number, paragraph in enumerate(inspect.cleandoc(text).split("\n\n")):
        if number:
            yield ""
        yield paragraph


def _anchor(path: str, entry: Entry) -> str:
    return f"{path} {entry.name}".replace(" ", "-")


def _code(name: str) -> str:
    return f"`{name}`".replace("|", "\\|")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
