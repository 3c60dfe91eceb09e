"""`Target`: the format of the messages that one kind of agent accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..audio.values import number, whole
from ..errors import OptionError

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMATS: Final = ("pcm", "ulaw", "alaw")
_PCM_RATE: Final = 16000
_G711_RATE: Final = 8000


class Target:
    """The format of audio that an agent accepts, and the messages that carry it. Subclass it to add another agent.

    A target may be used for several utterances, and keeps its counters from one to the next.

    Args:
        sample_rate: The rate of the agent, in Hz; None for 16000, or the 8000 of G.711.
        channels: The number of channels.
        ms: Milliseconds per frame, unless the call says otherwise.
        format: ``"pcm"`` for 16-bit little-endian samples, ``"ulaw"`` or ``"alaw"`` for G.711.

    Raises:
        AudioError: A number is invalid or too small.
        OptionError: The format is unknown, or does not exist at that rate.

    Example:
        >>> from russo import Audio
        >>> from russo.feeds import Target
        >>> class Acme(Target):
        ...     def message(self, frame):
        ...         return {"audio": frame.hex()}
        >>> second = Audio(bytes(16000), format="pcm", sample_rate=8000)
        >>> len(list(second.feed(Acme(sample_rate=8000))))
        50
    """

    def __init__(
        self,
        *,
        sample_rate: int | None = None,
        channels: int = 1,
        ms: float = 20,
        format: str = "pcm",  # noqa: A002 - as `Audio` has it
    ) -> None:
        if format not in _FORMATS:
            msg = f"format={format!r} must be one of {', '.join(map(repr, _FORMATS))}"
            raise OptionError(msg)
        usual = _PCM_RATE if format == "pcm" else _G711_RATE
        self.sample_rate = whole("sample_rate", usual if sample_rate is None else sample_rate)
        if format != "pcm" and (self.sample_rate, channels) != (_G711_RATE, 1):
            msg = f"format={format!r} has {_G711_RATE} Hz and one channel, not {sample_rate=!r} and {channels=!r}"
            raise OptionError(msg)
        self.channels = whole("channels", channels)
        self.ms = number("ms", ms, above=0)
        self.format = format

    def opening(self) -> Iterable[Any]:
        """The messages before the first frame of a call.

        Returns:
            None, unless a subclass has some.

        Example:
            >>> from russo.feeds import Target
            >>> list(Target().opening())
            []
        """
        return ()

    def message(self, frame: bytes) -> Any:
        r"""The message that carries a frame. This is the one method that every target needs.

        Args:
            frame: Samples in the format of the target. All frames have the same length.

        Returns:
            The message that the agent accepts; here, the frame itself.

        Example:
            >>> from russo.feeds import Target
            >>> Target().message(bytes(2))
            b'\x00\x00'
        """
        return frame

    def after(self) -> Iterable[Any]:
        """The messages after each utterance.

        Returns:
            None, unless a subclass has some.

        Example:
            >>> from russo.feeds import Target
            >>> list(Target().after())
            []
        """
        return ()

    def closing(self) -> Iterable[Any]:
        """The messages at the end of a call, after its last utterance.

        Returns:
            None, unless a subclass has some.

        Example:
            >>> from russo.feeds import Target
            >>> list(Target().closing())
            []
        """
        return ()

    async def send(self, to: Any, message: Any) -> None:
        """Send one message to the agent.

        Args:
            to: The argument of `Feed.into`; here, anything with a coroutine method ``send``, such as a WebSocket.
            message: One message.

        Example:
            >>> import asyncio
            >>> from russo.feeds import Target
            >>> class Socket:
            ...     async def send(self, message):
            ...         print(message)
            >>> asyncio.run(Target().send(Socket(), b"x"))
            b'x'
        """
        await to.send(message)
