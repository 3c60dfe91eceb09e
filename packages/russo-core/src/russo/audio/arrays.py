"""Samples as NumPy arrays, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .editing import pcm_of
from .extra import need_numpy

if TYPE_CHECKING:
    from .speech import Speech


def samples_of(audio: Speech) -> Any:
    """The samples as float32 from -1 up to 1, of shape (frames, channels)."""
    numpy = need_numpy("to give samples as an array")
    pcm = pcm_of(audio)
    whole = numpy.frombuffer(pcm.data, dtype="<i2").reshape(-1, pcm.channels)
    return whole.astype(numpy.float32) / numpy.float32(32768)


def pcm_bytes(samples: Any) -> bytes:
    """An array of values from -1 to 1 as 16-bit samples, rounded and clipped."""
    numpy = need_numpy("to convert samples")
    data: bytes = numpy.clip(numpy.rint(samples * 32768.0), -32768, 32767).astype("<i2").tobytes()
    return data
