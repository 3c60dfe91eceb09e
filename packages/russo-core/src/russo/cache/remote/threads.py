"""The threads in which obstore is called.

obstore's own coroutines are not used, because they leave Python objects to threads of Rust, and a process that exits a
moment later is aborted by the system in one of ten cases. A synchronous call leaves nothing behind.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import queue
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ... import clock

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")

# How many calls are made at once, for all remotes of a process.
AT_MOST: Final = 64
# How long the exit of a process waits for calls that are under way, in seconds.
_GRACE: Final = 2.0


class _Threads:
    """Daemon threads, so that a call that hangs does not keep the process from exiting. Made as needed, and reused."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running = 0
        self._busy = 0

    def submit(self, call: Callable[[], _T]) -> Future[_T]:
        """Make a call in one of the threads."""
        result: Future[_T] = Future()
        with self._lock:
            self._busy += 1
            is_short = self._busy > self._running and self._running < AT_MOST
            self._running += is_short
        self._waiting.put((result, call))
        if is_short:
            threading.Thread(target=self._work, name="russo-remote", daemon=True).start()
        return result

    def settle(self) -> None:
        """Wait a little for calls that are under way."""
        until = clock.seconds() + _GRACE
        while self._busy and clock.seconds() < until:
            time.sleep(0.005)

    def _work(self) -> None:
        while True:
            result, call = self._waiting.get()
            if result.set_running_or_notify_cancel():
                try:
                    result.set_result(call())
                except BaseException as error:
                    result.set_exception(error)
            with self._lock:
                self._busy -= 1
            del result, call


async def in_thread(call: Callable[[], _T]) -> _T:
    """Make a call in a thread, and wait for it."""
    return await asyncio.wrap_future(_threads.submit(call))


def _forget() -> None:
    global _threads  # noqa: PLW0603 - a forked child has none of the threads
    _threads = _Threads()


def _settle() -> None:
    _threads.settle()  # those of this process, not of its parent


_threads = _Threads()
atexit.register(_settle)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
