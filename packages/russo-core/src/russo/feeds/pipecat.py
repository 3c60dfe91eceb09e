"""Pipecat: ``InputAudioRawFrame``, queued into a pipeline."""

from __future__ import annotations

from typing import Any

from .frameworks import framework
from .target import Target


class Pipecat(Target):
    """16-bit samples in ``InputAudioRawFrame``.

    Args:
        sample_rate: ``audio_in_sample_rate`` of the pipeline, in Hz.
        channels: The number of channels.
    """

    def __init__(self, *, sample_rate: int = 16000, channels: int = 1) -> None:
        super().__init__(sample_rate=sample_rate, channels=channels)

    def message(self, frame: bytes) -> Any:
        """The frame, in Pipecat's own type."""
        frames = framework("pipecat.frames.frames", "pipecat-ai")
        return frames.InputAudioRawFrame(audio=frame, sample_rate=self.sample_rate, num_channels=self.channels)

    async def send(self, to: Any, message: Any) -> None:
        """Queue a frame: ``to`` is a ``PipelineWorker``, or any processor."""
        await to.queue_frame(message)
