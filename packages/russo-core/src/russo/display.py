"""Numbers with their noun."""

from __future__ import annotations


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 entry``, ``1,200 entries``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
