"""The other tools: how each is started on a seed, and what of its output is a finding; places in a file are no part."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.comparison.seeds import HERE, POLICY, TEMPLATE, TERRAFORM
from bench.environment import ENVIRONMENT, quietly

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.comparison.seeds import Seed

REQUIREMENTS = os.path.join(HERE, "requirements.txt")
FRAMEWORKS = ("cloudformation", "terraform")
"""What checkov calls the kinds of files that it is given."""

LONGEST = 300
"""How much of a message is kept: some list every action of a service."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A command, the files of a seed that it is given, and how its output is read: a line for each finding.

    Everything that a tool has to say is asked for: notes, experimental and community checks too.
    """

    name: str
    given: str
    arguments: Callable[[list[str]], tuple[str, ...]]
    endings: tuple[str, ...]
    read: Callable[[str], Iterator[str]]


def install(folder: str) -> str:
    """Make an environment with the pinned tools in a folder, over the network, and return where its programs are."""
    venv.create(folder, with_pip=True)
    programs = os.path.join(folder, "bin")
    pip = (os.path.join(programs, "python"), "-m", "pip", "--disable-pip-version-check", "install")
    quietly(*pip, "--requirement", REQUIREMENTS)
    return programs


def versions(programs: str) -> dict[str, str]:
    """The version of each tool, as the environment of its programs has it."""
    ask = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"
    python = os.path.join(programs, "python")
    names = [tool.name for tool in TOOLS]
    told = subprocess.run((python, "-c", ask, *names), env=ENVIRONMENT, check=True, capture_output=True, text=True)
    return dict(zip(names, told.stdout.split(), strict=True))


def say(tool: Tool, programs: str, seed: Seed) -> list[str]:
    """What a tool finds in a seed, in order; it sees a folder with its own kinds of files and nothing else.

    Exits the program where the tool itself fails.
    """
    with tempfile.TemporaryDirectory(prefix="replint-comparison-") as place:
        home, work = os.path.join(place, "home"), os.path.join(place, "work")
        os.mkdir(home)
        os.mkdir(work)
        names = seed.files(*tool.endings)
        for name in names:
            with open(os.path.join(work, name), "w", encoding="utf-8") as stream:
                stream.write(seed.text(name))
        command = (os.path.join(programs, tool.name), *tool.arguments(names))
        done = subprocess.run(
            command,
            cwd=work,
            env={**ENVIRONMENT, "HOME": home},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    what = f"{seed.folder}: `{' '.join(command)}`"
    if done.returncode and not done.stdout:
        sys.exit(f"{what} failed:\n{done.stderr}")
    try:
        return sorted(_short(line) for line in tool.read(done.stdout))
    except (ValueError, KeyError, TypeError) as error:
        sys.exit(f"{what} was not understood: {error}\n{done.stdout[:2000]}\n{done.stderr}")


def _short(line: str) -> str:
    line = " ".join(line.split())
    return line if len(line) <= LONGEST else line[:LONGEST].rpartition(" ")[0] + " ..."


def _of_cfn_lint(output: str) -> Iterator[str]:
    for found in json.loads(output):
        # Without indices: a statement that is gone moves what follows it, which is no news.
        path = "/".join(step for step in found["Location"]["Path"] or () if isinstance(step, str))
        yield f"{found['Rule']['Id']} {found['Filename']} {path}: {found['Message']}"


def _of_checkov(output: str) -> Iterator[str]:
    reports: list[dict[str, Any]] = json.loads(output)
    if {report["check_type"] for report in reports} != set(FRAMEWORKS):
        raise ValueError("not of both kinds of files")
    for report in reports:
        if report["summary"]["parsing_errors"]:
            raise ValueError("a file that it could not parse")
        for found in report["results"]["failed_checks"]:
            yield f"{found['check_id']} {report['check_type']} {found['resource']}: {found['check_name']}"


def _of_parliament(output: str) -> Iterator[str]:
    for line in output.splitlines():
        found = json.loads(line)
        detail = json.dumps(found["detail"]) if found["detail"] else found["description"]
        yield f"{found['issue']} {os.path.basename(found['location']['filepath'])}: {found['title']}: {detail}"


def _for_cfn_lint(names: list[str]) -> tuple[str, ...]:
    everything = ("--include-checks", "I", "--include-experimental")
    return ("--format", "json", *everything, "--regions", "eu-west-1", "--template", *names)


def _for_checkov(_names: list[str]) -> tuple[str, ...]:
    kinds = ("--framework", *FRAMEWORKS)
    return ("--output", "json", *kinds, "--compact", "--quiet", "--skip-download", "--directory", ".")


def _for_parliament(names: list[str]) -> tuple[str, ...]:
    everything = ("--include-community-auditors", "--minimum_severity", "INFO")
    return ("--json", *everything, "--files", ",".join(names))


TOOLS = (
    Tool("cfn-lint", "the templates", _for_cfn_lint, (TEMPLATE,), _of_cfn_lint),
    Tool("checkov", "the templates and Terraform", _for_checkov, (TEMPLATE, TERRAFORM), _of_checkov),
    Tool("parliament", "the policies", _for_parliament, (POLICY,), _of_parliament),
)
