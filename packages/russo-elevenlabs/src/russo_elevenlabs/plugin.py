"""The description of the provider ``elevenlabs``, which its entry point names."""

from __future__ import annotations

from datetime import date
from typing import Final

from russo.providers import Price, Provider, hookimpl

from .models import DEFAULT_MODEL, DEFAULT_VOICE

_GUIDE: Final = "https://developer.puter.com/tutorials/elevenlabs-api-pricing/"
_CHECKED: Final = date(2026, 11, 23)
_BEST: Final = Price(per_million_characters=(100, 100), source=_GUIDE, checked=_CHECKED)
_FAST: Final = Price(per_million_characters=(50, 50), source=_GUIDE, checked=_CHECKED)

DESCRIPTION: Final = Provider(
    "elevenlabs",
    target="russo_elevenlabs:ElevenLabsSynthesizer",
    package="russo-elevenlabs",
    env=("ELEVENLABS_API_KEY",),
    default_voice=DEFAULT_VOICE,
    default_model=DEFAULT_MODEL,
    prices={
        "eleven_multilingual_v2": _BEST,
        "eleven_v3": _BEST,
        "eleven_flash_v2_5": _FAST,
        "eleven_flash_v2": _FAST,
        "eleven_turbo_v2_5": _FAST,
        "eleven_turbo_v2": _FAST,
        "eleven_v4_turbo": Price(
            per_million_characters=(20, 20),
            source="https://vercel.com/ai-gateway/models/eleven-v4-turbo",
            checked=_CHECKED,
        ),
    },
    # The turbo models "are being replaced" by the flash models, but no page gives a date (November 2026).
    retirements={},
)


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``elevenlabs``."""
    return DESCRIPTION
