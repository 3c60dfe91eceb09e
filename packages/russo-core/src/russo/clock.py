"""Real time, also in a test that has stopped its clock: how long something took, a wait, and a deadline.

freezegun puts functions of its own in the place of those of `time`, in every module that has been imported, and so
stops the timers of asyncio too; time-machine changes `time.time` itself. A retry, a wait or a deadline that trusted
them would never end.
"""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Callable


def _own_copy_of_time() -> Any:
    """A second copy of the module `time`, which nobody else holds and so nobody replaces, also under a frozen clock."""
    spec = find_spec("time")
    if spec is None or spec.loader is None:  # pragma: no cover - every Python has it
        raise ImportError(name="time")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Neither tool changes this one: `monotonic` is mocked by freezegun, and by time-machine where it is asked to.
seconds: Final[Callable[[], float]] = _own_copy_of_time().perf_counter
"""Seconds since some moment, as `time.perf_counter` counts them."""


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
