"""Estimates what a call costs, as a range. The figures are in the `Provider` of each provider."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ..errors import PluginError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..provider import Price

# How many characters make a second of speech, when English is read slowly and quickly. If speech is priced by the
# minute, the duration of a text that was never spoken is assumed to be between the two.
_SLOWEST, _FASTEST = 8.0, 25.0
_MILLION: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """US dollars, lowest and highest.

    Example:
        >>> from russo.spending.prices import Cost
        >>> str(Cost(0.001, 0.002) + Cost(0.001, 0.001))
        '$0.0020 to $0.0030'
    """

    low: float = 0.0
    high: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.low + other.low, self.high + other.high)

    def __str__(self) -> str:
        low, high = f"${self.low:.4f}", f"${self.high:.4f}"
        return low if low == high else f"{low} to {high}"


def cost_of(price: Price, characters: int, seconds: float | None = None) -> Cost:
    """What an utterance costs.

    Args:
        price: What the provider publishes.
        characters: The length of the text.
        seconds: The length of the speech, if it was spoken; otherwise it is estimated from the text.

    Returns:
        A range in US dollars.
    """
    shortest = characters / _FASTEST if seconds is None else seconds
    longest = characters / _SLOWEST if seconds is None else seconds
    by_text, by_time = price.per_million_characters, price.per_minute
    return Cost(
        characters * by_text[0] / _MILLION + shortest * by_time[0] / 60,
        characters * by_text[1] / _MILLION + longest * by_time[1] / 60,
    )


def price_of(provider: str | None, fields: Mapping[str, Any]) -> Price | None:
    """The price that a provider publishes for a model; None if it publishes none."""
    return None if provider is None else _prices(provider, tuple(sys.path)).get(str(fields.get("model", "")))


@lru_cache(maxsize=32)
def _prices(provider: str, _path: tuple[str, ...]) -> Mapping[str, Price]:
    # Loading a plugin takes half a millisecond, and each hit asks for the price.
    from ..providers.registry import find_provider

    try:
        return find_provider(provider).prices or {}
    except PluginError:
        return {}  # the provider is not installed here, so its prices are not known
