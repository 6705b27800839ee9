"""The image, as far as can be told without an engine: its instructions, and what its build makes in another place."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
DEMO = REPOSITORY / "fixtures" / "_estates" / "demo"
HOME = "/replint"
"""Where the image has its environment."""


class Instruction(NamedTuple):
    """One instruction, such as RUN, and what follows it, on one line."""

    name: str
    text: str


def _stages() -> list[list[Instruction]]:
    """Return the instructions of each stage, from its FROM on."""
    lines = (REPOSITORY / "Containerfile").read_text("utf-8").replace("\\\n", "").splitlines()
    stages: list[list[Instruction]] = []
    for line in lines:
        if line and not line.startswith("#"):
            name, _, text = line.partition(" ")
            if name == "FROM":
                stages.append([])
            stages[-1].append(Instruction(name, " ".join(text.split())))
    return stages


BUILD, IMAGE = _stages()


def _told(stage: list[Instruction], name: str) -> list[str]:
    return [each.text for each in stage if each.name == name]


def test_the_image_is_small_and_without_rights() -> None:
    """It runs by number as nobody, starts replint in the mounted folder, and has what the build installed alone."""
    assert _told(IMAGE, "USER") == ["65532:65532"]
    assert [each.name for each in IMAGE].index("USER") > [each.name for each in IMAGE].index("COPY")
    assert _told(IMAGE, "COPY") == [f"--from=build {HOME} {HOME}"]
    assert _told(IMAGE, "ENV") == [f"PATH={HOME}/bin:$PATH"]
    assert _told(IMAGE, "WORKDIR") == ["/work"]
    assert json.loads(_told(IMAGE, "ENTRYPOINT")[0]) == ["replint"]
    assert json.loads(_told(IMAGE, "CMD")[0]) == ["check"]
    assert {each.name for each in (*BUILD, *IMAGE)} <= {
        *("FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"),
    }
    (build,), (image,) = _told(BUILD, "FROM"), _told(IMAGE, "FROM")
    assert build == f"{image} AS build"
    assert re.fullmatch(r"docker\.io/library/python:3\.\d+-slim", image)


def test_the_build_installs_what_is_locked_and_keeps_no_cache() -> None:
    """Whatever pip gets from elsewhere is locked by hash, but for what builds the wheel, and no cache stays."""
    calls = [call for run in _told(BUILD, "RUN") for call in run.split(" && ") if re.search(r" (install|wheel) ", call)]
    assert len(calls) == 3
    assert [call for call in calls if "--no-cache-dir" not in call] == []
    assert [call for call in calls if not re.search(r"--require-hashes|--no-deps", call)] == []


@pytest.mark.last
def test_what_is_built_checks_without_writing(tmp_path: Path) -> None:
    """From the files that are copied in alone, the build makes a replint that checks and writes no file for it."""
    source, home = tmp_path / "source", tmp_path / "replint"
    source.mkdir()
    environment = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    for each in BUILD:
        if each.name == "COPY":
            *names, target = each.text.split()
            _copied(names, source / target, source)
        elif each.name == "RUN":
            script = each.text.replace(HOME, str(home))
            subprocess.run(["sh", "-ec", script], cwd=source, env=environment, check=True, capture_output=True)  # noqa: S607
    assert not list(home.glob("lib/*/site-packages/pip"))
    work = tmp_path / "work"
    shutil.copytree(DEMO / "broken", work)
    before = _stamps(work, home)
    command = [*json.loads(_told(IMAGE, "ENTRYPOINT")[0]), *json.loads(_told(IMAGE, "CMD")[0])]
    command[0] = str(home / "bin" / command[0])
    done = subprocess.run(command, cwd=work, env={"HOME": "/nowhere"}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "error[missing-object-tag-read]" in done.stdout
    assert _stamps(work, home) == before


def _stamps(*folders: Path) -> dict[Path, int]:
    """Return when each file and folder was written, the bytecode of the program included."""
    return {path: path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*")}


def _copied(names: list[str], target: Path, source: Path) -> None:
    """Copy as COPY does: a folder's content into the target, files into a target that is a folder."""
    for name in names:
        origin = REPOSITORY / name
        if origin.is_dir():
            shutil.copytree(origin, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(origin, target)
    assert target.is_relative_to(source)
