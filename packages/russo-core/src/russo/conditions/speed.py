"""`Speed`: a caller in a hurry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .bridge import filtered
from .quantities import quantity

if TYPE_CHECKING:
    from .draw import Draw
    from .part import Sound
    from .quantities import Written


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
        """Speed it up by FFmpeg's ``atempo``."""
        return filtered(sound, "atempo", f"{self.factor:g}")
