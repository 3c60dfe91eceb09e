"""Inworld TTS.

Written from inworld-tts 1.2.1 and the examples in github.com/inworld-ai/inworld-api-examples.
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
    RateLimitError,
    Refusal,
    hookimpl,
    option,
    refused,
)

from . import checks

DESCRIPTION: Final = Provider(
    "inworld",
    target="russo_http:InworldSynthesizer",
    package="russo-http",
    env=("INWORLD_API_KEY",),
    default_voice="Ashley",
    default_model="inworld-tts-2",
)


class InworldSynthesizer(HttpSynthesizer):
    """Speaks with Inworld.

    Source: https://docs.inworld.ai/api-reference/ttsAPI/texttospeech/synthesize-speech

    Args:
        voice: A voice, such as ``Ashley``.
        model: The model.
        language: BCP 47; for inworld-tts-2.
        sample_rate: Hz.
        speed: 0.5 to 1.5.
        temperature: 0 to 2; for the 1.5 models.
        delivery: How steady the speech is: ``STABLE``, ``BALANCED`` or ``CREATIVE``; for inworld-tts-2.
        normalization: ``ON`` or ``OFF``: whether numbers and the like are spelled out.
        api_key: The key; by default, that of the variable ``INWORLD_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"inworld"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import InworldSynthesizer
        >>> InworldSynthesizer(voice="Dennis")
        InworldSynthesizer(voice='Dennis', model='inworld-tts-2', sample_rate=48000)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://api.inworld.ai",
        path="/tts/v1/voice",
        key_header=("Authorization", "Basic {key}"),
        body={
            "text": "{text}",
            "voiceId": "{voice}",
            "modelId": "{model}",
            "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": "{sample_rate}", "speakingRate": "{speed}"},
            "temperature": "{temperature}",
            "deliveryMode": "{delivery}",
            "language": "{language}",
            "applyTextNormalization": "{normalization}",
        },
        audio="json:audioContent|base64",
        speed="speed",
        longest={"": 2000},
        error="error",
        message=("error.message", "message"),
        refusals=(
            Refusal(RateLimitError, at="error.code", among=(8,)),
            Refusal(AuthenticationError, at="error.code", among=(7, 16)),
            Refusal(InvalidRequestError, at="error.code", among=(3, 5)),
            Refusal(ProviderUnavailableError, at="error.code", among=(13, 14)),
        ),
        voices=HttpVoices(
            path="/voices/v1/voices",
            at="voices",
            id="voiceId",
            name="displayName",
            languages="langCode",
            description="description",
            tags=("tags",),
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    model: str = option(default=DESCRIPTION.default_model)
    language: str | None = option(default=None, check=checks.language)
    sample_rate: int = option(default=48000, choices=(8000, 16000, 22050, 24000, 32000, 44100, 48000))
    speed: float | None = option(default=None, least=0.5, most=1.5)
    temperature: float | None = option(default=None, least=0, most=2)
    delivery: str | None = option(default=None, choices=("STABLE", "BALANCED", "CREATIVE"))
    normalization: str | None = option(default=None, choices=("ON", "OFF"))

    def check_together(self) -> None:
        """Refuse an option that the generation of the model does not take.

        Raises:
            OptionError: Two options do not go together.

        Example:
            >>> from russo_http import InworldSynthesizer
            >>> InworldSynthesizer().check_together()
        """
        is_second = self.model == "inworld-tts-2"
        for name, goes in (("temperature", not is_second), ("delivery", is_second), ("language", is_second)):
            if getattr(self, name) is not None and not goes:
                raise refused(name, getattr(self, name), f"left out with {self.model!r}, which does not take it")


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``inworld``."""
    return DESCRIPTION
