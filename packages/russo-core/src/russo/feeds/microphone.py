"""`Microphone`: an endless stream of frames, with silence between the utterances."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..audio.framing import SILENCE, frames, samples_in
from ..audio.pacing import Paced
from ..errors import AudioError
from .reader import Reader
from .registry import get_target
from .shape import conform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..audio import Audio
    from .target import Target


@dataclass(frozen=True, slots=True)
class _Utterance:
    frames: Iterator[bytes]
    heard: asyncio.Future[None]


class Microphone:
    """A line that never stops: it carries utterances, and silence between them, in real time.

    Agents that detect turns themselves need to hear silence, too. ``async for`` yields messages until it is closed.

    Args:
        target: The kind of agent, as a name or as a target from `get_target`.
        ms: Milliseconds per frame; None for the target's own.
        options: Options of the target, if it is given by name.

    Raises:
        PluginError: There is no such target, or it does not load.
        OptionError: The target does not take an option, or not that value, or it is no target.
        AudioError: A frame would not be a whole number of samples.

    Example:
        >>> import asyncio
        >>> from russo import Audio
        >>> from russo.feeds import Microphone
        >>> async def converse(websocket, hello: Audio, goodbye: Audio):
        ...     microphone = Microphone("twilio")
        ...     async def transmit():
        ...         async for message in microphone:
        ...             await websocket.send(message)
        ...     sending = asyncio.create_task(transmit())
        ...     await microphone.say(hello)
        ...     print(await websocket.recv())
        ...     await microphone.say(goodbye)
        ...     microphone.close()
        ...     await sending
    """

    def __init__(self, target: str | Target, *, ms: float | None = None, **options: Any) -> None:
        self._target = get_target(target, **options)
        self._ms = self._target.ms if ms is None else ms
        width = 2 if self._target.format == "pcm" else 1
        size = samples_in(self._ms, self._target.sample_rate) * self._target.channels * width
        self._silence = SILENCE[self._target.format] * size
        self._utterances: deque[_Utterance] = deque()
        self._open = True
        self._reader = Reader(self._drop)
        self._messages = Paced(self._make())

    async def say(self, audio: Audio, *, tail: float = 0.0) -> None:
        r"""Say something, after anything that is already being said, and wait until it has been heard.

        Cancelling it while it waits stops the speech at once, even in the middle of a word.

        Args:
            audio: The speech.
            tail: Seconds of silence that count as part of it.

        Raises:
            AudioError: There is no audio, or it has more than two channels. Or it was not heard, because the line was
                closed, or because the task that read it has ended, and none has read it for five seconds.

        Example:
            >>> import asyncio
            >>> from russo import Audio
            >>> from russo.feeds import Microphone
            >>> async def listen():
            ...     microphone = Microphone("pcm", sample_rate=8000)
            ...     saying = asyncio.create_task(microphone.say(Audio(b"ab" * 160, "pcm", 8000)))
            ...     await asyncio.sleep(0)
            ...     return [(await anext(microphone))[:2] for _ in range(3)]
            >>> asyncio.run(listen())
            [b'ab', b'\x00\x00', b'\x00\x00']
        """
        heard: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        cut = frames(conform(audio, self._target), self._ms, tail=tail)
        if not self._open:
            raise _closed()
        self._utterances.append(_Utterance(iter(cut), heard))
        self._reader.is_needed()
        await heard

    def close(self) -> None:
        """End the line. The messages that close the call are the last ones; saying anything after that is an error.

        Example:
            >>> import asyncio
            >>> from russo.feeds import Microphone
            >>> async def listen():
            ...     microphone = Microphone("twilio")
            ...     microphone.close()
            ...     return [message[10:14] async for message in microphone]
            >>> asyncio.run(listen())
            ['conn', 'star', 'stop']
        """
        self._open = False
        self._drop(_closed())

    def __aiter__(self) -> Microphone:
        return self

    async def __anext__(self) -> Any:
        self._reader.reads()
        return await anext(self._messages)

    def _make(self) -> Iterator[tuple[Any, float]]:
        yield from ((message, 0.0) for message in self._target.opening())
        while self._open:
            frame = self._frame()
            if frame is None:
                yield from ((message, 0.0) for message in self._target.after())
            else:
                yield self._target.message(frame), self._ms / 1000
        yield from ((message, 0.0) for message in self._target.closing())

    def _drop(self, error: AudioError) -> None:
        """Give up on everything that has not been heard yet."""
        while self._utterances:
            heard = self._utterances.popleft().heard
            if not heard.done():
                heard.set_exception(error)

    def _frame(self) -> bytes | None:
        """The next frame to send; None if an utterance has just ended."""
        if not self._utterances:
            return self._silence
        frames, heard = self._utterances[0].frames, self._utterances[0].heard
        frame = None if heard.done() else next(frames, None)
        if frame is None:
            self._utterances.popleft()
            if not heard.done():
                heard.set_result(None)
        return frame


def _closed() -> AudioError:
    return AudioError("the microphone was closed before this was heard: close it when everything has been said")
