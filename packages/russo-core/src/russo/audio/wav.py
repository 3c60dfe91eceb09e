"""Reading and writing the RIFF/WAVE container.

The `wave` module of the standard library is no help here: it believes the lengths in the header, and servers that
stream a WAV do not know the length when they send the header. OpenAI writes 0xFFFFFFFF
(https://github.com/speaches-ai/speaches/issues/493), ElevenLabs 0x7FFFFFFF.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from ..errors import AudioError

PCM: Final = 0x0001
EXTENSIBLE: Final = 0xFFFE

# Writers to a pipe put in "as much as there will be": 0, or one of the largest lengths, rounded down to a block.
_STREAMED_FROM: Final = 0x7FFF0000


@dataclass(frozen=True, slots=True)
class WavLayout:
    """Where the samples are and what they are."""

    codec: int
    channels: int
    sample_rate: int
    bits: int
    block: int
    start: int
    stop: int
    lies: bool
    """Whether a length in the header is not the real one, as in a stream."""

    @property
    def sample_width(self) -> int:
        """Bytes of one sample of one channel."""
        return (self.bits + 7) // 8

    @property
    def duration(self) -> float:
        """Seconds."""
        return (self.stop - self.start) / self.block / self.sample_rate


def read_layout(data: bytes) -> WavLayout:
    """Find the samples of a WAV.

    Args:
        data: A whole WAV file. Lengths that say "a stream" are replaced by the real ones.

    Raises:
        AudioError: It is no WAV, has no samples, or is shorter than it says.
    """
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        msg = f"not a WAV: it begins with {data[:12]!r}"
        raise AudioError(msg)
    fmt: tuple[int, int, int, int, int] | None = None
    position = 12
    while position + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, position)
        body = position + 8
        if name == b"fmt ":
            fmt = _read_format(data, body, size)
        elif name == b"data":
            if fmt is None:
                msg = "a damaged WAV: samples come before their format"
                raise AudioError(msg)
            codec, channels, rate, bits, block = fmt
            stop, lies = _end_of_samples(data, body, size, block)
            lies = lies or struct.unpack_from("<I", data, 4)[0] != len(data) - 8
            return WavLayout(codec, channels, rate, bits, block, body, stop, lies)
        position = body + size + size % 2
    msg = "a damaged WAV: it holds no samples"
    raise AudioError(msg)


def write_wav(pcm: bytes, *, sample_rate: int, channels: int, sample_width: int) -> bytes:
    """Put a header that is true before little-endian PCM samples."""
    return write_like(pcm, codec=PCM, sample_rate=sample_rate, channels=channels, bits=sample_width * 8)


def write_like(samples: bytes, *, codec: int, sample_rate: int, channels: int, bits: int) -> bytes:
    """Put a header of any codec before its samples."""
    block = channels * ((bits + 7) // 8)
    padding = b"\0" * (len(samples) % 2)
    fmt = struct.pack("<HHIIHH", codec, channels, sample_rate, sample_rate * block, block, bits)
    if codec != PCM:
        # Every codec but PCM states the length of its extension, and how many frames there are.
        fmt += struct.pack("<H", 0)
        fact = b"fact" + struct.pack("<II", 4, len(samples) // block)
    else:
        fact = b""
    chunks = b"".join(
        (b"WAVE", b"fmt ", struct.pack("<I", len(fmt)), fmt, fact, b"data", struct.pack("<I", len(samples)))
    )
    return b"".join((b"RIFF", struct.pack("<I", len(chunks) + len(samples) + len(padding)), chunks, samples, padding))


def _read_format(data: bytes, body: int, size: int) -> tuple[int, int, int, int, int]:
    if size < 16 or body + size > len(data):
        msg = "a damaged WAV: its format is cut short"
        raise AudioError(msg)
    codec, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", data, body)
    if codec == EXTENSIBLE and size >= 26:
        (codec,) = struct.unpack_from("<H", data, body + 24)
    if not (channels and rate and bits and block):
        msg = f"a damaged WAV: {channels} channels, {rate} Hz, {bits} bits"
        raise AudioError(msg)
    return codec, channels, rate, bits, block


def _end_of_samples(data: bytes, body: int, size: int, block: int) -> tuple[int, bool]:
    """Where the samples end, and whether the header said something else."""
    there = len(data) - body
    if size <= there and not (size == 0 and there):
        return body + size, False
    if 0 < size < _STREAMED_FROM:
        msg = f"a WAV that was cut short: it says {size} bytes of samples and {there} are there"
        raise AudioError(msg)
    stop = _before_trailing_list(data, body)
    return stop - (stop - body) % block, True


def _before_trailing_list(data: bytes, body: int) -> int:
    """The end of the file, or where a LIST chunk begins that some encoders write behind a stream's samples."""
    at = data.rfind(b"LIST", body)
    if at >= 0 and at + 8 <= len(data):
        (size,) = struct.unpack_from("<I", data, at + 4)
        if at + 8 + size + size % 2 in {len(data), len(data) + 1}:
            return at
    return len(data)
