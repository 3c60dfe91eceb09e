"""One flight: whoever asks for an utterance while it is being made waits for that one, and nobody pays twice.

Inside a process, over all wrappers, event loops and threads, by the table below; between processes by a file lock
(`russo.cache.lock`), which the payer holds.
"""

from __future__ import annotations

import asyncio
import os
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from .audio import Audio

# How often somebody who waits for another event loop looks whether that loop is still there, in seconds.
_LOOK: Final = 0.5
_LOOKS: Final = 4


class _AbandonedError(Exception):
    """The flight ended without audio and without an error: its loop went away, or nobody waited any more."""


class _Flight:
    """A task that pays, and those who wait for it."""

    def __init__(self, pay: Callable[[], Coroutine[None, None, Audio]]) -> None:
        self.loop = asyncio.get_running_loop()
        self.waiting = 0
        self.result: Future[Audio] = Future()
        self.result.set_running_or_notify_cancel()  # from now on, nobody who waits can cancel it for the others
        # A task of its own: the first who asked may go away, and the others still want the audio.
        self.task = self.loop.create_task(pay())
        self.task.add_done_callback(self._land)

    def _land(self, task: asyncio.Task[Audio]) -> None:
        if self.result.done():
            return
        if task.cancelled():
            self.result.set_exception(_AbandonedError())
        elif (error := task.exception()) is not None:
            self.result.set_exception(error)
        else:
            self.result.set_result(task.result())

    def cancel(self) -> None:
        """Stop paying. The loop may be another one, and may be closed by now."""
        try:
            self.loop.call_soon_threadsafe(self.task.cancel)
        except RuntimeError:
            self.abandon()

    def abandon(self) -> None:
        """Let those who wait start over."""
        if not self.result.done():
            self.result.set_exception(_AbandonedError())


async def join(cache_dir: str, key: str, pay: Callable[[], Coroutine[None, None, Audio]]) -> Audio:
    """Get an utterance by the flight that is under way, or by starting one.

    Args:
        cache_dir: The folder that the utterance is kept in: flights of two folders have nothing to do with each other.
        key: The utterance.
        pay: Makes it, at most once at a time.

    Returns:
        The audio.

    Raises:
        Exception: What `pay` raised, for everybody who waited.
    """
    where = (_real(cache_dir), key)
    while True:
        flight = _board(where, pay)
        try:
            return await _landing(flight)
        except _AbandonedError:
            pass
        finally:
            _alight(where, flight)


def _real(folder: str) -> str:
    # Some microseconds on a miss, which then waits for a provider.
    return os.path.realpath(folder)


def _board(where: tuple[str, str], pay: Callable[[], Coroutine[None, None, Audio]]) -> _Flight:
    with _lock:
        flight = _flights.get(where)
        if flight is None or flight.result.done():
            flight = _flights[where] = _Flight(pay)
        flight.waiting += 1
        return flight


def _alight(where: tuple[str, str], flight: _Flight) -> None:
    with _lock:
        flight.waiting -= 1
        if flight.waiting:
            return
        if _flights.get(where) is flight:
            del _flights[where]
    if not flight.result.done():
        flight.cancel()


async def _landing(flight: _Flight) -> Audio:
    if flight.loop is asyncio.get_running_loop():
        return await asyncio.wrap_future(flight.result)
    looks = 0
    while True:
        landing = asyncio.wrap_future(flight.result)
        try:
            await asyncio.wait({landing}, timeout=_LOOK)
        finally:
            if not landing.done():
                landing.cancel()
        if landing.done() and not landing.cancelled():
            return landing.result()
        # A loop that somebody has stopped or closed never lands.
        looks = looks + 1 if not flight.loop.is_running() else 0
        if flight.loop.is_closed() or looks >= _LOOKS:
            flight.abandon()


def _forget() -> None:
    # A forked child has none of the threads and loops that would land these.
    global _lock  # noqa: PLW0603 - a lock that another thread held at the fork would never be released here
    _lock = threading.Lock()
    _flights.clear()


_lock = threading.Lock()
_flights: dict[tuple[str, str], _Flight] = {}
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
