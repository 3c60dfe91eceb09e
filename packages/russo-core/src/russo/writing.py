"""Writes the files that a user asks for. One that cannot be written leaves nothing behind, and what was there stays."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_NEW: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOINHERIT", 0)
)
ONLY_IN_PLACE: Final = frozenset({errno.EACCES, errno.EPERM, errno.EBUSY, errno.EROFS})
"""The errors of a file that may be written but not replaced: in a folder of somebody else, mounted by itself (into a
system that may be read-only otherwise), or open in another program on Windows."""

_LINKS: Final = 40
_TRIES: Final = 10


def write(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file under another name, and rename it.

    What is not a file, such as a pipe or a device, is written as it is. So is a file of somebody else, who would lose
    it, and one that has a second name, which is to have the new bytes, too. A link is followed.

    Args:
        path: The file. An existing one is replaced, and keeps its permissions.
        data: All of its bytes.

    Raises:
        OSError: It cannot be written.
        ValueError: No file can have that name.
    """
    name = os.fspath(path)
    status = _status(name)
    if _is_stream(name, status):
        with open(name, "wb") as stream:
            stream.write(data)
        return
    # What may not be written may often be replaced all the same, but somebody has protected it.
    if status is not None and not os.access(name, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
    target = os.path.realpath(name) if os.path.islink(name) else name
    # Windows leaves room for 12 characters in every folder, so that a longer name would be refused in a deep one.
    new = os.path.join(os.path.dirname(target), f".{os.urandom(4).hex()}~")
    try:
        _write_new(new, data, status)
        if status is None or (status.st_nlink == 1 and _is_own(status)):
            patiently(os.replace, new, target)
            return
    except OSError as error:
        if error.errno not in ONLY_IN_PLACE:
            raise
    finally:
        with contextlib.suppress(OSError):
            patiently(os.unlink, new)
    _write_in_place(target, data, is_new=status is None)


def take_over(descriptor: int, status: os.stat_result) -> None:
    """Give a new file the owner, the group and the permissions of the file that it is going to replace.

    Args:
        descriptor: The new file.
        status: The status of the other one.
    """
    if sys.platform == "win32":
        return
    mode = status.st_mode & 0o777
    with contextlib.suppress(OSError):  # only root gives files away
        os.fchown(descriptor, status.st_uid, -1)
    try:
        os.fchown(descriptor, -1, status.st_gid)
    except OSError:
        mode = mode & 0o707 | (mode & 0o007) << 3  # another group must not get what was granted to that one
    with contextlib.suppress(OSError):  # some file systems have no permissions
        os.fchmod(descriptor, mode)


def patiently(change: Callable[..., None], *paths: str) -> None:
    """Rename or delete a file.

    Args:
        change: `os.replace` or `os.unlink`.
        paths: Its arguments.

    Raises:
        OSError: It cannot be done.
    """
    # Windows refuses to replace and to delete a file while somebody is reading it, so this retries briefly.
    for attempt in range(_TRIES):
        try:
            change(*paths)
        except PermissionError:
            if os.name != "nt" or attempt == _TRIES - 1:
                raise
            time.sleep(0.002 * (attempt + 1))
        else:
            return


def _is_own(status: os.stat_result) -> bool:
    """Whether a file belongs to this user, or may be given back to whom it belongs."""
    return sys.platform == "win32" or os.geteuid() in {0, status.st_uid}


def _is_stream(path: str, status: os.stat_result | None) -> bool:
    """Whether a path is a pipe, a device or a folder, or stands for a file that is open, as ``/dev/stdout`` does."""
    if status is None or not stat.S_ISREG(status.st_mode):
        return status is not None
    for _ in range(_LINKS):
        folder = os.path.dirname(os.path.abspath(path))
        if os.path.realpath(folder).startswith(("/dev/fd", "/proc/")):
            return True
        if not os.path.islink(path):
            return False
        path = os.path.join(folder, os.readlink(path))
    return False


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _write_new(path: str, data: bytes, like: os.stat_result | None) -> None:
    # Nobody reads a file that is to be secret while it is written.
    with open(os.open(path, _NEW, 0o666 if like is None else 0o600), "wb") as file:
        if like is not None:
            take_over(file.fileno(), like)
        file.write(data)
    # It is closed before it is renamed, because a network file system may be found full only then.


def _write_in_place(path: str, data: bytes, *, is_new: bool) -> None:
    try:
        with open(path, "wb") as file:
            file.write(data)
    except BaseException:
        if is_new:
            with contextlib.suppress(OSError):
                os.unlink(path)
        raise
