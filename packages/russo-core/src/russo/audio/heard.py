"""What is heard of audio: every file in it, decoded, and checked that nothing is missing."""

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
    """All that is heard, as 16-bit samples.

    Args:
        data: One file, or several in a row.
        audio_format: A format of `russo.Audio`.
        width: Bytes of a bare sample.
        bare: Sample rate in Hz and channels of bare samples.

    Raises:
        AudioError: It does not decode, or is cut short.
        MissingDependencyError: PyAV is not installed.
    """
    blocks, rate, channels, frames = [], 0, 0, 0
    for frame in _heard(data, audio_format, width, bare):
        rate, channels = frame.sample_rate, frame.layout.nb_channels
        frames += frame.samples
        blocks.append(to_bytes(frame))
    pcm = b"".join(blocks)
    if audio_format == "wav":
        pcm = pcm[: _without_filling(data, frames) * channels * WIDTH]
    return Samples(pcm, rate, channels)


def measure(data: bytes, audio_format: str) -> tuple[int, int, int]:
    """Frames, sample rate (Hz) and channels of files: as `decode_all` has them, but holding no samples."""
    frames, rate, channels = 0, 0, 0
    for frame in _heard(data, audio_format, WIDTH, None):
        rate, channels = frame.sample_rate, frame.layout.nb_channels
        frames += frame.samples
    return _without_filling(data, frames) if audio_format == "wav" else frames, rate, channels


def _heard(data: bytes, audio_format: str, width: int, bare: tuple[int, int] | None) -> Iterator[Any]:
    container = container_of(audio_format, width)
    need_av(f"to decode {audio_format}")
    if audio_format == "wav":
        layout = wav.read_layout(data)
        files = [wav.rewrite(data, layout) if layout.lies else data]
    else:
        files = links(data, audio_format)
    return decoded(files, container, bare=bare)


def _without_filling(data: bytes, frames: int) -> int:
    """The frames of a WAV whose codec fills up its last block, without what it was filled up with."""
    layout = wav.read_layout(data)
    blocks = sum(stop - start for start, stop in layout.stretches) // layout.block
    filling = frames - layout.stated_frames
    return layout.stated_frames if blocks and 0 <= filling < frames / blocks else frames
