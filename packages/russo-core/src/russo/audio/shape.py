"""What rates, channels and widths samples may have."""

from __future__ import annotations

from typing import Final

from ..errors import AudioError

BARE: Final = frozenset({"pcm", "ulaw", "alaw"})
"""Formats that hold bare samples: only their `Audio` says what rate they have."""

# The most that any file or sound card has; what is beyond it is a mistake, or somebody's attempt to do harm.
_MOST: Final = {"sample_rate": 768_000, "channels": 64, "sample_width": 8}


def check_shape(**values: int) -> None:
    """Refuse rates, channels and widths that no samples have.

    Args:
        values: Any of ``sample_rate`` (Hz), ``channels`` and ``sample_width`` (bytes).

    Raises:
        AudioError: One is below 1, or beyond what there is.
    """
    for name, value in values.items():
        if not isinstance(value, int) or value < 1:
            msg = f"{name}={_short(value)} must be at least 1"
            raise AudioError(msg)
        if value > _MOST[name]:
            msg = f"{name}={_short(value)} must be at most {_MOST[name]}"
            raise AudioError(msg)


def _short(value: object) -> str:
    # Python refuses to print a number of 5,000 digits.
    return hex(value)[:40] if isinstance(value, int) and value.bit_length() > 64 else repr(value)[:40]
