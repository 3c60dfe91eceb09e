"""The description of the provider ``hibari``, which its entry point names."""

from __future__ import annotations

from datetime import date

from russo.providers import Price, Provider, hookimpl


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``hibari``."""
    return Provider(
        "hibari",
        target="russo_hibari:HibariSynthesizer",
        package="russo-hibari",
        default_voice="heart",
        prices={"": Price(source="https://github.com/MMWilliams/hibari", checked=date(2026, 11, 25))},  # free
    )
