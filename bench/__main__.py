"""`python -m bench`: what a whole run of replint costs, in time and memory, beside a bare interpreter and its peers."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bench.cases import cases
from bench.environment import ENVIRONMENT, build
from bench.processes import measure

if TYPE_CHECKING:
    from bench.cases import Case
    from bench.processes import Figures


def main() -> None:
    """Measure and print; never a verdict, since machines differ."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="replint-bench-") as folder:
        if asked.programs:
            programs, where = os.path.abspath(asked.programs), "the programs given"
        else:
            print("making a clean environment with the wheel of this checkout ...", file=sys.stderr)
            programs, where = build(folder), "a new virtual environment with this checkout's wheel, .pyc files warm"
        python = f"{platform.python_implementation()} {platform.python_version()}"
        print(
            f"{datetime.now(UTC):%Y-%m-%d}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, {python}"
        )
        print(f"{where}; {asked.runs} runs, {asked.slow_runs} of the long ones, after one that is not counted\n")
        print(
            f"{'median of the runs':44} {'wall s':>8} {'[min-max]':>15} {'cpu s':>8} {'peak MiB':>9} {'x pass':>7}  aim"
        )
        chosen = [case for case in cases(programs, asked.many, asked.flows) if asked.only in case.name or case.first]
        _measure(chosen, os.path.join(folder, "inputs"), asked)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=11, help="counted runs of a short command")
    parser.add_argument("--slow-runs", type=int, default=3, help="counted runs of a long command")
    parser.add_argument("--programs", help="a folder with python and replint to measure, instead of a new environment")
    parser.add_argument("--many", type=int, default=1000, help="how many configurations are many")
    parser.add_argument("--flows", type=int, default=10000, help="how many flows the large estate has")
    parser.add_argument("--only", default="", help="only the cases whose names have this text")
    return parser.parse_args()


def _measure(chosen: list[Case], inputs: str, asked: argparse.Namespace) -> None:
    """Measure the cases in turn, the bare interpreter first; inputs are written when their case comes."""
    told: dict[str, Figures] = {}
    for case in chosen:
        if not shutil.which(case.command[0], path=ENVIRONMENT["PATH"]):
            print(f"{case.name:44} skipped: {case.command[0]} is not installed")
            continue
        folder = os.path.join(inputs, case.inputs)
        if not os.path.exists(folder):
            os.makedirs(folder)
            case.write(folder)
        found = measure(case.command, folder, ENVIRONMENT, asked.slow_runs if case.long else asked.runs)
        told[case.name] = found
        print(_row(case, found, next(iter(told.values()))), flush=True)
    print("\nA peak near that of the bare interpreter may be the floor of the measurement.")
    for case in chosen:
        if case.doubles in told and case.name in told:
            times = told[case.name].cpu / told[case.doubles].cpu
            print(f"{case.name}: {times:.2f} times the processor time of {case.doubles}")


def _row(case: Case, found: Figures, base: Figures) -> str:
    least, most = found.span
    row = f"{case.name:44} {found.wall:8.3f} {f'[{least:.3f}-{most:.3f}]':>15} {found.cpu:8.3f} {found.peak:9.1f}"
    row = f"{row} {found.wall / base.wall:7.1f}  {case.aim}".rstrip()
    odd = sorted(found.codes - case.codes) if case.codes else []
    return f"{row}  unexpected exit code {odd}" if odd else row


if __name__ == "__main__":
    main()
