"""The speech endpoint, ``POST /audio/speech``, which reads its text verbatim, of OpenAI and of compatible servers.

https://developers.openai.com/api/docs/api-reference/audio/createSpeech
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from russo.providers import read_label, received_audio

from .models import SAMPLE_RATE

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from russo.providers import Audio

    from .settings import Settings


async def speak(client: AsyncOpenAI, settings: Settings, text: str) -> Audio:
    """Make one request."""
    answer = await client.audio.speech.create(**request(settings, text))
    mime = answer.response.headers.get("content-type")
    return read(answer.content, mime, settings, text)


def request(settings: Settings, text: str) -> dict[str, Any]:
    """The body, without the options that were not given."""
    optional = {"instructions": settings.instructions, "speed": settings.speed}
    return {
        "model": settings.model,
        "input": text,
        "voice": settings.wire_voice,
        "response_format": settings.wire_format,
        **{name: value for name, value in optional.items() if value is not None},
    }


def read(data: bytes, mime: str | None, settings: Settings, text: str | None = None) -> Audio:
    """Make checked audio from the bytes of an answer; the label helps only if the bytes do not tell.

    Raises:
        NoAudioError: The answer is not audio.
    """
    spoken: dict[str, Any] = {"text": text, "speed": settings.speed or 1.0}
    if settings.response_format == "pcm":
        return received_audio("openai", data, _telling(mime), sample_rate=settings.sample_rate or SAMPLE_RATE, **spoken)
    label = mime if read_label(mime).is_text else f"audio/{settings.response_format}"
    return received_audio("openai", data, label, **spoken)


def _telling(mime: str | None) -> str | None:
    """The mime type if it says text or describes bare samples; otherwise None: the requested format says more."""
    label = read_label(mime)
    return mime if label.is_text or label.format == "pcm" else None
