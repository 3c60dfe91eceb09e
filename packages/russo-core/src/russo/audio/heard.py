"""Decodes audio to its end, even if it is several files in a row, and checks that nothing is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import wav
from .containers import links
from .decoding import container_of, decoded
from .extra import need_av
from .frames import to_bytes
from .samples import WIDTH, Samples

if TYPE_CHECKING:
    from collections.abc import Iterator


def decode_all(data: bytes, audio_format: str, width: int, bare: tuple[int, int] | None = None) -> Samples:
    """Everything that can be heard, as 16-bit samples.

    Args:
        data: One file, or several in a row.
        audio_format: A format of `russo.Audio`.
        width: Bytes of a bare sample.
        bare: Sample rate in Hz and channels of bare samples.

    Raises:
        AudioError: It does not decode, or is cut short.
        MissingDependencyError: PyAV is not installed.
    """
    blocks, rate, channels = [], 0, 0
    for frame in _heard(data, audio_format, width, bare):
        rate, channels = frame.sample_rate, frame.layout.nb_channels
        blocks.append(to_bytes(frame))
    return Samples(b"".join(blocks), rate, channels)


def measure(data: bytes, audio_format: str) -> tuple[int, int, int]:
    """The number of frames, sample rate (Hz) and channels that `decode_all` would return, without keeping samples."""
    frames, rate, channels = 0, 0, 0
    for frame in _heard(data, audio_format, WIDTH, None):
        rate, channels = frame.sample_rate, frame.layout.nb_channels
        frames += frame.samples
    return frames, rate, channels


def _heard(data: bytes, audio_format: str, width: int, bare: tuple[int, int] | None) -> Iterator[Any]:
    container = container_of(audio_format, width)
    need_av(f"to decode {audio_format}")
    if audio_format == "wav":
        layout = wav.read_layout(data)
        if layout.raw is not None:
            return decoded([layout.samples(data)], layout.raw, bare=(layout.sample_rate, layout.channels))
        if layout.codec == wav.MP3:
            # Its frames show where it ends, which the header of a stream does not.
            return decoded(links(layout.samples(data), "mp3"), "mp3", stated=layout.stated_frames)
        file = wav.rewrite(data, layout) if layout.lies else data
        return decoded([file], container, stated=layout.stated_frames)
    return decoded(links(data, audio_format), container, bare=bare)
