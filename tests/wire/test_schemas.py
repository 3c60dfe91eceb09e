"""Every request is one that the API accepts, whichever version of the SDK writes it."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from jsonschema import Draft202012Validator
from websockets.asyncio.server import serve as serve_websocket
from websockets.exceptions import ConnectionClosed

from russo.errors import RussoError
from russo.providers import ModelRetirementWarning
from russo.synthesizers import OpenAISynthesizer
from wire import schemas
from wire.conftest import KEY, TEXT, WIRES, Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.filterwarnings(
    f"ignore::{ModelRetirementWarning.__module__}.{ModelRetirementWarning.__qualname__}"
)

SPEECH: list[dict[str, Any]] = [
    {},
    {"model": "tts-1", "voice": "nova", "speed": 4.0},
    {"instructions": "Calm.", "speed": 0.25},
    *({"response_format": name} for name in ("wav", "mp3", "flac", "opus", "pcm")),
]
CHAT: list[dict[str, Any]] = [
    {},
    {"instructions": "Calm.", "seed": 7, "temperature": 0.5},
    *({"response_format": name} for name in ("wav", "mp3", "flac", "opus", "pcm")),
]
REALTIME: list[dict[str, Any]] = [
    {},
    {"voice": "cedar", "instructions": "Calm.", "speed": 1.5, "reasoning_effort": "low"},
    {"model": "gpt-realtime", "response_format": "pcmu"},
    {"response_format": "pcma", "speed": 0.25},
]
OLD = {"model": "gemini-2.5-flash-preview-tts"}
GOOGLE: list[dict[str, Any]] = [
    {},
    {"style": "calm", "language": "de-DE", "seed": -5},
    {"voice": "voice_of_mine"},
    {"speakers": {"Hello, I": "Kore", "Jane": "Puck"}},
    OLD | {"style": "calm", "temperature": 0.5, "top_p": 0.9, "top_k": 40},
]
ELEVENLABS: list[dict[str, Any]] = [
    {},
    {"model": "eleven_flash_v2_5", "language": "de", "seed": 4_294_967_295, "speed": 0.7},
    {"model": "eleven_v4", "clone_strength": 0.5, "audio_effects": {"room": "hall", "distance": 1}},
    {"previous_text": "One.", "next_text": "Two.", "previous_request_ids": ["a"], "next_request_ids": ["b", "c"]},
    {"apply_text_normalization": "on", "apply_language_text_normalization": True, "use_pvc_as_ivc": False},
    {"pronunciation_dictionaries": [["a", "1"]], "enable_logging": False, "optimize_streaming_latency": 4},
    {"output_format": "mp3_44100_128", "stability": 0, "similarity_boost": 1, "style": 1, "use_speaker_boost": False},
]
CASES = [
    *(("openai-speech", schemas.OPENAI_SPEECH, options) for options in SPEECH),
    *(("openai-chat", schemas.OPENAI_CHAT, options) for options in CHAT),
    *(("google", schemas.GOOGLE, options) for options in GOOGLE),
    *(("elevenlabs", schemas.ELEVENLABS, options) for options in ELEVENLABS),
]


def faults(schema: Mapping[str, Any], value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(value)]


@pytest.mark.parametrize(("name", "schema", "options"), CASES, ids=str)
def test_a_request_is_one_that_the_api_takes(name: str, schema: Any, options: dict[str, Any], serve: Any) -> None:
    server = serve(lambda _: Answer(b"{}", "400 Bad Request", ("Content-Type: application/json",)))
    text = "Hello, I: would like to book a table." if "speakers" in options else TEXT
    with suppress(RussoError):
        asyncio.run(WIRES[name].make(server.url, max_retries=0, **options).synthesize(text))
    (request,) = server.requests
    assert faults(schema, json.loads(request.body)) == []
    if name == "elevenlabs":
        query = dict(parse_qsl(urlsplit(request.line.split(" ")[1]).query))
        assert faults(schemas.ELEVENLABS_QUERY, query) == []


@pytest.mark.parametrize("options", REALTIME, ids=str)
async def test_the_events_are_those_that_the_realtime_api_takes(options: dict[str, Any]) -> None:
    events: list[Any] = []

    async def handle(socket: Any) -> None:
        with suppress(ConnectionClosed):
            await socket.send(json.dumps({"type": "session.created", "session": {}}))
            async for message in socket:
                events.append(json.loads(message))
                kind = events[-1]["type"]
                answer = {"type": "session.updated"} if kind == "session.update" else {"type": "error", "error": {}}
                await socket.send(json.dumps(answer))

    async with serve_websocket(handle, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        synth = OpenAISynthesizer(base_url=url, api_key=KEY, endpoint="realtime", max_retries=0, **options)
        with suppress(RussoError):
            await synth.synthesize(TEXT)
    assert [event["type"] for event in events][-1] == "response.create"
    assert [fault for event in events for fault in faults(schemas.OPENAI_REALTIME, event)] == []


@pytest.mark.parametrize("name", ["OPENAI_SPEECH", "OPENAI_CHAT", "GOOGLE", "ELEVENLABS"])
def test_a_schema_refuses_a_field_that_it_does_not_know(name: str) -> None:
    assert any("'new' was unexpected" in fault for fault in faults(getattr(schemas, name), {"new": 1}))
