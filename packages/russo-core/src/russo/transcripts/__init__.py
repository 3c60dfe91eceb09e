"""Whether what was heard is the text that was to be said.

Compared are words. What a text writes in figures, signs or abbreviations is compared with every way of reading it, so
``3:30`` is "three thirty" and "half past three", and never "three fifteen". There is no tolerance: one word more, less
or other is a difference, since a share of wrong words that is let through would let a lost "not" through.
"""

from __future__ import annotations

from .compare import Difference, first_difference
from .listening import Hearing, heard_in

__all__ = ["Difference", "Hearing", "first_difference", "heard_in"]
