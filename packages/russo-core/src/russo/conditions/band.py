"""`Band`: the band of frequencies that a line lets through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import ConditionError
from .part import Sound

if TYPE_CHECKING:
    from .draw import Draw
    from .quantities import Written

_RANGE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)\s*(?:Hz)?", re.IGNORECASE)
_HIGHEST: Final = 1_000_000  # Hz, more than any recording has
_EDGE: Final = 0.1  # part of an edge of the band over which it fades, since a sharper filter would ring


@dataclass(frozen=True, slots=True)
class Band:
    """``band:300-3400Hz``: removes what lies below and above."""

    lowest: float
    highest: float

    @classmethod
    def read(cls, written: Written) -> Band:
        """Read a range in Hz."""
        text = written.first("300-3400Hz")
        match = _RANGE.fullmatch(text)
        lowest, highest = (float(match[1]), float(match[2])) if match else (0.0, 0.0)
        if not lowest < highest <= _HIGHEST:
            msg = f"{text!r} is not a frequency band such as 300-3400Hz"
            raise ConditionError(msg)
        return cls(lowest, highest)

    def apply(self, sound: Sound, _draw: Draw) -> Sound:
        """Filter, without any delay."""
        return Sound(shaped(sound.samples, sound.rate, self._gain), sound.rate)

    def _gain(self, frequencies: Any) -> Any:
        import numpy as np

        low = np.clip((frequencies - self.lowest * (1 - _EDGE)) / (self.lowest * _EDGE or 1), 0, 1)
        high = np.clip((self.highest * (1 + _EDGE) - frequencies) / (self.highest * _EDGE), 0, 1)
        return np.sin(low * np.pi / 2) ** 2 * np.sin(high * np.pi / 2) ** 2


def shaped(samples: Any, rate: int, gain: Any) -> Any:
    """Multiply the spectrum of samples by ``gain``, a function of the frequencies in Hz."""
    import numpy as np

    # A power of two is fast, and the silence after it keeps the end from leaking into the beginning.
    size = 1 << (len(samples) + rate // 10 - 1).bit_length()
    spectrum = np.fft.rfft(samples, size)
    return np.fft.irfft(spectrum * gain(np.fft.rfftfreq(size, 1 / rate)), size)[: len(samples)]
