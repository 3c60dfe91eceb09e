"""Prices, each with the page that states it and the day on which it was read."""

from __future__ import annotations

from datetime import date
from typing import Final

from russo.providers import Price

CHECKED: Final = date(2026, 11, 25)
# A gateway's list of published prices.
LITELLM: Final = "https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window_backup.json"


def characters(least: float, source: str, most: float | None = None) -> Price:
    """US dollars for a million characters."""
    return Price(per_million_characters=(least, least if most is None else most), source=source, checked=CHECKED)
