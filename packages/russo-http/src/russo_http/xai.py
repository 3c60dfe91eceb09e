"""xAI text-to-speech.

Written from pipecat-ai 1.14.0, livekit-plugins-xai 1.8.9 and the pages of docs.x.ai.
"""

from __future__ import annotations

from typing import Any, Final

from russo.providers import HttpApi, HttpSynthesizer, HttpVoices, Provider, check_str, hookimpl, option

from . import checks
from .prices import characters


def _language(name: str, value: Any) -> str:
    return "auto" if value == "auto" else checks.language(name, value)


def _lower(name: str, value: Any) -> str:
    return check_str(name, value).lower()


DESCRIPTION: Final = Provider(
    "xai",
    target="russo_http:XaiSynthesizer",
    package="russo-http",
    env=("XAI_API_KEY",),
    default_voice="eve",
    prices={"": characters(4.2, "https://docs.x.ai/docs/models", 15)},
)


class XaiSynthesizer(HttpSynthesizer):
    """Speaks with xAI, which has no models to choose from.

    Source: https://docs.x.ai/docs/guides/text-to-speech

    Args:
        voice: The id of a voice; its case does not matter.
        language: Such as ``en``, or ``auto``.
        speed: 0.7 to 1.5.
        text_normalization: Whether numbers and the like are spelled out.
        sample_rate: Hz.
        api_key: The key; by default, that of the variable ``XAI_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"xai"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import XaiSynthesizer
        >>> XaiSynthesizer(voice="Ara")
        XaiSynthesizer(voice='ara', language='auto', sample_rate=24000)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://api.x.ai",
        path="/v1/tts",
        body={
            "text": "{text}",
            "voice_id": "{voice}",
            "language": "{language}",
            "output_format": {"codec": "wav", "sample_rate": "{sample_rate}"},
            "speed": "{speed}",
            "text_normalization": "{text_normalization}",
        },
        speed="speed",
        longest={"": 15000},
        message=("error.message", "code", "error"),
        voices=HttpVoices(
            path="/v1/tts/voices",
            at="voices",
            id=("voice_id", "id"),
            name="name",
            languages=("languages", "language"),
            gender="gender",
            description="description",
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice, check=_lower)
    language: str = option(default="auto", check=_language)
    speed: float | None = option(default=None, least=0.7, most=1.5)
    text_normalization: bool | None = option(default=None, check=checks.flag)
    sample_rate: int = option(default=24000, choices=(8000, 16000, 22050, 24000, 44100, 48000))


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``xai``."""
    return DESCRIPTION
