"""Samples as NumPy arrays, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .codecs import need
from .editing import pcm_of

if TYPE_CHECKING:
    from .audio import Audio


def samples_of(audio: Audio) -> Any:
    """The samples, of shape (frames, channels), float32 from -1 up to 1."""
    numpy = need("numpy", "to give samples as an array")
    pcm = pcm_of(audio)
    whole = numpy.frombuffer(pcm.data, dtype="<i2").reshape(-1, pcm.channels)
    return whole.astype(numpy.float32) / numpy.float32(32768)


def audio_of(samples: Any, like: Audio, sample_rate: int | None = None) -> Audio:
    """Audio of a mono array or of shape (frames, channels): rounded to 16 bits, and clipped where it is too loud."""
    numpy = need("numpy", "to convert samples")
    shaped = samples.reshape(len(samples), -1)
    whole = numpy.clip(numpy.rint(shaped * 32768.0), -32768, 32767).astype("<i2")
    return type(like)(whole.tobytes(), "pcm", sample_rate or like.sample_rate, shaped.shape[1], 2)
