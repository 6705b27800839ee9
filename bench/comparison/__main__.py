"""`python -m bench.comparison`: seeded faults, and what replint, cfn-lint, checkov and parliament say of each.

Runs the others on every seed of bench/comparison/seeds and writes what they say to seen.json, and docs/comparison.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile

from bench.comparison import seen, tools
from bench.comparison.page import NAME, PAGE, page


def main() -> None:
    """Run and write; never a verdict, since each tool is made for something else."""
    parser = argparse.ArgumentParser(prog="python -m bench.comparison", description=__doc__)
    parser.add_argument("--tools", metavar="DIR", help="run the tools in this folder, instead of a new environment's")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="replint-comparison-") as folder:
        if not asked.tools:
            _tell(f"making an environment with {os.path.relpath(tools.REQUIREMENTS)} ...")
        programs = os.path.abspath(asked.tools) if asked.tools else tools.install(folder)
        found = seen.run(programs, _tell)
    seen.save(found)
    with open(PAGE, "w", encoding="utf-8") as stream:
        stream.write(page(found))
    _tell(f"wrote {NAME}")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
