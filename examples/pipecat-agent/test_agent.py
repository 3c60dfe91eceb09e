from __future__ import annotations

import asyncio

import pytest
from agent import make_worker
from pipecat.frames.frames import EndFrame, TTSAudioRawFrame, TTSStoppedFrame
from pipecat.processors.frame_processor import FrameProcessor
from pipecat.workers.runner import WorkerRunner

from russo.adapters.pipecat import RussoTTSService


class Loudspeaker(FrameProcessor):
    """What the caller hears."""

    def __init__(self):
        super().__init__()
        self.samples = b""
        self.answered = asyncio.Event()

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, TTSAudioRawFrame):
            self.samples += frame.audio
        if isinstance(frame, TTSStoppedFrame):
            self.answered.set()
        await self.push_frame(frame, direction)


@pytest.mark.asyncio
@pytest.mark.russo("I would like to change my booking, please.", conditions=["clean", "noise:15dB + phone"])
async def test_it_answers_when_the_caller_has_finished(russo_audio, russo_synthesizer):
    loudspeaker = Loudspeaker()
    worker = make_worker(RussoTTSService(russo_synthesizer), loudspeaker)
    started = asyncio.Event()

    @worker.event_handler("on_pipeline_started")
    async def on_started(*_):
        started.set()

    runner = WorkerRunner(handle_sigint=False)
    await runner.add_workers(worker)
    running = asyncio.create_task(runner.run())
    await asyncio.wait_for(started.wait(), 10)

    await russo_audio.feed("pipecat", tail=1.2).into(worker)
    await asyncio.wait_for(loudspeaker.answered.wait(), 10)
    await worker.queue_frame(EndFrame())
    await running

    answer = await russo_synthesizer.synthesize("One moment please.")
    assert loudspeaker.samples == answer.to_pcm(sample_rate=24000).data
