"""Neuphonic.

Written from pyneuphonic 3.1.2.
"""

from __future__ import annotations

from typing import Final

from russo.providers import (
    AuthenticationError,
    HttpApi,
    HttpSynthesizer,
    HttpVoices,
    InvalidRequestError,
    Provider,
    ProviderUnavailableError,
    QuotaExceededError,
    RateLimitError,
    Refusal,
    hookimpl,
    option,
)

from . import checks

DESCRIPTION: Final = Provider(
    "neuphonic",
    target="russo_http:NeuphonicSynthesizer",
    package="russo-http",
    env=("NEUPHONIC_API_KEY", "NEUPHONIC_API_TOKEN"),
    default_voice="8e9c4bc8-3979-48ab-8626-df53befc2090",
)


class NeuphonicSynthesizer(HttpSynthesizer):
    """Speaks with Neuphonic, which answers with events and never marks the last one.

    Source: https://docs.neuphonic.com

    Args:
        voice: The id of a voice of the language.
        language: Two letters, such as ``en``.
        speed: 0.7 to 1.5.
        temperature: 0 to 1.
        sample_rate: Hz.
        api_key: The key; by default, that of the variable ``NEUPHONIC_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"neuphonic"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import NeuphonicSynthesizer
        >>> NeuphonicSynthesizer(speed=1.2)
        NeuphonicSynthesizer(voice='8e9c4bc8-...', language='en', speed=1.2, sample_rate=24000)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://api.neuphonic.com",
        path="/sse/speak/{language}",
        key_header=("x-api-key", "{key}"),
        body={
            "text": "{text}",
            "lang_code": "{language}",
            "voice_id": "{voice}",
            "speed": "{speed}",
            "temperature": "{temperature}",
            "sampling_rate": "{sample_rate}",
            "encoding": "pcm_linear",
        },
        audio="sse:data.audio|base64",
        rate="sample_rate",
        speed="speed",
        error="errors",
        message=("errors", "detail", "message"),
        refusals=(
            Refusal(AuthenticationError, at="status_code", among=(401, 403)),
            Refusal(QuotaExceededError, at="status_code", among=(402,)),
            Refusal(RateLimitError, at="status_code", among=(429,)),
            Refusal(InvalidRequestError, at="status_code", among=(400, 404, 422)),
            Refusal(ProviderUnavailableError, at="status_code", among=(500, 502, 503, 504)),
        ),
        voices=HttpVoices(
            path="/voices", at="data.voices", id=("voice_id", "id"), name="name", languages="lang_code", tags=("tags",)
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    language: str = option(default="en", check=checks.language)
    speed: float | None = option(default=None, least=0.7, most=1.5)
    temperature: float | None = option(default=None, least=0, most=1)
    sample_rate: int = option(default=24000, choices=(8000, 16000, 22050, 24000))


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``neuphonic``."""
    return DESCRIPTION
