"""Sarvam Bulbul.

Written from sarvamai 0.1.39. bulbul:v4-flash is left out, because two sources disagree about its options.
"""

from __future__ import annotations

from typing import Final

from russo.providers import (
    AuthenticationError,
    HttpApi,
    HttpSynthesizer,
    Provider,
    QuotaExceededError,
    RateLimitError,
    Refusal,
    Voice,
    hookimpl,
    option,
    refused,
)

from . import checks

DESCRIPTION: Final = Provider(
    "sarvam",
    target="russo_http:SarvamSynthesizer",
    package="russo-http",
    env=("SARVAM_API_KEY",),
    default_voice="shubh",
    default_model="bulbul:v3",
)


class SarvamSynthesizer(HttpSynthesizer):
    """Speaks with Sarvam, in Indian languages.

    Source: https://docs.sarvam.ai/api-reference-docs/text-to-speech/convert

    Args:
        voice: A speaker of the model, in lower case.
        model: ``bulbul:v3`` or ``bulbul:v2``.
        language: Such as ``hi-IN``.
        pace: How much faster than usual: 0.5 to 2; 0.3 to 3 for v2.
        temperature: 0.01 to 1; for v3.
        pitch: -0.75 to 0.75; for v2.
        loudness: 0.3 to 3; for v2.
        enable_preprocessing: Whether numbers and English words are normalized first; for v2.
        sample_rate: Hz; at most 24000 for v2.
        api_key: The key; by default, that of the variable ``SARVAM_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"sarvam"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import SarvamSynthesizer
        >>> SarvamSynthesizer(language="hi-IN")
        SarvamSynthesizer(voice='shubh', model='bulbul:v3', language='hi-IN', pace=1.0, sample_rate=24000)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://api.sarvam.ai",
        path="/text-to-speech",
        key_header=("api-subscription-key", "{key}"),
        body={
            "text": "{text}",
            "language_code": "{language}",
            "speaker": "{voice}",
            "model": "{model}",
            "pace": "{pace}",
            "temperature": "{temperature}",
            "pitch": "{pitch}",
            "loudness": "{loudness}",
            "enable_preprocessing": "{enable_preprocessing}",
            "speech_sample_rate": "{sample_rate}",
            "output_audio_codec": "wav",
        },
        audio="json:audios.0|base64",
        speed="pace",
        longest={"bulbul:v3": 2500, "bulbul:v2": 1500},
        message=("error.code", "error.message"),
        refusals=(
            Refusal(QuotaExceededError, at="error.code", among=("insufficient_quota_error",)),
            Refusal(RateLimitError, at="error.code", among=("rate_limit_exceeded_error",)),
            Refusal(AuthenticationError, at="error.code", among=("invalid_api_key_error", "authentication_error")),
        ),
        # No endpoint lists them: these two are the defaults.
        voices=(Voice("shubh", "Shubh", tags=("bulbul:v3",)), Voice("anushka", "Anushka", tags=("bulbul:v2",))),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    model: str = option(default=DESCRIPTION.default_model, choices=("bulbul:v3", "bulbul:v2"))
    language: str = option(default="en-IN", check=checks.language)
    pace: float = option(default=1.0, least=0.3, most=3)
    temperature: float | None = option(default=None, least=0.01, most=1)
    pitch: float | None = option(default=None, least=-0.75, most=0.75)
    loudness: float | None = option(default=None, least=0.3, most=3)
    enable_preprocessing: bool | None = option(default=None, check=checks.flag)
    sample_rate: int = option(default=24000, choices=(8000, 16000, 22050, 24000, 32000, 44100, 48000))

    def check_together(self) -> None:
        """Refuse an option that the model does not take.

        Raises:
            OptionError: Two options do not go together.

        Example:
            >>> from russo_http import SarvamSynthesizer
            >>> SarvamSynthesizer().check_together()
        """
        is_second = self.model == "bulbul:v2"
        for name in ("pitch", "loudness", "enable_preprocessing") if not is_second else ("temperature",):
            if getattr(self, name) is not None:
                raise refused(name, getattr(self, name), f"left out with {self.model!r}, which does not take it")
        if not is_second and not 0.5 <= self.pace <= 2:
            raise refused("pace", self.pace, f"a number from 0.5 to 2 with {self.model!r}")
        if is_second and self.sample_rate > 24000:
            raise refused("sample_rate", self.sample_rate, f"at most 24000 with {self.model!r}")


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``sarvam``."""
    return DESCRIPTION
