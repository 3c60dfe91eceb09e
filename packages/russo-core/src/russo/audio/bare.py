"""Bare samples, which nothing but a label describes."""

from __future__ import annotations

from array import array
from operator import sub
from typing import Final

from .samples import WIDTH

_COMPARED: Final = 65_536


def has_large_byte_first(pcm: bytes) -> bool:
    """Whether 16-bit samples are "big-endian", told by the samples.

    ``audio/L16`` is so by https://www.rfc-editor.org/rfc/rfc2586, and is the other way round where Google uses the
    name. Read the right way, a sample is close to the one before it; read the wrong way, it is anywhere.
    """
    start = (len(pcm) // 2 - _COMPARED // 2) // WIDTH * WIDTH if len(pcm) > _COMPARED else 0
    little = array("h", pcm[start : start + min(len(pcm), _COMPARED) // WIDTH * WIDTH])
    big = array("h", little)
    big.byteswap()
    return 2 * _roughness(big) < _roughness(little)


def swapped(pcm: bytes, width: int) -> bytes:
    """The samples with their bytes the other way round."""
    turned = bytearray(len(pcm))
    for place in range(width):
        turned[place::width] = pcm[width - 1 - place :: width]
    return bytes(turned)


def _roughness(samples: array[int]) -> int:
    return sum(map(abs, map(sub, samples[1:], samples)))
