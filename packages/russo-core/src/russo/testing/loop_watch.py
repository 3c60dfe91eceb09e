"""Detects calls that block an event loop, by means of Python's audit events."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_EVENTS: Final = {"time.sleep", "socket.connect", "socket.getaddrinfo", "urllib.Request", "http.client.connect"}

# The watched blocks, innermost last. An audit hook cannot be removed, so it is added once and looks here.
_watching: list[list[str]] = []
_is_added: list[bool] = []


@contextmanager
def blocking_calls() -> Iterator[list[str]]:
    """Record every call in the block that blocks an event loop.

    Returns:
        Their names, as they are recorded.
    """
    if not _is_added:
        sys.addaudithook(_hear)
        _is_added.append(True)
    found: list[str] = []
    sleep = time.sleep

    def heard_sleep(seconds: Any) -> None:
        _hear("time.sleep", (seconds,))
        sleep(seconds)

    _watching.append(found)
    time.sleep = heard_sleep  # it only raises an audit event since Python 3.13
    try:
        yield found
    finally:
        time.sleep = sleep
        _watching.remove(found)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watching or event not in _EVENTS or _is_harmless(event, arguments):
        return
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return  # other threads may block
    _watching[-1].append(event)


def _is_harmless(event: str, arguments: tuple[Any, ...]) -> bool:
    if event == "time.sleep":
        return not arguments[0] > 0
    # An event loop connects with non-blocking sockets.
    return event == "socket.connect" and arguments[0].gettimeout() == 0
