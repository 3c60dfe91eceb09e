"""Handles bare samples, which only a label describes: finds out their byte order."""

from __future__ import annotations

from array import array
from operator import sub
from typing import Final

from .samples import WIDTH

_COMPARED: Final = 65_536


def has_large_byte_first(pcm: bytes) -> bool:
    """Whether 16-bit samples are big-endian, judging by the samples themselves.

    ``audio/L16`` is big-endian in https://www.rfc-editor.org/rfc/rfc2586, but little-endian where Google uses the
    name. In the right byte order, each sample is close to the one before it; in the wrong one, they jump at random.
    """
    start = (len(pcm) // 2 - _COMPARED // 2) // WIDTH * WIDTH if len(pcm) > _COMPARED else 0
    little = array("h", pcm[start : start + min(len(pcm), _COMPARED) // WIDTH * WIDTH])
    big = array("h", little)
    big.byteswap()
    return 2 * _roughness(big) < _roughness(little)


def swapped(pcm: bytes, width: int) -> bytes:
    """The samples with their bytes swapped."""
    turned = bytearray(len(pcm))
    for place in range(width):
        turned[place::width] = pcm[width - 1 - place :: width]
    return bytes(turned)


def _roughness(samples: array[int]) -> int:
    return sum(map(abs, map(sub, samples[1:], samples)))
