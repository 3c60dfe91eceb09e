"""Single flight within a process: whoever asks for an utterance that is being made waits for the same result.

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
from typing import TYPE_CHECKING, Final, NamedTuple

from ..cache.names import real
from ..errors import BudgetExceededError, SynthesisError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from ..audio import Audio

# Whoever waits for another event loop checks this often, in seconds, whether that loop is still running, and gives up
# after this many failures. Importing an SDK can block a loop for two seconds on a slow machine. One that is blocked for
# longer is closed, stopped, or waiting for the very thread that waits for it.
_LOOK: Final = 0.5
_LOOKS: Final = 10


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
        self.waits_for: list[_Flight] = []
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


class _Aboard(NamedTuple):
    """What the code running here is part of.

    Args:
        flight: The flight that waits for it.
        making: The utterances that are being made by the calls that led here, each with the id of what speaks it.
    """

    flight: _Flight
    making: frozenset[tuple[tuple[str, str], int]]


_aboard: Final[ContextVar[_Aboard | None]] = ContextVar("russo_flight", default=None)


def _cancellation(task: asyncio.Task[Audio]) -> BaseException:
    # If nobody cancelled the task, the synthesizer itself raised CancelledError, and would do so each time.
    return _AbandonedError() if task.cancelling() else asyncio.CancelledError()


async def join(
    cache_dir: str, key: str, pay: Callable[[bool], Coroutine[None, None, Audio]], *, speaker: object, text: str
) -> Audio:
    """Get an utterance from the flight that is under way, or by starting one.

    Args:
        cache_dir: The folder that the utterance is kept in. Flights for different folders are independent.
        key: The key of the utterance.
        pay: Makes it, at most once at a time. It is called with False if the lock between processes is still held by
            a flight of this process that hangs, or that waits for the one that asks.
        speaker: What `pay` asks to speak.
        text: What it is asked to say.

    Returns:
        The audio.

    Raises:
        SynthesisError: The speaker asks for the very utterance that it is making.
        Exception: What `pay` raised, for everybody who waited; a BudgetExceededError only for whoever was to pay.
    """
    where = (real(cache_dir), key)
    step = where, id(speaker)
    around = _aboard.get()
    if around is not None and around.flight.result.done():
        around = None  # a task that the flight has left behind
    making = frozenset((step,)) if around is None else around.making | {step}
    may_lock = True
    while True:
        flight, is_new = _board(where, None if around is None else around.flight)
        if flight is None:
            if around is None or step in around.making:
                raise _endless(speaker, text)
            may_lock = False  # what speaks may have another speak the utterance, under the same key
            return await _start(pay(may_lock), _Aboard(around.flight, making))
        try:
            if is_new:
                # In a task of its own, because the first who asked may be cancelled while others still want the audio.
                flight.task = _start(pay(may_lock), _Aboard(flight, making))
                flight.task.add_done_callback(flight.land)
            if flight.loop is asyncio.get_running_loop():
                return await asyncio.wrap_future(flight.result)
            return await _landing_elsewhere(flight)
        except _AbandonedError:
            may_lock = may_lock and flight.task is not None and flight.task.done()
        except BudgetExceededError:
            if is_new:
                raise
            # The budget of whoever paid was exceeded, and the one that asks here may have another one, or none.
        finally:
            _alight(flight, None if around is None else around.flight)


def _start(making: Coroutine[None, None, Audio], aboard: _Aboard) -> asyncio.Task[Audio]:
    context = copy_context()
    context.run(_aboard.set, aboard)
    return asyncio.get_running_loop().create_task(making, context=context)


def _endless(speaker: object, text: str) -> SynthesisError:
    return SynthesisError(
        f"{type(speaker).__qualname__} cannot speak {text!r:.100}: to speak it, it asks for the same utterance, by "
        "itself or through another synthesizer, and so without end. Let one of them speak without asking the other"
    )


def _board(where: tuple[str, str], around: _Flight | None) -> tuple[_Flight | None, bool]:
    """Wait for a flight, which may be a new one; None if it waits for the flight that asks, or is that flight."""
    with _lock:
        flight = _flights.get(where)
        is_new = flight is None or flight.result.done()
        if flight is None or is_new:
            flight = _flights[where] = _Flight(where)
        elif around is not None and _waits(flight, around):
            return None, False
        flight.waiting += 1
        if around is not None:
            around.waits_for.append(flight)
        return flight, is_new


def _waits(flight: _Flight, other: _Flight) -> bool:
    """Whether a flight is the other one, or waits for it, directly or through more flights."""
    seen, left = set[_Flight](), [flight]
    while left:
        one = left.pop()
        if one is other:
            return True
        if one not in seen and not one.result.done():
            seen.add(one)
            left += one.waits_for
    return False


def _alight(flight: _Flight, around: _Flight | None) -> None:
    with _lock:
        if around is not None:
            around.waits_for.remove(flight)
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
            if not landing.cancel() and not landing.cancelled():
                landing.exception()  # or asyncio reports it, if whoever waits has just been cancelled
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
