"""Waiting in an event loop for work in a thread, and stopping it when nobody waits any more."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")


async def in_thread(work: Callable[[threading.Event], _T]) -> _T:
    """Run a function in a thread of the event loop.

    Args:
        work: Called with an event, which it checks from time to time, and which is set when it should stop.

    Returns:
        What it returns.

    Raises:
        asyncio.CancelledError: The caller was cancelled; by then the function has ended.
    """
    stop = threading.Event()
    waiting = asyncio.ensure_future(asyncio.to_thread(work, stop))
    try:
        return await asyncio.shield(waiting)
    except asyncio.CancelledError:
        stop.set()
        # Gathered, so that how it ended counts as seen: asyncio logs an exception that nobody took.
        await asyncio.gather(waiting, return_exceptions=True)
        raise
