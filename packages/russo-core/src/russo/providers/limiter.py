"""Limits how many calls a provider gets at once, across all threads and event loops of this process."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Limiter:
    """A semaphore that waits without blocking, in any event loop.

    `asyncio.Semaphore` belongs to one loop, and `threading.Semaphore` would block a loop that waits for it. Each caller
    passes its own limit, because two synthesizers of one provider may have different settings.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._active = 0
        self._waiting: deque[tuple[int, asyncio.AbstractEventLoop, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def enter(self, limit: int) -> AsyncIterator[None]:
        """Wait until fewer than `limit` others are inside, then be one of them."""
        await self._acquire(limit)
        try:
            yield
        finally:
            self._release()

    async def _acquire(self, limit: int) -> None:
        loop = asyncio.get_running_loop()
        with self._lock:
            if self._active < limit and not self._waiting:
                self._active += 1
                return
            turn: asyncio.Future[None] = loop.create_future()
            self._waiting.append((limit, loop, turn))
        try:
            await turn
        except asyncio.CancelledError:
            self._leave_queue(turn)
            raise

    def _leave_queue(self, turn: asyncio.Future[None]) -> None:
        with self._lock:
            left = [waiter for waiter in self._waiting if waiter[2] is not turn]
            was_admitted = len(left) == len(self._waiting)
            self._waiting = deque(left)
        if was_admitted:
            self._release()

    def _release(self) -> None:
        with self._lock:
            self._active -= 1
            self._admit()

    def _admit(self) -> None:
        while self._waiting and self._active < self._waiting[0][0]:
            _, loop, turn = self._waiting.popleft()
            try:
                loop.call_soon_threadsafe(_wake, turn)
            except RuntimeError:
                continue  # its loop was closed while it waited: nobody is there to take the place
            self._active += 1


def limiter(provider: str) -> Limiter:
    """The one limiter of a provider in this process."""
    with _creating:
        return _limiters.setdefault(provider, Limiter())


def _wake(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)


def _forget() -> None:
    # The threads that were inside are not in a forked child, and neither are their calls.
    global _creating  # noqa: PLW0603 - a lock that another thread held at the fork would never be released here
    _creating = threading.Lock()
    _limiters.clear()


_creating = threading.Lock()
_limiters: dict[str, Limiter] = {}
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
