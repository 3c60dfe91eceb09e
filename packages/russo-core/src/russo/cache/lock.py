"""The file lock itself, between processes: one file for each utterance, deleted by its last user.

The operating system releases the lock of a process that is killed. These locks use the system's calls directly:
locking and unlocking takes 7 microseconds, or 25 if the file is made and deleted. filelock takes 145, and leaves its
files behind (`benchmarks/locks.py`).
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

from .patience import PASSING, delays

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from .place import Place

if sys.platform == "win32":
    from . import windows as fcntl
else:
    import fcntl

_HELD_BY_OTHERS: Final = frozenset({errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EWOULDBLOCK})
# Windows refuses to open a file that is being deleted. After this many refusals it is a real permission error.
_REFUSALS: Final = 100

_log: Final = logging.getLogger("russo.cache")
_told: Final[set[str]] = set()


class ProcessLock:
    """A lock that never blocks: the caller tries again, and can do other things in between.

    It owns its descriptor from the start, so that whatever interrupts `try_acquire`, a `release` in a ``finally``
    leaves nothing locked, and neither does the end of the object.

    Args:
        place: The folder of its file.
        name: What is locked.
    """

    __slots__ = ("__weakref__", "_file", "_place", "_refusals", "is_held", "name", "path")

    def __init__(self, place: Place, name: str) -> None:
        self.path = os.path.join(place.path, f"{name}.lock")
        self.name = f"{name}.lock"
        self.is_held = False
        self._place = place
        self._file: io.FileIO | None = None
        self._refusals = 0

    def try_acquire(self, *, make: bool = False) -> bool:
        """Take the lock if nobody has it. If the file system has no locks, warn once and go on without.

        Args:
            make: Whether to make the folder if it is missing.

        Returns:
            False while somebody else has it, or while too many files are open.
        """
        _all.add(self)
        try:
            descriptor = self._place.open_file(self.name, os.O_RDWR | os.O_CREAT, make=make)
            self._file = os.fdopen(descriptor, "r+b", 0)
        except OSError as error:
            # In a folder that cannot be written there is nothing to lock. `put` will report it.
            return not self._passes(error)
        try:
            if try_lock(self._file.fileno()):
                self.is_held = True
                return True
        except OSError as error:
            self._close()
            if error.errno in PASSING:
                return False
            _tell(self._place.path, error)
            return True
        self._close()
        return False

    def sign(self) -> None:
        """Write the id of this process into the file, for those who wait."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.seek(0)
                self._file.write(b"%d\n" % os.getpid())
                self._file.truncate()

    def holder(self) -> int | None:
        """The id that the holder has written into the file, if there is one."""
        try:
            with os.fdopen(self._place.open_file(self.name, os.O_RDONLY), "rb", 0) as file:
                return int(file.read(20) or b"")
        except (OSError, ValueError):
            return None

    def release(self, *, keep_file: bool = False) -> None:
        """Release the lock, if it is held, and delete the file unless it should be kept."""
        file = self._file
        if file is None:
            return
        is_done_with = self.is_held and not keep_file
        # Except on Windows, the file is deleted first: whoever has opened it in the meantime notices, and starts over
        # with a new file. Windows does not delete a file that is open, as it is while somebody waits.
        if is_done_with and os.name != "nt":
            # By its path, because this name is nobody else's, even if a link has just replaced the folder.
            with contextlib.suppress(OSError):
                os.unlink(self.path)
        if self.is_held:
            with contextlib.suppress(OSError, ValueError):
                # Closing is not enough: a forked child may have a copy of the descriptor.
                fcntl.flock(file.fileno(), fcntl.LOCK_UN)
        self.is_held = False
        with contextlib.suppress(OSError):
            file.close()
        self._file = None
        if is_done_with and os.name == "nt":
            with contextlib.suppress(OSError):
                os.unlink(self.path)

    def forget(self) -> None:
        """In a forked child, close the copied descriptor, which would keep the lock held after the parent's death."""
        self.is_held = False
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def _passes(self, error: OSError) -> bool:
        if os.name == "nt" and isinstance(error, PermissionError):
            self._refusals += 1
            return self._refusals <= _REFUSALS
        return error.errno in PASSING


def try_lock(descriptor: int) -> bool:
    """Lock an open file, unless somebody else has locked it or it has been deleted.

    Raises:
        OSError: The file system has no locks.
    """
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD_BY_OTHERS:
            return False
        raise
    return os.name == "nt" or os.fstat(descriptor).st_nlink > 0


@contextlib.contextmanager
def alone(file: io.FileIO, *, at_most: float = 2.0) -> Iterator[None]:
    """Hold the lock of an open file for a moment, or after `at_most` seconds do without it."""
    # A child that is forked at this moment has the lock, too, but only if this process is killed before it unlocks.
    try:
        with contextlib.suppress(OSError):  # there are no locks
            if not try_lock(file.fileno()):
                for delay in delays(at_most, shortest=0.0002, longest=0.005):
                    time.sleep(delay)
                    if try_lock(file.fileno()):
                        break
        yield
    finally:
        with contextlib.suppress(OSError):
            fcntl.flock(file.fileno(), fcntl.LOCK_UN)


def _tell(folder: str, error: OSError) -> None:
    if folder not in _told:
        _told.add(folder)
        _log.warning("no locks in %r (%s): two processes may pay for one utterance", folder, error)


def _forget() -> None:
    for lock in list(_all):
        lock.forget()


_all: Final[weakref.WeakSet[ProcessLock]] = weakref.WeakSet()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
