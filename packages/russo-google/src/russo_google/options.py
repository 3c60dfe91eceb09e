"""Checking what a constructor was given, so that a bad value is told at once and by name."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from russo.errors import OptionError

SPEAKERS: Final = 2


def a_text(name: str, value: Any) -> str:
    """A str that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise _refusal(name, value, "must be a str that is not blank")
    return value


def a_flag(name: str, value: Any) -> bool:
    """True or False."""
    if not isinstance(value, bool):
        raise _refusal(name, value, "must be true or false")
    return value


def a_number(name: str, value: Any, *, least: float, most: float = math.inf) -> float:
    """A number of a range."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
        raise _refusal(name, value, f"must be a number {_range(least, most)}")
    if math.isinf(value):
        raise _refusal(name, value, "must be a finite number")
    return float(value)


def a_whole_number(name: str, value: Any, *, least: int, most: float = math.inf) -> int:
    """A whole number of a range."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _refusal(name, value, f"must be a whole number {_range(least, most)}")
    return value


def two_speakers(value: Any) -> dict[str, str]:
    """Exactly two speakers and their voices: the API takes no other number."""
    if not isinstance(value, Mapping) or len(value) != SPEAKERS:
        raise _refusal("speakers", value, "must give two speakers a voice each, like {'Joe': 'Puck', 'Jane': 'Kore'}")
    for name, voice in value.items():
        a_text("speakers", name)
        a_text(f"speakers[{name!r}]", voice)
        if ":" in name or "\n" in name:
            raise _refusal("speakers", name, "must be names without a colon or a line break")
    return dict(sorted(value.items()))


def _range(least: float, most: float) -> str:
    return f"of at least {least}" if math.isinf(most) else f"from {least} to {most}"


def _refusal(name: str, value: Any, wanted: str) -> OptionError:
    msg = f"option {name!r} of provider 'google' {wanted}, not {value!r:.100}"
    return OptionError(msg)
