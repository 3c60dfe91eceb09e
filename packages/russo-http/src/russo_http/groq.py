"""Groq, which speaks with Orpheus.

Written from groq 1.7.0, pipecat-ai 1.14.0 and livekit-plugins-groq 1.8.9.
"""

from __future__ import annotations

from typing import Final

from russo.providers import HttpApi, HttpSynthesizer, InvalidRequestError, Provider, Refusal, Voice, hookimpl, option

from .prices import LITELLM, characters

DESCRIPTION: Final = Provider(
    "groq",
    target="russo_http:GroqSynthesizer",
    package="russo-http",
    env=("GROQ_API_KEY",),
    default_voice="hannah",
    default_model="canopylabs/orpheus-v1-english",
    prices={
        "canopylabs/orpheus-v1-english": characters(22, LITELLM),
        "canopylabs/orpheus-arabic-saudi": characters(40, LITELLM),
    },
)


class GroqSynthesizer(HttpSynthesizer):
    """Speaks with Groq. The text may hold directions such as ``[cheerful]``.

    Source: https://console.groq.com/docs/text-to-speech

    Args:
        voice: A voice of the model.
        model: The model.
        api_key: The key; by default, that of the variable ``GROQ_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"groq"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import GroqSynthesizer
        >>> GroqSynthesizer(voice="troy")
        GroqSynthesizer(voice='troy', model='canopylabs/orpheus-v1-english')
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://api.groq.com",
        path="/openai/v1/audio/speech",
        body={"model": "{model}", "input": "{text}", "voice": "{voice}", "response_format": "wav"},
        error="error",
        message=("error.code", "error.message"),
        refusals=(
            Refusal(InvalidRequestError, saying="terms", help="Accept the terms of the model in the console first."),
        ),
        # No endpoint lists them.
        voices=(
            *(
                Voice(name, name.title(), languages=("en",))
                for name in ("autumn", "diana", "hannah", "austin", "daniel", "troy")
            ),
            *(Voice(name, name.title(), languages=("ar",)) for name in ("fahad", "sultan", "lulwa", "noura")),
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    model: str = option(default=DESCRIPTION.default_model)


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``groq``."""
    return DESCRIPTION
