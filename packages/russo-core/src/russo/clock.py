"""Real time, also in a test that has stopped its clock: how long something took, a wait, and a deadline.

freezegun puts functions of its own in the place of those of `time`, in every module that has been imported, and so
stops the timers of asyncio too; time-machine changes `time.time` itself. A retry, a wait or a deadline that trusted
them would never end.
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
    """A second copy of the module `time`, which nobody else holds and so nobody replaces, also under a frozen clock."""
    spec = find_spec("time")
    if spec is None or spec.loader is None:  # pragma: no cover - every Python has it
        raise ImportError(name="time")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_time: Final = _own_copy_of_time()
# Neither tool changes this one: `monotonic` is mocked by freezegun, and by time-machine where it is asked to.
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
    """A new event loop whose timers go by real time, whatever is waited for in it."""
    import asyncio

    loop = asyncio.new_event_loop()
    with suppress(TypeError):  # one that is written in C has no attributes, and a clock that nobody can stop
        vars(loop)["time"] = seconds
    return loop


async def sleep(delay: float) -> None:
    """Wait as `asyncio.sleep` does, also where the event loop's clock stands still.

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
    """Limit a block as `asyncio.timeout` does, also where the event loop's clock stands still.

    Args:
        delay: Seconds.

    Returns:
        The timeout of asyncio, which says whether it has ``expired()``.

    Raises:
        TimeoutError: The time was over before the block was.
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
    """Calls back in an event loop after some real time. A thread waits for it, since the wait of a lock stays real."""

    def __init__(self, loop: asyncio.AbstractEventLoop, delay: float, ring: Callable[[], object]) -> None:
        self._loop = loop
        self._ring = ring
        self._stopped = False
        self._timer = threading.Timer(max(0.0, delay), self._over)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> None:
        self._stopped = True
        self._timer.cancel()

    def _over(self) -> None:
        try:
            self._loop.call_soon_threadsafe(self._ring_unless_stopped)
        except RuntimeError:
            return  # the loop was closed meanwhile, and nobody waits any more

    def _ring_unless_stopped(self) -> None:
        # In the thread of the loop, where nothing stops it in between.
        if not self._stopped:
            self._ring()
