"""Gemini Live: the keyword arguments of ``session.send_realtime_input``.

https://ai.google.dev/gemini-api/docs/live-guide
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .frameworks import framework
from .target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

_RATE: Final = 16000


class Gemini(Target):
    """``{"audio": Blob}`` for each frame, 16-bit samples at 16 kHz, and ``{"audio_stream_end": True}`` at the end.

    Args:
        end: Whether to end the stream of audio after each utterance, so that the turn does not wait for silence.
    """

    def __init__(self, *, end: bool = True) -> None:
        super().__init__(sample_rate=_RATE, ms=100)
        self.end = end

    def message(self, frame: bytes) -> dict[str, Any]:
        """The argument that carries a frame. The API accepts one at a time."""
        types = framework("google.genai.types", "google-genai")
        return {"audio": types.Blob(data=frame, mime_type=f"audio/pcm;rate={self.sample_rate}")}

    def after(self) -> Iterator[dict[str, Any]]:
        """The message that ends the stream."""
        if self.end:
            yield {"audio_stream_end": True}

    async def send(self, to: Any, message: dict[str, Any]) -> None:
        """Send a message to an open session of ``client.aio.live.connect``."""
        await to.send_realtime_input(**message)
