"""Deepgram Aura.

Written from deepgram-sdk 7.17.0 and the pages of developers.deepgram.com.
"""

from __future__ import annotations

from typing import Final

from russo.providers import (
    HttpApi,
    HttpSynthesizer,
    HttpVoices,
    InvalidRequestError,
    Provider,
    Refusal,
    TextTooLongError,
    hookimpl,
    option,
    refused,
)

from . import checks

DESCRIPTION: Final = Provider(
    "deepgram",
    target="russo_http:DeepgramSynthesizer",
    package="russo-http",
    env=("DEEPGRAM_API_KEY",),
    default_voice="aura-2-thalia-en",
)


class DeepgramSynthesizer(HttpSynthesizer):
    """Speaks with Deepgram Aura, whose voices are its models.

    Source: https://developers.deepgram.com/reference/text-to-speech/speak-request

    Args:
        voice: The voice, with its generation and language, such as ``aura-2-thalia-en``.
        sample_rate: Hz.
        speed: 0.7 to 1.5, for the English and Spanish voices of Aura-2.
        mip_opt_out: True keeps the text out of Deepgram's training data.
        api_key: The key; by default, that of the variable ``DEEPGRAM_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"deepgram"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import DeepgramSynthesizer
        >>> DeepgramSynthesizer(voice="aura-2-andromeda-en")
        DeepgramSynthesizer(voice='aura-2-andromeda-en', sample_rate=24000)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://api.deepgram.com",
        path="/v1/speak",
        key_header=("Authorization", "Token {key}"),
        # Two pages disagree about the defaults, so everything is sent.
        query={
            "model": "{voice}",
            "encoding": "linear16",
            "container": "wav",
            "sample_rate": "{sample_rate}",
            "speed": "{speed}",
            "mip_opt_out": "{mip_opt_out}",
        },
        body={"text": "{text}"},
        speed="speed",
        longest={"": 2000},
        message=("err_msg", "message", "details"),
        refusals=(
            Refusal(TextTooLongError, status=413, help="Split the text."),
            Refusal(TextTooLongError, status=422, saying="long|length|limit|characters", help="Split the text."),
            Refusal(InvalidRequestError, status=403, saying="model", help="`russo voices deepgram` lists the voices."),
        ),
        voices=HttpVoices(
            path="/v1/models",
            at="tts",
            id="canonical_name",
            name="name",
            languages="languages",
            tags=("metadata.accent", "metadata.age", "metadata.tags"),
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    sample_rate: int = option(default=24000, choices=(8000, 16000, 24000, 32000, 48000))
    speed: float | None = option(default=None, least=0.7, most=1.5)
    mip_opt_out: bool | None = option(default=None, check=checks.flag, sound=False)
    max_concurrency: int = option(default=4, sound=False, least=1, whole=True)

    def check_together(self) -> None:
        """Refuse a speed for a voice that cannot take one: the request would fail.

        Raises:
            OptionError: Two options do not go together.

        Example:
            >>> from russo_http import DeepgramSynthesizer
            >>> DeepgramSynthesizer().check_together()
        """
        if self.speed is not None and not self.voice.startswith("aura-2-"):
            raise refused("speed", self.speed, f"left out with {self.voice!r}: only Aura-2 voices take it")


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``deepgram``."""
    return DESCRIPTION
