from __future__ import annotations

from datetime import date

import pytest

from russo.providers import Price
from russo.spending.prices import Cost, cost_of, price_of

DAY = date(2026, 11, 1)


def test_by_the_character() -> None:
    price = Price(per_million_characters=(15, 30), source="https://example.com", checked=DAY)
    assert cost_of(price, 2000) == Cost(0.03, 0.06)
    assert cost_of(price, 2000, seconds=100) == Cost(0.03, 0.06)


def test_by_the_minute_of_speech_or_of_what_it_will_probably_be() -> None:
    price = Price(per_minute=(0.6, 0.6), source="https://example.com", checked=DAY)
    assert cost_of(price, 200, seconds=30) == Cost(0.3, 0.3)
    guess = cost_of(price, 200)
    assert (guess.low, guess.high) == (pytest.approx(0.08), pytest.approx(0.25))


def test_costs_add_up_and_print() -> None:
    assert str(sum([Cost(0.1, 0.2), Cost(0.1, 0.1)], Cost())) == "$0.2000 to $0.3000"
    assert str(Cost(0.5, 0.5)) == "$0.5000"


def test_nobody_knows_the_price_of_what_is_not_published() -> None:
    assert price_of(None, {"model": "x"}) is None
    assert price_of("command", {"format": "wav"}) is None
    assert price_of("no-such-provider", {"model": "x"}) is None


def test_what_is_free_has_a_price_and_it_is_nothing() -> None:
    price = price_of("espeak", {"voice": "de"})
    assert price is not None
    assert cost_of(price, 1_000_000, seconds=3600) == Cost(0, 0)
