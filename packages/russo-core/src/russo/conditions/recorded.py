"""Reads the noise of `Noise` from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..audio import Audio
from .bridge import sound_of

if TYPE_CHECKING:
    from pathlib import Path

    from .draw import Draw


def recorded(path: Path, count: int, rate: int, draw: Draw) -> Any:
    """Noise from a file, beginning at a random point, and repeated if it is too short."""
    import numpy as np

    samples = sound_of(Audio.load(path), rate).samples
    start = int(draw.number() * len(samples))
    return np.resize(np.roll(samples, -start), count)
