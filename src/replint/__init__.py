"""replint proves or refutes, from documents alone, that Amazon S3 will replicate what a configuration says.

`lint()` is what `replint check` does, with the same result.
"""

from __future__ import annotations

from replint.finding import Certainty, Finding, Report, Severity, Verdict
from replint.linter import UnknownRuleError, lint
from replint.version import __version__

__all__ = ["Certainty", "Finding", "Report", "Severity", "UnknownRuleError", "Verdict", "__version__", "lint"]
