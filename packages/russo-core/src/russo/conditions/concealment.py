"""Conceals lost packets, for codecs without a concealment of their own."""

from __future__ import annotations

from typing import Any, Final

_FADE: Final = 0.5  # how loud each repetition is, relative to the one before: some repetitions later, it is silent


def filled(packets: list[Any], lost: Any, size: int) -> list[Any]:
    """Replace lost packets with the last one, more quietly each time.

    Args:
        packets: The samples of each packet that arrived, in order.
        lost: For each packet that was sent, whether it was lost.
        size: Samples of a packet.
    """
    import numpy as np

    arrived = iter(packets)
    last = np.zeros(size)
    heard = []
    for is_lost in lost:
        last = last * _FADE if is_lost else next(arrived, np.zeros(size))
        heard.append(last)
    return heard
