from __future__ import annotations

import asyncio
import json
from base64 import b64decode

import pytest
from agent import BEEP, answer
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve


async def call(audio):
    """Say something to the agent in real time, and collect its messages until the line is closed."""
    async with serve(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}") as line:
            speaking = asyncio.create_task(audio.feed("twilio", stream_sid="MZ1", tail=1.0).into(line))
            heard = []
            while not heard or heard[-1]["event"] != "mark":
                heard.append(json.loads(await asyncio.wait_for(line.recv(), 30)))
            await speaking
    return heard


@pytest.mark.russo("I would like to change my booking, please.", conditions=["clean", "noise:15dB + phone"])
def test_it_answers_when_the_caller_has_finished(russo_audio):
    *answered, mark = asyncio.run(call(russo_audio))
    assert b"".join(b64decode(one["media"]["payload"]) for one in answered) == BEEP
    assert {one["streamSid"] for one in answered} == {"MZ1"}
    waited = int(mark["mark"]["name"].split()[1]) / 1000 - russo_audio.duration
    assert 0 < waited < 0.8
