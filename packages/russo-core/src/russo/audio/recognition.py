"""Turns bytes of a response or a file into checked audio: finds the format, decodes all of it, corrects the header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NoReturn

from ..errors import AudioError, NotAudioError
from . import bare, not_audio, sniff, wav
from .foreign import foreign
from .label import Label, read_label
from .shape import BARE, check_shape

# Samples of several bytes. One byte alone may be a letter by chance, many times in a row.
_WIDE: Final = frozenset({"s16le", "s24le", "s32le", "f32le", "f64le"})


@dataclass(frozen=True, slots=True)
class Recognized:
    """What `russo.Audio` is made of, and how long it is."""

    data: bytes
    format: str
    sample_rate: int
    channels: int
    sample_width: int
    frames: int

    @property
    def seconds(self) -> float:
        """The duration in seconds."""
        return self.frames / self.sample_rate


def recognize(
    data: bytes, mime: str | None, *, sample_rate: int | None, channels: int | None, sample_width: int
) -> Recognized:
    """Find out what bytes are, as `russo.Audio.from_bytes` describes it.

    Raises:
        AudioError: They are not audio, are cut short, or nothing says what they are.
        MissingDependencyError: They must be decoded to know, and PyAV is not installed.
    """
    data = _bytes_of(data)
    label = read_label(mime)
    kind = _kind(data, label, mime, is_bare=sample_rate is not None)
    if kind == "wav":
        return _wav(data)
    if kind in BARE:
        rate = label.sample_rate or sample_rate or (None if kind == "pcm" else 8000)
        if rate is None:
            msg = f"bare samples came as {mime!r}, which does not say their rate: pass sample_rate=..."
            raise AudioError(msg)
        width = (label.sample_width or sample_width) if kind == "pcm" else 1
        return _samples(data, kind, label, (rate, label.channels or channels or 1, width))
    from .heard import measure

    frames, rate, count = measure(data, kind)
    return Recognized(data, kind, rate, count, 2, frames)


def _bytes_of(data: object) -> bytes:
    """What was received as bytes: many collect it in a bytearray, which cannot be compared with a set of marks."""
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    msg = f"audio consists of bytes, and this is {type(data).__name__!r}"
    raise AudioError(msg)


def _kind(data: bytes, label: Label, mime: str | None, *, is_bare: bool) -> str:
    if not data:
        raise NotAudioError("no audio: 0 bytes")
    if not_audio.is_ruined(data):
        _refuse(data, mime, "bytes that something on their way has taken for text")
    marked = sniff.by_mark(data, label)
    if marked is not None:
        return marked
    if (name := foreign(data)) is not None:
        _refuse(data, mime, f"{name}, which russo does not read")
    if label.is_text or not_audio.is_text(data):
        msg = f"no audio but text: {_shown(data, mime)}"
        raise NotAudioError(msg)
    if label.unread is not None:
        _refuse(data, mime, f"{label.unread}, which russo does not read")
    if label.format is None and not is_bare:
        msg = (
            f"cannot tell what audio this is: it begins with {data[:12]!r} and came {_short(mime)}; "
            "pass sample_rate=... if it is bare samples"
        )
        raise AudioError(msg)
    return label.format or "pcm"


def _refuse(data: bytes, mime: str | None, what: str) -> NoReturn:
    msg = f"no audio but {what}: {_shown(data, mime)}"
    raise AudioError(msg)


def _shown(data: bytes, mime: str | None) -> str:
    return f"{data[:80]!r}" if mime is None else f"{mime[:80]!r} with {data[:80]!r}"


def _short(mime: str | None) -> str:
    return "without a mime type" if mime is None else f"as {mime[:80]!r}"


def _wav(data: bytes) -> Recognized:
    layout = wav.read_layout(data)
    check_shape(sample_rate=layout.sample_rate, channels=layout.channels)
    if layout.raw in _WIDE:
        samples = layout.samples(data)
        if not_audio.is_text(samples):
            msg = f"no audio but text: a WAV with {samples[:80]!r}"
            raise NotAudioError(msg)
        _check_edges(samples, "a WAV")
    elif layout.raw is not None and not_audio.ends_in_failure(layout.samples(data)):
        raise _ending_in_text(layout.samples(data), "a WAV")
    frames, rate, channels = layout.frames, layout.sample_rate, layout.channels
    if frames is None:
        from .heard import measure

        # The frames of MP3 or FLAC state their own rate, which is what a decoder plays.
        frames, rate, channels = measure(data, "wav")
    if not frames:
        raise NotAudioError("no audio: a WAV without samples")
    if layout.lies:
        data = wav.rewrite(data, layout, frames)
    return Recognized(data, "wav", rate, channels, layout.sample_width or 1, frames)


def _samples(data: bytes, kind: str, label: Label, shape: tuple[int, int, int]) -> Recognized:
    rate, channels, width = shape
    check_shape(sample_rate=rate, channels=channels, sample_width=width)
    # One byte too many is no reason to lose all the others, and nothing says how many samples there should be.
    frames = len(data) // (channels * width)
    if not frames:
        msg = f"no audio: {len(data)} bytes are less than one frame of {channels * width} bytes"
        raise NotAudioError(msg)
    data = data[: frames * channels * width]
    if kind == "pcm" and width > 1:
        _check_edges(data, "bare samples")
    elif not_audio.ends_in_failure(data):
        raise _ending_in_text(data, "bare samples")
    if kind == "pcm" and width == 2 and not_audio.is_no_voice(data):
        _refuse(data, label.type, "bytes that no voice has")
    if kind == "pcm" and _is_big_endian(data, label, width):
        data = bare.swapped(data, width)
    if kind == "pcm" and bare.is_noise(data, width):
        _refuse(data, label.type, "noise at full volume, as compressed bytes are, or samples in the wrong byte order")
    return Recognized(data, kind, rate, channels, width, frames)


def _check_edges(pcm: bytes, what: str) -> None:
    if not_audio.begins_in_text(pcm):
        msg = f"no audio: {what} that begins with text: {pcm[:80]!r}"
        raise NotAudioError(msg)
    if not_audio.ends_in_text(pcm):
        raise _ending_in_text(pcm, what)


def _ending_in_text(samples: bytes, what: str) -> NotAudioError:
    return NotAudioError(f"no whole audio: {what} that ends in text: {samples[-80:]!r}")


def _is_big_endian(data: bytes, label: Label, width: int) -> bool:
    if label.big_endian is not None:
        return label.big_endian
    if label.type in {"audio/l24", "l24"}:
        return width == 3
    return width == 2 and label.type in {"audio/l16", "l16"} and bare.has_large_byte_first(data)
