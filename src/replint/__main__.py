"""`python -m replint` is `replint`."""

from __future__ import annotations

from replint.cli import main

if __name__ == "__main__":
    main()
