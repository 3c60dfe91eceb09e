"""Reading and writing single files: whole, only real files, and never half of one under its final name."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import time
from typing import Final

# Not through links, which point wherever somebody wants, and without waiting for the other end of a pipe.
_READ: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
_WRITE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_KNOWS_LINKS: Final = hasattr(os, "O_NOFOLLOW")
_TRIES: Final = 10


def read(path: str, limit: int | None = None) -> bytes | None:
    """The bytes of a regular file, or None where there is none, it cannot be read, or it is over the limit.

    Four system calls and one copy of the bytes: `open().read()` makes more of both.
    """
    try:
        if not _KNOWS_LINKS and os.path.islink(path):
            return None
        descriptor = os.open(path, _READ)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or (limit is not None and status.st_size > limit):
            return None
        return _read_all(descriptor, status.st_size)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _read_all(descriptor: int, size: int) -> bytes:
    data = os.read(descriptor, size + 1)
    if len(data) == size:
        return data
    # A file that grows while it is read, or one so large that the system gives it in parts.
    parts = [data]
    while data:
        data = os.read(descriptor, size + 1)
        parts.append(data)
    return b"".join(parts)


def write_new(folder: str, data: bytes) -> str:
    """Write a new file of a name that nobody else uses, and return its path. A failure leaves nothing behind."""
    path = os.path.join(folder, f"{os.getpid()}-{secrets.token_hex(8)}.tmp")
    descriptor = os.open(path, _WRITE, 0o666)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        finally:
            os.close(descriptor)
    except BaseException:
        remove(path)
        raise
    return path


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
