"""Single flight: whoever asks for an utterance while it is being made waits for the result, so nobody pays twice.

The table below covers all wrappers, event loops and threads of this process. Between processes, the one that pays holds
a file lock (`russo.cache.lock`).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from concurrent.futures import Future, InvalidStateError
from contextvars import ContextVar, copy_context
from typing import TYPE_CHECKING, Final

from ..cache.names import real

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from ..audio import Audio

# Whoever waits for another event loop checks this often, in seconds, whether that loop is still running, and gives up
# after this many failures. Importing an SDK can block a loop for two seconds on a slow machine. One that is blocked for
# longer is closed, stopped, or waiting for the very thread that waits for it.
_LOOK: Final = 0.5
_LOOKS: Final = 10


# The flights that the code running here is part of. Waiting for one of them would never end.
_aboard: Final[ContextVar[frozenset[tuple[str, str]]]] = ContextVar("russo_flights", default=frozenset())


class _AbandonedError(Exception):
    """The flight ended with neither audio nor an error, because its loop went away or nobody was waiting any more."""


class _Flight:
    """The task that makes an utterance, and those who wait for it.

    Args:
        where: The folder and the key that it is for.
    """

    def __init__(self, where: tuple[str, str]) -> None:
        self.where = where
        self.loop = asyncio.get_running_loop()
        self.waiting = 0
        self.task: asyncio.Task[Audio] | None = None
        self.result: Future[Audio] = Future()
        self.result.set_running_or_notify_cancel()  # from now on, no single waiter can cancel it for the others

    def land(self, task: asyncio.Task[Audio]) -> None:
        """Give its result to all who wait."""
        error = _cancellation(task) if task.cancelled() else task.exception()
        with contextlib.suppress(InvalidStateError):  # it was abandoned
            if error is not None:
                self.result.set_exception(error)
            else:
                self.result.set_result(task.result())

    def cancel(self) -> None:
        """Cancel the task, whose loop may be another one, and may be closed by now."""
        if self.task is not None:
            with contextlib.suppress(RuntimeError):
                self.loop.call_soon_threadsafe(self.task.cancel)

    def abandon(self) -> None:
        """Let those who are waiting start over."""
        with contextlib.suppress(InvalidStateError):  # it has just landed
            self.result.set_exception(_AbandonedError())
        self.cancel()


def _cancellation(task: asyncio.Task[Audio]) -> BaseException:
    # If nobody cancelled the task, the synthesizer itself raised CancelledError, and would do so each time.
    return _AbandonedError() if task.cancelling() else asyncio.CancelledError()


async def join(cache_dir: str, key: str, pay: Callable[[bool], Coroutine[None, None, Audio]]) -> Audio:
    """Get an utterance from the flight that is under way, or by starting one.

    Args:
        cache_dir: The folder that the utterance is kept in. Flights for different folders are independent.
        key: The key of the utterance.
        pay: Makes it, at most once at a time. It is called with False if the lock between processes is still held by
            a flight of this process that hangs, or by the one that asks.

    Returns:
        The audio.

    Raises:
        Exception: What `pay` raised, for everybody who waited.
    """
    where = (real(cache_dir), key)  # this takes some microseconds, on a miss, which then waits for a provider
    may_lock = where not in _aboard.get()
    if not may_lock:  # the synthesizer itself asks for the utterance that it is making
        return await pay(may_lock)
    while True:
        flight, is_new = _board(where)
        try:
            if is_new:
                # In a task of its own, because the first who asked may be cancelled while others still want the audio.
                context = copy_context()
                context.run(_aboard.set, _aboard.get() | {where})
                flight.task = flight.loop.create_task(pay(may_lock), context=context)
                flight.task.add_done_callback(flight.land)
            if flight.loop is asyncio.get_running_loop():
                return await asyncio.wrap_future(flight.result)
            return await _landing_elsewhere(flight)
        except _AbandonedError:
            may_lock = may_lock and flight.task is not None and flight.task.done()
        finally:
            _alight(flight)


def _board(where: tuple[str, str]) -> tuple[_Flight, bool]:
    with _lock:
        flight = _flights.get(where)
        is_new = flight is None or flight.result.done()
        if flight is None or is_new:
            flight = _flights[where] = _Flight(where)
        flight.waiting += 1
        return flight, is_new


def _alight(flight: _Flight) -> None:
    with _lock:
        flight.waiting -= 1
        if flight.waiting:
            return
        if _flights.get(flight.where) is flight:
            del _flights[flight.where]
    if not flight.result.done():
        flight.cancel()


async def _landing_elsewhere(flight: _Flight) -> Audio:
    """The result of a flight of another event loop, which may stop turning."""
    turns = threading.Event()
    looks = 0
    while True:
        landing = asyncio.wrap_future(flight.result)
        try:
            turns.clear()
            flight.loop.call_soon_threadsafe(turns.set)
            await asyncio.wait({landing}, timeout=_LOOK)
        except RuntimeError:  # its loop is closed, so it will never land
            flight.abandon()
        finally:
            if not landing.done():
                landing.cancel()
        if landing.done() and not landing.cancelled():
            return landing.result()
        if flight.result.done():
            return flight.result.result()
        looks = 0 if turns.is_set() else looks + 1
        if looks >= _LOOKS:
            flight.abandon()


def _forget() -> None:
    # A forked child has none of the threads and loops that could land these flights.
    global _lock  # noqa: PLW0603 - a lock that another thread held at the fork would never be released here
    _lock = threading.Lock()
    _flights.clear()


_lock = threading.Lock()
_flights: dict[tuple[str, str], _Flight] = {}
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
