"""replint proves or refutes, from documents alone, that Amazon S3 will replicate what a configuration says.

`lint()` is what `replint check` does, with the same result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from replint.version import __version__

if TYPE_CHECKING:
    from replint.finding import Certainty, Finding, Report, Severity, Verdict
    from replint.linter import UnknownRuleError, lint

__all__ = ["Certainty", "Finding", "Report", "Severity", "UnknownRuleError", "Verdict", "__version__", "lint"]

_HOMES = {
    **dict.fromkeys(("Certainty", "Finding", "Report", "Severity", "Verdict"), "replint.finding"),
    **dict.fromkeys(("UnknownRuleError", "lint"), "replint.linter"),
}


def __getattr__(name: str) -> object:
    """Import a name when it is asked for: `replint --version` and the rule compiler need none of them."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
