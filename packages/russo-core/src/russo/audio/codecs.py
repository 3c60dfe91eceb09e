"""Decoding, encoding and resampling, by soundfile (libsndfile) and soxr. Imported only where bytes have to change."""

from __future__ import annotations

import importlib
import io
from typing import TYPE_CHECKING, Any

from ..errors import AudioError, MissingDependencyError

if TYPE_CHECKING:
    from .audio import Audio

_G711_SUBTYPES = {"ulaw": "ULAW", "alaw": "ALAW"}
_SUBTYPES = {"wav": "PCM_16", "flac": "PCM_16", "mp3": "MPEG_LAYER_III", "ogg": "VORBIS"}


def describe(audio: Audio) -> tuple[int, int, int]:
    """Read frames, sample rate (Hz) and channels of encoded audio, by decoding all of it.

    A header can promise more than there is: only decoding shows whether an mp3 was cut short.
    """
    samples, rate = _decode(audio)
    return len(samples), rate, samples.shape[1]


def to_pcm16(audio: Audio, *, sample_rate: int | None, channels: int | None) -> tuple[bytes, int, int]:
    """Decode to 16-bit little-endian samples, resampled and mixed as asked for."""
    samples, rate = _decode(audio)
    if channels is not None and channels != samples.shape[1]:
        samples = _mix(samples, channels)
    if sample_rate is not None and sample_rate != rate:
        soxr = need("soxr", "to change the sample rate")
        samples = soxr.resample(samples, rate, sample_rate)
        rate = sample_rate
    numpy = need("numpy", "to convert samples")
    whole = numpy.clip(numpy.rint(samples * 32768.0), -32768, 32767).astype("<i2")
    return whole.tobytes(), rate, samples.shape[1]


def encode(pcm: bytes, audio_format: str, *, sample_rate: int, channels: int) -> bytes:
    """Encode 16-bit little-endian samples as wav, flac, mp3, ogg, ulaw or alaw."""
    soundfile = need("soundfile", f"to write {audio_format}")
    numpy = need("numpy", "to convert samples")
    samples = numpy.frombuffer(pcm, dtype="<i2").reshape(-1, channels)
    raw = _G711_SUBTYPES.get(audio_format)
    target = io.BytesIO()
    try:
        soundfile.write(
            target,
            samples,
            sample_rate,
            format="RAW" if raw else audio_format.upper(),
            subtype=raw or _SUBTYPES[audio_format],
        )
    except (RuntimeError, TypeError, ValueError) as error:
        msg = f"{channels} channels at {sample_rate} Hz cannot be written as {audio_format!r}: {error}"
        raise AudioError(msg) from error
    return target.getvalue()


def _decode(audio: Audio) -> tuple[Any, int]:
    """Samples as float32 in -1..1, shape (frames, channels), and their rate in Hz."""
    bare = audio.format == "pcm"  # and so nothing has to be decoded: it is the rate or the channels that change
    soundfile = need("soundfile", "to change rate or channels" if bare else f"to decode {audio.format}")
    raw: dict[str, Any] = {}
    if audio.format == "pcm":
        raw = {"format": "RAW", "subtype": _pcm_subtype(audio.sample_width), "endian": "LITTLE"}
    elif audio.format in _G711_SUBTYPES:
        raw = {"format": "RAW", "subtype": _G711_SUBTYPES[audio.format]}
    if raw:
        raw |= {"samplerate": audio.sample_rate, "channels": audio.channels}
    try:
        samples, rate = soundfile.read(io.BytesIO(audio.data), dtype="float32", always_2d=True, **raw)
    except (RuntimeError, TypeError, ValueError) as error:
        msg = f"{audio!r} does not decode: {error}"
        raise AudioError(msg) from error
    return samples, int(rate)


def _pcm_subtype(width: int) -> str:
    try:
        return {1: "PCM_U8", 2: "PCM_16", 3: "PCM_24", 4: "PCM_32"}[width]
    except KeyError:
        msg = f"no samples of {width!r} bytes: 1, 2, 3 and 4 are known"
        raise AudioError(msg) from None


def _mix(samples: Any, channels: int) -> Any:
    numpy = need("numpy", "to mix channels")
    mono = samples.mean(axis=1, keepdims=True)
    return numpy.repeat(mono, channels, axis=1)


def need(module: str, purpose: str) -> Any:
    """Import a package that russo installs only on request, or say how to get it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        msg = f"{module} is needed {purpose}: pip install 'russo-core[audio]'"
        raise MissingDependencyError(msg) from error
