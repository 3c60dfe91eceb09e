"""PCM without a header: works out its byte order, and refuses bytes that are louder and rougher than any speech."""

from __future__ import annotations

from array import array
from operator import sub
from typing import Final

from .samples import WIDTH

_COMPARED: Final = 65_536

# Bytes without any pattern are samples that jump about the whole range, on average by 4/3 of their own level, which is
# half of full scale. Speech stays far below both, even where it is loud or hisses.
_FULL: Final = 12_000
_JUMPS: Final = 1.2
# A high tone jumps as much from each sample to the next, but comes back to where it was after a few of them.
_PERIODS: Final = range(2, 17)
_SAME: Final = 0.5
_UNSIGNED: Final = bytes(byte ^ 0x80 for byte in range(256))


def has_large_byte_first(pcm: bytes) -> bool:
    """Whether 16-bit samples are big-endian, judging by the samples themselves.

    ``audio/L16`` is big-endian in https://www.rfc-editor.org/rfc/rfc2586, but little-endian where Google uses the
    name. In the right byte order, each sample is close to the one before it; in the wrong one, they jump at random.
    """
    little = array("h", _middle(pcm, WIDTH))
    big = array("h", little)
    big.byteswap()
    return 2 * _roughness(big) < _roughness(little)


def is_noise(pcm: bytes, width: int) -> bool:
    """Whether little-endian samples are noise at full volume, which no voice or tone is, but most other files are."""
    part = _middle(pcm, width)
    top = bytearray(len(part) // width * WIDTH)
    top[1::WIDTH] = part[width - 1 :: width].translate(_UNSIGNED) if width == 1 else part[width - 1 :: width]
    if width > 1:
        top[::WIDTH] = part[width - 2 :: width]
    samples = array("h", bytes(top))
    level = sum(map(abs, samples))
    if level <= _FULL * len(samples) or _roughness(samples) <= _JUMPS * level:
        return False
    return all(_roughness(samples, period) > _SAME * level for period in _PERIODS)


def swapped(pcm: bytes, width: int) -> bytes:
    """The samples with their bytes swapped."""
    turned = bytearray(len(pcm))
    for place in range(width):
        turned[place::width] = pcm[width - 1 - place :: width]
    return bytes(turned)


def _middle(pcm: bytes, width: int) -> bytes:
    """Whole samples from the middle, so that not all of a long recording is looked at."""
    start = (len(pcm) // 2 - _COMPARED // 2) // width * width if len(pcm) > _COMPARED else 0
    return pcm[start : start + min(len(pcm), _COMPARED) // width * width]


def _roughness(samples: array[int], step: int = 1) -> int:
    return sum(map(abs, map(sub, samples[step:], samples)))
