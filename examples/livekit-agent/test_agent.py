from __future__ import annotations

import asyncio

import pytest
from agent import Clerk, make_session
from livekit.agents.voice import io

from russo.adapters.livekit import Caller, RussoTTS


class Speaker(io.AudioOutput):
    """The caller's loudspeaker, which records what the agent says."""

    def __init__(self):
        super().__init__(label="caller", capabilities=io.AudioOutputCapabilities(pause=False), sample_rate=24000)
        self.frames = []
        self.answered = asyncio.Event()

    async def capture_frame(self, frame):
        await super().capture_frame(frame)
        self.frames.append(frame)

    def flush(self):
        super().flush()
        seconds = sum(frame.duration for frame in self.frames)
        self.on_playback_finished(playback_position=seconds, interrupted=False)
        self.answered.set()

    def clear_buffer(self):
        pass


@pytest.mark.asyncio
@pytest.mark.russo("I would like to change my booking, please.", conditions=["clean", "noise:15dB + phone"])
async def test_it_answers_when_the_caller_has_finished(russo_audio, russo_synthesizer):
    caller, speaker = Caller(sample_rate=16000), Speaker()
    session = make_session(RussoTTS(russo_synthesizer))
    session.input.audio, session.output.audio = caller, speaker
    await session.start(Clerk())

    await caller.say(russo_audio)
    assert not speaker.answered.is_set()
    await asyncio.wait_for(speaker.answered.wait(), 10)

    answer = await russo_synthesizer.synthesize("One moment please.")
    assert sum(frame.duration for frame in speaker.frames) == pytest.approx(answer.duration, abs=0.1)
    heard = next(item.text_content for item in session.history.items if getattr(item, "role", "") == "user")
    assert float(heard.removesuffix(" seconds")) == pytest.approx(russo_audio.duration, abs=1.0)
    caller.close()
    await session.aclose()
