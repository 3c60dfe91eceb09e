"""An event loop in a thread of russo's own, for callers without a loop and for work in the background."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from ... import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from concurrent.futures import Future

_T = TypeVar("_T")

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None


def start(work: Coroutine[Any, Any, _T]) -> Future[_T]:
    """Start a coroutine without waiting for it."""
    return asyncio.run_coroutine_threadsafe(work, _running_loop())


def run(work: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine and wait for it, whether or not a loop is running in this thread."""
    return start(work).result()


def call(what: Callable[[], object]) -> None:
    """Call a function in the thread of the loop, soon."""
    _running_loop().call_soon_threadsafe(what)


def _running_loop() -> asyncio.AbstractEventLoop:
    global _loop  # noqa: PLW0603 - one for the process
    with _lock:
        if _loop is None:
            _loop = clock.new_event_loop()
            # A daemon thread, so that nothing here keeps the process from exiting.
            threading.Thread(target=_loop.run_forever, name="russo-remote", daemon=True).start()
        return _loop


def _forget() -> None:
    # A forked child has the loop, but not the thread that runs it.
    # Another thread may have held the lock at the moment of the fork.
    global _lock, _loop
    _lock, _loop = threading.Lock(), None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
