"""LiveKit Agents: a voice through the cache, and a caller without a server."""

from __future__ import annotations

import asyncio

import pytest

from sounds import speech, tone

pytest.importorskip("livekit.agents")
from livekit import rtc
from livekit.agents import APIError
from livekit.agents.voice import Agent, AgentSession, io

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


class Ears(Agent):
    """Keeps what it hears."""

    def __init__(self):
        super().__init__(instructions="")
        self.heard = bytearray()

    async def stt_node(self, audio, model_settings):
        async for frame in audio:
            self.heard += bytes(frame.data.cast("b"))
        return
        yield


async def test_a_session_hears_the_caller_without_a_server():
    said, ears, caller = speech(0.5, 16000), Ears(), Caller(sample_rate=16000)
    session = AgentSession(vad=None)
    session.input.audio = caller
    assert isinstance(caller, io.AudioInput)
    await session.start(ears)
    await caller.say(said, tail=0.2)
    await asyncio.sleep(0.1)
    await session.aclose()
    assert said.data.strip(b"\0") in bytes(ears.heard)
