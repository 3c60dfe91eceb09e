"""`Reverb` and `Distance`: a room around the caller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .activity import active
from .part import Sound
from .quantities import quantity, seconds

if TYPE_CHECKING:
    from .draw import Draw
    from .quantities import Written

_NEAR: Final = 0.3  # metres from mouth to microphone where nothing is said about it
_BALANCE: Final = 1.0  # metres at which the room is as loud as the speech itself
_ROOM: Final = 0.5  # seconds that an ordinary room rings
_GAP: Final = 0.003  # seconds until the first wall answers


@dataclass(frozen=True, slots=True)
class Reverb:
    """``reverb:0.8s``: a room in which sound takes this long to fall by 60 dB. The speech stays as loud as it was."""

    seconds: float

    @classmethod
    def read(cls, written: Written) -> Reverb:
        """Read a time."""
        return cls(seconds(written.first("0.8s"), "time of reverberation, such as 0.8s", lowest=0.05, highest=10))

    def apply(self, sound: Sound, draw: Draw) -> Sound:
        """Send the speech through a room, one metre away."""
        import numpy as np

        heard = np.concatenate([sound.samples, np.zeros(round(self.seconds * sound.rate))])
        wet = heard + _ringing(heard, sound.rate, self.seconds, draw)
        where = active(heard, sound.rate)
        level = np.sqrt(np.mean(heard[where] ** 2) / np.mean(wet[where] ** 2))
        return Sound(wet * level, sound.rate)


@dataclass(frozen=True, slots=True)
class Distance:
    """``distance:3m``: a speaker at this distance in an ordinary room, quieter, with more of the room in the sound."""

    metres: float

    @classmethod
    def read(cls, written: Written) -> Distance:
        """Read a distance."""
        what = "distance, such as 3m"
        return cls(quantity(written.first("3m"), what, {"m": 1, "cm": 0.01}, lowest=_NEAR, highest=100))

    def apply(self, sound: Sound, draw: Draw) -> Sound:
        """Make the speech quieter with the distance, but not what the room adds."""
        import numpy as np

        heard = np.concatenate([sound.samples, np.zeros(round(_ROOM * sound.rate))])
        wet = heard / self.metres + _ringing(heard, sound.rate, _ROOM, draw) / _BALANCE
        return Sound(wet * _NEAR, sound.rate)


def _ringing(samples: Any, rate: int, duration: float, draw: Draw) -> Any:
    """What the walls add: the speech convolved with decaying noise, with as much energy as the speech."""
    import numpy as np

    count = round(duration * rate)
    time = np.arange(count) / rate
    response = (draw.uniform(count) * 2 - 1) * 10 ** (-3 * time / duration)
    response[: round(_GAP * rate)] = 0
    response /= np.sqrt(np.sum(response**2))
    size = 1 << (len(samples) + count - 1).bit_length()
    return np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(response, size), size)[: len(samples)]
