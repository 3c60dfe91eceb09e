"""What is heard for a packet that is not there, where the codec has nothing of its own for it."""

from __future__ import annotations

from typing import Any, Final

_FADE: Final = 0.5  # what each repetition leaves of the loudness of the one before: silence after some


def filled(packets: list[Any], lost: Any, size: int) -> list[Any]:
    """Repeat the last packet, more quietly each time, in place of those that were lost.

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
