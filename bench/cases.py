"""What is measured: commands, the inputs they read, and what is aimed at; a row each."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bench import estates

if TYPE_CHECKING:
    from collections.abc import Callable

CLEAN, FINDINGS = frozenset({0}), frozenset({1})
ANY: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """One command, the folder of inputs that it runs in, the exit codes that it should have, and the aim in words.

    A long case is run less often; `doubles` names the case that has half the work.
    """

    name: str
    command: tuple[str, ...]
    inputs: str
    write: Callable[[str], None]
    codes: frozenset[int] = CLEAN
    aim: str = ""
    long: bool = False
    first: bool = False
    doubles: str = ""


def cases(programs: str, many: int, flows: int) -> tuple[Case, ...]:
    """All cases, the one that the others are compared with first."""
    python, replint = os.path.join(programs, "python"), os.path.join(programs, "replint")
    one, text = (replint, "check", "one.json", "--format", "json"), (replint, "check", "one.json")
    every = (replint, "check", ".", "--format", "json")
    clean, faulty = partial(estates.write_one, number=1), partial(estates.write_one, number=0)
    return (
        Case("python -c pass", (python, "-c", "pass"), "clean", clean, first=True),
        Case("replint --version", (replint, "--version"), "clean", clean),
        Case("one configuration, json", one, "clean", clean, aim="0.16 s"),
        Case("one configuration, text", text, "clean", clean, aim="0.20 s"),
        Case("one with a fault, json", one, "faulty", faulty, FINDINGS),
        Case("one with a fault, text", text, "faulty", faulty, FINDINGS),
        *_twice("{} configurations in bundles", every, estates.write_bundles, many, aim="1 s, 100 MiB"),
        *_twice("{} configurations in folders", every, estates.write_folders, many)[:1],
        *_twice("one estate of {} flows", every, estates.write_flows, flows),
        # Others, on the same role policy and on the same configuration as a template; any exit code is an answer.
        Case(
            "parliament, the role's policy", ("parliament", "--file", "policy.json"), "peers", estates.write_peers, ANY
        ),
        Case("cfn-lint, the same as a template", ("cfn-lint", "template.json"), "peers", estates.write_peers, ANY),
    )


def _twice(
    name: str, command: tuple[str, ...], write: Callable[[str, int], None], count: int, aim: str = ""
) -> tuple[Case, Case]:
    """A case, and the same with twice the work, which should take twice the time."""
    once, twice = name.format(count), name.format(2 * count)
    return (
        Case(once, command, once, partial(_counted, write, count), FINDINGS, aim, long=True),
        Case(twice, command, twice, partial(_counted, write, 2 * count), FINDINGS, long=True, doubles=once),
    )


def _counted(write: Callable[[str, int], None], count: int, folder: str) -> None:
    write(folder, count)
