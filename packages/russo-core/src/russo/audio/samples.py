"""`Samples`: 16-bit samples, on which everything between decoding and encoding works."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 2
"""Bytes of one sample of one channel."""


@dataclass(frozen=True, slots=True)
class Samples:
    """16-bit little-endian samples; those of several channels take turns: left, right, left, right."""

    pcm: bytes
    sample_rate: int
    channels: int

    @property
    def frames(self) -> int:
        """How many frames there are: a frame is one sample of each channel."""
        return len(self.pcm) // (WIDTH * self.channels)


def spread(samples: Samples, channels: int) -> Samples:
    """Copy one channel to several."""
    one = array("h", samples.pcm)
    many = array("h", bytes(len(samples.pcm) * channels))
    for channel in range(channels):
        many[channel::channels] = one
    return Samples(many.tobytes(), samples.sample_rate, channels)
