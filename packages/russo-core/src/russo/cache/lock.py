"""Locks between processes: one file an utterance, gone with its last user; the kernel frees what a killed one held."""

from __future__ import annotations

import contextlib
import logging
import os
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator

_log: Final = logging.getLogger("russo.cache")
_told: set[str] = set()


class Lock:
    """A lock that is asked for again and again, by a caller who has other things to do in between.

    filelock leaves its files behind. Unlinking ours while it is held leaves none: whoever has opened the old file in
    the meantime finds that it has no name any more, and starts over with the new one.
    """

    __slots__ = ("_lock", "path")

    def __init__(self, folder: str, name: str) -> None:
        self.path = os.path.join(folder, f"{name}.lock")
        # Not thread-local: an event loop may be driven by several threads one after the other.
        self._lock = FileLock(self.path, thread_local=False, fallback_to_soft=False)

    def try_acquire(self) -> bool:
        """Take the lock if nobody has it. Where the file system has no locks, say so once and go on without.

        Returns:
            False while somebody else has it.
        """
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        except (OSError, NotImplementedError) as error:
            folder = os.path.dirname(self.path)
            if folder not in _told:
                _told.add(folder)
                _log.warning("no locks in %r (%s): two processes may pay for one utterance", folder, error)
        return True

    def release(self) -> None:
        """Let it go, if it is held, and leave no file."""
        if not self._lock.is_locked:
            return
        if os.name == "nt":
            self._lock.release()
            with contextlib.suppress(OSError):  # another process has opened it, and will delete it
                os.unlink(self.path)
        else:
            with contextlib.suppress(OSError):
                os.unlink(self.path)
            self._lock.release()


@contextlib.contextmanager
def briefly(folder: str, name: str, *, at_most: float) -> Iterator[None]:
    """Hold a lock for a moment; go on without it after `at_most` seconds, or where there are no locks."""
    lock = FileLock(os.path.join(folder, f"{name}.lock"), thread_local=False, fallback_to_soft=False)
    with contextlib.suppress(OSError, NotImplementedError):  # Timeout is an OSError
        lock.acquire(timeout=at_most, poll_interval=0.001)
    try:
        yield
    finally:
        if lock.is_locked:
            lock.release()
