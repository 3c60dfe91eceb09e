"""Reads the values in a condition: ``15dB``, ``3%``, ``7.95k``, ``0.4s``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..errors import ConditionError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NUMBER: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))\s*([a-z%]*)", re.IGNORECASE)


def quantity(
    text: str, what: str, units: Mapping[str, float], *, lowest: float = -math.inf, highest: float = math.inf
) -> float:
    """Read a number with its unit.

    Args:
        text: What was written.
        what: What it means, and an example, for the message.
        units: Each unit that is allowed, and its factor; the empty string if the number needs no unit.
        lowest: The smallest value allowed.
        highest: The largest value allowed.

    Raises:
        ConditionError: It is not such a number.
    """
    match = _NUMBER.fullmatch(text.strip())
    factors = {unit.lower(): factor for unit, factor in units.items()}
    if match is None or match[2].lower() not in factors:
        msg = f"{text!r} is not a valid {what}"
        raise ConditionError(msg)
    value = float(match[1]) * factors[match[2].lower()]
    if not lowest <= value <= highest:
        msg = f"{text!r} is out of range for a {what}: from {lowest:g} to {highest:g}"
        raise ConditionError(msg)
    return value


def decibels(
    text: str, what: str = "level in dB, such as -6dB", *, lowest: float = -100, highest: float = 100
) -> float:
    """Read a level."""
    return quantity(text, what, {"": 1, "dB": 1}, lowest=lowest, highest=highest)


def share(text: str, what: str) -> float:
    """Read a share from 0 to 1, written in percent."""
    return quantity(text, what, {"%": 0.01}, lowest=0, highest=1)


def seconds(text: str, what: str, *, lowest: float, highest: float) -> float:
    """Read a time."""
    return quantity(text, what, {"s": 1, "ms": 0.001}, lowest=lowest, highest=highest)


@dataclass(frozen=True, slots=True)
class Written:
    """What is written after the name of a part.

    Args:
        values: The texts between its colons.
        folder: The folder of the files that it names.
    """

    values: tuple[str, ...]
    folder: Path

    def most(self, count: int) -> tuple[str, ...]:
        """The values, if there are no more than the part accepts.

        Raises:
            ConditionError: There are more.
        """
        if len(self.values) > count:
            takes = "nothing" if not count else "one value" if count == 1 else f"at most {count} values"
            msg = f"it takes {takes} behind its name"
            raise ConditionError(msg)
        return self.values

    def first(self, default: str) -> str:
        """The one value that a part accepts, or its default.

        Raises:
            ConditionError: There are more.
        """
        return (*self.most(1), default)[0]
