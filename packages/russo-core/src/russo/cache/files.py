"""Reading and writing single files: only real files, and never half of one under its final name."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import time
from typing import Final

from . import lock

# Not through links, which point wherever somebody wants, and without waiting for the other end of a pipe.
_READ: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
_WRITE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_KNOWS_LINKS: Final = hasattr(os, "O_NOFOLLOW")
_TRIES: Final = 10
_SHORT: Final = 4096
# What one read may ask for unseen: a buffer of it costs nothing, even if the file is no file, or much shorter.
_UNSEEN: Final = 1024 * 1024


def read(path: str, limit: int | None = None) -> bytes | None:
    """The bytes of a regular file, or None where there is none, it cannot be read, or it is over the limit.

    Short ones take three system calls and one copy: `open().read()` makes more of both.
    """
    descriptor = _open(path)
    if descriptor is None:
        return None
    try:
        data = os.read(descriptor, _SHORT)
        return data if len(data) < _SHORT else _read_rest(descriptor, data, limit)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def read_sized(path: str, size: int) -> bytes | None:
    """The bytes of a regular file that has so many, or something else where it has not; None where there is none."""
    descriptor = _open(path)
    if descriptor is None:
        return None
    try:
        # A size that somebody made up must not decide how much memory this takes.
        return os.read(descriptor, size + 1) if size < _UNSEEN else _read_rest(descriptor, b"", size)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _open(path: str) -> int | None:
    try:
        return None if not _KNOWS_LINKS and os.path.islink(path) else os.open(path, _READ)
    except (OSError, ValueError):
        return None


def _read_rest(descriptor: int, start: bytes, limit: int | None) -> bytes | None:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or (limit is not None and status.st_size > limit):
        return None
    data = os.read(descriptor, max(status.st_size - len(start), 0) + 1)
    if len(start) + len(data) == status.st_size:
        return start + data if start else data
    # A file so large that the system gives it in parts, or one that grows while it is read.
    parts = [start, data]
    while data:
        data = os.read(descriptor, _UNSEEN)
        parts.append(data)
    return b"".join(parts)


def modified(path: str) -> float:
    """When a file was last written, in seconds since the epoch; 0 for one that is not there."""
    try:
        return os.stat(path, follow_symlinks=False).st_mtime
    except (OSError, ValueError):
        return 0.0


def size(path: str) -> int:
    """How many bytes a file has; 0 for one that is not there."""
    try:
        return os.stat(path, follow_symlinks=False).st_size
    except (OSError, ValueError):
        return 0


class NewFile:
    """A file that is written under a name that nobody else uses, and then put in its place at once.

    Until then it is locked, so that `Local.sweep` knows it from one that a killed writer has left.
    """

    __slots__ = ("_descriptor", "path")

    def __init__(self, folder: str, data: bytes) -> None:
        self._descriptor = -1
        while self._descriptor < 0:
            self.path = os.path.join(folder, f"{os.getpid()}-{secrets.token_hex(8)}.tmp")
            self._descriptor = _create(self.path)
        try:
            _write(self._descriptor, data)
            if os.name == "nt":
                self._close()  # Windows moves no open file
        except BaseException:
            self.discard()
            raise

    def install(self, target: str) -> None:
        """Give it its final name, in the place of what was there."""
        move(self.path, target)
        self._close()

    def discard(self) -> None:
        """Leave nothing behind."""
        self._close()
        remove(self.path)

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def replace(target: str, data: bytes, folder: str) -> None:
    """Put a file in the place of another at once, by way of a folder of temporary files on the same file system."""
    new = NewFile(folder, data)
    try:
        new.install(target)
    except BaseException:
        new.discard()
        raise


def _create(path: str) -> int:
    """Make a file and lock it; -1 if a sweep has come in between and taken it for abandoned."""
    descriptor = os.open(path, _WRITE, 0o666)
    try:
        if os.name == "nt" or lock.try_lock(descriptor):
            return descriptor
    except OSError:
        return descriptor  # a file system without locks: the age tells there
    os.close(descriptor)
    return -1


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def move(source: str, target: str) -> None:
    """Put a file in the place of another at once. Windows refuses while somebody reads it, so this waits a little."""
    for attempt in range(_TRIES):
        try:
            os.replace(source, target)
        except PermissionError:
            if os.name != "nt" or attempt == _TRIES - 1:
                raise
            time.sleep(0.002 * (attempt + 1))
        else:
            return


def remove(path: str) -> bool:
    """Delete a file or a link, if it is there and can be deleted; say whether it was."""
    with contextlib.suppress(OSError):
        os.unlink(path)
        return True
    return False
