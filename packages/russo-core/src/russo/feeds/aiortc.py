"""aiortc: ``av.AudioFrame`` with presentation times."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from ..errors import OptionError
from .frameworks import framework
from .target import Target

_LAYOUTS: Final = {1: "mono", 2: "stereo"}


class Aiortc(Target):
    """16-bit samples in ``av.AudioFrame``, as ``MediaStreamTrack.recv`` returns them, 20 ms each.

    Args:
        sample_rate: In Hz; the Opus encoder of aiortc resamples to 48000 itself.
        channels: 1 or 2.
    """

    def __init__(self, *, sample_rate: int = 48000, channels: int = 1) -> None:
        super().__init__(sample_rate=sample_rate, channels=channels)
        if self.channels not in _LAYOUTS:
            msg = f"{channels=!r} must be 1 or 2, since aiortc has no frames with more"
            raise OptionError(msg)
        self._pts = 0

    def message(self, frame: bytes) -> Any:
        """The frame, with its time in samples since the first."""
        av = framework("av", "aiortc")
        samples = len(frame) // (2 * self.channels)
        made = av.AudioFrame(format="s16", layout=_LAYOUTS[self.channels], samples=samples, align=1)
        made.planes[0].update(frame)
        made.sample_rate = self.sample_rate
        made.time_base = Fraction(1, self.sample_rate)
        made.pts = self._pts
        self._pts += samples
        return made
