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
from typing import TYPE_CHECKING, Final, NamedTuple

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
    """

    path: str
    descriptor: int | None
    naming: str = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        close(self.descriptor)

    def open(self, name: str, flags: int) -> int:
        """Open a regular file that has no other name; create it if the flags have O_CREAT.

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
            if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
                raise _refused(os.path.join(self.path, name), "a file that russo has made")
            if is_made:
                _share(descriptor, self.path if folder is None else folder)
        except BaseException:
            close(descriptor)
            raise
        return descriptor

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
