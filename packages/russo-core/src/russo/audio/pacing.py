"""`Paced`: an iterator that yields each frame or message when it is due, to send it in real time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")


class Paced(Generic[T]):
    """An asynchronous iterator that hands out one thing after another on the clock of the event loop.

    The first comes at once, and each of the others when everything before it would have been heard. The iterator ends
    when the last would have been heard. Times are counted from the first, so that delays do not add up, and anything
    late comes at once. Cancelling a wait loses nothing: the next call waits for the same thing. If several tasks read,
    each thing goes to one of them.

    Args:
        things: What to hand out, each with its duration in seconds.
        realtime: Whether to wait; otherwise everything comes at once.

    Example:
        >>> import asyncio
        >>> from russo import Audio
        >>> async def count(audio):
        ...     return [len(frame) async for frame in audio.stream(ms=20)]
        >>> asyncio.run(count(Audio(bytes(1600), format="pcm", sample_rate=16000)))
        [640, 640, 640]
    """

    def __init__(self, things: Iterable[tuple[T, float]], *, realtime: bool = True) -> None:
        self._things = iter(things)
        self._realtime = realtime
        self._next: tuple[T, float] | None = None
        self._started: float | None = None
        self._due = 0.0

    def __aiter__(self) -> Paced[T]:
        return self

    async def __anext__(self) -> T:
        while True:
            if self._next is None:
                self._next = next(self._things, None)
            following = self._next
            await self._wait()
            if following is None:
                raise StopAsyncIteration
            if following is self._next:
                break
            # Another task has waited for the same thing, and was faster.
        self._next = None
        thing, seconds = following
        self._due += seconds
        return thing

    async def _wait(self) -> None:
        import asyncio

        if not self._realtime:
            await asyncio.sleep(0)
            return
        clock = asyncio.get_running_loop().time
        if self._started is None:
            self._started = clock()
        # Even if it is late: a consumer that never waits by itself would block the loop.
        await asyncio.sleep(max(0.0, self._started + self._due - clock()))
