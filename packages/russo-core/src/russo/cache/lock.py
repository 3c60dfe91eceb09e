"""Locks between processes: one file an utterance, gone with its last user; the kernel frees what a killed one held.

Made of the system's own calls: a lock and an unlock take 7 microseconds, 25 if the file is made and deleted. filelock
takes 145, and leaves its files behind (`benchmarks/locks.py`).
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
import time
import weakref
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


_OPEN: Final = (
    os.O_RDWR
    | os.O_CREAT
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOINHERIT", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
_HELD_BY_OTHERS: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EWOULDBLOCK})
# Windows refuses to open a file that somebody is just deleting: so often in a row, it is no longer that.
_REFUSALS: Final = 100

_log: Final = logging.getLogger("russo.cache")
_told: Final[set[str]] = set()


class Lock:
    """A lock that is asked for again and again, by a caller who has other things to do in between."""

    __slots__ = ("__weakref__", "_descriptor", "_is_brief", "_refusals", "path")

    def __init__(self, folder: str, name: str, *, is_brief: bool = False) -> None:
        self.path = os.path.join(folder, f"{name}.lock")
        self._descriptor: int | None = None
        self._refusals = 0
        self._is_brief = is_brief

    @property
    def is_held(self) -> bool:
        """Whether this very lock has been taken."""
        return self._descriptor is not None

    def try_acquire(self) -> bool:
        """Take the lock if nobody has it. Where the file system has no locks, say so once and go on without.

        Returns:
            False while somebody else has it.
        """
        try:
            descriptor = self._open()
        except OSError:
            return True  # in a folder that cannot be written, as `put` will tell
        if descriptor is None:
            return False
        try:
            if not try_lock(descriptor):
                os.close(descriptor)
                return False
        except OSError as error:
            os.close(descriptor)
            if not self._is_brief:
                _tell(os.path.dirname(self.path), error)
            return True
        self._descriptor = descriptor
        _held.add(self)
        return True

    def release(self, *, keep_file: bool = False) -> None:
        """Let it go, if it is held, and leave no file unless it is wanted."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        _held.discard(self)
        # Elsewhere the file goes first: whoever has opened it in the meantime finds that it has no name any more, and
        # starts over with a new one. Windows deletes no open file, and a file that somebody waits for is open.
        if not keep_file and os.name != "nt":
            _unlink(self.path)
        with contextlib.suppress(OSError):
            _unlock(descriptor)
        os.close(descriptor)
        if not keep_file and os.name == "nt":
            _unlink(self.path)

    def forget(self) -> None:
        """In a forked child: close the copy, which would hold the lock for the parent after its death."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def _open(self) -> int | None:
        try:
            return os.open(self.path, _OPEN, 0o666)
        except FileNotFoundError:
            if self._is_brief:
                raise
            os.makedirs(os.path.dirname(self.path), exist_ok=True)  # somebody has deleted the folder
            return os.open(self.path, _OPEN, 0o666)
        except PermissionError:
            self._refusals += 1
            if os.name != "nt" or self._refusals > _REFUSALS:
                raise
            return None


def try_lock(descriptor: int) -> bool:
    """Lock an open file, unless somebody else has locked it or it has no name any more.

    Raises:
        OSError: The file system has no locks.
    """
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _HELD_BY_OTHERS:
            return False
        raise
    return os.name == "nt" or os.fstat(descriptor).st_nlink > 0


@contextlib.contextmanager
def briefly(folder: str, name: str, *, at_most: float) -> Iterator[None]:
    """Hold a lock for a moment; go on without it after `at_most` seconds, or where there are no locks."""
    lock = Lock(folder, name, is_brief=True)
    until = time.monotonic() + at_most
    delay = 0.0002
    while not lock.try_acquire() and time.monotonic() < until:
        time.sleep(delay)
        delay = min(2 * delay, 0.005)
    try:
        yield
    finally:
        lock.release(keep_file=True)


def _unlink(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def _tell(folder: str, error: OSError) -> None:
    if folder not in _told:
        _told.add(folder)
        _log.warning("no locks in %r (%s): two processes may pay for one utterance", folder, error)


def _forget() -> None:
    for lock in list(_held):
        lock.forget()
    _held.clear()


_held: Final[weakref.WeakSet[Lock]] = weakref.WeakSet()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
