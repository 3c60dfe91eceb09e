"""Whether a conversational model said the text that it was given, as far as its transcript tells."""

from __future__ import annotations

from .compare import Difference, first_difference

__all__ = ["Difference", "first_difference"]
