"""The table of all providers says what their descriptions say."""

from __future__ import annotations

import re
from typing import Any

import pytest

from russo.plugins.entry_points import PROVIDERS, discover
from russo.providers.registry import find_provider, load_class
from stories.pages import DOCS

ALL = sorted(discover(PROVIDERS))
COLUMNS = (
    "provider",
    "package",
    "key",
    "voice",
    "model",
    "voices",
    "longest text",
    "US$ for 1,000,000 characters, and for a minute",
    "ended",
)


def rows() -> dict[str, tuple[str, ...]]:
    page = (DOCS / "providers" / "table.md").read_text(encoding="utf-8")
    lines = [
        tuple(cell.strip() for cell in line.strip("|").split(" | "))
        for line in re.findall(r"^\|.*\|$", page, re.MULTILINE)
    ]
    found = [tuple(cell.strip("| ") for cell in line) for line in lines]
    assert found[0][: len(COLUMNS)] == COLUMNS
    return {line[0].strip("`"): line for line in found[2:]}


def code(value: Any) -> str:
    return f"`{value}`" if value else ""


def span(prices: list[tuple[float, float]]) -> str:
    """The range from the lowest to the highest price; empty if it is free."""
    paid = [price for price in prices if any(price)]
    if not paid:
        return ""
    least, most = min(price[0] for price in paid), max(price[1] for price in paid)
    return f"{least:g}" if least == most else f"{least:g} to {most:g}"


def expected(name: str) -> tuple[str, ...]:
    provider = find_provider(name)
    cls = load_class(provider)
    api = getattr(cls, "api", None)
    prices = (provider.prices or {}).values()
    by_text = span([price.per_million_characters for price in prices])
    by_time = span([price.per_minute for price in prices])
    limits = sorted({*(api.longest.values() if api else ())})
    return (
        code(name),
        code(provider.package),
        " or ".join(map(code, provider.env)),
        code(provider.default_voice),
        code(provider.default_model),
        "" if not hasattr(cls, "list_voices") or (api and api.voices == ()) else "fixed list" if api and isinstance(api.voices, tuple) else "listed",
        (" or ".join(f"{one:,}" for one in limits) + f" {api.unit}" if limits else "") if api else "",
        " and ".join(filter(None, (by_text, by_time and f"{by_time} a minute"))),
        ", ".join(f"{code(model)} {end.on}" for model, end in (provider.retirements or {}).items()),
    )  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_the_table_says_what_the_description_says(name: str) -> None:
    described, told = expected(name), rows()[name][: len(COLUMNS)]
    # The table may also say what only the provider's own page knows.
    assert [cell if wanted else "" for cell, wanted in zip(told, described, strict=True)] == list(described)


def test_every_provider_is_in_the_table() -> None:
    assert sorted(rows()) == ALL
    assert len(ALL) >= 20
