"""`Gain` changes the level of speech, and `Clip` overdrives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .part import Sound
from .quantities import decibels

if TYPE_CHECKING:
    from .draw import Draw
    from .quantities import Written


@dataclass(frozen=True, slots=True)
class Gain:
    """``gain:-12dB``: makes speech quieter or louder, and clips what no longer fits into 16 bits."""

    decibels: float

    @classmethod
    def read(cls, written: Written) -> Gain:
        """Read a level in dB."""
        return cls(decibels(written.first("-12dB")))

    def apply(self, sound: Sound, _draw: Draw) -> Sound:
        """Multiply, and cut off."""
        import numpy as np

        return Sound(np.clip(sound.samples * 10 ** (self.decibels / 20), -1, 1), sound.rate)


@dataclass(frozen=True, slots=True)
class Clip:
    """``clip:12dB``: an overdriven microphone, which clips the upper 12 dB of the speech."""

    decibels: float

    @classmethod
    def read(cls, written: Written) -> Clip:
        """Read a level in dB."""
        return cls(decibels(written.first("12dB"), lowest=0))

    def apply(self, sound: Sound, _draw: Draw) -> Sound:
        """Cut off the peaks."""
        import numpy as np

        limit = np.max(np.abs(sound.samples)) * 10 ** (-self.decibels / 20)
        return Sound(np.clip(sound.samples, -limit, limit), sound.rate)
