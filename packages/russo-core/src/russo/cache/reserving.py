"""Reserves an entry, so that one task on this machine makes it. How long another process is waited for is set here."""

from __future__ import annotations

import logging
import math
import os
import sys
import threading
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .. import clock
from .lock import ProcessLock

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from ..audio import Audio
    from .folder import Folder

_log: Final = logging.getLogger("russo.cache")
# Seconds of waiting for another process: until a warning names it, until russo gives up on a stopped process, and until
# it gives up on any. A provider takes less than that, with all its retries.
_SAY_AFTER: Final = 10.0
_STOPPED_AFTER: Final = 15.0
_LIMIT: Final = 600.0
# Locks may use one in so many of the files that this process may open: connections to providers need some, too.
_SHARE: Final = 4
_LEAST: Final = 8
_MOST: Final = 256
# How long to wait for fewer locks to be held, in seconds, and no longer, as their holders may be waiting for this one.
_PATIENCE: Final = 5.0


@asynccontextmanager
async def reserved(
    folder: Folder, name: str, read: Callable[[], Awaitable[Audio | None]], *, patience: float = math.inf
) -> AsyncIterator[Audio | None]:
    """Reserve an entry, so that nobody else on this machine makes it, or get what somebody else has just made.

    Args:
        folder: Where the entry will be.
        name: Its name, or that of something that only one process may do with it.
        read: Reads it.
        patience: Seconds after which to go on without the reservation.

    Returns:
        A context. It gives the entry, if it has appeared in the meantime; else None, and inside the context nobody
        else who reserves this name goes on.
    """
    # A folder that cannot be written has no locks. `put` will report it.
    claim = ProcessLock(folder.local.locks, name) if folder.is_prepared() else None
    try:
        found = None if claim is None else await _wait(claim, read, patience)
        yield await read() if found is None else found
    finally:
        if claim is not None:
            claim.release()
            with _counting:
                _held.discard(claim)


async def _wait(claim: ProcessLock, read: Callable[[], Awaitable[Audio | None]], patience: float) -> Audio | None:
    """Wait for a lock, or for the audio that its holder makes."""
    started = clock.seconds()
    told = False
    delay = 0.002
    while not _try(claim, clock.seconds() - started):
        await clock.sleep(delay)
        delay = min(2 * delay, 0.05)
        audio = await read()
        if audio is not None:
            return audio
        waited = clock.seconds() - started
        if waited > patience:
            return None
        if waited > _SAY_AFTER and not told:
            told = True
            _log.warning("waiting for %s, which is making %s", _named(claim.holder()), claim.path)
        if waited > _LIMIT or (waited > _STOPPED_AFTER and is_stopped(claim.holder())):
            _log.warning("%s has not made %s in %d s: not waiting any more", _named(claim.holder()), claim.path, waited)
            return None
    return None


def _try(claim: ProcessLock, waited: float) -> bool:
    with _counting:
        if len(_held) >= _LEAST and len(_held) >= _few() and waited < _PATIENCE:
            return False
        _held.add(claim)  # before it is acquired, so that an interrupt cannot leave a lock that is not counted
    if not claim.try_acquire(make=True):
        with _counting:
            _held.discard(claim)
        return False
    claim.sign()
    return True


def _few() -> int:
    if sys.platform == "win32":
        return _MOST // 2
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if limit == resource.RLIM_INFINITY else max(_LEAST, min(_MOST, limit // _SHARE))


def _named(process: int | None) -> str:
    return "another process" if process is None else f"process {process}"


def is_stopped(process: int | None) -> bool:
    """Whether a process has been stopped, by a debugger or Ctrl-Z, if the system can tell."""
    with suppress(OSError, IndexError):
        status = Path(f"/proc/{process}/stat").read_bytes()
        return status.rpartition(b")")[2].split()[0] in {b"T", b"t"}
    return False


def _forget() -> None:
    global _counting  # noqa: PLW0603 - a lock that another thread held at the fork would never be released here
    _counting = threading.Lock()
    _held.clear()


_counting = threading.Lock()
_held: Final[set[ProcessLock]] = set()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
