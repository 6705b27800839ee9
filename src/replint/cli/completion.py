"""`replint completion SHELL`: the script that makes a shell complete, and the answers that the script asks for.

A script knows no flag: it hands over the words of the line and shows what comes back, so that it never grows old.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from replint.cli.layout import OUTPUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Shell = StrEnum("Shell", {"BASH": "bash", "ZSH": "zsh", "FISH": "fish"})

FILES, FOLDERS, NONE = "files", "folders", "none"
"""Which paths the shell itself may offer for a word."""

_PATHS = {"DIR": FOLDERS, "FILE": FILES, "PATH": FILES, "SCENARIO": FILES, "OLD": FILES, "NEW": FILES}
"""What in the word for a value says that it is a path."""

_HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shells")


def completion(
    shell: Annotated[Shell, typer.Argument(metavar="SHELL", help="bash, zsh or fish.", rich_help_panel=OUTPUT)],
) -> None:
    """Print the script that makes a shell complete replint.

    For bash, `source <(replint completion bash)` in ~/.bashrc; for zsh the same with `zsh` in ~/.zshrc, below compinit;
    for fish, `replint completion fish > ~/.config/fish/completions/replint.fish`.
    """
    with open(os.path.join(_HERE, f"complete.{shell.value}"), encoding="utf-8") as stream:
        sys.stdout.write(stream.read())


def complete(ctx: typer.Context, words: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Print what may stand for the last word, a line each with a tab and a text, and `:` with the paths to offer.

    What no line can hold is left out.
    """
    root = ctx.find_root().command
    found = answers(root, words or [""]) if isinstance(root, TyperGroup) else Answers()
    for value, text in found.values:
        sys.stdout.write(f"{value}\t{' '.join(text.split())}\n")
    sys.stdout.write(f":{found.paths}\n")


class Answers(NamedTuple):
    """What may stand for a word: values with a text for each, and which paths."""

    values: Sequence[tuple[str, str]] = ()
    paths: str = NONE


def answers(root: TyperGroup, words: Sequence[str]) -> Answers:
    """What may stand for the last of some words behind the program's name; nothing where they make no sense."""
    *before, last = words
    spot = _Spot(root)
    for word in before:
        if not spot.passes(word):
            return Answers()
    return spot.answers(last)


class _Spot:
    """Where in a line we are: in which command, behind which flag that has no value yet, and at which argument."""

    def __init__(self, command: TyperCommand | TyperGroup) -> None:
        self._command = command
        self._flag: TyperOption | None = None
        self._arguments = 0
        self._ended = False

    def passes(self, word: str) -> bool:
        """Go beyond a word; false where there is no such command."""
        if self._flag:
            # Some shells take the sign in `--format=json` for a word.
            self._flag = self._flag if word == "=" else None
        elif not self._ended and word == "--":
            self._ended = True
        elif not self._ended and word.startswith("-") and word != "-":
            self._flag = None if "=" in word else self._option(word)
        elif isinstance(self._command, TyperGroup):
            below = self._command.commands.get(word)
            if not isinstance(below, TyperCommand | TyperGroup):
                return False
            self._command = below
        else:
            self._arguments += 1
        return True

    def answers(self, word: str) -> Answers:
        """What may stand here for a word that has begun."""
        if self._flag:
            return _values(self._command, self._flag, "" if word == "=" else word)
        name, sign, value = word.partition("=")
        if not self._ended and name.startswith("-") and sign:
            option = self._option(name)
            found = _values(self._command, option, value) if option else Answers()
            return Answers([(f"{name}={each}", text) for each, text in found.values])
        if not self._ended and name.startswith("-"):
            return Answers([each for each in self._options() if each[0].startswith(word)])
        if isinstance(self._command, TyperGroup):
            commands = ((name, each) for name, each in self._command.commands.items() if not each.hidden)
            return Answers([(name, each.get_short_help_str(200)) for name, each in commands if name.startswith(word)])
        argument = self._argument()
        return _values(self._command, argument, word) if argument else Answers()

    def _options(self) -> Iterator[tuple[str, str]]:
        for each in self._command.get_params(_context(self._command)):
            if isinstance(each, TyperOption) and not each.hidden:
                yield max((*each.opts, *each.secondary_opts), key=len), each.help or ""

    def _option(self, name: str) -> TyperOption | None:
        """The option of this name, if it has a value."""
        options = (each for each in self._command.params if isinstance(each, TyperOption) and not each.is_flag)
        return next((each for each in options if name in each.opts), None)

    def _argument(self) -> TyperArgument | None:
        """The argument that stands here; the last one may stand again where it is a list."""
        found = [each for each in self._command.params if isinstance(each, TyperArgument)]
        if self._arguments < len(found):
            return found[self._arguments]
        return found[-1] if found and found[-1].nargs == -1 else None


def _values(command: TyperCommand | TyperGroup, parameter: TyperArgument | TyperOption, word: str) -> Answers:
    """The values that a parameter may have; paths where it says of none, by the word that stands for its value."""
    context = _context(command)
    told = [(item.value, item.help or "") for item in parameter.shell_complete(context, word)]
    if told or parameter.shell_complete(context, ""):
        return Answers(told)
    metavar = parameter.metavar or ""
    return Answers(paths=next((paths for sign, paths in _PATHS.items() if sign in metavar), NONE))


def _context(command: TyperCommand | TyperGroup) -> typer.Context:
    return typer.Context(command, resilient_parsing=True, **command.context_settings)
