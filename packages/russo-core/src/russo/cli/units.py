"""Sizes and spans of time, as people type and read them."""

from __future__ import annotations

import math
import re
from typing import Final

from ..display import count
from ..errors import ConfigurationError

_BYTES: Final = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_NUMBER: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", re.IGNORECASE)


def parse_bytes(text: str, source: str) -> int:
    """The bytes of ``500MB``, ``1.5 GiB`` or ``1000``.

    Raises:
        ConfigurationError: It is not a size; the message names `source`.
    """
    return round(_parse(text, source, _BYTES, "a size like 500MB or 1.5GB"))


def parse_seconds(text: str, source: str) -> float:
    """The seconds of ``30d``, ``12h`` or ``90m``.

    Raises:
        ConfigurationError: It is not a span of time; the message names `source`.
    """
    return _parse(text, source, _SECONDS, "a time like 30d, 12h, 90m or 45s")


def show_bytes(size: int) -> str:
    """Bytes for people: ``480.0 KB``."""
    for unit in ("GB", "MB", "KB"):
        if size >= _BYTES[unit.lower()]:
            return f"{size / _BYTES[unit.lower()]:.1f} {unit}"
    return count(size, "byte")


def age(seconds: float) -> str:
    """A span of time for people: ``3 d``."""
    for unit in ("d", "h", "m"):
        if seconds >= _SECONDS[unit]:
            return f"{seconds / _SECONDS[unit]:.0f} {unit if unit != 'm' else 'min'}"
    return f"{max(seconds, 0):.0f} s"


def _parse(text: str, source: str, units: dict[str, int], wanted: str) -> float:
    found = _NUMBER.fullmatch(text)
    number = float(found[1]) * units.get(found[2].lower(), math.inf) if found else math.inf
    if not math.isfinite(number):
        msg = f"{source} must be {wanted}, not {text!r:.100}"
        raise ConfigurationError(msg)
    return number
