"""aiortc: ``av.AudioFrame`` with presentation times."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .frameworks import framework
from .target import Target


class Aiortc(Target):
    """16-bit samples in ``av.AudioFrame``, as ``MediaStreamTrack.recv`` returns them, 20 ms each.

    Args:
        sample_rate: In Hz; the Opus encoder of aiortc resamples to 48000 itself.
        channels: 1 or 2.
    """

    def __init__(self, *, sample_rate: int = 48000, channels: int = 1) -> None:
        super().__init__(sample_rate=sample_rate, channels=channels)
        self._pts = 0

    def message(self, frame: bytes) -> Any:
        """The frame, with its time in samples since the first."""
        av = framework("av", "aiortc")
        samples = len(frame) // (2 * self.channels)
        made = av.AudioFrame(format="s16", layout="mono" if self.channels == 1 else "stereo", samples=samples, align=1)
        made.planes[0].update(frame)
        made.sample_rate = self.sample_rate
        made.time_base = Fraction(1, self.sample_rate)
        made.pts = self._pts
        self._pts += samples
        return made
