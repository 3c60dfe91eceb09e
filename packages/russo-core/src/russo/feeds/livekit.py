"""LiveKit: ``rtc.AudioFrame``, pushed into an ``rtc.AudioSource``."""

from __future__ import annotations

from typing import Any

from ..errors import OptionError
from .frameworks import framework
from .target import Target


class LiveKit(Target):
    """16-bit samples in ``rtc.AudioFrame``.

    Args:
        sample_rate: The rate of the ``AudioSource`` or of the session, since LiveKit does not resample.
        channels: The number of channels.
    """

    def __init__(self, *, sample_rate: int = 48000, channels: int = 1) -> None:
        super().__init__(sample_rate=sample_rate, channels=channels)

    def message(self, frame: bytes) -> Any:
        """The frame, in LiveKit's own type."""
        return framework("livekit.rtc", "livekit").AudioFrame(
            frame, self.sample_rate, self.channels, len(frame) // (2 * self.channels)
        )

    async def send(self, to: Any, message: Any) -> None:
        """Push a frame into an ``rtc.AudioSource``, which waits while its queue is full."""
        theirs = (to.sample_rate, to.num_channels)
        if theirs != (self.sample_rate, self.channels):
            msg = (
                f"this AudioSource takes {theirs[0]} Hz and channels={theirs[1]}: "
                f"write feed('livekit', sample_rate={theirs[0]}, channels={theirs[1]})"
            )
            raise OptionError(msg)
        await to.capture_frame(message)
