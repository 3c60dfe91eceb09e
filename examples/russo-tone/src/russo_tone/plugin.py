"""The module that the entry point ``tone`` in the group ``russo`` names."""

from __future__ import annotations

from russo.providers import Provider, hookimpl


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``tone``."""
    return Provider("tone", target="russo_tone:ToneSynthesizer", package="russo-tone", default_voice="flute")
