"""`Reader`: notices that the task that read a `Microphone` has ended, and that no other reads it now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from ..errors import AudioError

if TYPE_CHECKING:
    from collections.abc import Callable

# Seconds until another task has to read after the last one has ended. Some readers make a task for each message.
_PATIENCE: Final = 5.0


class Reader:
    """The task that reads a microphone.

    Args:
        on_leaving: Called with an error when the task has ended and no other one reads.
    """

    def __init__(self, on_leaving: Callable[[AudioError], None]) -> None:
        self._on_leaving = on_leaving
        self._task: asyncio.Task[Any] | None = None
        self._leaving: asyncio.TimerHandle | None = None

    def reads(self) -> None:
        """Note that the current task reads."""
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None
        task = asyncio.current_task()
        if task is self._task:
            return
        if self._task is not None:
            self._task.remove_done_callback(self._wait)
        self._task = task
        if task is not None:
            task.add_done_callback(self._wait)

    def is_needed(self) -> None:
        """Note that somebody waits to be heard."""
        if self._task is not None and self._task.done():
            self._wait(self._task)

    def _wait(self, task: asyncio.Task[Any]) -> None:
        if self._leaving is None:
            self._leaving = task.get_loop().call_later(_PATIENCE, self._leave, task)

    def _leave(self, task: asyncio.Task[Any]) -> None:
        self._leaving = None
        cause = None if task.cancelled() else task.exception()
        how = "was cancelled" if task.cancelled() else "has ended" if cause is None else f"failed ({cause!r:.200})"
        error = AudioError(
            f"nobody reads the microphone any more: the task that did {how}, {_PATIENCE:g} s ago. It must read until "
            "everything has been said and the microphone is closed"
        )
        error.__cause__ = cause
        self._on_leaving(error)
