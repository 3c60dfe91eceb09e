"""Real time for durations, waits and deadlines, even in a test that has frozen its clock.

freezegun replaces the functions of `time` in every imported module, which also stops the timers of asyncio, and
time-machine patches `time.time` itself. A retry, a wait or a deadline that relied on them would never end.
"""

from __future__ import annotations

import sys
import threading
from contextlib import asynccontextmanager, suppress
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime


def _own_copy_of_time() -> Any:
    """A private copy of the module `time`, which no tool that freezes clocks can find and patch."""
    spec = find_spec("time")
    if spec is None or spec.loader is None:  # pragma: no cover - every Python has it
        raise ImportError(name="time")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_time: Final = _own_copy_of_time()
# Neither tool patches `perf_counter` here. freezegun patches `monotonic`, and so can time-machine.
seconds: Final[Callable[[], float]] = _time.perf_counter
"""Seconds since some moment, as `time.perf_counter` counts them."""


def now() -> float:
    """Seconds since the epoch, as `time.time` counts them: what is written down for later runs must be true."""
    # time-machine changes the function itself, of which every copy is the same, and keeps the real one at hand.
    hatch = getattr(sys.modules.get("time_machine"), "escape_hatch", None)
    real = hatch.time if hatch is not None and hatch.is_travelling() else _time
    return float(real.time())


def utc() -> datetime:
    """The moment, in UTC."""
    from datetime import UTC, datetime

    return datetime.fromtimestamp(now(), UTC)


def new_event_loop() -> asyncio.AbstractEventLoop:
    """A new event loop whose timers all use real time."""
    import asyncio

    loop = asyncio.new_event_loop()
    with suppress(TypeError):  # one that is written in C has no attributes, and a clock that nobody can stop
        vars(loop)["time"] = seconds
    return loop


async def sleep(delay: float) -> None:
    """Wait as `asyncio.sleep` does, even if the event loop's clock is frozen.

    Args:
        delay: Seconds.
    """
    import asyncio

    loop = asyncio.get_running_loop()
    done = loop.create_future()
    alarm = _Alarm(loop, delay, lambda: None if done.done() else done.set_result(None))
    try:
        await done
    finally:
        alarm.stop()


@asynccontextmanager
async def timeout(delay: float) -> AsyncIterator[asyncio.Timeout]:
    """Limit a block as `asyncio.timeout` does, even if the event loop's clock is frozen.

    Args:
        delay: Seconds.

    Returns:
        asyncio's own timeout object, whose ``expired()`` says whether the time ran out.

    Raises:
        TimeoutError: The time ran out before the block finished.
    """
    import asyncio

    loop = asyncio.get_running_loop()
    async with asyncio.timeout(None) as limit:
        alarm = _Alarm(loop, delay, lambda: limit.reschedule(loop.time()))
        try:
            yield limit
        finally:
            alarm.stop()


class _Alarm:
    """Calls back in an event loop after some real time. A thread does the waiting: waiting for a lock stays real."""

    def __init__(self, loop: asyncio.AbstractEventLoop, delay: float, ring: Callable[[], object]) -> None:
        self._loop = loop
        self._ring: Callable[[], object] | None = ring
        self._timer = threading.Timer(max(0.0, delay), self._over)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        # The thread ends a little later. Until then, it must not keep alive what the block has used.
        self._ring = None
        self._timer.cancel()

    def _over(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._ring_unless_stopped)
        except RuntimeError:
            return  # the loop has been closed, so nobody is waiting any more

    def _ring_unless_stopped(self) -> None:
        # This runs in the loop's own thread, so `stop` cannot come in between.
        if self._ring is not None:
            self._ring()
