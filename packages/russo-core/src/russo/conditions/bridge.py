"""Converts between the arrays of conditions and the 16-bit samples that FFmpeg needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..audio.arrays import pcm_bytes, samples_of
from ..audio.filtering import run_filters
from ..audio.resampling import resample
from ..audio.samples import Samples
from .part import Sound

if TYPE_CHECKING:
    from typing import Any

    from ..audio import Audio


def to_samples(sound: Sound) -> Samples:
    """The sound in 16 bits."""
    return Samples(pcm_bytes(sound.samples), sound.rate, 1)


def to_sound(samples: Samples) -> Sound:
    """16-bit samples as a sound."""
    return Sound(array_of(samples.pcm), samples.sample_rate)


def array_of(pcm: bytes) -> Any:
    """16-bit mono samples as an array of float64."""
    import numpy as np

    return np.frombuffer(pcm, dtype="<i2").astype(np.float64) / 32768


def at_rate(sound: Sound, rate: int) -> Samples:
    """The sound in 16 bits, at another rate."""
    return resample(to_samples(sound), rate)


def filtered(sound: Sound, name: str, arguments: str) -> Sound:
    """The sound through a filter of FFmpeg."""
    return to_sound(run_filters(to_samples(sound), (name, arguments), purpose="to change the speed of speech"))


def sound_of(audio: Audio, rate: int | None = None) -> Sound:
    """Speech of any format as a sound."""
    mono = audio.to_pcm(sample_rate=rate, channels=1)
    return Sound(samples_of(mono)[:, 0].astype("float64"), mono.sample_rate)
