"""Rime.

Written from github.com/rimelabs/docs as of 2026-08-07.
"""

from __future__ import annotations

from typing import Final

from russo.providers import (
    HttpApi,
    HttpSynthesizer,
    HttpVoices,
    Provider,
    QuotaExceededError,
    Refusal,
    TextTooLongError,
    hookimpl,
    option,
    refused,
)

from . import checks
from .prices import characters

DESCRIPTION: Final = Provider(
    "rime",
    target="russo_http:RimeSynthesizer",
    package="russo-http",
    env=("RIME_API_KEY",),
    default_voice="lyra",
    default_model="coda",
    prices={"": characters(50, "https://docs.rime.ai")},
)


class RimeSynthesizer(HttpSynthesizer):
    """Speaks with Rime. The model is always sent, and must be a known one: for any other, Rime would use Mist v3.

    Source: https://docs.rime.ai

    Args:
        voice: A speaker of the model.
        model: ``coda``, ``mistv3`` or ``mistv2``.
        language: Such as ``en`` or ``eng``.
        sample_rate: Hz.
        time_scale: How much longer than usual the speech takes, from 0.4 to 2.5: 2 is half as fast.
        pause_between_brackets: Whether ``<500>`` in the text is a pause of 500 ms; for Mist.
        phonemize_between_brackets: Whether ``{...}`` in the text holds phonemes; for Mist v2.
        no_text_normalization: Whether numbers and the like are left as they are written; for Mist v2.
        api_key: The key; by default, that of the variable ``RIME_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"rime"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import RimeSynthesizer
        >>> RimeSynthesizer(voice="astra")
        RimeSynthesizer(voice='astra', model='coda', language='eng', sample_rate=24000)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://users.rime.ai",
        path="/v1/rime-tts",
        headers={"Accept": "audio/wav"},
        body={
            "speaker": "{voice}",
            "text": "{text}",
            "modelId": "{model}",
            "lang": "{language}",
            "samplingRate": "{sample_rate}",
            "timeScaleFactor": "{time_scale}",
            "pauseBetweenBrackets": "{pause_between_brackets}",
            "phonemizeBetweenBrackets": "{phonemize_between_brackets}",
            "noTextNormalization": "{no_text_normalization}",
        },
        speed="pace",
        longest={"": 1000},
        refusals=(
            Refusal(QuotaExceededError, status=401, saying="invalid subscription"),
            Refusal(TextTooLongError, status=400, saying="too long", help="Split the text."),
        ),
        voices=HttpVoices(
            path="/data/voices/voice_details.json",
            at="",
            id="speaker",
            languages="lang",
            gender="gender",
            tags=("age", "dialect", "country", "styles"),
            only=("modelId", "model"),
            is_public=True,
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    model: str = option(default=DESCRIPTION.default_model, choices=("coda", "mistv3", "mistv2"))
    language: str = option(default="eng", check=checks.language)
    sample_rate: int = option(default=24000, least=8000, most=96000, whole=True)
    time_scale: float | None = option(default=None, least=0.4, most=2.5)
    pause_between_brackets: bool | None = option(default=None, check=checks.flag)
    phonemize_between_brackets: bool | None = option(default=None, check=checks.flag)
    no_text_normalization: bool | None = option(default=None, check=checks.flag)

    @property
    def pace(self) -> float:
        """How much faster than usual the text is spoken.

        Returns:
            The inverse of ``time_scale``.

        Example:
            >>> from russo_http import RimeSynthesizer
            >>> RimeSynthesizer(time_scale=2).pace
            0.5
        """
        return 1 / (self.time_scale or 1.0)

    def check_together(self) -> None:
        """Refuse an option of another model, which would be silently ignored.

        Raises:
            OptionError: Two options do not go together.

        Example:
            >>> from russo_http import RimeSynthesizer
            >>> RimeSynthesizer().check_together()
        """
        for name, models in (
            ("pause_between_brackets", ("mistv3", "mistv2")),
            ("phonemize_between_brackets", ("mistv2",)),
            ("no_text_normalization", ("mistv2",)),
        ):
            if getattr(self, name) is not None and self.model not in models:
                raise refused(
                    name, getattr(self, name), f"left out with {self.model!r}: only for {' and '.join(models)}"
                )


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``rime``."""
    return DESCRIPTION
