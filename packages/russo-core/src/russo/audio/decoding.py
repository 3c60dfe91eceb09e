"""Decoding by PyAV (FFmpeg), block by block: a small file that says that it is huge fills no memory."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from ..errors import AudioError
from .extra import need_av, reason
from .frames import layout_name, to_bytes
from .samples import WIDTH, Samples

if TYPE_CHECKING:
    from collections.abc import Iterator

# What FFmpeg calls the containers of each format. It is told which one to read and never left to guess: among those
# that it guesses are playlists, which make it open other files.
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

Shape = tuple[int, int]
"""Sample rate in Hz and channels."""

LARGEST: Final = 512 * 1024 * 1024
"""Bytes of 16-bit samples that one file may hold: three hours at 24,000 Hz."""


def container_of(audio_format: str, sample_width: int) -> str:
    """What FFmpeg calls the container of a format of `russo.Audio`.

    Raises:
        AudioError: There is none.
    """
    container = _BARE.get(sample_width) if audio_format == "pcm" else _CONTAINERS.get(audio_format)
    if container is None:
        what = f"samples of {sample_width!r} bytes" if audio_format == "pcm" else f"format {audio_format!r}"
        msg = f"no {what}: {', '.join(sorted(_CONTAINERS))} and pcm of 1, 2, 3 or 4 bytes are known"
        raise AudioError(msg)
    return container


def decode(data: bytes, container: str, *, bare: Shape | None = None, largest: int = LARGEST) -> Samples:
    """Decode a file to 16-bit samples.

    Args:
        data: All of the file.
        container: What FFmpeg calls its container, see `container_of`.
        bare: Sample rate in Hz and channels, where no header says them.
        largest: Bytes of 16-bit samples that it may hold.

    Returns:
        All samples of the file, at the rate and with the channels that it begins with.

    Raises:
        AudioError: It does not decode, or holds more than that.
        MissingDependencyError: PyAV is not installed.
    """
    blocks, rate, channels = [], 0, 0
    for frame in decoded(data, container, bare=bare, largest=largest):
        rate, channels = frame.sample_rate, frame.layout.nb_channels
        blocks.append(to_bytes(frame))
    return Samples(b"".join(blocks), rate, channels)


def decoded(data: bytes, container: str, *, bare: Shape | None = None, largest: int = LARGEST) -> Iterator[Any]:
    """Decode a file frame by frame, as `decode` does, holding none of them.

    Yields:
        Frames of FFmpeg with packed 16-bit samples, all of one rate and number of channels.
    """
    av = need_av(f"to decode {container}")
    options = {"sample_rate": str(bare[0]), "ch_layout": layout_name(bare[1])} if bare else {}
    seen = 0
    try:
        with av.open(io.BytesIO(data), format=container, options=options) as file:
            for frame in _as_16_bits(av, _frames(file)):
                seen += frame.samples * WIDTH * frame.layout.nb_channels
                if seen > largest:
                    raise AudioError(f"more than {largest} bytes of samples")
                yield frame
    except GeneratorExit:
        raise
    except Exception as error:
        msg = f"{container} of {len(data)} bytes does not decode: {reason(error)}"
        raise AudioError(msg) from error
    if not seen:
        msg = f"{container} of {len(data)} bytes does not decode: it holds no samples"
        raise AudioError(msg)


def _frames(file: Any) -> Iterator[Any]:
    if not file.streams.audio:
        raise AudioError("there is no sound in it")
    for packet in file.demux(file.streams.audio[0]):
        yield from packet.decode()


def _as_16_bits(av: Any, frames: Iterator[Any]) -> Iterator[Any]:
    """Convert frames, also where files with other rates or channels follow each other in one stream."""
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
