"""Speechify Simba.

Written from speechify-api 4.0.0, whose version of the API, 2026-09-13, is pinned here, and its documentation.
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
    TextTooLongError,
    hookimpl,
    option,
)

from . import checks

DESCRIPTION: Final = Provider(
    "speechify",
    target="russo_http:SpeechifySynthesizer",
    package="russo-http",
    env=("SPEECHIFY_API_KEY",),
    default_voice="geffen_32",
    default_model="simba-3.2",
)


class SpeechifySynthesizer(HttpSynthesizer):
    """Speaks with Speechify.

    Source: https://docs.sws.speechify.com

    Args:
        voice: The id of a voice; those of simba-3.2 end with ``_32``.
        model: The model; simba-3.2 speaks English only.
        language: Such as ``en-US``.
        sample_rate: Hz.
        loudness_normalization: Whether all voices are made equally loud.
        text_normalization: Whether numbers and the like are spelled out.
        api_key: The key; by default, that of the variable ``SPEECHIFY_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"speechify"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import SpeechifySynthesizer
        >>> SpeechifySynthesizer(voice="dominic_32")
        SpeechifySynthesizer(voice='dominic_32', model='simba-3.2', sample_rate=24000)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://api.speechify.ai",
        path="/v1/audio/speech",
        headers={"Speechify-Version": "2026-09-13"},
        body={
            "input": "{text}",
            "voice_id": "{voice}",
            "model": "{model}",
            "language": "{language}",
            "output_format": "wav_{sample_rate}",
            "options": {
                "loudness_normalization": "{loudness_normalization}",
                "text_normalization": "{text_normalization}",
            },
        },
        audio="json:audio_data|base64",
        longest={"": 2000},
        message=("error.code", "error.message"),
        refusals=tuple(
            Refusal(error, at="error.code", among=codes)
            for error, codes in (
                (AuthenticationError, ("unauthorized", "forbidden")),
                (QuotaExceededError, ("payment_required", "spend_cap_exceeded")),
                (TextTooLongError, ("payload_too_large",)),
                (ContentBlockedError, ("content_policy_violation",)),
                (RateLimitError, ("rate_limited", "concurrency_limit_reached")),
                (InvalidRequestError, ("validation_failed", "voice_not_found", "invalid_api_version")),
                (ProviderUnavailableError, ("internal_error", "upstream_failure")),
            )
        ),
        voices=HttpVoices(
            path="/v1/voices",
            at="voices",
            id="id",
            name="display_name",
            languages="locale",
            gender="gender",
            tags=("type", "tags"),
            query={"limit": "200"},
            page="cursor",
            next="next_cursor",
            more="has_more",
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    model: str = option(default=DESCRIPTION.default_model)
    language: str | None = option(default=None, check=checks.language)
    sample_rate: int = option(default=24000, choices=(24000, 48000))
    loudness_normalization: bool | None = option(default=None, check=checks.flag)
    text_normalization: bool | None = option(default=None, check=checks.flag)
    max_concurrency: int = option(default=1, sound=False, least=1, whole=True)


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``speechify``."""
    return DESCRIPTION
