"""Cartesia Sonic.

Written from cartesia 4.2.0, whose version of the API, 2026-08-14, is pinned here, and the pages of docs.cartesia.ai.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from russo.providers import (
    HttpApi,
    HttpSynthesizer,
    HttpVoices,
    InvalidRequestError,
    Provider,
    RateLimitError,
    Refusal,
    Retirement,
    hookimpl,
    option,
    refused,
)

from . import checks

_DATES: Final = "https://docs.cartesia.ai/developer-tools/api-changes"
_DATED: Final = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_ENDED: Final = ("sonic", "sonic-english", "sonic-multilingual", "sonic-2-2025-03-07", "sonic-turbo-2025-03-07")

DESCRIPTION: Final = Provider(
    "cartesia",
    target="russo_http:CartesiaSynthesizer",
    package="russo-http",
    env=("CARTESIA_API_KEY",),
    default_voice="f786b574-daa5-4673-aa0c-cbe3e8534c02",
    default_model="sonic-3.5-2026-05-04",
    retirements=dict.fromkeys(
        _ENDED, Retirement(on=date(2026, 6, 1), replacement="sonic-3.5-2026-05-04", source=_DATES)
    ),
)


class CartesiaSynthesizer(HttpSynthesizer):
    """Speaks with Cartesia Sonic. A model's name has its date: without one, the sound may change under the same key.

    Source: https://docs.cartesia.ai/api-reference/tts/bytes

    Args:
        voice: The id of a voice.
        model: A dated model.
        language: Two letters, such as ``en``; not together with ``locale``.
        locale: Such as ``en-GB``.
        sample_rate: Hz.
        speed: 0.6 to 1.5.
        volume: 0.5 to 2.
        emotion: A word of the API, such as ``happy``; not every model takes it.
        normalization: ``auto``, ``off`` or a locale: whether numbers and the like are spelled out.
        pronunciation_dict_id: The id of a dictionary.
        api_key: The key; by default, that of the variable ``CARTESIA_API_KEY`` at the first call.
        base_url: Another server that speaks the same API.
        timeout: How many seconds an utterance may take in total.
        max_retries: How often a call is retried after a transient failure.
        max_concurrency: How many calls this process makes at once.
        max_bytes: The largest answer that is accepted, in bytes.

    Attributes:
        provider: ``"cartesia"``.
        description: How the plugin describes the provider.
        api: The requests and answers of the API.

    Raises:
        OptionError: An option has an invalid value.

    Example:
        >>> from russo_http import CartesiaSynthesizer
        >>> CartesiaSynthesizer(speed=1.2)
        CartesiaSynthesizer(voice='f786b574-...', model='sonic-3.5-2026-05-04', sample_rate=44100, speed=1.2)
    """

    description = DESCRIPTION
    api = HttpApi(
        base="https://api.cartesia.ai",
        path="/tts/bytes",
        headers={"Cartesia-Version": "2026-08-14"},
        body={
            "model_id": "{model}",
            "transcript": "{text}",
            "voice": {"id": "{voice}"},
            "output_format": {"container": "wav", "encoding": "pcm_s16le", "sample_rate": "{sample_rate}"},
            "language": "{language}",
            "locale": "{locale}",
            "normalization": "{normalization}",
            "pronunciation_dict_id": "{pronunciation_dict_id}",
            "generation_config": {"speed": "{speed}", "volume": "{volume}", "emotion": "{emotion}"},
        },
        speed="speed",
        message=("error_code", "title", "message"),
        refusals=(
            Refusal(RateLimitError, at="error_code", among=("concurrency_limited",), help="Lower max_concurrency=..."),
            Refusal(InvalidRequestError, at="error_code", among=("model_sunsetted",), help="Set another model."),
        ),
        moving={
            "sonic-latest": "sonic-3.5-2026-05-04",
            "sonic-3.5": "sonic-3.5-2026-05-04",
            "sonic-3": "sonic-3-2026-01-12",
        },
        voices=HttpVoices(
            path="/voices",
            at="data",
            id="id",
            name="name",
            languages=("locales", "language"),
            gender="gender",
            description=("tagline", "description"),
            query={"limit": "100"},
            page="starting_after",
            next="data.-1.id",
            more="has_more",
        ),
    )

    voice: str = option(default=DESCRIPTION.default_voice)
    model: str = option(default=DESCRIPTION.default_model)
    language: str | None = option(default=None, check=checks.language)
    locale: str | None = option(default=None, check=checks.language)
    sample_rate: int = option(default=44100, choices=(8000, 16000, 22050, 24000, 44100, 48000))
    speed: float | None = option(default=None, least=0.6, most=1.5)
    volume: float | None = option(default=None, least=0.5, most=2)
    emotion: str | None = option(default=None)
    normalization: str | None = option(default=None)
    pronunciation_dict_id: str | None = option(default=None)

    def check_together(self) -> None:
        """Refuse a name of a model without a date, which may move, and two languages.

        Raises:
            OptionError: Two options do not go together.

        Example:
            >>> from russo_http import CartesiaSynthesizer
            >>> CartesiaSynthesizer().check_together()
        """
        if self.model.startswith("sonic") and self.model not in _ENDED and not _DATED.search(self.model):
            dated = f"the name of a model with its date, such as {DESCRIPTION.default_model!r}: without one it may move"
            raise refused("model", self.model, dated)
        if self.language is not None and self.locale is not None:
            raise refused("locale", self.locale, "left out if language is set: the API takes only one of them")


@hookimpl
def russo_provider() -> Provider:
    """Describe the provider ``cartesia``."""
    return DESCRIPTION
