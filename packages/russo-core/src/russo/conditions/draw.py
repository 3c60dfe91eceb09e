"""`Draw`: random numbers that are the same in every run.

NumPy promises the same bits from its bit generators for ever, and not the same numbers from what it makes of them
(https://numpy.org/neps/nep-0019-rng-policy.html). So the numbers are made of the bits here.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any


class Draw:
    """Random numbers for one part of a condition.

    Args:
        seed: Texts that decide what is drawn.
    """

    def __init__(self, *seed: str) -> None:
        from numpy.random import PCG64

        # A length before each text: ("a", "bc") must not draw what ("ab", "c") draws.
        lengths = b"".join(len(one.encode()).to_bytes(8, "big") + one.encode() for one in seed)
        self._bits = PCG64(int.from_bytes(sha256(lengths).digest(), "big"))

    def uniform(self, count: int) -> Any:
        """So many numbers from 0 up to 1, as float64."""
        return (self._bits.random_raw(count) >> 11) * 2.0**-53

    def number(self) -> float:
        """One number from 0 up to 1."""
        return float(self.uniform(1)[0])
