"""Reading and writing the RIFF/WAVE container.

The `wave` module of the standard library does not help, because it believes the lengths in the header, and servers that
stream a WAV do not know the length when they send the header. OpenAI writes 0xFFFFFFFF
(https://github.com/speaches-ai/speaches/issues/493), ElevenLabs 0x7FFFFFFF, others 0 or a round number, and some the
length of the first piece that they send. And some send several WAVs in a row.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, replace
from typing import Final

from ..errors import AudioError

PCM: Final = 0x0001
MP3: Final = 0x0055
EXTENSIBLE: Final = 0xFFFE

# Codecs and bytes of a sample whose blocks hold one frame each, and what FFmpeg calls such samples without a header: of
# PCM, float, A-law and mu-law. Of all others, only a decoder knows the length.
_PLAIN: Final = {
    (PCM, 1): "u8",
    (PCM, 2): "s16le",
    (PCM, 3): "s24le",
    (PCM, 4): "s32le",
    (3, 4): "f32le",
    (3, 8): "f64le",
    (6, 1): "alaw",
    (7, 1): "mulaw",
}

# Codecs whose packets have any length: MPEG layers II and III, AAC, AC-3 and FLAC. Their "block" counts no bytes.
_PACKETS: Final = frozenset({0x50, MP3, 0xFF, 0x1600, 0x1602, 0x1610, 0x2000, 0xF1AC})

_FILES: Final = (b"RIFF", b"RF64", b"BW64")
_START: Final = re.compile(rb"(?:RIFF|RF64|BW64)....WAVE", re.DOTALL)
_NAME: Final = re.compile(rb"[A-Za-z][A-Za-z0-9_ ]{3}")
_KNOWN: Final = frozenset({b"data", b"fact", b"LIST", b"id3 ", b"JUNK", b"PEAK", b"bext", b"cue ", b"smpl"})

# Writers to a pipe put in a placeholder: one of the largest lengths, rounded down to a block; or a number of their
# own, which would mean hours of sound, and many times the bytes that follow.
_STREAMED_FROM: Final = 0x7FFF0000
_STREAMED_SECONDS: Final = 1800
_STREAMED_TIMES: Final = 8


@dataclass(frozen=True, slots=True)
class WavLayout:
    """Where the samples of a WAV are, and what they are."""

    codec: int
    channels: int
    sample_rate: int
    bits: int
    block: int
    format_chunk: bytes
    """The content of the chunk that says all this; some codecs need more of it than this."""
    stated_frames: int
    """How many frames it says there are; 0 if it does not say."""
    stretches: tuple[tuple[int, int], ...]
    """Where samples begin and end: several stretches if files came in a row."""
    lies: bool
    """Whether a length in the header is not the real one, as in a stream."""

    @property
    def sample_width(self) -> int:
        """Bytes of one sample of one channel."""
        return (self.bits + 7) // 8

    @property
    def raw(self) -> str | None:
        """FFmpeg's name for such samples without a header; None if they need one."""
        return _PLAIN.get((self.codec, self.sample_width))

    @property
    def start(self) -> int:
        """Where the first samples begin."""
        return self.stretches[0][0]

    @property
    def stop(self) -> int:
        """Where the first samples end."""
        return self.stretches[0][1]

    @property
    def frames(self) -> int | None:
        """How many frames there are; None if only a decoder knows."""
        return None if self.raw is None else sum(stop - start for start, stop in self.stretches) // self.block

    def samples(self, data: bytes) -> bytes:
        """The samples, of all stretches."""
        return b"".join([data[start:stop] for start, stop in self.stretches])


def read_layout(data: bytes) -> WavLayout:
    """Find the samples of a WAV.

    Args:
        data: One WAV or several in a row, whole. Lengths that say "a stream" are replaced by the real ones.

    Raises:
        AudioError: It is not a WAV, has no samples, is shorter than it says, or is followed by a WAV of another kind.
    """
    if len(data) < 12 or not data.startswith(_FILES) or data[8:12] != b"WAVE":
        msg = f"not a WAV: it begins with {data[:12]!r}"
        raise AudioError(msg)
    at, found = 0, list[WavLayout]()
    try:
        while data.startswith(_FILES, at) and data[at + 8 : at + 12] == b"WAVE":
            layout, at = _read_file(data, at)
            found.append(layout)
    except struct.error as error:
        msg = "a damaged WAV: it ends within a chunk"
        raise AudioError(msg) from error
    first = found[0]
    if len(found) == len(first.stretches) == 1 and data.startswith(b"RIFF"):
        return first  # one file with one stretch needs no merging
    if any(other.format_chunk[:16] != first.format_chunk[:16] for other in found):
        msg = "WAVs in a row that have different rates, channels or codecs"
        raise AudioError(msg)
    stretches = tuple(stretch for layout in found for stretch in layout.stretches)
    lies = any(layout.lies for layout in found) or len(stretches) > 1 or not data.startswith(b"RIFF")
    return replace(first, stated_frames=sum(layout.stated_frames for layout in found), stretches=stretches, lies=lies)


def write_wav(pcm: bytes, *, sample_rate: int, channels: int, sample_width: int) -> bytes:
    """Put a correct header before little-endian PCM samples.

    Raises:
        AudioError: A WAV cannot have such a rate, or so many samples.
    """
    block = channels * sample_width
    try:
        return _write(
            struct.pack("<HHIIHH", PCM, channels, sample_rate, sample_rate * block, block, sample_width * 8), pcm
        )
    except struct.error as error:
        msg = f"no WAV has {channels} channels at {sample_rate} Hz and {len(pcm)} bytes"
        raise AudioError(msg) from error


def rewrite(data: bytes, layout: WavLayout, frames: int | None = None) -> bytes:
    """Replace the header of a WAV by a correct one.

    Args:
        data: The WAV.
        layout: What `read_layout` found in it.
        frames: How many frames there are, for codecs that must say it.
    """
    fact = b"" if layout.codec == PCM or frames is None else b"fact" + struct.pack("<II", 4, frames)
    return _write(layout.format_chunk, layout.samples(data), fact)


def _write(format_chunk: bytes, samples: bytes, fact: bytes = b"") -> bytes:
    head = (b"WAVE", b"fmt ", struct.pack("<I", len(format_chunk)), format_chunk, b"\0" * (len(format_chunk) % 2), fact)
    chunks = b"".join((*head, b"data", struct.pack("<I", len(samples))))
    padding = b"\0" * (len(samples) % 2)
    return b"".join((b"RIFF", struct.pack("<I", len(chunks) + len(samples) + len(padding)), chunks, samples, padding))


def _read_file(data: bytes, start: int) -> tuple[WavLayout, int]:
    """Read the WAV that begins here; also say where it ends."""
    fmt: tuple[int, int, int, int, int] | None = None
    chunk, large, stated, lies = b"", 0, 0, False
    stretches = list[tuple[int, int]]()
    at = start + 12
    while _is_chunk(data, at) or (fmt is None and at + 8 <= len(data)):
        name, size = struct.unpack_from("<4sI", data, at)
        body = at + 8
        if name == b"fmt ":
            fmt, chunk = _read_format(data, body, size)
            lies = lies or chunk != data[body : body + size]
        elif name == b"ds64" and size >= 16:
            (large,) = struct.unpack_from("<Q", data, body + 8)
        elif name == b"fact" and size >= 4:
            (stated,) = struct.unpack_from("<I", data, body)
        elif name == b"data":
            if fmt is None:
                msg = "a damaged WAV: samples come before their format"
                raise AudioError(msg)
            stop, is_true = _end_of_samples(data, body, large if size == 0xFFFFFFFF and large else size, chunk)
            lies = lies or not is_true
            stretches.append((body, stop - (stop - body) % fmt[4]))
            at = stop + (stop - body) % 2 if is_true else stop
            continue
        at = body + size + size % 2
    if fmt is None or not stretches:
        msg = "a damaged WAV: it holds no samples"
        raise AudioError(msg)
    end = _next_file(data, at)
    lies = lies or abs(struct.unpack_from("<I", data, start + 4)[0] + 8 - (end - start)) > 1
    return WavLayout(*fmt, chunk, stated, tuple(stretches), lies), end


def _read_format(data: bytes, body: int, size: int) -> tuple[tuple[int, int, int, int, int], bytes]:
    """The format of the samples, and the chunk that describes it, with correct lengths."""
    if size < 16 or body + size > len(data):
        msg = "a damaged WAV: its format is cut short"
        raise AudioError(msg)
    codec, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", data, body)
    if codec == EXTENSIBLE and size >= 26:
        (codec,) = struct.unpack_from("<H", data, body + 24)
    width = (bits + 7) // 8
    if (codec, width) in _PLAIN:
        block = channels * width
    elif codec in _PACKETS:
        block = 1
    if not (channels and rate and block):
        msg = f"a damaged WAV: {channels} channels, {rate} Hz, {bits} bits"
        raise AudioError(msg)
    chunk = data[body : body + size]
    if (codec, width) in _PLAIN:
        chunk = b"".join((chunk[:8], struct.pack("<IH", min(rate * block, 0xFFFFFFFF), block), chunk[14:]))
    return (codec, channels, rate, bits, block), chunk


def _end_of_samples(data: bytes, body: int, size: int, format_chunk: bytes) -> tuple[int, bool]:
    """Where the samples end, and whether the header said so."""
    there = len(data) - body
    rate, a_second, block = struct.unpack_from("<IIH", format_chunk, 4)
    a_second = a_second or rate
    if size <= there and (size or not there) and _is_end(data, body + size, block):
        return body + size, True
    if size == 0 and _is_chunk(data, body):
        return body, True
    is_stream = size >= _STREAMED_FROM or size > max(_STREAMED_SECONDS * a_second, _STREAMED_TIMES * there)
    if size > there and not is_stream:
        msg = f"a WAV that was cut short: it says {size} bytes of samples and {there} are there"
        raise AudioError(msg)
    end = _next_file(data, body)
    return _before_trailing_list(data, body, end), False


def _is_end(data: bytes, at: int, block: int) -> bool:
    """Whether samples can end here: with the file, before another chunk, or before another file."""
    rest = len(data) - at
    return rest < max(block, 2) or any(_is_chunk(data, place) or _START.match(data, place) for place in (at, at + 1))


def _is_chunk(data: bytes, at: int) -> bool:
    """Whether a chunk begins here that fits into the file."""
    if not _NAME.match(data, at) or at + 8 > len(data) or _START.match(data, at):
        return False
    (size,) = struct.unpack_from("<I", data, at + 4)
    return data[at : at + 4] in _KNOWN or at + 8 + size <= len(data)


def _next_file(data: bytes, at: int) -> int:
    """Where the next WAV begins, or the end."""
    match = _START.search(data, at)
    return match.start() if match else len(data)


def _before_trailing_list(data: bytes, body: int, end: int) -> int:
    """The end of the file, or the start of a LIST chunk, which some encoders write after the samples of a stream."""
    at = data.rfind(b"LIST", body, end)
    if at >= 0 and at + 8 <= end:
        (size,) = struct.unpack_from("<I", data, at + 4)
        if at + 8 + size + size % 2 in {end, end + 1}:
            return at
    return end
