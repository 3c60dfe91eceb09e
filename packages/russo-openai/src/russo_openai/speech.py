"""The speech endpoint: ``POST /audio/speech``, which reads what it is given, at OpenAI and at compatible servers.

https://developers.openai.com/api/docs/api-reference/audio/createSpeech
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from russo.providers import NoAudioError, received_audio

from .models import SAMPLE_RATE

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from russo.providers import Audio

    from .settings import Settings


async def speak(client: AsyncOpenAI, settings: Settings, text: str) -> Audio:
    """Make one request."""
    answer = await client.audio.speech.create(**request(settings, text))
    mime = answer.response.headers.get("content-type")
    return read(answer.content, mime, settings.response_format)


def request(settings: Settings, text: str) -> dict[str, Any]:
    """The body: what was not asked for is not in it."""
    optional = {"instructions": settings.instructions, "speed": settings.speed}
    return {
        "model": settings.model,
        "input": text,
        "voice": settings.wire_voice,
        "response_format": settings.wire_format,
        **{name: value for name, value in optional.items() if value is not None},
    }


def read(data: bytes, mime: str | None, response_format: str) -> Audio:
    """Checked audio of an answer's bytes; the label helps only where the bytes do not tell.

    Raises:
        NoAudioError: The answer is no audio.
    """
    if response_format == "pcm":
        # Anything can be samples. Samples that are all ASCII and begin like a document are a document.
        if data[:1] in {b"{", b"<"} and data.isascii():
            msg = f"openai answered without audio that can be heard: {data[:80]!r}"
            raise NoAudioError(msg)
        return received_audio("openai", data, _as_text(mime), sample_rate=SAMPLE_RATE)
    return received_audio("openai", data, _as_text(mime) or f"audio/{response_format}")


def _as_text(mime: str | None) -> str | None:
    """The mime type where it says that this is text; of audio, the format that was asked for says more."""
    kind = (mime or "").partition(";")[0].strip().lower()
    return mime if kind.startswith("text/") or kind.endswith(("json", "xml", "html")) else None
