"""Converts speech to the rate, channels and format of a target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..errors import AudioError

if TYPE_CHECKING:
    from ..audio import Audio
    from .target import Target

_MOST_CHANNELS: Final = 2


def conform(audio: Audio, target: Target) -> Audio:
    """The speech in the rate, channels and format of the target.

    Raises:
        AudioError: There is no audio, or it has more than two channels.
    """
    if audio.channels > _MOST_CHANNELS:
        msg = (
            f"speech has one channel or two, not {audio.channels}: mix the channels or choose one, as with audio.mono()"
        )
        raise AudioError(msg)
    shape = (target.format, target.sample_rate, target.channels)
    if (audio.format, audio.sample_rate, audio.channels) == shape:
        return audio
    if not audio.data:
        msg = f"there is nothing to hear in {audio!r}"
        raise AudioError(msg)
    pcm = audio.to_pcm(sample_rate=target.sample_rate, channels=target.channels)
    return pcm if target.format == "pcm" else pcm.encode(target.format)
