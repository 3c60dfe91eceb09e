"""Checks the rates, channels and widths that samples may have."""

from __future__ import annotations

from typing import Final

from ..errors import AudioError

BARE: Final = frozenset({"pcm", "ulaw", "alaw"})
"""Formats that hold bare samples: only their `Audio` says what rate they have."""

# The most that any file or sound card has. Anything beyond is a mistake or an attack.
_MOST: Final = {"sample_rate": 768_000, "channels": 64, "sample_width": 4}


LARGEST: Final = 256 * 1024 * 1024
"""Bytes of 16-bit samples that may come out of one answer: an hour and a half at 24,000 Hz."""


def check_size(frames: float, channels: int) -> None:
    """Refuse to make too many 16-bit samples.

    Raises:
        AudioError: It would be more than `LARGEST`.
    """
    if frames * channels * 2 > LARGEST:
        msg = f"{short(frames * channels * 2)} bytes of samples are more than {LARGEST}"
        raise AudioError(msg)


def check_shape(**values: int) -> None:
    """Refuse rates, channels and widths that no samples can have.

    Args:
        values: Any of ``sample_rate`` (Hz), ``channels`` and ``sample_width`` (bytes).

    Raises:
        AudioError: One of them is below 1, or too large.
    """
    for name, value in values.items():
        if not isinstance(value, int) or value < 1:
            msg = f"{name}={short(value)} must be at least 1"
            raise AudioError(msg)
        if value > _MOST[name]:
            msg = f"{name}={short(value)} must be at most {_MOST[name]}"
            raise AudioError(msg)


def short(value: object) -> str:
    """A number for a message."""
    # Python refuses to print a number of 5,000 digits.
    return hex(value)[:40] if isinstance(value, int) and value.bit_length() > 64 else repr(value)[:40]
