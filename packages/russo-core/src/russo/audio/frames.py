"""Converts between `Samples` and PyAV's frames."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from .samples import WIDTH, Samples

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK: Final = 65_536  # frames at once: some hundred kilobytes, whatever the length of the whole


def layout_name(channels: int) -> str:
    """FFmpeg's name for a number of channels (https://ffmpeg.org/ffmpeg-utils.html#Channel-Layout)."""
    return {1: "mono", 2: "stereo"}.get(channels, f"{channels}c")


def to_frames(av: Any, samples: Samples, block: int = _BLOCK) -> Iterator[Any]:
    """Cut samples into frames of FFmpeg, each of at most ``block`` frames of sound."""
    step = WIDTH * samples.channels
    view = memoryview(samples.pcm)
    for at in range(0, samples.frames, block):
        count = min(block, samples.frames - at)
        frame = av.AudioFrame(format="s16", layout=layout_name(samples.channels), samples=count)
        frame.sample_rate = samples.sample_rate
        frame.time_base = Fraction(1, samples.sample_rate)
        frame.pts = at
        frame.planes[0].update(view[at * step : (at + count) * step])
        yield frame


def to_bytes(frame: Any) -> bytes:
    """The samples of a packed 16-bit frame, without the padding that FFmpeg puts behind them."""
    return bytes(frame.planes[0])[: frame.samples * WIDTH * frame.layout.nb_channels]


def until(av: Any, frames: Iterator[Any], stated: int) -> Iterator[Any]:
    """Leave out the padding of a codec in the last frame.

    Args:
        av: PyAV.
        frames: All frames of a file.
        stated: How many frames of sound the file says it has; 0 if it does not say. It is believed only if the end is
            within the last frame: a smaller number is a mistake.
    """
    heard, last = 0, None
    for frame in frames:
        if last is not None:
            yield last
            heard += last.samples
        last = frame
    if last is None:
        return
    wanted = stated - heard
    if 0 < wanted < last.samples:
        fifo = av.AudioFifo()
        last.pts = None  # a fifo counts from 0
        fifo.write(last)
        last = fifo.read(wanted)
    if stated != heard or not heard:
        yield last
