"""The report of a run: one HTML file that contains the speech and loads nothing from elsewhere."""

from __future__ import annotations

from .page import Heard, write

__all__ = ["Heard", "write"]
