"""The Realtime API: a conversational model that is told to read aloud, over a WebSocket.

https://developers.openai.com/api/docs/guides/realtime-conversations
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from russo.providers import ProviderUnavailableError, received_audio

from .connection import quiet_logger, trusted
from .models import SAMPLE_RATE
from .prompt import system_prompt, user_prompt
from .response import Response

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from openai.resources.realtime.realtime import AsyncRealtimeConnection

    from russo.providers import Audio

    from .settings import Settings

# The id that marks the events of our request, the only one on its connection.
EVENT_ID: Final = "russo-speak"


async def speak(client: AsyncOpenAI, settings: Settings, text: str, *, max_bytes: int) -> tuple[Audio, str]:
    """Make one request on its own connection. Returns the speech, and the model's own transcript of it."""
    connection = client.realtime.connect(
        model=settings.model,
        extra_headers=_account_headers(client),
        websocket_connection_options=_socket_options(settings.address.url, max_bytes),
    )
    async with connection as socket:
        # If we sent before reading, a closed connection would hide the error that the server has sent.
        await _expect(socket, "session.created")
        if settings.speed not in {None, 1.0}:
            await socket.send(session_update(settings))  # type: ignore[arg-type] # checked by the server, as a dict
            await _expect(socket, "session.updated")
        await socket.send(response_create(settings, text))  # type: ignore[arg-type] # likewise
        response = Response(EVENT_ID, max_bytes)
        while not response.complete:
            response.take(await _receive(socket))
    return _audio_of(response.audio, settings.response_format), response.transcript


def session_update(settings: Settings) -> dict[str, Any]:
    """The speed, which belongs to the session and not to a response."""
    return {"type": "session.update", "session": {"type": "realtime", "audio": {"output": {"speed": settings.speed}}}}


def response_create(settings: Settings, text: str) -> dict[str, Any]:
    """The request: outside any conversation, with everything that it needs."""
    return {
        "type": "response.create",
        "event_id": EVENT_ID,
        "response": {
            "conversation": "none",
            "metadata": {"event_id": EVENT_ID},
            "output_modalities": ["audio"],
            "instructions": system_prompt(settings.instructions),
            "input": [
                {"type": "message", "role": "user", "content": [{"type": "input_text", "text": user_prompt(text)}]}
            ],
            "audio": {"output": {"voice": settings.wire_voice, "format": _wire_format(settings)}},
            "tools": [],
            "tool_choice": "none",
            "max_output_tokens": "inf",
            **({"reasoning": {"effort": settings.reasoning_effort}} if settings.reasoning_effort else {}),
        },
    }


def _wire_format(settings: Settings) -> dict[str, str | int]:
    kind: dict[str, str | int] = {"type": settings.wire_format}
    return {**kind, "rate": SAMPLE_RATE} if settings.response_format == "pcm" else kind


def _account_headers(client: AsyncOpenAI) -> dict[str, str]:
    # Versions of the SDK before 3 may leave these out of the handshake.
    headers = {"OpenAI-Organization": client.organization, "OpenAI-Project": client.project}
    return {name: value for name, value in headers.items() if value}


def _socket_options(base_url: str, max_bytes: int) -> Any:
    from .socket import Socket

    # The SDK passes on every argument of websockets, and declares six of them.
    options: dict[str, Any] = {
        "create_connection": Socket,
        # The deadline of the whole call also covers a server that falls silent.
        "open_timeout": None,
        "ping_interval": None,
        "logger": quiet_logger(),
        "max_size": max_bytes,
        "compression": None,
    }
    if base_url.startswith("https:"):
        options["ssl"] = trusted()
    return options


async def _expect(socket: AsyncRealtimeConnection, kind: str) -> None:
    setup = Response(EVENT_ID, max_bytes=0)
    while (event := await _receive(socket)).get("type") != kind:
        setup.take(event)


async def _receive(socket: AsyncRealtimeConnection) -> dict[str, Any]:
    """The next event as it was sent: the SDK does not validate events, and gives unknown ones the wrong type."""
    import json

    frame = await socket.recv_bytes()
    event = json.loads(frame)
    if not isinstance(event, dict):
        msg = f"openai sent an event that is not a JSON object: {frame[:80]!r}"
        raise ProviderUnavailableError(msg)
    return event


def _audio_of(data: bytes, response_format: str) -> Audio:
    if response_format == "pcm":
        return received_audio("openai", data, sample_rate=SAMPLE_RATE)
    return received_audio("openai", data, f"audio/{response_format}")
