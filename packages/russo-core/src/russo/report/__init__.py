"""The report of a run: one file of HTML that holds the speech, and needs nothing from anywhere."""

from __future__ import annotations

from .page import Heard, write

__all__ = ["Heard", "write"]
