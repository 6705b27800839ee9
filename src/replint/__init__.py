"""Prove or refute, from documents alone, that Amazon S3 will replicate what a configuration says."""

from __future__ import annotations

__version__ = "0.1.0"
