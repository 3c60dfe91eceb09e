"""Murf.

Written from murf 2.3.0.
"""

from __future__ import annotations

from typing import Final

from russo.providers import (
    HttpApi,
    HttpSynthesizer,
    HttpVoices,
    Provider,
    ProviderUnavailableError,
    Refusal,
    hookimpl,
    option,
)

from . import checks
from .prices import characters

DESCRIPTION: Final = Provider(
    "murf",
    target="russo_http:MurfSynthesizer",
    package="russo-http",
    env=("MURF_API_KEY",),
    default_voice="en-US-natalie",
    default_model="GEN2",
    prices={"": characters(30, "https://help.murf.ai")},
)


class MurfSynthesizer(HttpSynthesizer):
    """Speaks with Murf's model GEN2.

    Source: https://murf.ai/api/docs/api-reference/text-to-speech/generate

    Args:
        voice: The id of a voice, with its language.
        model: ``GEN2``, the only one at this address.
        locale: The language to speak, if it is not that of the voice.
        style: A style of the voice, such as ``Conversational``.
        speed: -50 to 50; 0 is the voice's own.
        pitch: -50 to 50; 0 is the voice's own.
        variation: How much pauses, pitch and speed vary, from 0 to 5.
        sample_rate: Hz.
        api_key: The key; by default, that of the variable ``MURF_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"murf"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import MurfSynthesizer
        >>> MurfSynthesizer(style="Conversational")
        MurfSynthesizer(voice='en-US-natalie', model='GEN2', style='Conversational', ...)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://api.murf.ai",
        path="/v1/speech/generate",
        key_header=("api-key", "{key}"),
        body={
            "text": "{text}",
            "voiceId": "{voice}",
            "modelVersion": "{model}",
            "multiNativeLocale": "{locale}",
            "style": "{style}",
            "rate": "{speed}",
            "pitch": "{pitch}",
            "variation": "{variation}",
            "format": "WAV",
            "sampleRate": "{sample_rate}",
            "channelType": "MONO",
            "encodeAsBase64": True,
        },
        audio="json:encodedAudio|base64",
        message=("errorMessage", "error_message", "message"),
        refusals=(Refusal(ProviderUnavailableError, status=503),),
        voices=HttpVoices(
            path="/v1/speech/voices",
            at="",
            id="voiceId",
            name="displayName",
            languages=("supportedLocales", "locale"),
            gender="gender",
            description="description",
            query={"model": "{model}"},
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    model: str = option(default=DESCRIPTION.default_model, choices=("GEN2",))
    locale: str | None = option(default=None, check=checks.language)
    style: str | None = option(default=None)
    speed: int = option(default=0, least=-50, most=50, whole=True)
    pitch: int = option(default=0, least=-50, most=50, whole=True)
    variation: int = option(default=1, least=0, most=5, whole=True)
    sample_rate: int = option(default=44100, choices=(8000, 24000, 44100, 48000))


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``murf``."""
    return DESCRIPTION
