"""A place to measure in: a new virtual environment with the wheel of this checkout and nothing else of Python's."""

from __future__ import annotations

import glob
import os
import subprocess
import sys
import venv

CHECKOUT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
"""What the measured processes see: no PYTHON... variable, which may slow a start or switch off its caches."""


def build(folder: str) -> str:
    """Make the environment in a folder, its `.pyc` files too, and return where its programs are."""
    wheels = os.path.join(folder, "wheel")
    quietly(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", wheels, CHECKOUT)
    place = os.path.join(folder, "venv")
    venv.create(place, with_pip=True)
    programs = os.path.join(place, "bin")
    pip = (
        os.path.join(programs, "python"),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--quiet",
        "install",
        "--compile",
    )
    quietly(*pip, "--require-hashes", "--requirement", os.path.join(CHECKOUT, "requirements", "runtime.lock"))
    quietly(*pip, "--no-deps", *glob.glob(os.path.join(wheels, "*.whl")))
    return programs


def quietly(*command: str) -> None:
    """Run a command and print nothing, or, where it fails, all that it said, and exit the program."""
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"`{' '.join(command)}` failed:\n{done.stdout}{done.stderr}")
