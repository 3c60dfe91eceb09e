"""`Draw`: random numbers that are the same in every run.

NumPy promises that its bit generators always produce the same bits, but not that the numbers made from them stay the
same (https://numpy.org/neps/nep-0019-rng-policy.html). So the numbers are made from the bits here.
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

        # Each text has its length in front, so that ("a", "bc") does not draw the same as ("ab", "c").
        texts = [one.encode(errors="surrogatepass") for one in seed]
        lengths = b"".join(len(text).to_bytes(8, "big") + text for text in texts)
        self._bits = PCG64(int.from_bytes(sha256(lengths).digest(), "big"))

    def uniform(self, count: int) -> Any:
        """An array of numbers from 0 up to 1, as float64."""
        return (self._bits.random_raw(count) >> 11) * 2.0**-53

    def number(self) -> float:
        """One number from 0 up to 1."""
        return float(self.uniform(1)[0])
