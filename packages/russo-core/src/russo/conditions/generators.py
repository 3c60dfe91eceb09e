"""Noise that is made of numbers: each function gives mono samples of any level."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .band import shaped

if TYPE_CHECKING:
    from .draw import Draw

_LOWEST: Final = 20  # Hz: what is lower nobody hears, and pink and brown noise would be made of it alone
_PASSING: Final = 4.0  # seconds between two cars, on average


def white(count: int, _rate: int, draw: Draw) -> Any:
    """As much of each frequency: rain, a bad line."""
    return draw.uniform(count) * 2 - 1


def pink(count: int, rate: int, draw: Draw) -> Any:
    """As much of each octave: most of what surrounds us."""
    return _sloped(count, rate, draw, 0.5)


def brown(count: int, rate: int, draw: Draw) -> Any:
    """Deeper still: wind, the inside of a car."""
    return _sloped(count, rate, draw, 1.0)


def street(count: int, rate: int, draw: Draw) -> Any:
    """Cars that pass by, nearer and farther, over the rumble of those farther away."""
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

    # Twice as much as is needed: at the ends, what is cut away would be missing.
    return shaped(white(2 * count, rate, draw), rate, gain)[count // 2 :][:count]
