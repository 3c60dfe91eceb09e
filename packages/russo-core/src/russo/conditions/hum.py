"""`Hum` and `Dc`: mains hum and a constant offset, as from bad wiring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .activity import mixed
from .part import Sound
from .quantities import decibels, quantity

if TYPE_CHECKING:
    from .draw import Draw
    from .quantities import Written

# How loud the harmonics are, as rectifiers produce them.
_HARMONICS: Final = {1: 1.0, 2: 0.5, 3: 0.3, 4: 0.15, 5: 0.1}


@dataclass(frozen=True, slots=True)
class Hum:
    """``hum:50Hz:20dB``: the hum of the mains, 20 dB below the speech."""

    frequency: float
    snr: float

    @classmethod
    def read(cls, written: Written) -> Hum:
        """Read a frequency and a ratio to the speech, either of which may be left out."""
        values = list(written.most(2))
        snr = values.pop() if values and values[-1].lower().endswith("db") else "20dB"
        frequency = (*values, "50Hz")[0]
        return cls(
            quantity(frequency, "frequency of the mains, such as 50Hz", {"": 1, "Hz": 1}, lowest=10, highest=1000),
            decibels(snr, "SNR in dB, such as hum:50Hz:20dB"),
        )

    def apply(self, sound: Sound, draw: Draw) -> Sound:
        """Add it, beginning at a random point of its period."""
        import numpy as np

        time = np.arange(len(sound.samples)) / sound.rate + draw.number()
        hum = np.zeros(len(time))
        for multiple, level in _HARMONICS.items():
            if self.frequency * multiple < sound.rate / 2:
                hum += level * np.sin(2 * np.pi * self.frequency * multiple * time)
        return Sound(mixed(sound.samples, hum, sound.rate, self.snr), sound.rate)


@dataclass(frozen=True, slots=True)
class Dc:
    """``dc:5%``: shifts every sample by this part of full scale."""

    offset: float

    @classmethod
    def read(cls, written: Written) -> Dc:
        """Read an offset."""
        return cls(quantity(written.first("5%"), "offset, such as dc:5%", {"%": 0.01}, lowest=-0.5, highest=0.5))

    def apply(self, sound: Sound, _draw: Draw) -> Sound:
        """Add it."""
        return Sound(sound.samples + self.offset, sound.rate)
