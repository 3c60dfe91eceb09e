"""Writes entries into a folder, and tries again if too many files are open, since the audio was paid for."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from .. import clock
from ..errors import CacheWriteError
from . import entry
from .advice import IN_SCRIPT
from .names import has_working_directory
from .patience import PASSING, delays

if TYPE_CHECKING:
    from collections.abc import Callable

    from .folder import Folder
    from .renewal import Renewals

# Up to this size, reading and writing are not worth a thread: 1 MB takes 0.1 ms, and starting a thread 0.15 ms.
AT_ONCE: Final = 8 * 1024 * 1024
# How long to wait for a free descriptor, in seconds; longer where an event loop can go on in the meantime.
_PATIENCE: Final = 2.0
_LONG_PATIENCE: Final = 30.0


class _BusyError(CacheWriteError):
    """There are too many open files at the moment."""


class Keeper:
    """Writes entries into a folder for `AudioCache.put` and `aput`, which document the errors.

    Args:
        folder: The folder.
        renewals: Where it is recorded when entries were made again.
        on_replacing: Called with the key of an entry that replaces a valid one.
    """

    __slots__ = ("_folder", "_on_replacing", "_renewals", "advice")

    def __init__(self, folder: Folder, renewals: Renewals, on_replacing: Callable[[str], None] | None = None) -> None:
        self._folder = folder
        self._renewals = renewals
        self._on_replacing = on_replacing
        self.advice = IN_SCRIPT

    def keep(self, key: str, data: bytes, meta: bytes) -> None:
        """Write an entry. If too many files are open, wait in this thread."""
        try:
            return self._commit(key, data, meta)
        except _BusyError:
            for delay in delays(_PATIENCE, shortest=0.01, longest=0.1):
                time.sleep(delay)
                with suppress(_BusyError):
                    return self._commit(key, data, meta)
            raise

    async def akeep(self, key: str, data: bytes, meta: bytes) -> None:
        """Write an entry, in a thread if it is large. If too many files are open, wait in the event loop."""
        try:
            return await self._in_thread(key, data, meta) if len(data) > AT_ONCE else self._commit(key, data, meta)
        except _BusyError:
            for delay in delays(_LONG_PATIENCE, shortest=0.01, longest=0.2):
                await clock.sleep(delay)
                with suppress(_BusyError):
                    return await self._in_thread(key, data, meta)
            raise

    async def _in_thread(self, key: str, data: bytes, meta: bytes) -> None:
        from asyncio import to_thread

        with suppress(RuntimeError):  # no thread can be started; blocking the loop is better than losing the audio
            return await to_thread(self._commit, key, data, meta)
        return self._commit(key, data, meta)

    def _commit(self, key: str, data: bytes, meta: bytes) -> None:
        def accept(now: bytes | None) -> bool:
            if self._on_replacing is not None and now is not None and entry.decode(key, now) is not None:
                self._on_replacing(key)
            return now is None or not entry.is_newer(key, now)

        try:
            done = self._folder.commit(key, data, meta, accept=accept)
        except (OSError, ValueError) as error:
            passes = getattr(error, "errno", None) in PASSING
            raise (_BusyError if passes else CacheWriteError)(
                reason(self._folder, error, self.advice.folder)
            ) from error
        if not done:
            msg = (
                f"the entry {key!r} in {self._folder.path!r} was made by a newer russo: "
                f"upgrade russo-core, or choose another folder with {self.advice.folder}"
            )
            raise CacheWriteError(msg)
        self._renewals.note(key)


def reason(folder: Folder, error: OSError | ValueError, advice: str) -> str:
    """Why nothing can be kept in a folder, and with which setting to choose another."""
    why = getattr(error, "strerror", None) or error
    if isinstance(error, FileNotFoundError) and not os.path.isabs(folder.path) and not has_working_directory():
        why = "the working directory has been deleted"
    return f"cannot keep audio in {folder.path!r}: {why}; choose another folder with {advice}"
