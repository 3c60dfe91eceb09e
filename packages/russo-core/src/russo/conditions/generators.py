"""Generates noise of each kind as mono samples. `Noise` sets the level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .band import shaped

if TYPE_CHECKING:
    from .draw import Draw

_LOWEST: Final = 20  # Hz: lower frequencies are inaudible, but pink and brown noise would consist of little else
_PASSING: Final = 4.0  # seconds between two cars, on average


def white(count: int, _rate: int, draw: Draw) -> Any:
    """Equal power at every frequency: rain, a bad line."""
    return draw.uniform(count) * 2 - 1


def pink(count: int, rate: int, draw: Draw) -> Any:
    """Equal power in every octave, like most everyday noise."""
    return _sloped(count, rate, draw, 0.5)


def brown(count: int, rate: int, draw: Draw) -> Any:
    """Deeper than pink noise: wind, the inside of a car."""
    return _sloped(count, rate, draw, 1.0)


def street(count: int, rate: int, draw: Draw) -> Any:
    """Cars passing nearby, over the rumble of distant traffic."""
    import numpy as np

    time = np.arange(count) / rate
    cars = max(1, round(count / rate / _PASSING))
    loudness = np.full(count, 0.4)
    for start, pace in zip(draw.uniform(cars), draw.uniform(cars), strict=True):
        loudness += 1 / (1 + ((time - start * count / rate) / (0.4 + pace)) ** 2)
    return _sloped(count, rate, draw, 0.8) * loudness


def _sloped(count: int, rate: int, draw: Draw, slope: float) -> Any:
    import numpy as np

    def gain(frequencies: Any) -> Any:
        return np.where(frequencies < _LOWEST, 0.0, np.maximum(frequencies, _LOWEST) ** -slope)

    # Twice the length that is needed, because both ends are cut off.
    return shaped(white(2 * count, rate, draw), rate, gain)[count // 2 :][:count]
