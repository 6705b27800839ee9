"""Flags in, exit code out; one module a command."""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated, Any

import typer

from replint.cli.commands import Commands
from replint.cli.layout import LaidGroup
from replint.cli.speech import misuse
from replint.version import __version__

BUG = 4
"""The exit code for a fault of ours."""

CLOSED = 141
"""The exit code when nobody reads the output any more, as shells have it for SIGPIPE."""

BEGIN = """
Begin with:
  replint check              check the documents in the current folder
  replint check FOLDER -v    tell also what was proved, and by which statements
  replint explain NAME       say what a rule asks, or what a failure means
"""


class Root(LaidGroup):
    """All commands; a path where a command is meant is answered with the command that takes paths."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 - whatever typer tells a group of itself
        """Load no command: a run needs one of them."""
        super().__init__(**attributes)
        self.commands = Commands()  # type: ignore[assignment] # nobody adds one

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override] # typer makes it
        """Read the arguments as ever, unless the first is no command and is there as a file or folder."""
        if args and args[0] not in self.commands and os.path.exists(args[0]):
            message = f"`{args[0]}` is no command; did you mean `replint check {args[0]}`?"
            raise misuse(message)
        return super().parse_args(ctx, args)


app = typer.Typer(
    name="replint",
    cls=Root,
    epilog=BEGIN,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it with the flag's value
    if wanted:
        typer.echo(f"replint {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Prove or refute, from documents alone, that Amazon S3 will replicate what a replication configuration says."""


def main() -> None:
    """Run the command line and exit: 0 clean, 1 findings, 2 usage or unreadable input, 3 nothing of ours, 4 our bug."""
    for stream in (sys.stdout, sys.stderr):
        # A name from a document must not end a run because a terminal cannot show it.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    # A run ends soon and makes next to no cycles: to look for them was a third of the work on many documents.
    gc.disable()
    try:
        try:
            app()
        finally:
            # A short report waits in a buffer: without this it would meet a closed pipe when nobody looks any more.
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output wants no more of it; what is left goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CLOSED)
    except Exception:  # noqa: BLE001 - whatever it is, it is our fault, and a person must be told so
        import traceback

        traceback.print_exc()
        command = " ".join(sys.argv[1:])
        sys.stderr.write(
            f"\nreplint {__version__} failed at `{command}`: this is a fault of replint, not of your documents.\n"
            "Please report it with the lines above and, if you can share it, the document.\n"
        )
        sys.exit(BUG)
