"""A small Pipecat agent: it waits until the caller has finished, and answers.

The answer is fixed, so it needs neither a key nor a network. The turn detection and everything else are Pipecat's own.
"""

from __future__ import annotations

from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.audio.vad.vad_analyzer import VADParams
from pipecat.frames.frames import TTSSpeakFrame, VADUserStoppedSpeakingFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.audio.vad_processor import VADProcessor
from pipecat.processors.frame_processor import FrameProcessor


class Clerk(FrameProcessor):
    """Answers every turn."""

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        await self.push_frame(frame, direction)
        if isinstance(frame, VADUserStoppedSpeakingFrame):
            await self.push_frame(TTSSpeakFrame("One moment please."))


def make_worker(voice: FrameProcessor, loudspeaker: FrameProcessor) -> PipelineWorker:
    """A pipeline from the agent's ears to the caller's loudspeaker."""
    ears = VADProcessor(vad_analyzer=SileroVADAnalyzer(params=VADParams(stop_secs=0.8)))
    params = PipelineParams(audio_in_sample_rate=16000, audio_out_sample_rate=24000)
    return PipelineWorker(Pipeline([ears, Clerk(), voice, loudspeaker]), params=params, cancel_on_idle_timeout=False)
