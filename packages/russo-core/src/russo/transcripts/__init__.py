"""Compares a transcript with the text that was to be said.

Words are compared. Figures, signs and abbreviations match every way of reading them, so ``3:30`` matches "three thirty"
and "half past three", but never "three fifteen". There is no tolerance: one extra, missing or different word is
a difference, because any tolerance for wrong words would also accept a lost "not".
"""

from __future__ import annotations

from .compare import Difference, first_difference
from .listening import Hearing, heard_in

__all__ = ["Difference", "Hearing", "first_difference", "heard_in"]
