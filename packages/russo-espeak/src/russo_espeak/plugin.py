"""What the entry point ``espeak`` of the group ``russo`` names."""

from __future__ import annotations

from russo import Provider, hookimpl


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``espeak``."""
    return Provider(
        "espeak",
        target="russo_espeak:EspeakSynthesizer",
        package="russo-espeak",
        default_voice="en-us",
    )
