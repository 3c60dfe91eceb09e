"""Fish Audio.

Written from the OpenAPI file in github.com/fishaudio/docs as of 2026-08-21, and fish-audio-sdk 1.3.0.
"""

from __future__ import annotations

from typing import Final

from russo.providers import HttpApi, HttpSynthesizer, HttpVoices, Provider, hookimpl, option

from . import checks
from .prices import characters

_PRICES: Final = "https://docs.fish.audio/developer-guide/models-pricing/pricing-and-rate-limits"

DESCRIPTION: Final = Provider(
    "fish",
    target="russo_http:FishSynthesizer",
    package="russo-http",
    env=("FISH_API_KEY", "FISH_AUDIO_API_KEY"),
    default_voice="933563129e564b19a115bedd57b7406a",
    default_model="s2.1-pro",
    prices={
        "s1": characters(15, _PRICES, 60),
        "s2-pro": characters(15, _PRICES, 60),
        "s2.1-pro": characters(15, _PRICES, 60),
        "s2.1-pro-free": characters(0, _PRICES),
    },
)


class FishSynthesizer(HttpSynthesizer):
    """Speaks with Fish Audio. Every option that changes the sound is sent; unknown models are refused.

    Source: https://docs.fish.audio/api-reference/endpoint/openapi-v1/text-to-speech

    Args:
        voice: The id of a voice.
        model: The model.
        sample_rate: Hz.
        speed: 0.5 to 2.
        volume: -20 to 20 dB.
        temperature: 0 to 1.
        top_p: 0 to 1.
        repetition_penalty: 1 or more.
        chunk_length: 100 to 300.
        normalize: Whether numbers and the like are spelled out.
        latency: ``normal``, which sounds best, ``balanced`` or ``low``.
        api_key: The key; by default, that of the variable ``FISH_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"fish"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import FishSynthesizer
        >>> FishSynthesizer(speed=1.2)
        FishSynthesizer(voice='933563129e564b19a115bedd57b7406a', model='s2.1-pro', sample_rate=44100, speed=1.2, ...)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://api.fish.audio",
        path="/v1/tts",
        headers={"model": "{model}"},
        body={
            "text": "{text}",
            "reference_id": "{voice}",
            "temperature": "{temperature}",
            "top_p": "{top_p}",
            "repetition_penalty": "{repetition_penalty}",
            "prosody": {"speed": "{speed}", "volume": "{volume}"},
            "chunk_length": "{chunk_length}",
            "normalize": "{normalize}",
            "latency": "{latency}",
            "format": "wav",
            "sample_rate": "{sample_rate}",
        },
        speed="speed",
        message=("reason", "message"),
        # The public library is huge, so this is its first page.
        voices=HttpVoices(
            path="/model",
            at="items",
            id="_id",
            name="title",
            languages="languages",
            tags=("tags",),
            query={"page_size": "100", "page_number": "1"},
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    model: str = option(default=DESCRIPTION.default_model, choices=("s1", "s2-pro", "s2.1-pro", "s2.1-pro-free"))
    sample_rate: int = option(default=44100, choices=(8000, 16000, 24000, 32000, 44100))
    speed: float = option(default=1.0, least=0.5, most=2)
    volume: float = option(default=0.0, least=-20, most=20)
    temperature: float = option(default=0.7, least=0, most=1)
    top_p: float = option(default=0.7, least=0, most=1)
    repetition_penalty: float = option(default=1.2, least=1, most=2)
    chunk_length: int = option(default=300, least=100, most=300, whole=True)
    normalize: bool = option(default=True, check=checks.flag)
    latency: str = option(default="normal", choices=("normal", "balanced", "low"))


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``fish``."""
    return DESCRIPTION
