"""Checks the arguments of functions and methods, with errors that name the argument."""

from __future__ import annotations

import math
from typing import Any

from ..errors import AudioError
from .shape import short


def number(name: str, value: Any, *, lowest: float | None = None, above: float | None = None) -> float:
    """A finite number within its bounds.

    Args:
        name: The argument, for the message.
        value: What was passed.
        lowest: The smallest value that is allowed, if there is one.
        above: What the value must be greater than, if anything.

    Raises:
        AudioError: It is not a number, or outside its bounds.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not _is_finite(value):
        msg = f"{name}={short(value)} must be a number"
        raise AudioError(msg)
    if lowest is not None and value < lowest:
        msg = f"{name}={short(value)} must be at least {lowest:g}"
        raise AudioError(msg)
    if above is not None and value <= above:
        msg = f"{name}={short(value)} must be greater than {above:g}"
        raise AudioError(msg)
    return value


def whole(name: str, value: Any) -> int:
    """A whole number of at least 1.

    Raises:
        AudioError: It is something else.
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        msg = f"{name}={short(value)} must be a whole number of at least 1"
        raise AudioError(msg)
    return value


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an int that no float can hold
        return False
