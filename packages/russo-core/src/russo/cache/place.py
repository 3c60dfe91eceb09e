"""Opens russo's own files below a cache folder, without following any link, pipe or device that was planted there.

A cache folder may come with a clone or an archive and contain links instead of russo's folders. Where the system
has descriptors for folders, everything is opened relative to them; elsewhere each name is checked before it is used.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time
from typing import TYPE_CHECKING, Final, NamedTuple

from .patience import delays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Self

# Do not follow links, and do not wait for the other end of a pipe.
SAFELY: Final = (
    getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOINHERIT", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
HAS_DESCRIPTORS: Final = os.open in os.supports_dir_fd and hasattr(os, "O_DIRECTORY")
# https://learn.microsoft.com/windows/win32/fileio/reparse-point-tags: the bit of links and of mounted folders.
_IS_LINK: Final = 0x20000000
_FOLDER: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_INSIDE: Final = _FOLDER | getattr(os, "O_NOFOLLOW", 0)
_WRITING: Final = os.O_WRONLY | os.O_RDWR
_CHUNK: Final = 1024 * 1024
_TRIES: Final = 3
# Bytes: the largest file of which a copy is made for its own folder, and the seconds to wait for somebody who makes it.
_LARGEST_COPY: Final = 64 * 1024 * 1024
_PATIENCE: Final = 2.0
_SHARED: Final = stat.S_IWGRP | stat.S_IWOTH


class Place:
    """A folder of russo's own, inside one that the user chose.

    Args:
        base: The folder that the user chose, which may be a link.
        names: The folders below it, which may not be links.
    """

    __slots__ = ("base", "names", "path")

    def __init__(self, base: str, *names: str) -> None:
        self.base = base
        self.names = names
        self.path = os.path.join(base, *names)

    def open(self, *, make: bool = False) -> Directory:
        """Open the folder.

        Args:
            make: Whether to make what is missing.

        Raises:
            FileNotFoundError: It does not exist.
            OSError: It cannot be opened, or is a link or something else that russo did not make.
        """
        if not self.names:
            return Directory(self.path, os.open(self.base, _FOLDER) if HAS_DESCRIPTORS else None)
        if make and not os.path.lexists(self.base):
            os.makedirs(self.base, exist_ok=True)
        path, descriptor = self.base, None
        for name in self.names:
            path, above = os.path.join(path, name), descriptor
            try:
                is_new = make and _make(path, above)
                if HAS_DESCRIPTORS:
                    descriptor = os.open(path if above is None else name, _INSIDE, dir_fd=above)
                elif not _is_plain(path, stat.S_ISDIR):
                    raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
                if is_new and descriptor is not None:
                    _share(descriptor, os.path.dirname(path) if above is None else above)
            except OSError as error:
                if error.errno in {errno.ENOTDIR, errno.ELOOP} and os.path.lexists(path):
                    raise _refused(path, "the folder that russo makes") from error
                raise
            finally:
                if above is not None:
                    os.close(above)
        return Directory(self.path, descriptor)

    def open_file(self, name: str, flags: int, *, make: bool = False) -> int:
        """Open a file in the folder, as `Directory.open` does.

        Args:
            name: The file.
            flags: Those of `os.open`.
            make: Whether to make the folder if it is missing.

        Raises:
            OSError: The folder or the file cannot be opened, or is not what russo made.
        """
        try:
            folder = self.open()
        except FileNotFoundError:
            if not make:
                raise
            folder = self.open(make=True)
        try:
            return folder.open(name, flags)
        finally:
            close(folder.descriptor)


class Directory(NamedTuple):
    """An open folder. Its files are opened by name alone, and never through a link.

    Args:
        path: Where it is.
        descriptor: Its descriptor, or None if the system has none for folders.
        naming: The beginning of the names of temporary files in it.
        shares: Whether files that are made in it may be written by all who may write in the folder.
    """

    path: str
    descriptor: int | None
    naming: str = ""
    shares: bool = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        close(self.descriptor)

    def open(self, name: str, flags: int, *, tries: int = _TRIES) -> int:
        """Open a regular file; create it if the flags have O_CREAT.

        A file that has another name, as in a copy of the folder by ``cp -al``, is replaced by a copy before it is
        written, so that nothing elsewhere is changed.

        Args:
            name: The file.
            flags: Those of `os.open`.
            tries: How often to start over, because the file has another name or was just replaced.

        Raises:
            OSError: It cannot be opened, or is not such a file.
        """
        folder = self.descriptor
        target = _checked(os.path.join(self.path, name)) if folder is None else name
        flags |= SAFELY
        is_made = bool(flags & os.O_CREAT)
        if is_made and not flags & os.O_EXCL:
            try:
                descriptor = os.open(target, flags & ~os.O_CREAT, dir_fd=folder)
                is_made = False
            except FileNotFoundError:
                descriptor = os.open(target, flags, 0o666, dir_fd=folder)
        else:
            descriptor = os.open(target, flags, 0o666, dir_fd=folder)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise self._refused(name)
            if is_made and self.shares:
                _share(descriptor, self.path if folder is None else folder)
        except BaseException:
            close(descriptor)
            raise
        if not flags & _WRITING or flags & os.O_EXCL:
            return descriptor
        is_shared = status.st_nlink > 1
        # A file that was not there a moment ago has not been copied yet. Some network file systems number a file anew
        # each time, so this must end.
        if not is_shared and (is_made or not tries or folder is None or not self._is_replaced(name, status)):
            return descriptor
        close(descriptor)
        if is_shared:
            if not tries:
                raise self._refused(name)
            self._detach(name)
        return self.open(name, flags, tries=tries - 1)

    def _is_replaced(self, name: str, status: os.stat_result) -> bool:
        """Whether an open file has just lost this name to a copy, so that it is now only a file elsewhere."""
        with contextlib.suppress(FileNotFoundError):
            return os.stat(name, dir_fd=self.descriptor, follow_symlinks=False).st_ino != status.st_ino
        return False

    def _detach(self, name: str) -> None:
        """Replace a file that has other names by a copy of it, or wait for somebody else who is just doing so."""
        copy = f"{name}.copy"  # whoever makes this file may replace the other one
        for delay in delays(_PATIENCE, shortest=0.001, longest=0.02):
            with contextlib.suppress(FileExistsError):
                descriptor = self.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
                try:
                    try:
                        is_needed = self._copy(name, descriptor)
                    finally:
                        close(descriptor)
                    if is_needed:
                        self._rename(copy, name)
                        return
                except BaseException:
                    self.remove(copy)
                    raise
                self.remove(copy)
                return
            time.sleep(delay)
        self.remove(copy)  # whoever made it was killed, so `open` starts over

    def _copy(self, name: str, target: int) -> bool:
        """Copy a file to an open one; return False if it has no other name any more."""
        source = self.open(name, os.O_RDONLY)
        try:
            status = os.fstat(source)
            if status.st_nlink == 1:
                return False
            if status.st_size > _LARGEST_COPY:
                raise self._refused(name)
            if sys.platform != "win32":
                os.fchmod(target, status.st_mode & 0o777)  # nobody else may read it, or write it
            while data := memoryview(os.read(source, _CHUNK)):
                while data:
                    data = data[os.write(target, data) :]
        finally:
            close(source)
        return True

    def _rename(self, name: str, other: str) -> None:
        if self.descriptor is None:
            os.replace(os.path.join(self.path, name), os.path.join(self.path, other))
        else:
            os.replace(name, other, src_dir_fd=self.descriptor, dst_dir_fd=self.descriptor)

    def _refused(self, name: str) -> OSError:
        return _refused(os.path.join(self.path, name), "a file that russo has made")

    def flush(self) -> None:
        """Force the folder's list of files to the disk."""
        if self.descriptor is not None:
            os.fsync(self.descriptor)

    def remove(self, name: str) -> bool:
        """Delete a file or a link; return whether it existed and could be deleted."""
        with contextlib.suppress(OSError):
            os.unlink(name if self.descriptor is not None else os.path.join(self.path, name), dir_fd=self.descriptor)
            return True
        return False

    def remove_tree(self, name: str) -> None:
        """Delete a folder and everything in it, without following links."""
        import shutil

        path = name if self.descriptor is not None else os.path.join(self.path, name)
        shutil.rmtree(path, ignore_errors=True, dir_fd=self.descriptor)

    def entries(self) -> Iterator[os.DirEntry[str]]:
        """What is in the folder."""
        with os.scandir(self.path if self.descriptor is None else self.descriptor) as found:
            yield from found


def _checked(path: str) -> str:
    with contextlib.suppress(FileNotFoundError):
        if not _is_plain(path, stat.S_ISREG):
            raise _refused(path, "a file that russo has made")
    return path


def _make(path: str, above: int | None) -> bool:
    """Make a folder; return whether it is new."""
    try:
        os.mkdir(path if above is None else os.path.basename(path), dir_fd=above)
    except OSError:
        if not os.path.lexists(path):
            raise
        return False  # it already exists, or another process has just made it
    return True


def _share(descriptor: int, folder: str | int) -> None:
    """Give a new file or folder the permissions of the folder that it is in, if others may write there."""
    if sys.platform == "win32":
        return
    mode = os.stat(folder).st_mode
    if mode & _SHARED:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        with contextlib.suppress(OSError):  # somebody else has made it
            os.fchmod(descriptor, mode & (0o2777 if is_folder else 0o666))


def close(descriptor: int | None) -> None:
    """Close a folder, or a file that was only read. If that fails, as on a network file system, nothing is lost."""
    try:  # a hit does this twice, and `contextlib.suppress` takes half a microsecond
        if descriptor is not None:
            os.close(descriptor)
    except OSError:
        return


def _is_plain(path: str, is_kind: Callable[[int], bool]) -> bool:
    """Whether a path is of a kind and not a link."""
    status = os.lstat(path)
    is_link = getattr(status, "st_reparse_tag", 0) & _IS_LINK
    return is_kind(status.st_mode) and not is_link and not stat.S_ISLNK(status.st_mode)


def _refused(path: str, wanted: str) -> OSError:
    return OSError(errno.ENOTDIR, f"{path!r} is not {wanted} but a link or something else: delete it", path)
