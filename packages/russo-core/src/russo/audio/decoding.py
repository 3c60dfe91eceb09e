"""Decodes with PyAV (FFmpeg), block by block, so that a small file that claims to be huge does not fill the memory."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from ..errors import AudioError
from .containers.flac import stated_frames
from .extra import need_av, reason
from .frames import layout_name, to_bytes, until
from .samples import WIDTH, Samples
from .shape import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# FFmpeg's name for the container of each format. It is always told which one to read: if it guessed, it might take a
# file for a playlist, and open other files.
_CONTAINERS: Final = {
    "aac": "aac",
    "aiff": "aiff",
    "alaw": "alaw",
    "amr": "amr",
    "au": "au",
    "caf": "caf",
    "flac": "flac",
    "g722": "g722",
    "m4a": "mov",
    "mp3": "mp3",
    "ogg": "ogg",
    "ulaw": "mulaw",
    "w64": "w64",
    "wav": "wav",
    "webm": "matroska",
}
_BARE: Final = {1: "u8", 2: "s16le", 3: "s24le", 4: "s32le"}

# Codecs whose last frame FFmpeg cuts wrongly: it counts the end of Vorbis from the wrong start, and removes the padding
# of ALAC twice.
_CUT_WRONG: Final = frozenset({"vorbis", "alac"})

# A damaged header can split megabytes into pieces of one byte, each of which takes as long as one of a thousand.
_MANY_PACKETS: Final = 10_000
_FRAMES_PER_PACKET: Final = 8

Shape = tuple[int, int]
"""Sample rate in Hz and channels."""


def container_of(audio_format: str, sample_width: int) -> str:
    """FFmpeg's name for the container of a format of `russo.Audio`.

    Raises:
        AudioError: The format is unknown.
    """
    container = _BARE.get(sample_width) if audio_format == "pcm" else _CONTAINERS.get(audio_format)
    if container is None:
        what = f"samples of {sample_width!r} bytes" if audio_format == "pcm" else f"format {audio_format!r}"
        msg = f"no {what}: {', '.join(sorted(_CONTAINERS))} and pcm of 1, 2, 3 or 4 bytes are known"
        raise AudioError(msg)
    return container


def decode(files: Sequence[bytes], container: str, *, bare: Shape | None = None, largest: int = LARGEST) -> Samples:
    """Decode files to 16-bit samples.

    Args:
        files: Whole files that follow each other.
        container: FFmpeg's name for their container, see `container_of`.
        bare: Sample rate in Hz and channels, if no header says them.
        largest: The most bytes of 16-bit samples that may result.

    Returns:
        All samples, at the rate and with the channels that the first file begins with.

    Raises:
        AudioError: A file does not decode, has fewer samples than it says, or the result is too large.
        MissingDependencyError: PyAV is not installed.
    """
    blocks, rate, channels = [], 0, 0
    for frame in decoded(files, container, bare=bare, largest=largest):
        rate, channels = frame.sample_rate, frame.layout.nb_channels
        blocks.append(to_bytes(frame))
    return Samples(b"".join(blocks), rate, channels)


def decoded(
    files: Sequence[bytes],
    container: str,
    *,
    bare: Shape | None = None,
    largest: int = LARGEST,
    stated: int = 0,
) -> Iterator[Any]:
    """Decode files frame by frame, as `decode` does, without keeping the frames.

    Args:
        files: As for `decode`.
        container: Likewise.
        bare: Likewise.
        largest: Likewise.
        stated: How many frames of sound the file says it has; 0 where it does not say, or FFmpeg reads it.

    Yields:
        Frames of FFmpeg with packed 16-bit samples, all of one rate and number of channels.
    """
    av = need_av(f"to decode {container}")
    seen = 0
    try:
        frames = (frame for file in files for frame in _frames(av, file, container, bare, stated))
        for frame in _as_16_bits(av, frames):
            seen += frame.samples * WIDTH * frame.layout.nb_channels
            if seen > largest:
                raise AudioError(f"more than {largest} bytes of samples")
            yield frame
    except Exception as error:
        msg = f"{container} of {sum(map(len, files))} bytes does not decode: {reason(error)}"
        raise AudioError(msg) from error
    if not seen:
        msg = f"{container} of {sum(map(len, files))} bytes does not decode: it holds no samples"
        raise AudioError(msg)


def _frames(av: Any, data: bytes, container: str, bare: Shape | None, stated: int) -> Iterator[Any]:
    """The frames of one file, without the padding of the last one."""
    options = {"sample_rate": str(bare[0]), "ch_layout": layout_name(bare[1])} if bare else {}
    with av.open(io.BytesIO(data), format=container, options=options) as file:
        if not file.streams.audio:
            raise AudioError("there is no sound in it")
        stream = file.streams.audio[0]
        codec = stream.codec_context
        if codec.name in _CUT_WRONG:
            codec.options = {"flags2": "+skip_manual"}
        if codec.name in _CUT_WRONG or container == "mov":
            stated = round((stream.duration or 0) * stream.time_base * codec.sample_rate)
        yield from until(av, _packets(file, stream, flac=stated_frames(data) if container == "flac" else 0), stated)


def _packets(file: Any, stream: Any, *, flac: int) -> Iterator[Any]:
    heard = 0
    for packets, packet in enumerate(file.demux(stream), start=1):
        if packets > _MANY_PACKETS and heard < packets * _FRAMES_PER_PACKET:
            raise AudioError(f"{packets} pieces of it hold {heard} samples")
        for frame in packet.decode():
            heard += frame.samples
            yield frame
    if heard < flac:
        raise AudioError(f"it says {flac} frames and {heard} are there")


def _as_16_bits(av: Any, frames: Iterator[Any]) -> Iterator[Any]:
    """Convert frames, even if files with different rates or channels follow each other."""
    shape = first = None
    converter: Any = None
    for frame in frames:
        if shape != (shape := (frame.format.name, frame.layout.name, frame.sample_rate)):
            if converter is not None:
                yield from converter.resample(None)
            first = first or frame
            converter = av.AudioResampler(format="s16", layout=first.layout, rate=first.sample_rate)
        yield from converter.resample(frame)
    if converter is not None:
        yield from converter.resample(None)
