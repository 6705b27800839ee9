"""Which commands there are, in the order of help; the module of one is loaded when it is asked for and not before."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from replint.cli.layout import Laid

if TYPE_CHECKING:
    from collections.abc import Iterator

ORDER = "replint.order"
"""By what the context of a command has the names of its options in the order in which they were given."""


class InOrder(Laid):
    """A command that remembers in which order its options were given."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override] # typer makes them
        """Read the arguments as ever, and once more for their order alone."""
        _, _, order = self.make_parser(ctx).parse_args(args=[*args])
        ctx.meta[ORDER] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


class Named(NamedTuple):
    """Where a command is: its module, and the name that its function, or its group of commands, has there."""

    module: str
    name: str
    cls: type[TyperCommand] = Laid
    hidden: bool = False


COMMANDS = {
    "check": Named("replint.cli.check", "check", InOrder),
    "diff": Named("replint.cli.diff", "diff"),
    "suppress": Named("replint.cli.suppress", "suppress"),
    "baseline": Named("replint.cli.baseline", "app"),
    "simulate": Named("replint.cli.simulate", "simulate"),
    "rules": Named("replint.cli.rules", "app"),
    "explain": Named("replint.cli.explain", "explain"),
    "config": Named("replint.cli.config", "show"),
    "completion": Named("replint.cli.completion", "completion"),
    "complete": Named("replint.cli.completion", "complete", hidden=True),
}


class Commands(Mapping[str, TyperCommand | TyperGroup]):
    """The commands by their names, as typer asks a group for them; each is made once."""

    def __init__(self) -> None:
        """Make none of them yet."""
        self._made: dict[str, TyperCommand | TyperGroup] = {}

    def __getitem__(self, name: str) -> TyperCommand | TyperGroup:
        """The command; KeyError where there is none of that name."""
        if name not in self._made:
            self._made[name] = _made(name, COMMANDS[name])
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is such a command, which is not loaded for that."""
        return name in COMMANDS

    def __iter__(self) -> Iterator[str]:
        """Their names in the order of help."""
        return iter(COMMANDS)

    def __len__(self) -> int:
        """How many there are."""
        return len(COMMANDS)


def _made(name: str, row: Named) -> TyperCommand | TyperGroup:
    found = getattr(import_module(row.module), row.name)
    if isinstance(found, typer.Typer):
        group = found
    else:
        group = typer.Typer(add_completion=False, rich_markup_mode=None)
        group.command(name, cls=row.cls, hidden=row.hidden)(found)
    made = get_command(group)
    if not isinstance(made, TyperCommand | TyperGroup):
        raise TypeError
    made.name = name
    return made
