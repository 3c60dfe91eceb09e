"""OpenAI Realtime: events of the input buffer.

https://platform.openai.com/docs/api-reference/realtime-client-events/input_audio_buffer/append
"""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any, Final

from ..errors import AudioError
from .target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

_LARGEST: Final = 15 * 1024 * 1024  # bytes of the audio of one event
_PCM_RATE: Final = 24000
_G711_RATE: Final = 8000


class OpenAI(Target):
    """``input_audio_buffer.append`` events, as dictionaries: 16-bit samples at 24 kHz, or G.711 at 8 kHz.

    Args:
        format: The ``input.format`` of the session: ``"pcm"``, ``"ulaw"`` (audio/pcmu) or ``"alaw"`` (audio/pcma).
        commit: Whether to commit the buffer and ask for a response after each utterance, if turn detection is off.
    """

    def __init__(self, *, format: str = "pcm", commit: bool = False) -> None:  # noqa: A002 - as `Audio` has it
        super().__init__(sample_rate=_PCM_RATE if format == "pcm" else _G711_RATE, ms=100, format=format)
        self.commit = commit

    def message(self, frame: bytes) -> dict[str, Any]:
        """The event that appends a frame."""
        audio = b64encode(frame).decode("ascii")
        if len(audio) > _LARGEST:
            msg = f"an event of OpenAI Realtime holds at most 15 MiB of audio, not {len(audio)} bytes: lower ms"
            raise AudioError(msg)
        return {"type": "input_audio_buffer.append", "audio": audio}

    def after(self) -> Iterator[dict[str, Any]]:
        """The messages that end a turn, if turn detection is off."""
        if self.commit:
            yield {"type": "input_audio_buffer.commit"}
            yield {"type": "response.create"}
