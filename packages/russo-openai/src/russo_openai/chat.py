"""Chat completions with audio: a conversational model that is told to read aloud.

https://developers.openai.com/api/docs/guides/audio
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

from russo.providers import ContentBlockedError, NoAudioError, ProviderUnavailableError, RussoError, TextTooLongError

from .prompt import system_prompt, user_prompt
from .speech import read

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from russo.providers import Audio

    from .settings import Settings


async def speak(client: AsyncOpenAI, settings: Settings, text: str) -> tuple[Audio, str]:
    """Make one request. Returns the speech, and the model's own transcript of it."""
    # The SDK does not check what it parses and would return an HTML page as a str, so the bytes are read here.
    raw = await client.chat.completions.with_raw_response.create(**request(settings, text))
    audio = _audio_of(_object(raw.http_response.content))
    data = decode(audio.get("data"))
    return read(data, None, settings), str(audio.get("transcript") or "")


def request(settings: Settings, text: str) -> dict[str, Any]:
    """The body, without the options that were not given."""
    optional = {"seed": settings.seed, "temperature": settings.temperature}
    return {
        "model": settings.model,
        "modalities": ["text", "audio"],
        "audio": {"voice": settings.wire_voice, "format": settings.wire_format},
        "messages": [
            {"role": "system", "content": system_prompt(settings.instructions)},
            {"role": "user", "content": user_prompt(text)},
        ],
        **{name: value for name, value in optional.items() if value is not None},
    }


def decode(data: object) -> bytes:
    """The bytes of audio in an answer.

    Raises:
        NoAudioError: They are not base64.
    """
    if not isinstance(data, str):
        msg = f"openai answered without audio: {data!r:.80}"
        raise NoAudioError(msg)
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as error:
        msg = f"openai answered with audio that is not base64: {data[:40]!r}"
        raise NoAudioError(msg) from error


def _object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        msg = f"openai answered with something that is not JSON: {body[:80]!r}"
        raise ProviderUnavailableError(msg) from error
    if not isinstance(answer, dict):
        msg = f"openai answered with JSON that is not an object: {body[:80]!r}"
        raise ProviderUnavailableError(msg)
    return answer


def _audio_of(answer: dict[str, Any]) -> dict[str, Any]:
    choices = answer.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(first, dict) or not isinstance(first.get("message"), dict):
        msg = f"openai answered without a choice: {answer!r:.200}"
        raise NoAudioError(msg)
    message = first["message"]
    failure = _failure(first.get("finish_reason"), message)
    if failure is not None:
        raise failure
    audio: dict[str, Any] = message["audio"]
    return audio


def _failure(reason: object, message: dict[str, Any]) -> RussoError | None:
    """Why an answer with status 200 holds no speech; None if it does."""
    if message.get("refusal"):
        return ContentBlockedError(f"openai refused to speak this text: {message['refusal']!s:.500}")
    if reason == "content_filter":
        return ContentBlockedError("openai refused to speak this text: finish_reason 'content_filter'")
    if reason == "length":
        return TextTooLongError("openai stopped before the end of the text (finish_reason 'length'): split it")
    if not isinstance(message.get("audio"), dict):
        said = message.get("content")
        return NoAudioError(f"openai answered without audio: finish_reason {reason!r}, content {said!r:.200}")
    return None
