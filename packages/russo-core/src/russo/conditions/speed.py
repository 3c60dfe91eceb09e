"""`Speed`: makes speech faster or slower without changing its pitch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .bridge import filtered
from .part import Sound
from .quantities import quantity

if TYPE_CHECKING:
    from .draw import Draw
    from .quantities import Written

_KEPT_BACK: Final = 0.2  # seconds, more than the window of the filter
_AT_ONCE: Final = 2.0


@dataclass(frozen=True, slots=True)
class Speed:
    """``speed:1.3``: this many times as fast, at the same pitch."""

    factor: float

    @classmethod
    def read(cls, written: Written) -> Speed:
        """Read a factor."""
        units = {"": 1, "x": 1, "%": 0.01}
        return cls(quantity(written.first("1.3"), "speed, such as 1.3", units, lowest=0.5, highest=4))

    def apply(self, sound: Sound, _draw: Draw) -> Sound:
        """Speed it up with FFmpeg's ``atempo``, in two steps above a factor of two, where it would drop samples."""
        import numpy as np

        # The filter holds back the end of its input.
        behind = np.zeros(round(_KEPT_BACK * self.factor * sound.rate))
        heard = Sound(np.concatenate([sound.samples, behind]), sound.rate)
        steps = 1 if self.factor <= _AT_ONCE else 2
        for _ in range(steps):
            heard = filtered(heard, "atempo", f"{self.factor ** (1 / steps):g}")
        return Sound(heard.samples[: round(len(sound.samples) / self.factor)], sound.rate)
