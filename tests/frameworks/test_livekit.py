"""LiveKit Agents: a voice through the cache, and a caller without a server."""

from __future__ import annotations

import asyncio

import pytest

from sounds import speech, tone

pytest.importorskip("livekit.agents")
from livekit import rtc
from livekit.agents import APIError
from livekit.agents.voice import io

from russo.adapters.livekit import Caller, RussoTTS


async def test_an_agent_speaks_through_the_cache(voice, paid):
    speaker = RussoTTS(voice, sample_rate=16000)
    for _ in range(2):
        frame = await speaker.synthesize("Hello.").collect()
        assert (frame.sample_rate, frame.num_channels) == (16000, 1)
        assert bytes(frame.data.cast("b")) == tone(0.5, 22050, channels=2).to_pcm(16000, 1).data
    assert paid.texts == ["Hello."]


async def test_a_miss_that_may_not_be_paid_for_fails_at_once(broken):
    with pytest.raises(APIError, match=r"offline, and 'Hello.'"):
        await RussoTTS(broken).synthesize("Hello.").collect()


async def test_a_caller_is_a_line_that_stays_open():
    caller = Caller(sample_rate=16000)
    assert isinstance(caller, io.AudioInput)
    heard, said = [], speech(0.5, 24000)

    async def listen():
        async for frame in caller:
            heard.append(frame)
            assert isinstance(frame, rtc.AudioFrame)

    listening = asyncio.create_task(listen())
    await asyncio.sleep(0.05)
    await caller.say(said)
    caller.close()
    await listening
    data = b"".join(bytes(frame.data.cast("b")) for frame in heard)
    assert {(frame.sample_rate, frame.samples_per_channel) for frame in heard} == {(16000, 320)}
    assert data.strip(b"\0") == b"".join(said.resample(16000).frames(ms=20)).strip(b"\0")
    assert data.startswith(bytes(640))
