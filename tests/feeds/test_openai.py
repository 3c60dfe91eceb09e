"""OpenAI's own types accept the events, and its client sends them."""

from __future__ import annotations

import json

import pytest

from sounds import tone

openai = pytest.importorskip("openai")
pytest.importorskip("websockets")
from openai.types import realtime
from websockets.asyncio.server import serve


def test_events_are_what_the_sdk_has():
    append, commit, create = tone(0.1).feed("openai", commit=True)
    assert realtime.InputAudioBufferAppendEvent.model_validate(append, strict=True).audio == append["audio"]
    assert realtime.InputAudioBufferCommitEvent.model_validate(commit, strict=True).type == commit["type"]
    assert realtime.ResponseCreateEvent.model_validate(create, strict=True).type == create["type"]


async def test_its_connection_sends_them():
    received = []

    async def agent(socket):
        received.extend([json.loads(message) async for message in socket])

    feed = tone(0.3).feed("openai", realtime=False, commit=True)
    async with serve(agent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        client = openai.AsyncOpenAI(api_key="none", websocket_base_url=f"ws://127.0.0.1:{port}")
        async with client, client.realtime.connect(model="gpt-realtime") as connection:
            await feed.into(connection)
    assert received == list(feed)
