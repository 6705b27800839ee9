"""Texts to nodes: values that know their place; knows formats, and nothing of AWS.

Each format is a module with a `read`; what they return and raise is here.
"""

from __future__ import annotations

from replint.syntax.node import Node, Value
from replint.syntax.unreadable import Unreadable

__all__ = ["Node", "Unreadable", "Value"]
