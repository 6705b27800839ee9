"""Prove or refute, from documents alone, that Amazon S3 will replicate what a configuration says."""

from __future__ import annotations

from replint.version import __version__

__all__ = ["__version__"]
