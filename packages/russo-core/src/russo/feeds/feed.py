"""`Feed`: an utterance, converted to the messages that are sent to one agent."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from ..audio.framing import frames
from ..audio.pacing import Paced
from .shape import conform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..audio import Audio
    from .target import Target


class Feed:
    """The messages of one utterance: at once with ``for``, on the clock with ``async for``, or sent by `into`.

    Made by `russo.Audio.feed`. All conversion happens when it is made, so that sending only waits for the clock.

    Args:
        audio: The speech.
        target: The target that takes it.
        ms: Milliseconds per frame; None for the target's own.
        realtime: Whether to send in real time.
        tail: Seconds of silence after the speech.
        whole: Whether the utterance is a call of its own, with the messages that open and close a call.

    Raises:
        AudioError: There is no audio, it has more than two channels, or a frame is not a whole number of samples.

    Example:
        >>> from russo import Audio
        >>> feed = Audio(bytes(16000), format="pcm", sample_rate=8000).feed("twilio")
        >>> [message[10:15] for message in feed][:3]
        ['conne', 'start', 'media']
    """

    def __init__(
        self,
        audio: Audio,
        target: Target,
        *,
        ms: float | None = None,
        realtime: bool = True,
        tail: float = 0.0,
        whole: bool = False,
    ) -> None:
        ms = target.ms if ms is None else ms
        self._target = target
        self._realtime = realtime
        self._whole = whole
        self._frames = frames(conform(audio, target), ms, tail=tail)
        self._seconds = ms / 1000

    def __iter__(self) -> Iterator[Any]:
        return (message for message, _ in self._messages(self._fresh()))

    def __aiter__(self) -> Paced[Any]:
        return Paced(self._messages(self._fresh()), realtime=self._realtime)

    def __len__(self) -> int:
        """The number of frames. There may be other messages around them."""
        return len(self._frames)

    async def into(self, to: Any) -> None:
        """Send every message to the agent, when it is due.

        Args:
            to: A WebSocket, a connection, an audio source: what the target of this feed sends to.

        Example:
            >>> import asyncio
            >>> from russo import Audio
            >>> class Socket:
            ...     async def send(self, message):
            ...         print(len(message))
            >>> asyncio.run(Audio(bytes(1280), format="pcm", sample_rate=16000).feed("pcm").into(Socket()))
            640
            640
        """
        target = self._fresh()
        async for message in Paced(self._messages(target), realtime=self._realtime):
            await target.send(to, message)

    def _fresh(self) -> Target:
        return copy(self._target) if self._whole else self._target

    def _messages(self, target: Target) -> Iterator[tuple[Any, float]]:
        yield from ((message, 0.0) for message in target.opening())
        for frame in self._frames:
            yield target.message(frame), self._seconds
        yield from ((message, 0.0) for message in target.after())
        if self._whole:
            yield from ((message, 0.0) for message in target.closing())
