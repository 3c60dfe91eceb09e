"""MiniMax T2A v2.

Written from github.com/MiniMax-AI/cli and the pages of platform.minimax.io.
"""

from __future__ import annotations

from typing import Final

from russo.providers import (
    AuthenticationError,
    ContentBlockedError,
    HttpApi,
    HttpSynthesizer,
    HttpVoices,
    InvalidRequestError,
    Provider,
    ProviderUnavailableError,
    QuotaExceededError,
    RateLimitError,
    Refusal,
    SynthesisTimeoutError,
    hookimpl,
    option,
)

from .prices import LITELLM, characters

_MODELS: Final = (
    "speech-2.8-hd",
    "speech-2.8-turbo",
    "speech-2.6-hd",
    "speech-2.6-turbo",
    "speech-02-hd",
    "speech-02-turbo",
)
_EMOTIONS: Final = ("happy", "sad", "angry", "fearful", "disgusted", "surprised", "neutral", "fluent")

DESCRIPTION: Final = Provider(
    "minimax",
    target="russo_http:MinimaxSynthesizer",
    package="russo-http",
    env=("MINIMAX_API_KEY",),
    default_voice="English_expressive_narrator",
    default_model="speech-2.8-hd",
    prices={model: characters(100 if model.endswith("hd") else 60, LITELLM) for model in _MODELS},
)


class MinimaxSynthesizer(HttpSynthesizer):
    """Speaks with MiniMax, whose errors come with status 200 and a code of their own.

    Source: https://platform.minimax.io/docs/api-reference/speech-t2a-http

    Args:
        voice: The id of a voice.
        model: The model.
        language_boost: A language by its name in English, or ``auto``.
        sample_rate: Hz.
        speed: 0.5 to 2.
        volume: 0.01 to 10.
        pitch: -12 to 12 semitones.
        emotion: One of seven, or ``fluent`` for the 2.6 models.
        group_id: The group of the account, if the key needs one.
        api_key: The key; by default, that of the variable ``MINIMAX_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"minimax"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import MinimaxSynthesizer
        >>> MinimaxSynthesizer(model="speech-2.8-turbo")
        MinimaxSynthesizer(voice='English_expressive_narrator', model='speech-2.8-turbo', sample_rate=44100, ...)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://api.minimax.io",
        path="/v1/t2a_v2",
        query={"GroupId": "{group_id}"},
        body={
            "model": "{model}",
            "text": "{text}",
            "stream": False,
            "output_format": "hex",
            "language_boost": "{language_boost}",
            "voice_setting": {
                "voice_id": "{voice}",
                "speed": "{speed}",
                "vol": "{volume}",
                "pitch": "{pitch}",
                "emotion": "{emotion}",
            },
            "audio_setting": {"format": "wav", "sample_rate": "{sample_rate}", "channel": 1},
        },
        audio="json:data.audio|hex",
        speed="speed",
        longest={"": 10000},
        error="base_resp.status_code",
        message=("base_resp.status_msg", "base_resp.status_code"),
        # https://platform.minimax.io/docs/api-reference/errorcode
        refusals=tuple(
            Refusal(error, at="base_resp.status_code", among=codes)
            for error, codes in (
                (ProviderUnavailableError, (1000, 1024, 1033)),
                (SynthesisTimeoutError, (1001,)),
                (RateLimitError, (1002, 1041)),
                (AuthenticationError, (1004, 2049)),
                (QuotaExceededError, (1008, 1028, 1030, 2061)),
                (ContentBlockedError, (1026, 1027)),
                (RateLimitError, (1039,)),
                (InvalidRequestError, (1042, 2013, 20132)),
            )
        ),
        voices=HttpVoices(
            path="/v1/get_voice",
            at="system_voice",
            id="voice_id",
            name="voice_name",
            description="description",
            method="POST",
            body={"voice_type": "system"},
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    model: str = option(default=DESCRIPTION.default_model, choices=_MODELS)
    language_boost: str | None = option(default=None)
    sample_rate: int = option(default=44100, choices=(8000, 16000, 22050, 24000, 32000, 44100))
    speed: float = option(default=1.0, least=0.5, most=2)
    volume: float = option(default=1.0, least=0.01, most=10)
    pitch: int = option(default=0, least=-12, most=12, whole=True)
    emotion: str | None = option(default=None, choices=_EMOTIONS)
    group_id: str | None = option(default=None, sound=False)


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``minimax``."""
    return DESCRIPTION
