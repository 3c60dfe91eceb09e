"""The description of the provider ``espeak``, which its entry point names."""

from __future__ import annotations

from datetime import date

from russo.providers import Price, Provider, hookimpl


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``espeak``."""
    return Provider(
        "espeak",
        target="russo_espeak:EspeakSynthesizer",
        package="russo-espeak",
        default_voice="en-us",
        prices={"": Price(source="https://github.com/espeak-ng/espeak-ng", checked=date(2026, 11, 23))},  # free
    )
