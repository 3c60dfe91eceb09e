"""Reading and writing single files: a file is written under a temporary name, then renamed into place here."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import time
from typing import TYPE_CHECKING, Final

from ..writing import patiently, take_over
from . import lock
from .patience import PASSING, delays
from .place import SAFELY, close

if TYPE_CHECKING:
    import io

    from .place import Directory

_READ: Final = os.O_RDONLY | SAFELY
_KNOWS_LINKS: Final = hasattr(os, "O_NOFOLLOW")
_PATIENCE: Final = 0.2
_SHORT: Final = 4096
# The largest read, in bytes, before the size of the file is checked: a buffer of this size costs nothing.
_UNSEEN: Final = 1024 * 1024


def read(path: str, limit: int | None = None) -> bytes | None:
    """The bytes of a regular file, or None if there is none, it cannot be read, or it is over the limit.

    A short file takes three system calls and one copy, fewer than `open().read()`.
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
        close(descriptor)


def read_sized(path: str, size: int) -> bytes | None:
    """The bytes of a regular file of this size; other bytes if its size differs, None if it cannot be read."""
    descriptor = _open(path)
    if descriptor is None:
        return None
    try:
        # A size that somebody made up must not decide how much memory is used.
        return os.read(descriptor, size + 1) if size < _UNSEEN else _read_rest(descriptor, b"", size)
    except OSError:
        return None
    finally:
        close(descriptor)


def _open(path: str) -> int | None:
    try:
        return None if not _KNOWS_LINKS and os.path.islink(path) else os.open(path, _READ)
    except ValueError:
        return None
    except OSError as error:
        return _open_later(path) if error.errno in PASSING else None


def _open_later(path: str) -> int | None:
    # Too many files are open in this process or on the machine. Wait, so that nobody pays for what is already there.
    for delay in delays(_PATIENCE, shortest=0.001, longest=0.02):
        time.sleep(delay)
        with contextlib.suppress(OSError):
            return os.open(path, _READ)
    return None


def _read_rest(descriptor: int, start: bytes, limit: int | None) -> bytes | None:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or (limit is not None and status.st_size > limit):
        return None
    data = os.read(descriptor, max(status.st_size - len(start), 0) + 1)
    if len(start) + len(data) == status.st_size:
        return start + data if start else data
    # The file is so large that the system returns it in parts, or it grows while it is read.
    parts = [start, data]
    length = len(start) + len(data)
    while data and (limit is None or length <= limit):
        data = os.read(descriptor, _UNSEEN)
        parts.append(data)
        length += len(data)
    return b"".join(parts)


def look(path: str) -> os.stat_result | None:
    """The status of a file or a link; None if there is none."""
    try:
        return os.stat(path, follow_symlinks=False)
    except (OSError, ValueError):
        return None


def modified(path: str) -> float:
    """When a file was last written, in seconds since the epoch; 0 if there is none."""
    status = look(path)
    return 0.0 if status is None else status.st_mtime


def size(path: str) -> int:
    """The size of a file in bytes; 0 if there is none."""
    status = look(path)
    return 0 if status is None else status.st_size


class NewFile:
    """A file that is written under a temporary name of its own, then renamed into place.

    It stays locked until then, so that `Local.sweep` can tell it from one that a killed writer has left.

    Args:
        folder: Where it is written, on the same file system as its final place.
        data: Its bytes.
        like: The status of the file whose owner and permissions it gets.
    """

    __slots__ = ("_data", "_file", "_folder", "_name", "is_installed", "path")

    def __init__(self, folder: Directory, data: bytes, like: os.stat_result | None = None) -> None:
        self._folder = folder
        self._data = data
        self.is_installed = False
        file = None
        while file is None:
            self._name = f"{folder.naming}{secrets.token_hex(8)}.tmp"
            self.path = os.path.join(folder.path, self._name)
            file = _create(folder, self._name)
        self._file = file
        try:
            if like is not None:
                take_over(self._file.fileno(), like)
            write_all(self._file.fileno(), data)
            if os.name == "nt":
                self._file.close()  # Windows moves no open file
        except BaseException:
            self.discard()
            raise

    def flush(self) -> None:
        """Force it to the disk."""
        if not self._file.closed:
            os.fsync(self._file.fileno())

    def install(self, target: str) -> None:
        """Rename it to its final name, replacing what was there.

        Raises:
            OSError: It could not be renamed. Or it was, but could not be closed, as on a full network file system, and
                does not have the bytes that were written.
        """
        self.is_installed = True  # set first, because an interrupt may come in between
        try:
            patiently(os.replace, self.path, target)
        except OSError:
            self.is_installed = False
            raise
        try:
            self._file.close()
        except OSError:
            if read_sized(target, len(self._data)) != self._data:
                raise

    def leave(self) -> None:
        """Leave it where it is."""
        with contextlib.suppress(OSError):
            self._file.close()

    def discard(self) -> None:
        """Delete it, unless it has been renamed into place."""
        self.leave()
        if not self.is_installed:
            self._folder.remove(self._name)


def replace(
    target: str, data: bytes, folder: Directory, *, durably: bool = False, like: os.stat_result | None = None
) -> None:
    """Replace a file atomically: write a new one in a folder on the same file system, and rename it.

    Args:
        target: The file.
        data: Its new bytes.
        folder: Where the new file is written.
        durably: Whether to force it to the disk first, so that a power failure cannot leave it empty.
        like: The status of the file whose owner and permissions it gets.
    """
    new = NewFile(folder, data, like)
    try:
        if durably:
            new.flush()
        new.install(target)
    except BaseException:
        new.discard()
        raise


def _create(folder: Directory, name: str) -> io.FileIO | None:
    """Create a file and lock it; None if a sweep came in between and deleted it as abandoned."""
    file = os.fdopen(folder.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL), "r+b", 0)
    try:
        if os.name == "nt" or lock.try_lock(file.fileno()):
            return file
    except OSError:
        return file  # the file system has no locks, and a sweep goes by the file's age
    file.close()
    return None


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of the data, in as many parts as the system wants."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def move(source: str, target: str) -> None:
    """Rename a file over another."""
    patiently(os.replace, source, target)


def delete(path: str) -> None:
    """Delete a file."""
    patiently(os.unlink, path)
