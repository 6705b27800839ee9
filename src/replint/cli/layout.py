"""Help that fits a screen: flags in the groups that they name, a line each where that is possible; knows no flag.

A flag names its group where it is declared, as `rich_help_panel`: typer keeps the name for whoever lays help out.
"""

from __future__ import annotations

import inspect
import re
import shutil
from typing import TYPE_CHECKING, NamedTuple

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import typer

INPUTS, RULES, OUTPUT, EXIT = "Inputs", "Rules", "Output", "Exit code"
GROUPS = (INPUTS, RULES, OUTPUT, EXIT)
"""The groups of flags, in the order in which help tells them; what says nothing of its group comes last."""

OTHER = "Other"
WIDEST, NARROWEST = 78, 50
_COLUMN = 26
"""How wide the names may be that a text stands beside; a longer one has a line of its own."""

_QUOTED_DEFAULT = re.compile(r"\[default: \((.*)\)\]$")


class Entry(NamedTuple):
    """A flag, argument or command in help: its group, how it is written, and what it does, with its default."""

    group: str
    name: str
    text: str


def entries(command: TyperCommand | TyperGroup, ctx: typer.Context) -> list[Entry]:
    """Everything that may stand behind a command, in the order of the groups; what is hidden is left out."""
    found = []
    for parameter in command.get_params(ctx):
        if isinstance(parameter, TyperArgument | TyperOption) and (told := parameter.get_help_record(ctx)):
            name, text = told
            text = _QUOTED_DEFAULT.sub(r"[default: \1]", " ".join(text.split())).removesuffix(" [required]")
            found.append(Entry(parameter.rich_help_panel or OTHER, name, text))
    order = {name: number for number, name in enumerate((*GROUPS, OTHER))}
    return sorted(found, key=lambda entry: order.get(entry.group, len(GROUPS)))


def commands(command: TyperGroup) -> list[Entry]:
    """The commands below a group with the first sentence of each."""
    return [
        Entry("Commands", name, each.get_short_help_str(limit=200).removesuffix("."))
        for name, each in command.commands.items()
        if not each.hidden
    ]


class Laid(TyperCommand):
    """A command whose help is laid out here."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override] # typer makes the context
        """The whole help."""
        return _page(self, ctx)


class LaidGroup(TyperGroup):
    """A group of commands whose help is laid out here; what it says in its epilog comes before the commands."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override] # as above
        """The whole help."""
        return _page(self, ctx)


def _page(command: TyperCommand | TyperGroup, ctx: typer.Context) -> str:
    width = max(min(shutil.get_terminal_size().columns - 2, WIDEST), NARROWEST)
    lines = [*_wrapped(f"Usage: {ctx.command_path} ", " ".join(command.collect_usage_pieces(ctx)), width)]
    for paragraph in inspect.cleandoc(command.help or "").partition("\f")[0].split("\n\n"):
        lines += ["", *_wrapped("  ", " ".join(paragraph.split()), width)]
    if command.epilog:
        lines += ["", *inspect.cleandoc(command.epilog).splitlines()]
    below = commands(command) if isinstance(command, TyperGroup) else []
    for told in (below, entries(command, ctx)):
        lines += _table(told, width)
    return "\n".join(lines)


def _table(told: Sequence[Entry], width: int) -> Iterator[str]:
    """Group by group, all texts in one column."""
    longest = max((len(entry.name) for entry in told if len(entry.name) <= _COLUMN), default=0)
    for group in dict.fromkeys(entry.group for entry in told):
        yield from ("", f"{group}:")
        yield from _rows((entry for entry in told if entry.group == group), longest, width)


def _rows(told: Iterable[Entry], longest: int, width: int) -> Iterator[str]:
    for entry in told:
        first = f"  {entry.name:<{longest}}  "
        if len(entry.name) > longest:
            yield first.rstrip()
            first = " " * (longest + 4)
        yield from _wrapped(first, entry.text, width)


def _wrapped(first: str, text: str, width: int) -> list[str]:
    """The lines of a text that begins behind `first` and goes on below its beginning."""
    import textwrap  # help alone needs it

    lines = textwrap.wrap(text, width, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False)
    return lines or [first.rstrip()]
