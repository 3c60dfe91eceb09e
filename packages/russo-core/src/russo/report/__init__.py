"""The report of a run: one HTML file that contains the speech and loads nothing from elsewhere."""

from __future__ import annotations

from .heard import Group, Heard
from .page import write

__all__ = ["Group", "Heard", "write"]
