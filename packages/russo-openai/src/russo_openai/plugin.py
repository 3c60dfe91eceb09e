"""The description of the provider ``openai``, which its entry point names."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Final

from russo.providers import Price, Provider, Retirement, hookimpl

_MODELS: Final = "https://developers.openai.com/api/docs/models"
_SPEECH_GUIDE: Final = "https://developers.openai.com/api/docs/guides/text-to-speech"
_DEPRECATIONS: Final = "https://developers.openai.com/api/docs/deprecations"
_CHECKED: Final = date(2026, 11, 23)

# OpenAI charges for tokens. A minute of speech is 1,200 of them (https://developers.openai.com/api/docs/guides/realtime-costs),
# and a token of text is one to four characters, depending on the language.
_PRICES: Final = {
    "gpt-realtime-2.1-mini": Price(
        per_million_characters=(0.15, 0.60),
        per_minute=(0.024, 0.024),
        source=f"{_MODELS}/gpt-realtime-2.1-mini",
        checked=_CHECKED,
    ),
    "gpt-audio-1.5": Price(
        per_million_characters=(0.63, 2.50),
        per_minute=(0.077, 0.077),
        source=f"{_MODELS}/gpt-audio-1.5",
        checked=_CHECKED,
    ),
    "gpt-4o-mini-tts": Price(
        per_million_characters=(0.15, 0.60),
        per_minute=(0.0144, 0.0144),
        source=f"{_MODELS}/gpt-4o-mini-tts",
        checked=_CHECKED,
    ),
    "tts-1": Price(per_million_characters=(15.0, 15.0), source=f"{_MODELS}/tts-1", checked=_CHECKED),
    "tts-1-hd": Price(per_million_characters=(30.0, 30.0), source=f"{_MODELS}/tts-1-hd", checked=_CHECKED),
}

_END_OF_SPEECH: Final = Retirement(on=date(2027, 1, 6), replacement="gpt-realtime-2.1-mini", source=_SPEECH_GUIDE)
_END_OF_FIRST: Final = date(2027, 1, 20)
_END_OF_AUDIO: Final = Retirement(on=_END_OF_FIRST, replacement="gpt-audio-1.5", source=_DEPRECATIONS)
_RETIREMENTS: Final = {
    "gpt-4o-mini-tts": _END_OF_SPEECH,
    "gpt-4o-mini-tts-2025-03-20": _END_OF_SPEECH,
    "gpt-4o-mini-tts-2025-12-15": _END_OF_SPEECH,
    "tts-1": _END_OF_SPEECH,
    "tts-1-hd": _END_OF_SPEECH,
    "gpt-audio": _END_OF_AUDIO,
    "gpt-audio-mini": _END_OF_AUDIO,
    "gpt-audio-mini-2025-12-15": _END_OF_AUDIO,
    "gpt-realtime": Retirement(on=_END_OF_FIRST, replacement="gpt-realtime-2.1", source=_DEPRECATIONS),
    "gpt-realtime-mini": Retirement(on=_END_OF_FIRST, replacement="gpt-realtime-2.1-mini", source=_DEPRECATIONS),
}

DESCRIPTION: Final = Provider(
    "openai",
    target="russo_openai:OpenAISynthesizer",
    package="russo-openai",
    env=("OPENAI_API_KEY",),
    default_voice="marin",
    default_model="gpt-realtime-2.1-mini",
    prices=MappingProxyType(_PRICES),
    retirements=MappingProxyType(_RETIREMENTS),
)


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``openai``."""
    return DESCRIPTION
