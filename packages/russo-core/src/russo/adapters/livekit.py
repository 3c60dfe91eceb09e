"""LiveKit Agents: an agent's voice that is served from russo's cache, and a caller that needs no server.

Tried with livekit-agents 1.8 (https://docs.livekit.io/agents/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from livekit.agents import APIConnectOptions, APIError, tts
from livekit.agents.types import DEFAULT_API_CONNECT_OPTIONS
from livekit.agents.voice import io

from ..errors import RussoError
from ..feeds import Microphone

if TYPE_CHECKING:
    from ..audio import Audio
    from ..synthesizer import Synthesizer

__all__ = ["Caller", "RussoTTS"]


class RussoTTS(tts.TTS):
    """The voice of an agent. Each sentence is spoken once, and replayed from the cache in every later run.

    Args:
        synthesizer: The fixture ``russo_synthesizer``, or any `russo.CachedSynthesizer`.
        sample_rate: The rate in Hz for the session, whatever the provider sends.
    """

    def __init__(self, synthesizer: Synthesizer, *, sample_rate: int = 24000) -> None:
        super().__init__(capabilities=tts.TTSCapabilities(streaming=False), sample_rate=sample_rate, num_channels=1)
        self._synthesizer = synthesizer

    def synthesize(self, text: str, *, conn_options: APIConnectOptions = DEFAULT_API_CONNECT_OPTIONS) -> Any:
        """Speak a sentence."""
        return _Stream(tts=self, input_text=text, conn_options=conn_options)

    async def spoken(self, text: str) -> bytes:
        """The samples of a sentence."""
        audio = await self._synthesizer.synthesize(text)
        return audio.to_pcm(sample_rate=self.sample_rate, channels=1).data


class _Stream(tts.ChunkedStream):
    async def _run(self, output_emitter: Any) -> None:
        try:
            samples = await self._tts.spoken(self._input_text)
        except RussoError as error:
            raise APIError(str(error), retryable=False) from error
        output_emitter.initialize(
            request_id=uuid4().hex, sample_rate=self._tts.sample_rate, num_channels=1, mime_type="audio/pcm"
        )
        output_emitter.push(samples)


class Caller(io.AudioInput):
    """A caller. Set it as ``session.input.audio`` before the session starts, and no server is needed.

    Args:
        sample_rate: The rate of everything that is said, in Hz, since a session has only one.
    """

    def __init__(self, *, sample_rate: int = 24000) -> None:
        super().__init__(label="russo")
        self._microphone = Microphone("livekit", sample_rate=sample_rate)

    async def say(self, audio: Audio, *, tail: float = 0.0) -> None:
        """Say something in real time, and wait until it has been heard. Between utterances, the agent hears silence."""
        await self._microphone.say(audio, tail=tail)

    def close(self) -> None:
        """Hang up."""
        self._microphone.close()

    async def __anext__(self) -> Any:
        return await anext(self._microphone)
