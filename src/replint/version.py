"""The version, for everybody: below all layers, so that a reporter can name it without importing the package."""

from __future__ import annotations

__version__ = "0.1.0"
