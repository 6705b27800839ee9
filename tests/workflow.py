"""GitHub's runner, as far as the tests need it: what a composite action's steps are given, and what comes of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""How the runner starts `shell: bash`."""


class Ran(NamedTuple):
    """How a step ended: its exit code, what it said on both streams, its outputs and the summary that it wrote."""

    code: int
    said: str
    outputs: dict[str, str]
    summary: str


class Runner(NamedTuple):
    """A job's folders: what is checked out, and what is the runner's own."""

    workspace: Path
    temp: Path

    def script(self, text: str, environment: Mapping[str, str], folder: Path | None = None) -> Ran:
        """Run a script as a step of a workflow runs it."""
        files = {name: self.temp / f"file-{name.lower()}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_text("")
        done = subprocess.run(
            [*BASH, "-c", text],
            cwd=folder or self.workspace,
            env={
                "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
                "HOME": os.environ.get("HOME", "/"),
                **{name: value for name, value in os.environ.items() if name.startswith("PIP_")},
                "LC_ALL": "C.UTF-8",
                "GITHUB_ACTIONS": "true",
                "GITHUB_WORKSPACE": str(self.workspace),
                "RUNNER_TEMP": str(self.temp),
                **{name: str(path) for name, path in files.items()},
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        lines = files["GITHUB_OUTPUT"].read_text("utf-8").splitlines()
        outputs = dict(line.split("=", 1) for line in lines)
        assert len(outputs) == len(lines)
        return Ran(done.returncode, done.stdout, outputs, files["GITHUB_STEP_SUMMARY"].read_text("utf-8"))

    def action(self, folder: Path, inputs: Mapping[str, str]) -> Ran:
        """Run the one step of a composite action, and give back what the action's outputs make of the step's."""
        action = yaml.safe_load((folder / "action.yml").read_text("utf-8"))
        assert inputs.keys() <= action["inputs"].keys()
        given = {name: str(told["default"]) for name, told in action["inputs"].items()} | dict(inputs)
        (step,) = action["runs"]["steps"]
        assert (action["runs"]["using"], step["shell"]) == ("composite", "bash")
        assert "${{" not in step["run"]
        known = {f"inputs.{name}": value for name, value in given.items()}
        environment = {name: _evaluated(value, known) for name, value in step["env"].items()}
        ran = self.script(step["run"], {**environment, "GITHUB_ACTION_PATH": str(folder)})
        told = {f"steps.{step['id']}.outputs.{name}": value for name, value in ran.outputs.items()}
        return ran._replace(outputs={name: _evaluated(it["value"], told, "") for name, it in action["outputs"].items()})


def _evaluated(value: str, known: Mapping[str, str], otherwise: str | None = None) -> str:
    """Return a value with its expressions replaced; an unknown one is an error unless something stands for it."""
    return EXPRESSION.sub(lambda found: known[found[1]] if otherwise is None else known.get(found[1], otherwise), value)
